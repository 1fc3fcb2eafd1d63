"""The combinations of engine and store that the crash tests walk; VITRINE_BACKENDS names some of them, by commas."""

import contextlib
import os

from crash_world import SQLiteLocal

ALL = {"sqlite-local": SQLiteLocal}
NAMES = [name for name in (os.environ.get("VITRINE_BACKENDS") or ",".join(ALL)).split(",") if name]


@contextlib.contextmanager
def open(name, temporary):
    """A running combination, empty, in new folders."""
    with on_volume(name, temporary.mktemp(name)) as combination:
        yield combination


@contextlib.contextmanager
def on_volume(name, folder):
    """As `open`, with everything that is stored in `folder`."""
    combination = ALL[name](folder / "data")
    combination.start()
    try:
        yield combination
    finally:
        combination.stop()
