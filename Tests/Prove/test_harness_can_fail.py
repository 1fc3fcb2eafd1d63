"""The crash tests can fail: the protocol is broken one step at a time, and each time the ledger or `verify` must say so.

What is broken in the program is chosen at run time in one patched build; what is broken below it (an fsync left out) is done
by the shim and seen by a power cut. Each scenario passes with nothing broken first.
"""

import contextlib
import errno
import os
import threading
import time

import crash_backends
import crash_mutants
import pytest
import tus
from crash_faults import EVERY, FAIL, HOLD, KILL_AFTER, KILL_BEFORE, PUBLISH, REMOVE, SKIP, SYNC_FILE, SYNC_FOLDER
from crash_promises import Broken, require
from crash_operations import CONTENT, Tus
from crash_volume import Volume
from crash_world import OTHER_PICTURE, PICTURE, World
from vitrine_client import Session, wait_until

#: A power cut that hits no fsync that was left out is tried again.
CUTS = 5
NOTHING = None


# What is done to the server. Each ends in the common judgement, and raises `Broken` where a promise was.


def killed_before_publish(world):
    world.faults.arm(KILL_BEFORE, 1, PUBLISH, path="organizations/")
    world.ledger.upload(world.session, CONTENT)
    assert world.was_killed()
    world.recover(sweep_first=True)


def killed_before_removal(world):
    identifier = world.upload()
    world.faults.arm(KILL_BEFORE, 1, REMOVE, path="organizations/")
    world.ledger.delete(world.session, identifier)
    assert world.was_killed()
    world.recover(sweep_first=True)


def purge_killed_before_removal(world):
    identifier = world.upload()
    assert world.ledger.trash(world.session, identifier).is_success
    world.faults.arm(KILL_BEFORE, 1, REMOVE, path="organizations/")
    world.ledger.purge(world.session, identifier)
    assert world.was_killed()
    world.recover(sweep_first=False)


def replace_killed_after_removal(world):
    """Something of the old version is gone; then it is not the current one any more."""
    identifier = world.upload()
    world.faults.arm(KILL_AFTER, 1, REMOVE, path="organizations/")
    world.ledger.replace(world.session, identifier, OTHER_PICTURE, "other.png")
    assert world.was_killed()
    world.recover(sweep_first=True)


def replaced(world):
    world.upload(OTHER_PICTURE)
    world.ledger.check(world.session)  # knows what its thumbnail looks like from now on
    assert world.ledger.replace(world.session, world.upload(), OTHER_PICTURE, "other.png").is_success
    world.wait_for_jobs()
    world.recover(sweep_first=False)


def trashed(world):
    assert world.ledger.trash(world.session, world.upload()).is_success
    world.recover(sweep_first=False)


def killed_after_answer(world):
    assert world.ledger.upload(world.session, CONTENT).is_success
    world.server.kill9()
    world.recover(sweep_first=True)


def swept_while_publishing(world):
    """The upload has published its bytes when a sweep takes it for abandoned, and goes on then."""
    world.upload(CONTENT, ".bin")  # the folders on the way are known to be on disk from now on
    world.faults.arm(HOLD, 1, SYNC_FOLDER, path="organizations/")
    with alongside(lambda: world.ledger.upload(world.session, CONTENT)):
        wait_until(lambda: world.faults.hits, what="the upload to publish")
        world.server.cli("sweep", "--grace", "0s")
        world.faults.disarm()
    world.recover(sweep_first=False)


def rendered_while_swept(world):
    """A sweep has found a dead attempt's thumbnail unneeded when the next attempt publishes under the same key."""
    world.upload()
    world.faults.arm(KILL_BEFORE, 1, SYNC_FOLDER, path="media/thumbnails")
    world.ledger.upload(world.session, PICTURE, ".png")
    wait_until(lambda: world.faults.hits, what="the thumbnail's publish")
    assert world.was_killed()
    world.faults.disarm()
    world.server.start()
    world.command_faults.arm(HOLD, 1, PUBLISH, path="media/thumbnails")
    with alongside(lambda: world.server.cli("sweep", "--grace", "0s", environment=world.command_faults.environment)):
        wait_until(lambda: world.command_faults.hits, what="the sweep to set the thumbnail aside")
        world.database.execute("UPDATE job SET run_at = 0")
        world.upload()
        world.wait_for_jobs()
        world.command_faults.disarm()
    world.recover(sweep_first=False)


def overtaken_while_rendering(world):
    """An attempt is held so long after its publish that another one does its work, and goes on then."""
    world.upload()
    world.faults.arm(HOLD, 1, SYNC_FOLDER, path="media/thumbnails")
    assert world.ledger.upload(world.session, PICTURE, ".png").is_success
    wait_until(lambda: world.faults.hits, what="the thumbnail's publish")
    world.database.execute("UPDATE job SET run_at = 0")
    world.upload()
    wait_until(lambda: not world.jobs(), what="the second attempt")
    world.faults.disarm()
    time.sleep(0.3)  # for what the first attempt does to what is not its own any more
    world.recover(sweep_first=False)


def fsync_failed(world):
    world.faults.arm(FAIL, 1, SYNC_FILE, errno.EIO, path=".staging")
    outcome = world.ledger.upload(world.session, CONTENT)
    assert world.faults.hits
    world.faults.disarm()
    require(not outcome.is_success, "an upload is acknowledged whose fsync failed")
    world.recover(sweep_first=False)


def uploaded_in_requests(world):
    assert Tus().run(world).is_success
    world.recover(sweep_first=True)


def finished_at_once(world):
    """One request makes the asset of an upload, and is held at its publish; another asks for it meanwhile."""
    operation, facts, begun, other = Tus(), world.ledger.facts(CONTENT), {}, []
    operation.begin(world, facts, begun)
    assert tus.patch(world.session, begun["path"], 0, CONTENT[:-1]).status_code == 204
    world.faults.arm(HOLD, 1, PUBLISH, path="/media/")
    with alongside(lambda: world.ledger.send(facts, lambda: operation.go_on(world, facts, begun, facts.size - 1))):
        wait_until(lambda: world.faults.hits, what="the publish of the file")
        with alongside(lambda: other.append(tus.head(Session(world.server, world.token), begun["path"]))):
            time.sleep(0.5)  # for what it does when it does not wait
            world.faults.disarm()
    require(other[0].status_code == 200, f"asking meanwhile answers {other[0].status_code}")
    world.recover(sweep_first=False)


def nothing_happened(world):
    world.upload(CONTENT, ".bin")
    world.recover(sweep_first=False)


@contextlib.contextmanager
def alongside(work):
    """Runs `work` in a thread of its own until it ends; its failure is the test's."""
    failures = []

    def guarded():
        try:
            work()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    yield
    thread.join(60)
    assert not thread.is_alive()
    if failures:
        raise failures[0]


MUTANTS = [
    ("commit-before-publish", killed_before_publish),
    ("answer-before-commit", killed_after_answer),
    ("intent-unchecked", swept_while_publishing),
    ("quota-forgotten", nothing_happened),
    ("counters-forgotten", nothing_happened),
    ("row-deleted-first", killed_before_removal),
    ("row-deleted-first", purge_killed_before_removal),
    ("old-bytes-removed-first", replace_killed_after_removal),
    ("switch-keeps-counters", replaced),
    ("switch-keeps-thumbnail", replaced),
    ("switch-retires-nothing", replaced),
    ("move-unannounced", trashed),
    ("move-unrecorded", trashed),
    ("orphan-unsealed", overtaken_while_rendering),
    ("sweep-without-intent", rendered_while_swept),
    ("sweep-keeps-quota", killed_before_publish),
    ("fsync-unchecked", fsync_failed),
    ("parts-forgotten-first", uploaded_in_requests),
    ("reservation-kept", uploaded_in_requests),
    ("finished-twice", finished_at_once),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The server with every mutant in it; VITRINE_MUTANTS names one that was built before."""
    if built := os.environ.get("VITRINE_MUTANTS"):
        return built
    return crash_mutants.build(tmp_path_factory.mktemp("mutants"))


@pytest.mark.parametrize("scenario", dict.fromkeys(scenario for _, scenario in MUTANTS), ids=lambda scenario: scenario.__name__)
def test_with_nothing_broken_each_scenario_passes(scenario, program, tmp_path):
    run(scenario, program, tmp_path, NOTHING)


@pytest.mark.parametrize("mutant, scenario", MUTANTS)
def test_a_broken_protocol_is_caught(mutant, scenario, program, tmp_path, capsys):
    with pytest.raises(Broken) as caught:
        run(scenario, program, tmp_path, mutant)
    tell(capsys, mutant, caught.value)


def run(scenario, program, folder, mutant):
    environment = {crash_mutants.CHOICE: mutant} if mutant else {}
    with crash_backends.combination("sqlite-local", folder) as combination:
        with contextlib.closing(World(combination, folder, program, **environment)) as world:
            scenario(world)


def tell(capsys, mutant, error):
    with capsys.disabled():
        print(f"\n{mutant}: caught, {' '.join(str(error).split())[:150]}")


# Below the program: an fsync that is left out, and the power cut


class Syncs:
    """Which fsyncs are left out, and whether bytes and rows are on disks of their own: one disk's journal makes up for much."""

    def __init__(self, classes, path, apart=False):
        self.classes, self.path, self.apart = classes, path, apart


OMISSIONS = {
    "no-fsync-of-staged-files": Syncs(SYNC_FILE, ".staging"),
    "no-fsync-of-folders": Syncs(SYNC_FOLDER, "organizations", apart=True),
    "no-fsync-of-the-database": Syncs(SYNC_FILE, "vitrine.sqlite"),
}

needs_volume = pytest.mark.skipif(Volume.missing() is not None, reason=f"no power can be cut here: {Volume.missing()}")


@needs_volume
@pytest.mark.parametrize("apart", [False, True])
def test_with_every_fsync_power_cuts_lose_nothing(apart, tmp_path):
    cut_power(tmp_path, apart)


@needs_volume
@pytest.mark.parametrize("omission", OMISSIONS)
def test_an_fsync_left_out_is_caught(omission, tmp_path, capsys):
    syncs = OMISSIONS[omission]
    with pytest.raises(Broken) as caught:
        cut_power(tmp_path, syncs.apart, syncs)
    tell(capsys, omission, caught.value)


def cut_power(folder, apart, syncs=None):
    """Cuts the power of the bytes' disk after an acknowledged upload, several times."""
    with contextlib.ExitStack() as ends:
        disk = ends.enter_context(Volume(folder))
        data = disk.path / "data"
        if apart:
            data = folder / "data"
            data.mkdir()
            (data / "blobs").symlink_to(disk.path)
        world = ends.enter_context(contextlib.closing(World(crash_backends.Combination("sqlite-local", data), folder)))
        world.upload(CONTENT, ".bin")
        for _ in range(CUTS):
            if syncs:
                world.faults.arm(SKIP, EVERY, syncs.classes, path=syncs.path)
            assert world.ledger.upload(world.session, CONTENT).is_success
            world.server.freeze()
            disk.cut()
            world.server.kill9()
            world.faults.disarm()
            disk.restore()
            world.recover(sweep_first=True)
