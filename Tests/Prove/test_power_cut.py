"""Power is cut at random moments of parallel uploads and changes of all kinds: nothing acknowledged is lost.

The data folder is on a file system that is shut down without flushing. VITRINE_SEED picks other moments.
"""

import contextlib
import os
import random
import time

import crash_backends
import pytest
import throwaway
from crash_crowd import Crowd
from crash_volume import Volume
from crash_world import World
from vitrine_client import wait_until

SEED = int(os.environ.get("VITRINE_SEED", "20261120"))
#: Two hundred in all.
CUTS = {"sqlite-local": 150, "postgres-local": 50}
#: How many changes one cut waits for at most.
MOST = 20

pytestmark = pytest.mark.skipif(Volume.missing() is not None, reason=f"no power can be cut here: {Volume.missing()}")


@pytest.mark.parametrize("name", [name for name in CUTS if name in crash_backends.NAMES])
def test_power_cuts_lose_nothing_acknowledged(name, tmp_path, capsys):
    started, chance, unsure = time.monotonic(), random.Random(SEED), 0
    # Not below pytest's folder, which only its owner may enter: PostgreSQL's server is somebody else.
    owner = "postgres" if name.startswith("postgres") else None
    with throwaway.folder("power", owner) as folder, Volume(folder) as volume, crash_backends.combination_on(volume, name) as combination:
        with contextlib.closing(World(combination, tmp_path)) as world:
            for number in range(CUTS[name]):
                cut(world, volume, Crowd(world, (SEED << 8) + number), chance.randint(0, MOST), chance.uniform(0, 0.05))
                unsure += world.recover(sweep_first=number % 2 == 0)
                world.trim(60)
            count = world.ledger.acknowledged
    with capsys.disabled():
        print(
            f"\n{name}: {CUTS[name]} power cuts, seed {SEED}: {count} changes acknowledged, 0 lost; "
            f"{unsure} uploads without an answer were found whole; {time.monotonic() - started:.0f} s"
        )
    assert count > 3 * CUTS[name], "the cuts came while little was happening"


def cut(world, volume, crowd, changes, moment):
    """Cuts the power `moment` seconds after `crowd` was told of as many changes, and brings the disk back."""
    enough = world.ledger.acknowledged + changes
    crowd.start()
    wait_until(lambda: world.ledger.acknowledged >= enough, what=f"the end of {changes} changes")
    time.sleep(moment)
    # Frozen first: an fsync that meets the shutdown half-way may answer 0 and have kept nothing, as no real disk's would.
    world.server.freeze()
    volume.cut()
    crowd.stop()
    world.server.kill9()
    crowd.join()
    if postgres := world.combination.postgres:
        postgres.crash()
    volume.restore()
    if postgres:
        postgres.start()
