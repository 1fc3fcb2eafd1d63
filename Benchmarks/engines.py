"""SQLite and PostgreSQL side by side, each with 10,000 and with 1,000,000 assets: lists, searches and uploads, over HTTP.

The same rows in all four libraries, and the same answers, which is checked. PostgreSQL runs on the same machine with the settings of
Tests/Support and every commit on the disk, as SQLite's are. What else runs is the same: one program, a local store.
"""

import statistics
from contextlib import ExitStack

from support.load import wrk_uploads
from support.machine import QUICK, measure, rounds
from support.product import data_folder, pids, scratch_folder, vitrine
from support.report import Report, noise, number, percentile, spread
from support.seeded_library import SeededLibrary
from support.services import postgres

SIZES = (1_000, 20_000) if QUICK else (10_000, 1_000_000)
ROUNDS = 3
ENGINES = ("SQLite", "PostgreSQL")
ASKED = (
    "first page", "cursor in the middle", "search, 1 match", "search, 5 % match", "search, 2 letters", "kind filter",
    "page by number in the middle", "HTML page",
)
FINDS_NOTHING = "search, 2 letters"
CLIENTS = (1, 8)
UPLOAD_BYTES = 1_000


class Libraries:
    """The four, by engine and size."""

    def __init__(self, scratch, postgresql):
        self._postgresql, self.all = postgresql, {}
        for size in SIZES:
            self.all["SQLite", size] = SeededLibrary(vitrine(data_folder(scratch, f"sqlite-{size}")), size)
            url = postgresql.new_database()
            server = vitrine(data_folder(scratch, f"postgres-{size}"), DATABASE_URL=url)
            self.all["PostgreSQL", size] = SeededLibrary(server, size, url)
        postgresql.checkpoint()

    def measured(self, work, count, prepare=lambda: None):
        """Lists of rounds of `work(library)` by engine and size, in turns."""
        lists = {key: [] for key in self.all}
        for _ in range(rounds(count)):
            for key, library in self.all.items():
                watched = lambda: pids(library.server) + self._postgresql.pids()
                lists[key].append(measure(lambda: work(library), watched, prepare))
        return lists


def compare_answers(libraries, what):
    """Fails unless both engines give the same items in the same order, and the same count."""
    for size in SIZES:
        answers = [libraries.all[engine, size].answer(what) for engine in ENGINES]
        assert answers[0] == answers[1], f"{what} with {size} assets: the engines differ:\n{answers[0]}\n{answers[1]}"
        assert answers[0]["items"] or what == FINDS_NOTHING, f"{what} with {size} assets finds nothing"


def compare_latencies(report, libraries, what):
    if what != "HTML page":
        compare_answers(libraries, what)
    for library in libraries.all.values():
        library.latencies(what)
    lists = libraries.measured(lambda library: library.latencies(what), ROUNDS)
    p50, p99 = ({key: tail(list_, share) for key, list_ in lists.items()} for share in (0.5, 0.99))
    tell(report, what, "time", "ms", p50, lists, notes={key: f"p50 {number(p50[key])} p99 {number(p99[key])} ms" for key in lists})


def tail(list_, share):
    """The median round's percentile."""
    return statistics.median(percentile(round.value, share) for round in list_)


def compare_uploads(report, libraries, clients):
    lists = libraries.measured(lambda library: uploads_a_second(library, clients), ROUNDS)
    values = {key: [round.value for round in list_] for key, list_ in lists.items()}
    medians = {key: statistics.median(list_) for key, list_ in values.items()}
    title = f"uploads of {UPLOAD_BYTES:,} bytes, {clients} client{'s' if clients > 1 else ''}"
    tell(report, title, "rate", "a second", medians, lists, notes={key: spread("", list_, "a second").strip() for key, list_ in values.items()})


def uploads_a_second(library, clients):
    before = library.used_bytes()
    load = wrk_uploads(library.server.url, library.token, clients, UPLOAD_BYTES)
    stored = (library.used_bytes() - before) // UPLOAD_BYTES
    assert stored >= load.requests, f"{load.requests} uploads were acknowledged, {stored} are counted"
    return load.requests_per_second


def tell(report, what, quantity, unit, medians, lists, notes):
    """How the engines compare at each size, and how each compares with itself when it has a hundred times the assets."""
    ratios = ", ".join(f"{medians['PostgreSQL', size] / medians['SQLite', size]:.2f} × at {size:,}" for size in SIZES)
    small, large = SIZES
    details = []
    for engine in ENGINES:
        growth = medians[engine, large] / medians[engine, small]
        details.append(f"{engine} {'; '.join(f'{notes[engine, size]} at {size:,}' for size in SIZES)}; {growth:.2f} × for {large // small} × the assets")
    values = {f"{engine}, {size} assets": [round.value for round in list_] for (engine, size), list_ in lists.items()}
    report.figure(what, f"PostgreSQL's {quantity} by SQLite's: {ratios}", details + noise(sum(lists.values(), [])), **values)


def tell_seeding(report, libraries):
    rates = {key: library.seeding_rate for key, library in libraries.all.items()}
    details = [f"{engine} {number(rates[engine, size])} assets a second at {size:,}" for engine in ENGINES for size in SIZES]
    report.figure("seeding, in batches behind the server's back", "for context", details, **{f"{key[0]} {key[1]}": rate for key, rate in rates.items()})


def main():
    report = Report("engines")
    with scratch_folder() as scratch, postgres() as postgresql, ExitStack() as running:
        libraries = Libraries(scratch, postgresql)
        tell_seeding(report, libraries)
        for library in libraries.all.values():
            running.enter_context(library)
        for what in ASKED:
            compare_latencies(report, libraries, what)
        for clients in CLIENTS:
            compare_uploads(report, libraries, clients)
    report.write()


if __name__ == "__main__":
    main()
