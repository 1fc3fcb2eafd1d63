"""What a server under test keeps its rows and its files in, and how a test looks in there behind its back.

VITRINE_TEST_BACKEND chooses: `sqlite-local` (default) or `postgres-s3`. Both offer the same, so that a test says what it means once.
"""

import os
import sqlite3
from contextlib import closing

from object_store import Bucket, ObjectStore
from postgres_server import Database

BACKEND = os.environ.get("VITRINE_TEST_BACKEND") or "sqlite-local"
ADMIN_URL = os.environ.get("VITRINE_TEST_POSTGRES_URL")


class SQLiteLocal:
    """One folder holds all."""

    environment = {}

    def __init__(self, data):
        self._data, self._blobs = data, data / "blobs"

    def keys(self):
        """Keys of published blobs, in order."""
        return sorted(key for path in self._files() if not (key := str(path.relative_to(self._blobs))).startswith("."))

    def leftovers(self):
        """The number of bytes kept for no published blob: staged, quarantined, half uploaded."""
        return sum(path.stat().st_size for path in self._files()) - sum(len(self.read(key)) for key in self.keys())

    def read(self, key):
        return (self._blobs / key).read_bytes()

    def write(self, key, content):
        (self._blobs / key).write_bytes(content)

    def remove(self, key):
        (self._blobs / key).unlink()

    def execute(self, statement):
        """Changes rows as no code of the product would."""
        with closing(sqlite3.connect(self._data / "vitrine.sqlite")) as database, database:
            database.execute(statement)

    def holds(self, secret):
        """Whether the text stands anywhere in the database, in clear."""
        return any(secret.encode() in path.read_bytes() for path in self._data.glob("vitrine.sqlite*"))

    def drop(self):
        """Nothing: the folder goes with whoever made it."""

    def _files(self):
        return (path for path in self._blobs.rglob("*") if path.is_file())


class PostgresS3:
    """A database and a bucket of its own, on the servers that the stages of `make test` have started."""

    def __init__(self, data):
        self._database, self._bucket = Database(ADMIN_URL), Bucket(shared_store(), shared_client())
        store = self._bucket.store
        self.environment = {
            "DATABASE_URL": self._database.url,
            "STORAGE_PROVIDER": "s3",
            "S3_ENDPOINT": store.endpoint,
            "S3_REGION": store.region,
            "S3_ACCESS_KEY_ID": store.access_key,
            "S3_SECRET_ACCESS_KEY": store.secret_key,
            "S3_FORCE_PATH_STYLE": "true",
            "STORAGE_MEDIA_BUCKET": self._bucket.name,
        }

    @property
    def bucket(self):
        return self._bucket

    def keys(self):
        return [key for key in self._bucket.keys() if not key.startswith(".")]

    def leftovers(self):
        hidden = sum(self._bucket.head(key)["ContentLength"] for key in self._bucket.keys(prefix="."))
        return hidden + len(self._bucket.uploads())

    def read(self, key):
        return self._bucket.read(key)

    def write(self, key, content):
        """Puts other bytes there; the headers a blob was stored with stay."""
        self._bucket.write(key, content, **self._headers(key))

    def remove(self, key):
        self._bucket.remove(key)

    def execute(self, statement):
        self._database.execute(statement)

    def holds(self, secret):
        dump = self._database.dump()
        return secret in dump or secret.encode().hex() in dump

    def drop(self):
        self._database.drop()
        self._bucket.drop()

    def _headers(self, key):
        if key not in self.keys():
            return {}
        head = self._bucket.head(key)
        return {name: head[name] for name in ("ContentType", "ContentDisposition", "CacheControl", "Metadata") if head.get(name)}


BACKENDS = {"sqlite-local": SQLiteLocal, "postgres-s3": PostgresS3}


def missing():
    """Why the chosen backend cannot be used, or None."""
    if BACKEND not in BACKENDS:
        return f"VITRINE_TEST_BACKEND is {' or '.join(BACKENDS)}, not {BACKEND}"
    if BACKEND == "postgres-s3" and not (ADMIN_URL and shared_store()):
        return "VITRINE_TEST_POSTGRES_URL and VITRINE_TEST_S3_ENDPOINT are not set: run Tests/Support/backing_services.py"
    return None


def new_backend(data):
    return BACKENDS[BACKEND](data)


def shared_store():
    return ObjectStore.from_environment()


_client = None


def shared_client():
    """One client for all buckets: making one costs more than a test should."""
    global _client
    _client = _client or shared_store().client()
    return _client
