"""Finding among 10,000 and among 1,000,000 assets, in one organization and over 1,000, on SQLite and PostgreSQL, over HTTP.

Every library has equally many matches for each filter, whatever its size, which is checked. Told are p50 and p99 of one client, and how
much the database looked at for one answer: rows on PostgreSQL, steps of its virtual machine on SQLite, which counts no rows.

Making the libraries takes some fifteen minutes the first time; they are kept under .build.
"""

import json
import statistics
import time
from contextlib import ExitStack, contextmanager

from support.client import Connection
from support.examined import PostgreSQLRows, SQLiteSteps
from support.kept import KeptLibrary, kept_folder, kept_postgresql
from support.machine import QUICK, measure, process_tree, rounds
from support.product import pids, scratch_folder
from support.report import Report, noise, number, percentile
from support.seeded_rows import FOLDERS, KIND, MATCHES, PART, PREFIX, TAGS, TWO_LETTERS

SMALL, LARGE, ORGANIZATIONS = (2_000, 20_000, 20) if QUICK else (10_000, 1_000_000, 1_000)
ENGINES = ("SQLite", "PostgreSQL")
ROUNDS = 3
REQUESTS = 30 if QUICK else 200
LONGEST = 5
"""Seconds after which no further request of a round begins."""
ASKED = 5
MOST_TIMES, MOST_MILLISECONDS = 2, 10
UNFILTERED = ("list page", "deep cursor", "page by number in the middle", "storage summary")
ONE_MATCH = {"checksum": 1}
ASSETS = "/organization/assets"


class Library:
    """One of the six, while `with` runs its server."""

    def __init__(self, kept, engine):
        self.kept, self.engine, self.size = kept, engine, f"{kept.number * (1 + kept.neighbours):,}"
        if kept.neighbours:
            self.size += f" over {1 + kept.neighbours:,}"
        self.server = kept.server
        self._paths = None

    @property
    def title(self):
        return f"{self.engine}, {self.size}"

    @contextmanager
    def running(self, server=None):
        self.server = server or self.kept.server
        self.server.start()
        self.connection = Connection(self.server.url, {"Authorization": f"Bearer {self.kept.facts['token']}"})
        try:
            self._paths = self._paths or self._questions()
            yield self
        finally:
            self.server.stop()

    def _questions(self):
        middle = self.kept.number // 100
        cursor = self.answer(f"{ASSETS}?page={middle}")["nextCursor"]
        checksum = self.answer(f"{ASSETS}?q={PART}&limit=1")["items"][0]["checksum"]
        outer = self.answer("/organization/folders?parent=root")["items"][0]
        assert outer["name"] == FOLDERS[0], outer
        tags = "&".join(f"tag={tag}" for tag in TAGS)
        return {
            "list page": "",
            "deep cursor": f"?cursor={cursor}",
            "page by number in the middle": f"?page={middle}",
            "two tags": f"?{tags}",
            "two tags, by title": f"?{tags}&sort=title",
            "substring": f"?q={PART}",
            "substring, by size": f"?q={PART}&sort=-byteSize",
            "substring and two tags": f"?q={PART}&{tags}",
            "folder and below": f"?folder={outer['id']}&recursive=true",
            "path": f"?path={PREFIX}",
            "kind": f"?kind={KIND}",
            "kind, by title": f"?kind={KIND}&sort=title",
            "checksum": f"?checksum={checksum}",
            "two letters": f"?q={TWO_LETTERS}",
            "storage summary": "/storage",
        }

    def questions(self):
        return list(self._paths)

    def matches(self, what):
        return self.answer(ASSETS + self._paths[what]).get("total")

    def latencies(self, what):
        """Milliseconds of each request."""
        path, milliseconds, deadline = ASSETS + self._paths[what], [], time.monotonic() + LONGEST
        with self.connection:
            while len(milliseconds) < REQUESTS and time.monotonic() < deadline:
                status, body, seconds = self.connection.get(path)
                assert status == 200, body[:500]
                milliseconds.append(seconds * 1000)
        return milliseconds

    def answer(self, path):
        with self.connection:
            status, body, _ = self.connection.get(path)
        assert status == 200, body[:500]
        return json.loads(body)

    def ask(self, what):
        self.answer(ASSETS + self._paths[what])


def libraries(folder, postgresql):
    """By engine, the small one first, then the large one and that over many organizations."""
    shapes = [(SMALL, 0), (LARGE, 0), (LARGE // ORGANIZATIONS, ORGANIZATIONS - 1)]
    return {
        engine: [
            Library(KeptLibrary(folder, f"{engine.lower()}-{number}-{neighbours}", number, neighbours, server), engine)
            for number, neighbours in shapes
        ]
        for engine, server in zip(ENGINES, (None, postgresql))
    }


def examined(engine, trio, postgresql, scratch):
    """How much each question makes the database look at, by library and question."""
    found = {}
    for library in trio:
        folder = scratch / f"{library.kept.name}-examined"
        folder.mkdir()
        counter = PostgreSQLRows(postgresql, library.kept.database) if engine == "PostgreSQL" else SQLiteSteps(folder)
        with library.running(library.kept.new_server(**counter.environment)):
            for what in library.questions():
                # The least of some, as what the server does in the background is counted too.
                found[library, what] = min(counter.during(lambda: library.ask(what)) for _ in range(ASKED))
        if engine == "PostgreSQL":
            PostgreSQLRows.forget(postgresql, library.kept.database)
    return found


def compare(report, what, trio, watched, looked_at):
    totals = [library.matches(what) for library in trio]
    assert what in UNFILTERED or set(totals) == {ONE_MATCH.get(what, MATCHES)}, f"{what}: {totals} matches"
    lists = {library: [] for library in trio}
    for library in trio:
        library.latencies(what)
    for _ in range(rounds(ROUNDS)):
        for library, list_ in lists.items():
            list_.append(measure(lambda: library.latencies(what), watched))
    p50, p99 = ({key: tail(list_, share) for key, list_ in lists.items()} for share in (0.5, 0.99))
    small, *larger = trio
    verdicts = [verdict(library, p99[library], p99[small]) for library in larger]
    unit = "steps" if small.engine == "SQLite" else "rows"
    details = [
        f"{library.size}: p50 {number(p50[library])} p99 {number(p99[library])} ms, {looked_at[library, what]:,} {unit}" for library in trio
    ]
    report.figure(
        f"{small.engine}: {what}", "; ".join(verdicts), details + noise(sum(lists.values(), [])),
        examined={library.size: looked_at[library, what] for library in trio},
        **{library.size: [round.value for round in list_] for library, list_ in lists.items()})


def verdict(library, p99, small):
    reached = p99 <= MOST_TIMES * small and p99 <= MOST_MILLISECONDS
    return f"{library.size}: p99 {p99 / small:.2f} × {'reached' if reached else 'MISSED'}"


def tail(list_, share):
    """The median round's percentile."""
    return statistics.median(percentile(round.value, share) for round in list_)


def main():
    report = Report("finding")
    with scratch_folder() as scratch, ExitStack() as running:
        folder = kept_folder()
        postgresql = running.enter_context(kept_postgresql(folder))
        for engine, trio in libraries(folder, postgresql).items():
            looked_at = examined(engine, trio, postgresql, scratch)
            with ExitStack() as servers:
                for library in trio:
                    servers.enter_context(library.running())
                watched = lambda: [pid for library in trio for pid in pids(library.server)] + process_tree(postgresql.pid)
                for what in trio[0].questions():
                    compare(report, what, trio, watched, looked_at)
    report.write()


if __name__ == "__main__":
    main()
