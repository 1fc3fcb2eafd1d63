"""A small file system of its own whose power can be cut: an ext4 image on a loop device.

A cut is the file system's own shutdown call without flushing: what no fsync has brought to the image is gone, as it would be
from a disk that kept every promise it made and lost the rest.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path

EXT4_IOC_SHUTDOWN = 0x8004587D  # _IOR('X', 125, uint32_t)
NO_LOG_FLUSH = 2
MEGABYTES = 512


class Volume:
    """Mounted while used as a context manager; `path` is where."""

    def __init__(self, folder, name="volume"):
        self._base = Path(folder, name)
        self.path = self._base / "mounted"
        self._image = self._base / "image"
        self._device = None

    @staticmethod
    def missing():
        """Why there can be none here; None if there can."""
        if os.geteuid() != 0:
            return "mounting needs root"
        if not shutil.which("mkfs.ext4"):
            return "mkfs.ext4 is not installed"
        probe = subprocess.run(["losetup", "--find"], capture_output=True, text=True)
        return None if probe.returncode == 0 else f"there is no loop device: {probe.stderr.strip()}"

    def __enter__(self):
        self._base.mkdir()
        # Shared, so that an end of the mount below is one in the namespaces of sandboxes, too.
        run("mount", "--bind", self._base, self._base)
        run("mount", "--make-private", self._base)
        run("mount", "--make-shared", self._base)
        self.path.mkdir()
        with self._image.open("wb") as image:
            image.truncate(MEGABYTES << 20)
        # Journal and tables are written now and not by a thread that would compete with the test.
        run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", self._image)
        self._device = run("losetup", "--find", "--show", self._image).strip()
        self._mount()
        return self

    def __exit__(self, *_):
        self._unmount()
        run("losetup", "--detach", self._device)
        self._image.unlink()
        run("umount", self._base)

    def keep(self):
        """Brings all there is to the disk: what a test itself has set up is not what it tests."""
        run("sync", "--file-system", self.path)

    def cut(self):
        """From now on every call fails, and what was not on the disk never will be."""
        folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(folder, EXT4_IOC_SHUTDOWN, struct.pack("<I", NO_LOG_FLUSH))
        finally:
            os.close(folder)

    def restore(self):
        """Power is back: the journal is recovered. Nothing may have a file of it open."""
        self._unmount()
        self._mount()

    def _mount(self):
        run("mount", "-o", "noatime", self._device, self.path)

    def _unmount(self):
        run("umount", self.path)
        # A file system that somebody holds on to would come back as it was, dead.
        alive = Path("/sys/fs/ext4", Path(self._device).name)
        deadline = time.monotonic() + 10
        while alive.exists():
            assert time.monotonic() < deadline, "something still uses the unmounted file system"
            time.sleep(0.005)


def run(*command):
    """The command's output; fails when it fails."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, f"{command}: {result.stderr}"
    return result.stdout
