"""A throwaway PostgreSQL 15 in a folder of its own, and databases in it.

The server of Debian's package, started as an unprivileged user, on a free loopback port and a socket in its folder. Connections
over TCP need the password, as they do in earnest.
"""

import contextlib
import os
import secrets
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote, urlsplit

import throwaway

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
#: What a server costs when its data may be lost, and when a crash must lose nothing it has acknowledged.
QUICK = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 300
shared_buffers = 128MB
max_wal_size = 1GB
wal_level = minimal
max_wal_senders = 0
jit = off
"""


@contextlib.contextmanager
def postgres_server(durable=False):
    """Runs a server and gives it as `PostgresServer`. `durable` keeps every promise of a COMMIT over a crash; otherwise it is quick."""
    user = "postgres" if os.geteuid() == 0 else None
    with throwaway.folder("postgres", owner=user) as folder:
        server = PostgresServer(folder, user, durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()


class PostgresServer:
    """`url` is its superuser's; `stop`, `kill9` and `start` are for tests of a database that goes and comes back."""

    def __init__(self, folder, user, durable):
        self._folder, self._user, self._process = folder, user, None
        self._port, password = throwaway.free_port(), secrets.token_hex(8)
        self.url = f"postgres://postgres:{password}@127.0.0.1:{self._port}/postgres"
        secret = folder / "password"
        secret.write_text(password)
        if user:
            os.chown(secret, folder.stat().st_uid, folder.stat().st_gid)
        throwaway.run(
            PROGRAMS / "initdb", "--pgdata", folder / "data", "--username", "postgres", "--auth-local", "trust", "--auth-host",
            "scram-sha-256", "--pwfile", secret, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions",
            *([] if durable else ["--no-sync"]), user=user, group=user, cwd="/",
        )
        with (folder / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write(SETTINGS.format(port=self._port, folder=folder) + (DURABLE if durable else QUICK))

    @property
    def pid(self):
        return self._process.pid

    def start(self):
        self._process = throwaway.Process(
            [PROGRAMS / "postgres", "-D", self._folder / "data"], self._folder / "log", user=self._user, last_signal="QUIT"
        )
        self._process.wait_for(self._is_ready, 60)

    def _is_ready(self):
        command = [PROGRAMS / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(self._port)]
        return subprocess.run(command, check=False).returncode == 0

    def stop(self):
        """Ends it as a quick shutdown does: connections are cut, nothing is kept that was not committed."""
        self._end(signal.SIGINT)

    def crash(self):
        """Ends it without a checkpoint; the next start recovers from its log."""
        self._end(signal.SIGQUIT)

    def _end(self, with_signal):
        process, self._process = self._process, None
        if process:
            process.stop(with_signal, timeout=30)


def execute(url, *statements):
    """Runs statements, each in a transaction of its own; returns what they answer as `psql` prints it, without frame or heading."""
    arguments = [part for statement in statements for part in ("--command", statement)]
    return throwaway.run(
        "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--dbname", url, *arguments
    ).strip()


class Database:
    """A new database that belongs to a plain role of its own, so that no test sees or needs more than a deployment has."""

    def __init__(self, admin_url):
        self._admin_url = admin_url
        self.name = f"vitrine_{secrets.token_hex(6)}"
        password = secrets.token_hex(8)
        execute(
            admin_url, f"CREATE ROLE {self.name} LOGIN PASSWORD '{password}'", f"CREATE DATABASE {self.name} OWNER {self.name}"
        )
        address = urlsplit(admin_url)
        self.url = f"postgres://{self.name}:{quote(password)}@{address.hostname}:{address.port}/{self.name}"

    def execute(self, *statements):
        return execute(self.url, *statements)

    def dump(self):
        """Everything in it as text, bytes in hexadecimal digits."""
        return throwaway.run("pg_dump", "--dbname", self.url)

    def drop(self):
        execute(self._admin_url, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"DROP ROLE IF EXISTS {self.name}")
