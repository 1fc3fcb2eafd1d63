"""The driver's side of Tests/Crash/fault_shim.c: builds it, and says through the control file which call it shall hit."""

import errno
import functools
import mmap
import struct
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "Crash" / "fault_shim.c"
COUNT, KILL_BEFORE, KILL_AFTER, FAIL, SHORT, SKIP, HOLD = range(7)
CREATE, WRITE, SYNC_FILE, SYNC_FOLDER, WRITEBACK, PUBLISH, REMOVE, MAKE_FOLDER, TRUNCATE, ASK, HEAR, ANSWER, READ = (
    1 << bit for bit in range(13)
)
FILES = CREATE | WRITE | SYNC_FILE | SYNC_FOLDER | WRITEBACK | PUBLISH | REMOVE | MAKE_FOLDER | TRUNCATE
SOCKETS = ASK | HEAR | ANSWER
#: Everything that changes or publishes state.
CHANGES = FILES | SOCKETS
EVERY = 0

ARMED, SETTINGS, COUNTER, HITS, PATH, WHAT, RECORDS = 0, 4, 32, 40, 48, 120, 184
PATH_SIZE, TEXT_SIZE, TRACE_SIZE = 72, 64, 4096


@functools.cache
def shim():
    """The compiled library's path."""
    folder = tempfile.mkdtemp(prefix="vitrine-shim-")
    library = Path(folder, "fault_shim.so")
    command = ["gcc", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, f"the shim does not compile:\n{result.stderr}"
    return library


class Faults:
    """One control file; several processes may run under it, one after another."""

    def __init__(self, path):
        self._path = Path(path)
        self._path.write_bytes(bytes(RECORDS + TRACE_SIZE * TEXT_SIZE))
        with self._path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)

    @property
    def environment(self):
        """What a program needs in its environment to run under the shim."""
        return {"LD_PRELOAD": str(shim()), "VITRINE_FAULTS": str(self._path)}

    def arm(self, mode, number=EVERY, classes=CHANGES, error=errno.EIO, sticky=False, path=""):
        """From here on counts calls of `classes`, and does as `mode` says at call `number`; `sticky`: and at all after it."""
        self.disarm()
        self._memory[SETTINGS:COUNTER] = struct.pack("<5IQ", mode, error, errno.ECONNRESET, classes, sticky, number)
        self._memory[COUNTER:PATH] = bytes(PATH - COUNTER)
        self._memory[PATH:WHAT] = path.encode().ljust(PATH_SIZE, b"\0")
        self._memory[WHAT:RECORDS] = bytes(TEXT_SIZE)
        self._memory[ARMED:SETTINGS] = struct.pack("<I", 1)

    def disarm(self):
        self._memory[ARMED:SETTINGS] = bytes(4)

    @property
    def count(self):
        return self._number(COUNTER)

    @property
    def hits(self):
        return struct.unpack_from("<I", self._memory, HITS)[0]

    @property
    def what(self):
        """The call that was hit last: its name and the end of its path."""
        return self._text(WHAT)

    def trace(self):
        """The calls counted, in order; the last 4,095 of them."""
        first = max(1, self.count - TRACE_SIZE + 2)
        return [self._text(RECORDS + number % TRACE_SIZE * TEXT_SIZE) for number in range(first, self.count + 1)]

    def _number(self, at):
        return struct.unpack_from("<Q", self._memory, at)[0]

    def _text(self, at):
        return self._memory[at : at + TEXT_SIZE].split(b"\0")[0].decode(errors="replace")
