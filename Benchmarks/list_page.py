"""The list page with 10,000 and with 100,000 assets: p50 and p99 of one client, and how much slower ten times as many are.

Then the floors that hold at 100,000 assets (M65), by the slowest of all requests.
"""

import statistics

from support.machine import measure, rounds
from support.product import data_folder, pids, scratch_folder, vitrine
from support.report import Report, noise, percentile
from support.seeded_library import SeededLibrary

SMALL, LARGE = 10_000, 100_000
ROUNDS = 3
PAGE, FOUND, DELETION, TEN_UPLOADS = 500, 100, 200, 5_000
"""Floors, in milliseconds."""
FOUND_BY = ("search, 1 match", "search, 5 % match", "search, 2 letters", "kind filter")


def library(scratch, number):
    return SeededLibrary(vitrine(data_folder(scratch, f"vitrine-{number}")), number)


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


def floors(report, library):
    watched = lambda: pids(library.server)
    floor(report, "library page", PAGE, measure(lambda: max(library.latencies("HTML page") + library.latencies("first page")), watched))
    floor(report, "search and filter", FOUND, measure(lambda: max(max(library.latencies(what)) for what in FOUND_BY), watched))
    floor(report, "deletion", DELETION, measure(lambda: max(library.deletions(20)), watched))
    floor(report, "ten uploads", TEN_UPLOADS, measure(lambda: library.uploads(10) * 1000, watched))


def floor(report, what, most, round_):
    held = "holds" if round_.value < most else "MISSED"
    report.figure(f"floor: {what}", f"{round_.value:.1f} ms (under {most:,} ms) {held}", noise([round_]), slowest=round_.value)


def main():
    report = Report("list_page")
    with scratch_folder() as scratch, library(scratch, SMALL) as small, library(scratch, LARGE) as large:
        for what in small.requests():
            compare(report, what, small, large)
        floors(report, large)
    report.write()


if __name__ == "__main__":
    main()
