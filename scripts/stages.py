"""Runs the stages of `make test` or `make prove` and closes with one count.

A stage that keeps a JUnit report counts its tests; any other counts as one. A stage that cannot start, crashes or leaves
no report is a failure, whatever the rest says.

Beside the first stages it starts PostgreSQL, an S3 server and the Supabase stand-in (Tests/Support/backing_services.py), which
later ones find by their environment. A test that is skipped for want of one of them is a failure too.
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
INTEGRATION = [*PYTEST, "Tests/Integration"]
SERVICES = [PYTHON, str(ROOT / "Tests" / "Support" / "backing_services.py")]
#: Begins the names of the variables by which tests find those servers.
VARIABLES = "VITRINE_TEST_"
SUPPRESSIONS = ROOT / "scripts" / "lsan.supp"


@dataclass
class Stage:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    #: Its tests live here; without the path the stage is skipped, or fails when it is required.
    needs: str | None = None
    #: Its tests talk to PostgreSQL, S3 or the Supabase stand-in.
    services: bool = False
    required: bool = True
    minutes: int = 20
    #: What to leave out of the output: lines that begin so.
    quiet: tuple[str, ...] = ()


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    #: The names of those that failed, so that they stand together at the end of a long output.
    failures: list[str] = field(default_factory=list)

    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures
        return self

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def swift_tests(name, *arguments, minutes=20, **environment):
    quiet = ("◇", "✔ Test ", "✔ Suite")
    return Stage(name, [*SWIFT_TEST, *arguments], environment, services=True, quiet=quiet, minutes=minutes)


#: Random sequences of 80 changes each, and rounds of a save beside a delete.
USAGES = "UsageModelTests|UsageRaceTests"
USAGES_AT_LENGTH = {f"{VARIABLES}SEQUENCES": "500", f"{VARIABLES}RACES": "1000"}

EVERYDAY = [
    Stage("release build", ["scripts/build"]),
    Stage("lint", ["scripts/lint"], minutes=5),
    swift_tests("Swift tests"),
    swift_tests("operations on PostgreSQL", "--filter", "OperationsTests", **{f"{VARIABLES}ENGINE": "postgres"}),
    Stage("integration", INTEGRATION, services=True),
    Stage("integration on PostgreSQL and S3", INTEGRATION, {f"{VARIABLES}BACKEND": "postgres-s3"}, services=True),
    Stage("browser", [*PYTEST, "Tests/Browser"], needs="Tests/Browser"),
    Stage("browser on PostgreSQL and S3", [*PYTEST, "Tests/Browser"], {f"{VARIABLES}BACKEND": "postgres-s3"}, services=True),
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
    swift_tests("usages at length", "--filter", USAGES, minutes=60, **USAGES_AT_LENGTH),
    swift_tests(
        "usages at length on PostgreSQL", "--filter", USAGES, minutes=60, **USAGES_AT_LENGTH, **{f"{VARIABLES}ENGINE": "postgres"},
    ),
    Stage("fuzzing", ["Tests/Fuzz/run"], needs="Tests/Fuzz/run", required=False, minutes=60),
    Stage("faults and crashes", [*PYTEST, "Tests/Prove"], needs="Tests/Prove", required=False, services=True, minutes=180),
]


class Services:
    """The servers beside the stages: one process that runs them all and ends them when its standard input ends, so with us at the latest."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen(
            [*SERVICES, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )
        self._lines = []

    def __enter__(self):
        return self

    def environment(self):
        """What to add to the environment, once they are ready; None, after saying why, when they could not start."""
        while not self._lines or self._lines[-1] != "ready":
            line = self._process.stdout.readline()
            if not line:
                print("the servers did not start:", *self._lines, sep="\n")
                return None
            self._lines.append(line.rstrip("\n"))
        return dict(line.split("=", 1) for line in self._lines if line.startswith(VARIABLES))

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            end_group(self._process, None)


def run(stage, services):
    if stage.needs and not (ROOT / stage.needs).exists():
        print(f"{stage.needs} is missing")
        return Count(failed=1) if stage.required else Count(skipped=1)
    if stage.services:
        if (environment := services.environment()) is None:
            return Count(failed=1)
        stage.environment.update(environment)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [argument.replace(REPORT, str(report)) for argument in stage.command]
        code, lacking = execute(stage, command)
        if REPORT not in stage.command:
            return Count(passed=1) if code == 0 else Count(failed=1)
        count = read_report(report)
    if lacking:
        print("skipped without the server they need, a failure here:", *lacking, sep="\n", end="")
        count.failed += len(lacking)
    if code != 0 and count.failed == 0:
        print(f"ended with {code} and no failed test: counted as one failure")
        count.failed = 1
    return count


def execute(stage, command):
    """The exit code, and the lines that tell of tests skipped for want of a server (Swift's report does not say why it skipped).

    Output is passed on as it comes, and the whole process group ends when time is up.
    """
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **stage.environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
    )
    watchdog = threading.Timer(stage.minutes * 60, end_group, [process, stage.minutes])
    watchdog.start()
    lacking = []
    try:
        for line in process.stdout:
            if VARIABLES in line and "skipped" in line.lower():
                lacking.append(line)
            if not line.startswith(stage.quiet or ("\0",)):
                print(line, end="", flush=True)
        return process.wait(), lacking
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
            count.failures.append(describe(case))
        elif case.find("skipped") is not None:
            count.skipped += 1
        else:
            count.passed += 1
    if not cases:
        print("no test ran")
        count.failed = 1
    return count


def describe(case):
    """`file: test: the first line of what was wrong`, short."""
    problem = case.find("failure") if case.find("failure") is not None else case.find("error")
    reason = (problem.get("message") or problem.text or "").strip().splitlines() or [""]
    return f"{case.get('classname')}: {case.get('name')}: {reason[0]}"[:300]


def main(tier):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the running stage ends with it
    total = Count()
    # The deep tier kills and cuts power: there PostgreSQL has to keep what it has acknowledged.
    with Services(*(["--durable"] if tier == "prove" else [])) as services:
        for stage in {"test": EVERYDAY, "prove": DEEP}[tier]:
            print(f"== {stage.name}", flush=True)
            started = time.monotonic()
            count = run(stage, services)
            print(f"== {stage.name}: {count} ({time.monotonic() - started:.0f} s)\n", flush=True)
            count.failures = [f"{stage.name}: {name}" for name in count.failures]
            if count.failed > len(count.failures):
                count.failures.append(f"{stage.name}: see above")
            total += count
    if total.failures:
        print("failed:", *total.failures, sep="\n  ")
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
