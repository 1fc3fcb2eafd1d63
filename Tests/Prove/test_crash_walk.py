"""Every step of every operation: the process is killed there, or the call fails there, on every engine and store.

A step is a call that changes or publishes state: files, folders, and what is said to and heard from a database's or object
store's server, and to the client. After each the ledger must hold: nothing acknowledged is lost, nothing half-made is seen,
nothing is left after a sweep, no counter differs.
"""

import collections
import contextlib
import errno
import time

import crash_backends
import crash_operations
import pytest
from crash_faults import ANSWER, ASK, CHANGES, FAIL, FILES, KILL_BEFORE, SHORT, WRITE
from crash_world import World

#: A walk that is this much longer than the operation was does not end by itself.
LONGEST = 3
#: The server's background work moves the end a little: it is the end when so many in a row are beyond it.
BEYOND = 3
#: How many failed calls are looked at together.
BATCH = 10
#: How, which calls, with what error, and what may be answered beside success. A socket's error is always a broken connection.
FAILURES = {
    "enospc": (FAIL, FILES, errno.ENOSPC, {507, 503}),
    "eio": (FAIL, CHANGES, errno.EIO, {503}),
    "short": (SHORT, WRITE | ASK | ANSWER, 0, set()),
}
#: What no success may follow when it failed: it is what makes a change last.
ESSENTIAL = ("fsync", "fdatasync", "renameat2")


WALKS = [
    pytest.param(name, operation, id=f"{name}-{operation.__name__.lower()}")
    for name in crash_backends.NAMES for operation in crash_operations.ALL if operation.is_for(name)
]


@pytest.fixture(scope="module")
def world(request, tmp_path_factory):
    if reason := crash_backends.missing(request.param):
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp(request.param)
    with crash_backends.combination(request.param, folder) as combination, contextlib.closing(World(combination, folder)) as opened:
        yield opened


def steps(operation, world, classes=CHANGES):
    """The numbers of the calls to hit, until the operation ends before they are reached."""
    total, beyond, number = operation.learn(world, classes), 0, operation.first
    world.sweep_and_verify()
    while beyond < BEYOND:
        assert number < LONGEST * total + 50, f"{operation.name} took {total} steps and does not end at {number}"
        operation.prepare(world)
        world.be_quiet()
        yield number
        beyond = 0 if operation.faults(world).hits else beyond + 1
        number += 1


@pytest.mark.parametrize("world, operation", WALKS, indirect=["world"])
def test_a_kill_at_any_step_loses_and_leaves_nothing(operation, world, capsys):
    operation = operation()
    started, outcomes, faults = time.monotonic(), collections.Counter(), operation.faults(world)
    for number in steps(operation, world):
        faults.arm(KILL_BEFORE, number)
        outcome = operation.run(world)
        operation.wait(world)
        if operation.was_killed(world):
            outcomes["acknowledged" if outcome.is_success else "not acknowledged"] += 1
        faults.disarm()
        with stating(f"killed before step {number}, {faults.what}"):
            world.recover(number % 2 == 0, operation.owns_its_blobs, operation.retry)
        world.trim()
    report(capsys, world, operation, "killed", outcomes, started)


@pytest.mark.parametrize("world, operation", WALKS, indirect=["world"])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_call_is_an_error_or_nothing(operation, failure, world, capsys):
    operation = operation()
    mode, classes, error, statuses = FAILURES[failure]
    started, outcomes, faults, hit = time.monotonic(), collections.Counter(), operation.faults(world), []
    for number in steps(operation, world, classes):
        faults.arm(mode, number, classes, error)
        outcome = operation.run(world)
        operation.wait(world)
        faults.disarm()
        assert world.server.is_running, f"{faults.what} failed and the server ended:\n{world.server.log()[-3000:]}"
        if faults.hits:
            hit.append(faults.what)
            outcomes[str(outcome.status or "no answer")] += 1
            isUnheard = outcome.status is None and faults.what.startswith("send")
            assert outcome.is_success or outcome.status in statuses or isUnheard, f"{faults.what} ({failure}): {outcome}"
            isFalse = outcome.is_success and mode == FAIL and faults.what.startswith(ESSENTIAL) and not operation.goes_on
            assert not isFalse, f"{faults.what} failed ({failure}) and the answer is {outcome.status}"
        if len(hit) == BATCH or not faults.hits:
            with stating(f"{failure} at one of {hit}"):
                world.recover(False, operation.owns_its_blobs, operation.retry)
            world.trim()
            hit = []
    report(capsys, world, operation, failure, outcomes, started)


@contextlib.contextmanager
def stating(what):
    """Says with a failure after which fault it came."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{what}: {error}") from error


def report(capsys, world, operation, how, outcomes, started):
    kinds = ", ".join(f"{count} × {outcome}" for outcome, count in sorted(outcomes.items()))
    with capsys.disabled():
        print(
            f"\n{world.combination.name} {operation.name}: {how} at {outcomes.total()} steps ({kinds}), "
            f"0 lost, 0 left, 0 drift, {time.monotonic() - started:.0f} s"
        )
