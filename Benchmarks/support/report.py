"""Tells results: a line on the terminal, and under results/ a JSON file with every round and Markdown lines."""

import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

from support.machine import QUICK, processors

_RESULTS = Path(__file__).resolve().parent.parent / "results"


class Report:
    """Collects what one script found; `write` ends it."""

    def __init__(self, name):
        self.name = name
        self.lines = []
        self.values = []

    def ratio(self, what, ours, baseline, unit, aim=None, baseline_name="nginx", more_is_better=True, notes=()):
        """`ours` and `baseline` are lists of rounds; the ratio is of their medians, upside down where less is better."""
        values = {"ours": [round.value for round in ours], "baseline": [round.value for round in baseline]}
        median, base = (statistics.median(values[side]) for side in ("ours", "baseline"))
        ratio = median / base if more_is_better else base / median
        aimed = f" (aim {aim})" if aim else ""
        verdict = "" if aim is None else " reached" if ratio >= aim else " MISSED"
        details = [spread("Vitrine", values["ours"], unit), spread(baseline_name, values["baseline"], unit), *notes, *noise(ours + baseline)]
        self._tell(what, f"{ratio:.2f}{aimed}{verdict}", details, values, {"ratio": ratio, "aim": aim, "unit": unit, "baseline_name": baseline_name})

    def figure(self, what, figure, details=(), **values):
        """Something with no aim, for context."""
        self._tell(what, figure, details, values, {})

    def _tell(self, what, figure, details, values, more):
        text = "; ".join(details)
        print(f"{self.name}: {what}: {figure}{'; ' + text if text else ''}", flush=True)
        self.lines.append(f"| {self.name} | {what} | {figure} | {text} |")
        self.values.append({"what": what, "figure": figure, "details": list(details), "rounds": values, **more})

    def write(self):
        _RESULTS.mkdir(exist_ok=True)
        document = {
            "benchmark": self.name, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "quick": QUICK,
            "machine": {"processors": processors(), "kernel": platform.release(), "architecture": platform.machine()},
            "arguments": sys.argv[1:], "results": self.values,
        }
        _replace(_RESULTS / f"{self.name}.json", json.dumps(document, indent=2) + "\n")
        _replace(_RESULTS / f"{self.name}.md", "\n".join(self.lines) + "\n")


def spread(name, values, unit):
    return f"{name} {number(statistics.median(values))} {unit} [{number(min(values))}–{number(max(values))}]"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def noise(rounds):
    """Says so when strangers disturbed rounds however often they were repeated."""
    noisy = sum(round.is_noisy for round in rounds)
    return [f"{noisy} of {len(rounds)} rounds disturbed"] if noisy else []


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def megabytes(size):
    return f"{size / 1e6:.0f} MB"


def _replace(path, text):
    temporary = path.with_suffix(path.suffix + ".tmp")
    temporary.write_text(text)
    os.replace(temporary, path)
