"""Runs the stages of `make test` or `make prove` and closes with one count.

A stage that keeps a JUnit report counts its tests; any other counts as one. A stage that cannot start, crashes or leaves
no report is a failure, whatever the rest says.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
REPORT = "{report}"
#: One test after another: all at once they starve each other of two processors, and what waits for time fails by chance.
SWIFT_TEST = ["swift", "test", "--disable-xctest", "--no-parallel", "--xunit-output", REPORT]
PYTEST = [PYTHON, "-m", "pytest", "--quiet", "-ra", "--color=no", "-p", "no:cacheprovider", "--junitxml", REPORT]
SUPPRESSIONS = ROOT / "scripts" / "lsan.supp"


@dataclass
class Stage:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    #: Its tests live here; without the path the stage is skipped, or fails when it is required.
    needs: str | None = None
    required: bool = True
    minutes: int = 20
    #: What to leave out of the output: lines that begin so.
    quiet: tuple[str, ...] = ()


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def swift_tests(name, *arguments, minutes=20, **environment):
    return Stage(name, [*SWIFT_TEST, *arguments], environment, quiet=("◇", "✔ Test ", "✔ Suite"), minutes=minutes)


EVERYDAY = [
    Stage("release build", ["scripts/build"]),
    Stage("lint", ["scripts/lint"], minutes=5),
    swift_tests("Swift tests"),
    Stage("integration", [*PYTEST, "Tests/Integration"], needs="Tests/Integration"),
    Stage("browser", [*PYTEST, "Tests/Browser"], needs="Tests/Browser"),
]
DEEP = [
    Stage("release build", ["scripts/build"]),
    swift_tests(
        "ThreadSanitizer", "--sanitize=thread", "--scratch-path", ".build-tsan", minutes=45,
        TSAN_OPTIONS="halt_on_error=0 exitcode=66",
    ),
    swift_tests(
        "AddressSanitizer", "--sanitize=address", "--scratch-path", ".build-asan", minutes=45,
        ASAN_OPTIONS="detect_leaks=1", LSAN_OPTIONS=f"suppressions={SUPPRESSIONS}:print_suppressions=0",
    ),
    Stage("fuzzing", ["Tests/Fuzz/run"], needs="Tests/Fuzz/run", required=False, minutes=60),
    Stage("faults and crashes", [*PYTEST, "Tests/Prove"], needs="Tests/Prove", required=False, minutes=180),
]


def run(stage):
    if stage.needs and not (ROOT / stage.needs).exists():
        print(f"{stage.needs} is missing")
        return Count(failed=1) if stage.required else Count(skipped=1)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [argument.replace(REPORT, str(report)) for argument in stage.command]
        code = execute(stage, command)
        if REPORT not in stage.command:
            return Count(passed=1) if code == 0 else Count(failed=1)
        count = read_report(report)
    if code != 0 and count.failed == 0:
        print(f"ended with {code} and no failed test: counted as one failure")
        count.failed = 1
    return count


def execute(stage, command):
    """The exit code; output is passed on as it comes, and the whole process group ends when time is up."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **stage.environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
    )
    watchdog = threading.Timer(stage.minutes * 60, end_group, [process, stage.minutes])
    watchdog.start()
    try:
        for line in process.stdout:
            if not line.startswith(stage.quiet or ("\0",)):
                print(line, end="", flush=True)
        return process.wait()
    except BaseException:
        end_group(process, None)
        raise
    finally:
        watchdog.cancel()


def end_group(process, minutes):
    if minutes:
        print(f"stopped after {minutes} minutes", flush=True)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def read_report(path):
    try:
        cases = list(xml.parse(path).iter("testcase"))
    except (OSError, xml.ParseError) as error:
        print(f"no usable report: {error}")
        return Count(failed=1)
    count = Count()
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
        elif case.find("skipped") is not None:
            count.skipped += 1
        else:
            count.passed += 1
    if not cases:
        print("no test ran")
        count.failed = 1
    return count


def main(tier):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the running stage ends with it
    total = Count()
    for stage in {"test": EVERYDAY, "prove": DEEP}[tier]:
        print(f"== {stage.name}", flush=True)
        started = time.monotonic()
        count = run(stage)
        print(f"== {stage.name}: {count} ({time.monotonic() - started:.0f} s)\n", flush=True)
        total += count
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
