"""The combinations of database and store that the crash tests walk; VITRINE_CRASH_BACKENDS names some of them, by commas."""

import contextlib
import csv
import io
import os
import shutil
import sqlite3
import tempfile
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import backends
import throwaway
from crash_faults import ASK, REMOVE
from postgres_server import Database, PostgresServer

ALL = [f"{database}-{store}" for database in backends.DATABASES for store in backends.STORES]
NAMES = [name for name in (os.environ.get("VITRINE_CRASH_BACKENDS") or ",".join(ALL)).split(",") if name]


class SQLite(backends.SQLite):
    def __init__(self, data):
        super().__init__(data)
        self._file = data / "vitrine.sqlite"

    def rows(self, statement):
        """What the statement answers, numbers as numbers."""
        with contextlib.closing(sqlite3.connect(self._file, timeout=20)) as database, database:
            return database.execute(statement).fetchall()

    def rows_as_left(self, statement):
        """As `rows`, from a copy: what a killed server left stays for the server to recover."""
        with tempfile.TemporaryDirectory() as folder:
            for path in self._file.parent.glob("vitrine.sqlite*"):
                shutil.copy(path, folder)
            with contextlib.closing(sqlite3.connect(Path(folder) / self._file.name)) as database:
                return database.execute(statement).fetchall()

    def identifier(self, text):
        """A UUID as its column's literal."""
        return f"x'{uuid.UUID(text).hex}'"


class Postgres(backends.Postgres):
    def __init__(self, _, admin_url=None):
        self._database = Database(admin_url or backends.ADMIN_URL)
        self.environment = {"DATABASE_URL": self._database.url}

    def rows(self, statement):
        url = self.environment["DATABASE_URL"]
        text = throwaway.run("psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--dbname", url, "--command", statement)
        return [tuple(int(value) if value.isdecimal() else value for value in row) for row in csv.reader(io.StringIO(text))]

    rows_as_left = rows

    def identifier(self, text):
        return f"'{text}'"


class Folder(backends.Folder):
    def removal(self, _):
        """The calls of a server with this environment that remove a blob: their class, and what is in their path."""
        return REMOVE, "organizations/"

    def __init__(self, data):
        super().__init__(data)
        self._blobs = data / "blobs"

    def left(self):
        """What lies beside published blobs: staged and quarantined files, with their folders."""
        return [str(path) for folder in (".staging", ".quarantine") for path in (self._blobs / folder).rglob("*")]

    def abandon(self, intent, key):
        """Leaves what an upload leaves that was killed before its publish, and another that was killed after, under `key`."""
        (self._blobs / ".staging" / intent).write_bytes(b"half")
        (self._blobs / key).parent.mkdir(parents=True, exist_ok=True)
        (self._blobs / key).write_bytes(b"orphan")


class S3(backends.S3):
    def removal(self, environment):
        return ASK, f":{urlsplit(environment['S3_ENDPOINT']).port}"

    def left(self):
        return self.bucket.keys(prefix=".") + self.bucket.uploads()

    def abandon(self, intent, key):
        self.bucket.client.create_multipart_upload(Bucket=self.bucket.name, Key=key.replace(".bin", ".half.bin"))
        self.bucket.write(key, b"orphan")


DATABASES = {"sqlite": SQLite, "postgres": Postgres}
STORES = {"local": Folder, "s3": S3}


class Combination:
    """A database and a store of their own; `postgres` is the server for it, where it is not the test run's."""

    def __init__(self, name, data, postgres=None):
        database, store = name.split("-")
        self.name, self.data, self.postgres = name, Path(data), postgres
        self.database = DATABASES[database](self.data, *([postgres.url] if postgres else []))
        self.store = STORES[store](self.data)
        self.environment = {**self.database.environment, **self.store.environment}

    def drop(self):
        self.database.drop()
        self.store.drop()


def missing(name):
    """Why this combination cannot be used here, or None."""
    for kind, part in zip((backends.DATABASES, backends.STORES), name.split("-")):
        if (variable := kind[part].needs) and not os.environ.get(variable):
            return f"{variable} is not set: run Tests/Support/backing_services.py"
    return None


@contextlib.contextmanager
def combination(name, folder):
    """A new, empty one with its data in `folder`."""
    opened = Combination(name, folder / "data")
    try:
        yield opened
    finally:
        opened.drop()


@contextlib.contextmanager
def combination_on(volume, name):
    """A new, empty one with everything on `volume`, its database's server too; it goes with the volume."""
    if name.startswith("sqlite"):
        yield Combination(name, volume.path / "data")
        return
    user = "postgres" if os.geteuid() == 0 else None
    folder = volume.path / "postgres"
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    server = PostgresServer(folder, user, durable=True)
    server.start()
    volume.keep()
    try:
        yield Combination(name, volume.path / "data", server)
    finally:
        server.crash()
