"""What a server under test keeps its rows and its files in, and how a test looks in there behind its back.

VITRINE_TEST_BACKEND chooses a database and a store, `sqlite-local` unless set: `sqlite` or `postgres`, `local` or `s3`. All databases
offer the same here, and so do all stores: a test says what it means once.
"""

import os
import sqlite3
from contextlib import closing

from object_store import Account, Bucket, ObjectStore
from postgres_server import Database

CHOICE = os.environ.get("VITRINE_TEST_BACKEND") or "sqlite-local"
ADMIN_URL = os.environ.get("VITRINE_TEST_POSTGRES_URL")


# Databases


class SQLite:
    """A file in the data folder."""

    environment = {}
    needs = None

    def __init__(self, data):
        self._data = data

    def execute(self, statement):
        """Changes rows as no code of the product would."""
        with closing(sqlite3.connect(self._data / "vitrine.sqlite")) as database, database:
            database.execute(statement)

    def holds(self, secret):
        """Whether the text stands anywhere in it, in clear."""
        return any(secret.encode() in path.read_bytes() for path in self._data.glob("vitrine.sqlite*"))

    def drop(self):
        """Nothing: the folder goes with whoever made it."""


class Postgres:
    """A database of its own on the test run's server."""

    needs = "VITRINE_TEST_POSTGRES_URL"

    def __init__(self, _):
        self._database = Database(ADMIN_URL)
        self.environment = {"DATABASE_URL": self._database.url}

    def execute(self, statement):
        self._database.execute(statement)

    def holds(self, secret):
        dump = self._database.dump()
        return secret in dump or secret.encode().hex() in dump

    def drop(self):
        self._database.drop()


# Stores


class Folder:
    """Files in the data folder."""

    environment = {}
    needs = None

    def __init__(self, data, name="blobs"):
        self._root = data / name
        if name == "blobs":
            #: Where organizations' logos are.
            self.logos = Folder(data, "organization-logos")

    def keys(self):
        """Keys of published blobs, in order."""
        return sorted(key for path in self._files() if not (key := str(path.relative_to(self._root))).startswith("."))

    def leftovers(self):
        """The number of bytes kept for no published blob: staged, quarantined, half uploaded."""
        return sum(path.stat().st_size for path in self._files()) - sum(len(self.read(key)) for key in self.keys())

    def read(self, key):
        return (self._root / key).read_bytes()

    def write(self, key, content):
        (self._root / key).parent.mkdir(parents=True, exist_ok=True)
        (self._root / key).write_bytes(content)

    def remove(self, key):
        (self._root / key).unlink()

    def drop(self):
        """Nothing: the folder goes with whoever made it."""

    def _files(self):
        return (path for path in self._root.rglob("*") if path.is_file())


class S3:
    """An account of its own on the test run's server, with the two buckets the product wants."""

    needs = "VITRINE_TEST_S3_ENDPOINT"

    def __init__(self, _):
        self._account = Account(ObjectStore.from_environment())
        store = self._account.store
        self.bucket, self.logos = Bucket(store, "media"), Bucket(store, "organization-logos")
        self.environment = {
            "STORAGE_PROVIDER": "s3",
            "S3_ENDPOINT": store.endpoint,
            "S3_REGION": store.region,
            "S3_ACCESS_KEY_ID": store.access_key,
            "S3_SECRET_ACCESS_KEY": store.secret_key,
            "S3_FORCE_PATH_STYLE": "true",
            "STORAGE_MEDIA_BUCKET": self.bucket.name,
        }

    def keys(self):
        return [key for key in self.bucket.keys() if not key.startswith(".")]

    def leftovers(self):
        hidden = sum(self.bucket.head(key)["ContentLength"] for key in self.bucket.keys(prefix="."))
        return hidden + len(self.bucket.uploads())

    def read(self, key):
        return self.bucket.read(key)

    def write(self, key, content):
        """Puts other bytes there; the headers a blob was stored with stay."""
        self.bucket.write(key, content, **(self.bucket.headers(key) if key in self.keys() else {}))

    def remove(self, key):
        self.bucket.remove(key)

    def drop(self):
        self._account.drop()


# The choice

DATABASES = {"sqlite": SQLite, "postgres": Postgres}
STORES = {"local": Folder, "s3": S3}


def chosen():
    database, _, store = CHOICE.partition("-")
    return DATABASES.get(database), STORES.get(store)


def obstacle():
    """Why the choice cannot be used, or None."""
    if None in chosen():
        return f"VITRINE_TEST_BACKEND is one of {', '.join(DATABASES)}, a hyphen and one of {', '.join(STORES)}, not {CHOICE}"
    for kind in chosen():
        if kind.needs and not os.environ.get(kind.needs):
            return f"{kind.needs} is not set: run Tests/Support/backing_services.py"
    return None
