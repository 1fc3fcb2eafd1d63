"""The list page with 10,000 and with 100,000 assets: p50 and p99 of one client, and how much slower ten times as many are."""

import json
import statistics

from support.client import Connection
from support.machine import QUICK, measure, rounds
from support.product import data_folder, pids, scratch_folder, vitrine
from support.report import Report, noise, percentile
from support.seed_assets import COMMON_WORD, rare_word, seed

SMALL, LARGE = 10_000, 100_000
ROUNDS = 3
REQUESTS = 30 if QUICK else 200


class Library:
    """A server with an organization of `number` seeded assets."""

    def __init__(self, scratch, number):
        self.number = number
        self.server = vitrine(data_folder(scratch, f"vitrine-{number}"))
        organization = self.server.create_organization("bench")
        self._user = organization.user()
        self._token = self.server.create_token(self._user, organization)
        seed(self.server.data / "vitrine.sqlite", "bench", number)

    def __enter__(self):
        self.server.start()
        self._api = Connection(self.server.url, {"Authorization": f"Bearer {self._token}"})
        cookies = self._user.sign_in("bench").cookies
        self._browser = Connection(self.server.url, {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)})
        middle = self.get(f"/organization/assets?page={self.number // 100}")
        self._cursor = middle["nextCursor"]
        return self

    def __exit__(self, *_):
        self.server.stop()

    def get(self, path):
        with self._api as connection:
            status, body, _ = connection.get(path)
        assert status == 200, body[:500]
        return json.loads(body)

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

    def latencies(self, what):
        """Milliseconds of each request."""
        connection, path = self.requests()[what]
        with connection:
            answers = [connection.get(path) for _ in range(REQUESTS)]
        assert all(status == 200 for status, _, _ in answers), answers[0][1][:500]
        return [seconds * 1000 for _, _, seconds in answers]


def compare(report, what, small, large):
    measured = {small: [], large: []}
    for library in measured:
        library.latencies(what)
    for _ in range(rounds(ROUNDS)):
        for library, list_ in measured.items():
            list_.append(measure(lambda: library.latencies(what), lambda: pids(library.server)))
    p50s, p99s, values = {}, {}, {}
    for library, list_ in measured.items():
        values[f"{library.number} assets"] = [round.value for round in list_]
        p50s[library] = statistics.median(percentile(round.value, 0.5) for round in list_)
        p99s[library] = statistics.median(percentile(round.value, 0.99) for round in list_)
    details = [f"{library.number:,} assets p50 {p50s[library]:.2f} p99 {p99s[library]:.2f} ms" for library in measured]
    report.figure(
        what, f"{p50s[large] / p50s[small]:.2f} × at p50, {p99s[large] / p99s[small]:.2f} × at p99 for ten times the assets",
        details + noise(measured[small] + measured[large]), **values)


def main():
    report = Report("list_page")
    with scratch_folder() as scratch, Library(scratch, SMALL) as small, Library(scratch, LARGE) as large:
        for what in small.requests():
            compare(report, what, small, large)
    report.write()


if __name__ == "__main__":
    main()
