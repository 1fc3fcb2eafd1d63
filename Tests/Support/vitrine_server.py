"""The release server as a child process with data of its own, for tests and benchmarks. `backends` says where that data is."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import weakref
from pathlib import Path

import backends
from vitrine_client import Organization, User

ROOT = Path(__file__).resolve().parent.parent.parent
#: The program under test; VITRINE_BINARY names another one than `make build` made.
PROGRAM = Path(os.environ.get("VITRINE_BINARY") or ROOT / ".build" / "release" / "vitrine").absolute()
READY = re.compile(r"^listening on (http://\S+)$", re.MULTILINE)
PASSWORD = "correct horse battery staple"


class Server:
    """`vitrine serve` on a free port; `cli` runs the other commands on the same data.

    Use it as a context manager, or call `start` and `stop`. `environment` adds variables, None takes one away. `database` and `store`
    are kinds from `backends`, chosen for the whole run unless given.
    """

    def __init__(self, data=None, environment=None, program=PROGRAM, arguments=(), database=None, store=None):
        self._temporary = None if data else tempfile.TemporaryDirectory(prefix="vitrine-")
        self.data = Path(data or Path(self._temporary.name, "data"))
        self.log_path = self.data.with_name(self.data.name + ".log")
        self.program = program
        self.arguments = list(arguments)
        self.url = None
        self._process = None
        self._environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "VITRINE_DATA_DIR": str(self.data)}
        kinds = zip((database, store), backends.chosen())
        self.database, self.store = ((given or chosen)(self.data) for given, chosen in kinds)
        #: Also for those that are never started, or never ended by their test.
        self._drops = [weakref.finalize(self, part.drop) for part in (self.database, self.store)]
        for name, value in {**self.database.environment, **self.store.environment, **(environment or {})}.items():
            self._environment.pop(name, None) if value is None else self._environment.update({name: value})

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        for drop in self._drops:
            drop()
        if self._temporary:
            self._temporary.cleanup()

    # Life

    def start(self, port=0, timeout=20):
        """Starts the server and returns when it listens."""
        assert self._process is None, "already started"
        with self.log_path.open("ab") as log:
            seen = log.tell()
            self._process = subprocess.Popen(
                [self.program, "serve", "--port", str(port), *self.arguments],
                env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data.parent,
            )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if ready := READY.search(self.log(seen)):
                self.url = ready[1]
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.01)
        code = self._end()
        raise AssertionError(f"the server did not start (exit {code}):\n{self.log(seen)}")

    def stop(self, timeout=30):
        """Asks the server to drain and end; fails unless it ends with 0. Does nothing when it is not running."""
        if self._process is None:
            return
        process, self._process = self._process, None
        ended_by_itself = process.poll()
        assert ended_by_itself is None, f"the server had ended with {ended_by_itself}:\n{self.log()[-4000:]}"
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not end within {timeout} s:\n{self.log()[-4000:]}") from None
        assert code == 0, f"the server ended with {code}:\n{self.log()[-4000:]}"

    def kill9(self):
        """Ends the server as a power cut ends a process: no signal handler, no cleaning up."""
        self._end()

    def restart(self, port=0):
        self.stop()
        return self.start(port)

    def _end(self):
        process, self._process = self._process, None
        process.kill()
        return process.wait()

    @property
    def pid(self):
        return self._process.pid

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    # Commands

    def cli(self, *arguments, check=True, environment=None, timeout=120, input=""):
        """Runs `vitrine` with `arguments` on this server's data. Returns the completed process, output as text."""
        result = subprocess.run(
            [self.program, *map(str, arguments)], env={**self._environment, **(environment or {})}, cwd=self.data.parent,
            input=input, capture_output=True, text=True, timeout=timeout,
        )
        if check:
            assert result.returncode == 0, f"vitrine {arguments} ended with {result.returncode}:\n{result.stdout}{result.stderr}"
        return result

    def create_organization(self, slug, **options):
        """`options` as the command takes them: name, plan (here `business` by default), profile."""
        options = {"plan": "business", **options}
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        identifier = self.cli("organization", "create", slug, *flags).stdout.strip()
        return Organization(self, slug, identifier)

    def create_user(self, email, organization=None, role="admin", password=PASSWORD, superadmin=False):
        membership = ["--organization", slug_of(organization), "--role", role] if organization else []
        flags = membership + (["--superadmin"] if superadmin else [])
        self.cli("user", "create", email, *flags, environment={"VITRINE_PASSWORD": password})
        return User(self, email, password)

    def create_token(self, user, organization, scope="read,write,admin", expires=None):
        email = user.email if isinstance(user, User) else user
        lifetime = ["--expires", expires] if expires else []
        return self.cli(
            "token", "create", "--user", email, "--organization", slug_of(organization), "--scope", scope, *lifetime
        ).stdout.strip()

    # What it stores, seen and changed behind its back

    def stored_keys(self):
        return self.store.keys()

    def stored_bytes(self, key):
        return self.store.read(key)

    def put_blob(self, key, content):
        self.store.write(key, content)

    def remove_blob(self, key):
        self.store.remove(key)

    def cut_blob(self, key, length):
        self.store.write(key, self.store.read(key)[:length])

    def damage_blob(self, key):
        """Flips one bit in the middle."""
        content = bytearray(self.store.read(key))
        content[len(content) // 2] ^= 0x10
        self.store.write(key, bytes(content))

    # What can be seen from outside

    def log(self, start=0):
        with self.log_path.open("rb") as log:
            log.seek(start)
            return log.read().decode(errors="replace")

    def log_entries(self):
        """The structured lines of the log; needs VITRINE_LOG=json."""
        return [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]

    def memory(self):
        """Resident memory of the server process alone, in bytes."""
        return self._status("VmRSS")

    def peak_memory(self):
        """The highest resident memory since the start or `reset_peak_memory`, in bytes."""
        return self._status("VmHWM")

    def reset_peak_memory(self):
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def children(self):
        """Process ids of its children, media workers and their sandboxes."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]

    def _status(self, field):
        line = re.search(rf"^{field}:\s+(\d+) kB$", Path(f"/proc/{self.pid}/status").read_text(), re.MULTILINE)
        return int(line[1]) * 1024


def key_of(url):
    """The key of the blob that this public URL of `/files` shows."""
    return url.split("/files/")[1].split("?")[0]


def slug_of(organization):
    return organization.slug if isinstance(organization, Organization) else organization
