"""Libraries that take minutes to make, kept under .build for the next run while rows and schema stay as they are."""

import hashlib
import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import throwaway
from postgres_server import SETTINGS, DURABLE, Database, PostgresServer, execute
from support.product import vitrine
from support.seed_assets import seed
from vitrine_server import ROOT

_MADE_FROM = [*sorted((ROOT / "Sources/LibraryStore/Migrations").iterdir()), Path(__file__).with_name("seeded_rows.py")]
_POSTGRES_USER = "postgres"


def kept_folder():
    """One for these rows in this schema; those of others go."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in _MADE_FROM)).hexdigest()[:12]
    parent = ROOT / ".build" / "bench-kept"
    for other in parent.glob("*"):
        if other.name != digest:
            shutil.rmtree(other)
    (parent / digest).mkdir(parents=True, exist_ok=True)
    return parent / digest


class KeptPostgreSQL(PostgresServer):
    """A durable PostgreSQL whose data stays when it ends."""

    def __init__(self, folder):
        if (folder / "data").exists():
            self._folder, self._user, self._process = folder, _POSTGRES_USER, None
            self._port = throwaway.free_port()
            self.url = f"postgres://postgres:{(folder / 'password').read_text()}@127.0.0.1:{self._port}/postgres"
            with (folder / "data" / "postgresql.conf").open("a") as configuration:
                configuration.write(SETTINGS.format(port=self._port, folder=folder) + DURABLE)
        else:
            folder.mkdir(exist_ok=True)
            shutil.chown(folder, _POSTGRES_USER)
            super().__init__(folder, _POSTGRES_USER, durable=True)

    @property
    def log(self):
        return self._folder / "log"

    def execute(self, *statements):
        return execute(self.url, *statements)


@contextmanager
def kept_postgresql(folder):
    server = KeptPostgreSQL(folder / "postgresql")
    server.start()
    try:
        yield server
    finally:
        server.stop()


class KeptLibrary:
    """A stopped server's organization `bench` with `number` assets, among so many neighbours with as many each.

    `facts` says its token, its id and, where it was made now, how many assets a second were written.
    """

    def __init__(self, folder, name, number, neighbours=0, postgresql=None):
        self.name, self.number, self.neighbours, self.postgresql = name, number, neighbours, postgresql
        self._folder = folder / name
        self._facts = self._folder / "facts.json"
        if not self._facts.exists():
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
            self._make()
        self.facts = json.loads(self._facts.read_text())
        self.server = self.new_server()

    @property
    def database(self):
        """Its name on PostgreSQL."""
        return self.facts["url"].rsplit("/", 1)[1]

    def new_server(self, **environment):
        """The server on these data, with the variables in addition."""
        if self.postgresql:
            login = self.facts["url"].rsplit("@", 1)[0]
            address = self.postgresql.url.rsplit("@", 1)[1].split("/")[0]
            environment["DATABASE_URL"] = f"{login}@{address}/{self.database}"
        data = self._folder / "data"
        data.mkdir(exist_ok=True)
        return vitrine(data, **environment)

    def _make(self):
        url = Database(self.postgresql.url).url if self.postgresql else None
        self.facts = {"url": url}
        server = self.new_server()
        organization = server.create_organization("bench")
        token = server.create_token(organization.user(), organization)
        rate = seed(url or server.data / "vitrine.sqlite", "bench", self.number, self.neighbours)
        self._facts.write_text(json.dumps({"url": url, "token": token, "organization": organization.id, "rate": rate}))
