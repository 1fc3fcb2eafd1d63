"""Who uses an asset among 10,000 usages in 2,000 content items, and among 1,000,000 in 200,000, on SQLite and PostgreSQL, over HTTP.

The measured assets are used equally often whatever the library's size, and equally many are used nowhere, which is checked. Then what
saving an item costs by the number of its references.

Making the libraries takes some minutes the first time; they are kept under .build.
"""

import itertools
import json
import statistics
import time
from contextlib import ExitStack

from support.client import Connection
from support.kept import KeptLibrary, kept_folder, kept_postgresql
from support.machine import QUICK, measure, process_tree, rounds
from support.product import pids
from support.report import Report, noise, number, percentile
from support.seed_usages import TIMES, UNUSED, seed_usages

SMALL, LARGE = (1_000, 2_000), (10_000, 20_000) if QUICK else (100_000, 200_000)
"""Assets and items; of an item five places name an asset."""
ROUNDS = 3
REQUESTS = 30 if QUICK else 300
MOST_TIMES = 2
REFERENCES = (10, 100, 1_000) if QUICK else (10, 100, 1_000, 10_000)
SAVES = 4
MOST_GROWTH = 1.5
"""How much more a reference may cost in an item with ten times as many."""
ASSETS = "/organization/assets"
QUESTIONS = ("usage of one asset", "assets used nowhere", "deleting a used asset is refused")


class Library(KeptLibrary):
    """An organization with assets and content that uses them."""

    def __init__(self, folder, engine, assets, items, postgresql):
        self.engine, self.items = engine, items
        self._turn = itertools.count()
        super().__init__(folder, f"{engine.lower()}-usages-{items}", assets, postgresql=postgresql)

    def _make(self):
        super()._make()
        facts = json.loads(self._facts.read_text())
        self._facts.unlink()
        database = facts["url"] or self.server_data / "vitrine.sqlite"
        facts["measured"] = seed_usages(database, facts["organization"], self.items)
        self._facts.write_text(json.dumps(facts))

    @property
    def server_data(self):
        return self._folder / "data"

    @property
    def title(self):
        return f"{self.items * 5:,}"

    def __enter__(self):
        self.server.start()
        self._connection = Connection(self.server.url, {"Authorization": f"Bearer {self.facts['token']}"})
        return self

    def __exit__(self, *_):
        self.server.stop()

    def latencies(self, what):
        """Milliseconds of each request; every answer is looked at."""
        milliseconds = []
        with self._connection as connection:
            for _ in range(REQUESTS):
                method, path, expected, count = self._question(what)
                status, body, seconds = connection.send(method, path)
                answer = json.loads(body)
                found = answer["usage"]["count"] if status == 409 else answer["total"]
                assert (status, found) == (expected, count), body[:500]
                milliseconds.append(seconds * 1000)
        return milliseconds

    def _question(self, what):
        asset = self.facts["measured"][next(self._turn) % len(self.facts["measured"])]
        return {
            QUESTIONS[0]: ("GET", f"{ASSETS}/{asset}/usage", 200, TIMES),
            QUESTIONS[1]: ("GET", f"{ASSETS}?usage=orphaned", 200, UNUSED),
            QUESTIONS[2]: ("DELETE", f"{ASSETS}/{asset}", 409, TIMES),
        }[what]

    def saves(self, references):
        """Milliseconds of giving an item another body, with so many references, none of which it had."""
        with self._connection as connection:
            cursor, assets = "", []
            while len(assets) < 2 * references:
                _, body, _ = connection.get(f"{ASSETS}?usage=used&sort=createdAt&limit=100{cursor}")
                page = json.loads(body)
                assets += [item["id"] for item in page["items"]]
                cursor = f"&cursor={page['nextCursor']}"
            halves = assets[:references], assets[references:2 * references]
            bodies = [json.dumps({"title": "Saved", "body": {"blocks": [{"assetId": asset} for asset in half]}}) for half in halves]
            milliseconds = []
            for turn in range(SAVES + 1):
                status, body, seconds = connection.send("PUT", "/organization/content/page/saved", bodies[turn % 2].encode())
                assert status in (200, 201) and len(json.loads(body)["references"]) == references, body[:500]
                milliseconds.append(seconds * 1000)
            status, body, _ = connection.send("DELETE", "/organization/content/page/saved")
            assert status == 204, body
        # The first has nothing to take back.
        return milliseconds[1:]


def compare(report, what, small, large, watched):
    lists = {small: [], large: []}
    for library in lists:
        library.latencies(what)
    for _ in range(rounds(ROUNDS)):
        for library, list_ in lists.items():
            list_.append(measure(lambda: library.latencies(what), watched))
    p50, p99 = ({key: tail(list_, share) for key, list_ in lists.items()} for share in (0.5, 0.99))
    ratio = p99[large] / p99[small]
    details = [f"{library.title}: p50 {number(p50[library])} p99 {number(p99[library])} ms" for library in lists]
    report.figure(
        f"{small.engine}: {what}", f"{large.title}: p99 {ratio:.2f} × {'reached' if ratio <= MOST_TIMES else 'MISSED'}",
        details + noise(sum(lists.values(), [])),
        **{library.title: [round.value for round in list_] for library, list_ in lists.items()})


def tail(list_, share):
    """The median round's percentile."""
    return statistics.median(percentile(round.value, share) for round in list_)


def cost(report, library, watched):
    """What a reference costs in saves of ever larger bodies."""
    found = {references: measure(lambda: library.saves(references), watched) for references in REFERENCES}
    each = {references: statistics.median(round.value) / references for references, round in found.items()}
    growth = max(each[more] / each[fewer] for fewer, more in itertools.pairwise(REFERENCES))
    details = [f"{references:,}: {each[references] * 1000:,.0f} µs a reference" for references in REFERENCES]
    report.figure(
        f"{library.engine}: saving an item, among {library.title}",
        f"at most {growth:.2f} × a reference for ten times as many {'reached' if growth <= MOST_GROWTH else 'MISSED'}",
        details + noise(found.values()), **{f"{references:,}": round.value for references, round in found.items()})


def main():
    report = Report("usages")
    with ExitStack() as running:
        folder = kept_folder()
        postgresql = running.enter_context(kept_postgresql(folder))
        for engine, server in (("SQLite", None), ("PostgreSQL", postgresql)):
            pair = [Library(folder, engine, *shape, server) for shape in (SMALL, LARGE)]
            watched = lambda: [pid for library in pair for pid in pids(library.server)] + process_tree(postgresql.pid)
            with pair[0], pair[1]:
                started = time.monotonic()
                for what in QUESTIONS:
                    compare(report, what, *pair, watched)
                cost(report, pair[1], watched)
                report.figure(f"{engine}: all of it", f"{time.monotonic() - started:.0f} s")
    report.write()


if __name__ == "__main__":
    main()
