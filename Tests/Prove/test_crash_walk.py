"""Every step of every operation: the process is killed there, or the call fails there, on every engine and store.

A step is a call that changes or publishes state: files, folders, and what is said to and heard from a database's or object
store's server, and to the client. After each the ledger must hold: nothing acknowledged is lost, nothing half-made is seen,
nothing is left after a sweep, no counter differs.
"""

import collections
import errno
import time

import crash_backends
import crash_operations
import pytest
from crash_faults import FAIL, KILL_BEFORE, SHORT
from crash_world import World

#: A walk that is this much longer than the operation was does not end by itself.
LONGEST = 3
#: The server's background work moves the end a little: it is the end when so many in a row are beyond it.
BEYOND = 3
#: How many failed calls are looked at together.
BATCH = 10
FAILURES = {
    "enospc": (FAIL, errno.ENOSPC, {507, 503}),
    "eio": (FAIL, errno.EIO, {503, 500}),
    "short": (SHORT, 0, set()),
}


@pytest.fixture(scope="module", params=crash_backends.NAMES)
def world(request, tmp_path_factory):
    with crash_backends.open(request.param, tmp_path_factory) as combination:
        world = World(combination, tmp_path_factory.mktemp("faults"))
        yield world
        world.close()


@pytest.fixture(params=crash_operations.ALL, ids=lambda operation: operation.__name__.lower())
def operation(request):
    return request.param()


def steps(operation, world):
    """The numbers of the calls to hit, until the operation ends before they are reached."""
    total, beyond, number = operation.learn(world), 0, operation.first
    world.sweep()
    world.verify()
    while beyond < BEYOND:
        assert number < LONGEST * total + 50, f"{operation.name} took {total} steps and does not end at {number}"
        operation.prepare(world)
        world.be_quiet()
        yield number
        beyond = 0 if world.faults.hits else beyond + 1
        number += 1


def test_a_kill_at_any_step_loses_and_leaves_nothing(operation, world, capsys):
    started, outcomes, restarts = time.monotonic(), collections.Counter(), 0
    for number in steps(operation, world):
        world.faults.arm(KILL_BEFORE, number)
        outcome = operation.run(world)
        operation.wait(world)
        if world.was_killed():
            world.revive(sweep_first=number % 2 == 0)
            restarts += 1
        else:
            world.faults.disarm()
            world.finish_jobs()
            world.sweep()
            world.verify()
            world.ledger.check(world.session)
        if world.faults.hits:
            outcomes["acknowledged" if outcome.is_success else "not acknowledged"] += 1
        world.trim()
    report(capsys, world, operation, "killed", sum(outcomes.values()), outcomes, started)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_call_is_an_error_or_nothing(operation, failure, world, capsys):
    mode, error, statuses = FAILURES[failure]
    started, outcomes, calls = time.monotonic(), collections.Counter(), 0
    for number in steps(operation, world):
        world.faults.arm(mode, number, error=error)
        outcome = operation.run(world)
        operation.wait(world)
        what, hits = world.faults.what, world.faults.hits
        world.faults.disarm()
        assert world.server.is_running, f"{what} failed and the server ended:\n{world.server.log()[-3000:]}"
        if hits:
            calls += 1
            outcomes[str(outcome.status)] += 1
            isUnheard = outcome.status is None and what.startswith("send")
            assert outcome.is_success or outcome.status in statuses or isUnheard, f"{what} ({failure}): {outcome}"
        if number % BATCH == 0 or not hits:
            world.finish_jobs()
            world.ledger.check(world.session)
            world.sweep()
            world.verify()
            world.trim()
    report(capsys, world, operation, failure, calls, outcomes, started)


def report(capsys, world, operation, how, calls, outcomes, started):
    kinds = ", ".join(f"{count} × {outcome}" for outcome, count in sorted(outcomes.items()))
    with capsys.disabled():
        print(
            f"\n{world.combination.name} {operation.name}: {how} at {calls} steps ({kinds}), 0 lost, 0 left, 0 drift, "
            f"{time.monotonic() - started:.0f} s"
        )
