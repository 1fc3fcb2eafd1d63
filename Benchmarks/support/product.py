"""The server under measurement, and scratch space on the disk that the checkout is on."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from support.machine import process_tree
from vitrine_server import PROGRAM, ROOT, Server


def vitrine(data, **environment):
    """The release server on `data`; VITRINE_PROGRAM names another build, to compare two."""
    program = Path(os.environ.get("VITRINE_PROGRAM", PROGRAM))
    return Server(data, environment={"VITRINE_LOG_LEVEL": "warning", **environment}, program=program)


def pids(server):
    """The server, its media workers and their sandboxes; none when it does not run."""
    return process_tree(server.pid) if server.is_running else []


@contextmanager
def scratch_folder():
    """Not /tmp, which may be memory: durable writes have to reach a disk to cost what they cost."""
    parent = ROOT / ".build"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent) as folder:
        yield Path(folder)


def data_folder(scratch, name):
    folder = scratch / name
    folder.mkdir()
    return folder
