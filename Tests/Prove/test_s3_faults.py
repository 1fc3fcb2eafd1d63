"""A store that fails: every kind of fault at every call to S3, of every operation, through a proxy.

The answer is an error or the truth. Once the store is well again a sweep leaves nothing, and the ledger holds.
"""

import collections
import contextlib
import time

import crash_backends
import crash_operations
import pytest
from crash_world import World
from s3_fault_proxy import Fault, FaultProxy

NAME = "sqlite-s3"
#: How long a call waits for a silent store, in seconds.
PATIENCE = 1
#: A fault may strike once, and repeating the call may cure it; or strike every call from then on.
ONCE = [fault for fault in Fault if fault != Fault.SLOW]
FOR_GOOD = [Fault.HANG, Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.ERROR_500, Fault.ERROR_IN_200]
ALWAYS = 99
#: How many faults are judged together.
BATCH = 8
#: The status of a failed operation; a command's failure counts as 503.
STATUSES = {500, 503}


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """A world whose server sees the store through a proxy; the checks see it as it is."""
    if reason := crash_backends.missing(NAME):
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp(NAME)
    with crash_backends.combination(NAME, folder) as combination, FaultProxy(combination.environment["S3_ENDPOINT"]) as proxy:
        settings = {"S3_ENDPOINT": proxy.url, "STORAGE_TIMEOUT_SECONDS": str(PATIENCE)}
        with contextlib.closing(World(combination, folder, **settings)) as world:
            yield world, proxy


OPERATIONS = [operation for operation in crash_operations.ALL if operation.uses_store]


@pytest.mark.parametrize("kinds, times", [(ONCE, 1), (FOR_GOOD, ALWAYS)], ids=["once", "for-good"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__.lower())
def test_a_failing_store_is_an_error_or_nothing(operation, kinds, times, proxied, capsys):
    (world, proxy), operation = proxied, operation()
    started, outcomes, met = time.monotonic(), collections.Counter(), []
    for kind in kinds:
        number, isMet = 1, True
        while isMet:
            operation.prepare(world)
            plan(proxy, kind, number, times)
            outcome = operation.run(world)
            operation.wait(world)
            calls = [f"{call.method} {call.path.rpartition('/')[2]}" for call in proxy.calls if call.fault]
            proxy.clear()
            assert world.server.is_running, f"{kind} at {calls} and the server ended:\n{world.server.log()[-3000:]}"
            if isMet := bool(calls):
                met.append(f"{kind} at call {number}, {calls[0]}")
                outcomes[str(outcome.status)] += 1
                assert outcome.is_success or outcome.status in STATUSES, f"{met[-1]}: {outcome}"
            if len(met) == BATCH:
                judge(world, met, operation)
            number += 1
    judge(world, met, operation)
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(outcomes.items()))
    with capsys.disabled():
        print(
            f"\nS3 {operation.name}: {len(kinds)} kinds of fault {'for good' if times > 1 else 'once'}, {outcomes.total()} in all "
            f"({answers}), 0 lost, 0 left, {time.monotonic() - started:.0f} s"
        )


def plan(proxy, kind, number, times):
    """The fault at call `number`; for good, it is every call from that one on."""
    proxy.clear()
    for later in range(times):
        proxy.plan(kind, number=number + later)


def judge(world, met, operation):
    try:
        # What a broken connection has put after all may lie there until the sweep.
        world.recover(sweep_first=False, strict=False, retry=operation.retry)
    except AssertionError as error:
        raise AssertionError(f"after one of {met}: {error}") from error
    world.trim()
    met.clear()
