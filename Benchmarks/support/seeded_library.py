"""A server over an organization of seeded assets, and what a client asks of it to see them."""

import json
import tempfile
import time

from support.client import Connection, multipart, send_file
from support.machine import QUICK
from support.seed_assets import seed
from support.seeded_rows import COMMON_WORD, rare_word

REQUESTS = 30 if QUICK else 200
_LONGEST = 10
"""Seconds after which no further request of a round begins: some answers take a hundred times as long as others."""


class SeededLibrary:
    """Seeds `number` assets into `database` behind the back of the stopped `server`; `with` runs the server."""

    def __init__(self, server, number, database=None):
        self.server, self.number = server, number
        self.organization = server.create_organization("bench")
        self._user = self.organization.user()
        self.token = server.create_token(self._user, self.organization)
        self.seeding_rate = seed(database or server.data / "vitrine.sqlite", "bench", number)

    def __enter__(self):
        self.server.start()
        self._api = Connection(self.server.url, {"Authorization": f"Bearer {self.token}"})
        cookies = self._user.sign_in("bench").cookies
        self._browser = Connection(self.server.url, {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)})
        self._cursor = json.loads(self._get(f"/organization/assets?page={self.number // 100}"))["nextCursor"]
        return self

    def __exit__(self, *_):
        self.server.stop()

    def requests(self):
        """What is asked, by name: the connection and the path."""
        return {
            "first page": (self._api, "/organization/assets"),
            "cursor in the middle": (self._api, f"/organization/assets?cursor={self._cursor}"),
            "search, 1 match": (self._api, f"/organization/assets?q={rare_word(self.number // 2)}-"),
            "search, 5 % match": (self._api, f"/organization/assets?q={COMMON_WORD}"),
            "search, 2 letters": (self._api, "/organization/assets?q=qu"),
            "kind filter": (self._api, "/organization/assets?kind=video"),
            "page by number in the middle": (self._api, f"/organization/assets?page={self.number // 100}"),
            "HTML page": (self._browser, "/org/bench/media"),
        }

    def answer(self, what):
        """The API's answer, but for what no two libraries have in common: their addresses and the organization's id."""
        text = self._get(self.requests()[what][1])
        return json.loads(text.replace(self.server.url, "").replace(self.organization.id, ""))

    def latencies(self, what):
        """Milliseconds of each request."""
        connection, path = self.requests()[what]
        milliseconds = []
        deadline = time.monotonic() + _LONGEST
        with connection:
            while len(milliseconds) < REQUESTS and time.monotonic() < deadline:
                status, body, seconds = connection.get(path)
                assert status == 200, body[:500]
                milliseconds.append(seconds * 1000)
        return milliseconds

    def deletions(self, number):
        """Milliseconds of moving each of so many assets to Trash, wherever they are used."""
        items = json.loads(self._get(f"/organization/assets?sort=createdAt&limit={number}"))["items"]
        return [self._seconds("DELETE", f"/organization/assets/{item['id']}", 204) * 1000 for item in items]

    def uploads(self, number, size=100_000):
        """Seconds that so many uploads take, one after the other."""
        before, after, type_ = multipart("bench.txt")
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": type_}
        with tempfile.TemporaryFile(dir=self.server.data) as file:
            file.write(b"library of a hundred thousand\n" * (size // 30))
            file.flush()
            started = time.perf_counter()
            for _ in range(number):
                send_file(self.server.url, "POST", "/organization/assets", file, headers, before, after)
            return time.perf_counter() - started

    def _seconds(self, method, path, expected):
        with self._api as connection:
            status, body, seconds = connection.send(method, path)
        assert status == expected, body[:500]
        return seconds

    def used_bytes(self):
        """The bytes of all assets, by the counters."""
        return json.loads(self._get("/organization/assets/storage"))["internalBytes"]

    def _get(self, path):
        with self._api as connection:
            status, body, _ = connection.get(path)
        assert status == 200, body[:500]
        return body.decode()
