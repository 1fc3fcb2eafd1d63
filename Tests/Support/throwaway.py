"""What every throwaway server of the tests is made of: a folder, a free port and processes that cannot outlive their parent."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


def free_port():
    """A loopback port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def folder(name, owner=None):
    """A folder for one server; goes with everything in it. `owner` is a user to give it to, when we are root."""
    path = Path(tempfile.mkdtemp(prefix=f"vitrine-{name}-"))
    if owner:
        shutil.chown(path, owner)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Process:
    """A child with its output in a file. The kernel ends it should this process die first, by whatever means.

    That is bound to the thread that starts it: start children from one that stays, the main thread say.
    """

    def __init__(self, command, log, user=None, last_signal="KILL", environment=None):
        drop = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
        with open(log, "ab") as output:
            self._process = subprocess.Popen(
                ["setpriv", *drop, "--pdeathsig", last_signal, "--", *map(str, command)], stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, cwd="/", env={**os.environ, **(environment or {})}, start_new_session=True,
            )
        self.name, self.log = Path(command[0]).name, Path(log)

    @property
    def pid(self):
        return self._process.pid

    def wait_for(self, condition, timeout):
        """Waits until `condition()` is true; fails with the end of the log when the process ends or time is up."""
        deadline = time.monotonic() + timeout
        while not condition():
            ended = self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                what = f"ended with {self._process.returncode}" if ended else f"was not ready within {timeout} s"
                raise RuntimeError(f"{self.name} {what}:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.02)

    def finish(self, timeout=60):
        """Waits until it ends by itself, which must be without an error."""
        if self._process.wait(timeout) != 0:
            raise RuntimeError(f"{self.name} ended with {self._process.returncode}:\n{self.log.read_text(errors='replace')[-3000:]}")

    def stop(self, with_signal=signal.SIGTERM, timeout=10):
        """Asks it to end, and makes it end when it does not."""
        if self._process.poll() is None:
            self._process.send_signal(with_signal)
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def answers(port):
    """Whether something takes connections on this loopback port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def run(*command, timeout=60, **options):
    """A command's output; fails with what it said when it fails."""
    result = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, **options)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
    return result.stdout
