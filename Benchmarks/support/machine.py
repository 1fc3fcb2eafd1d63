"""A shared machine lies: rounds in which strangers used the processors are measured again, or marked as noisy."""

import os
import resource
import time
from contextlib import contextmanager
from pathlib import Path

QUICK = bool(os.environ.get("BENCH_QUICK"))
"""Few and short rounds, to try a script out; the figures mean little."""

IMPATIENT = QUICK or bool(os.environ.get("BENCH_IMPATIENT"))
"""Rounds are neither waited for nor repeated, however loud the machine is; what was disturbed is still told."""

_TICKS = os.sysconf("SC_CLK_TCK")
_FOREIGN_LIMIT = 0.15
_ATTEMPTS = 1 if IMPATIENT else 3


def rounds(number):
    return 2 if QUICK else number


def processors():
    return len(os.sched_getaffinity(0))


def raise_descriptor_limit():
    """A thousand connections need more descriptors than the usual soft limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def process_tree(pid):
    """`pid` and its descendants that are alive."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except FileNotFoundError:
        return []
    return [pid] + [process for child in children for process in process_tree(child)]


def processor_seconds(pids):
    """What the processes used, and the children they have waited for."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / _TICKS


def peak_memory(pids):
    """The sum of the processes' highest resident memory, in bytes."""
    return sum(_status(pid, "VmHWM") for pid in pids)


def reset_peak_memory(pids):
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def _status(pid, field):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    return 0


def _machine_seconds():
    """Busy and total processor time of the machine. Interrupts are left out, as they have no owner; stolen time is busy."""
    user, nice, system, idle, waiting, _, _, stolen = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    busy = user + nice + system + stolen
    return busy / _TICKS, (busy + idle + waiting) / _TICKS


def wait_until_quiet(patience=20):
    """Waits until the machine has been idle for half a second, at most `patience` seconds."""
    deadline = time.monotonic() + (1 if IMPATIENT else patience)
    while True:
        busy, total = _machine_seconds()
        time.sleep(0.5)
        busy_after, total_after = _machine_seconds()
        if busy_after - busy < 0.1 * (total_after - total) or time.monotonic() > deadline:
            return


class Usage:
    """Processor seconds of a measured stretch: the server's, and the share of the machine that strangers took."""

    server = 0.0
    foreign = 0.0


@contextmanager
def watching(server_pids):
    """`server_pids` is called before and after, as a server's children come and go."""
    usage = Usage()
    before = _machine_seconds(), processor_seconds(server_pids()), _own_seconds()
    yield usage
    after = _machine_seconds(), processor_seconds(server_pids()), _own_seconds()
    usage.server = after[1] - before[1]
    busy, total = (after[0][index] - before[0][index] for index in (0, 1))
    usage.foreign = max(0, busy - usage.server - (after[2] - before[2])) / max(total, 1 / _TICKS)


def _own_seconds():
    """Of this process and of the load generators it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Round:
    """A measured value, the server's processor seconds, and whether strangers disturbed all attempts."""

    def __init__(self, value, usage):
        self.value = value
        self.server_seconds = usage.server
        self.is_noisy = usage.foreign > _FOREIGN_LIMIT


def measure(work, server_pids, prepare=lambda: None):
    """Runs `work` on a quiet machine; again, `prepare` included, when strangers took more than their share meanwhile."""
    for _ in range(_ATTEMPTS):
        prepare()
        wait_until_quiet()
        with watching(server_pids) as usage:
            value = work()
        result = Round(value, usage)
        if not result.is_noisy:
            break
    return result
