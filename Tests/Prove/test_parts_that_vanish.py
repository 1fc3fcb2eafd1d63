"""A database that is locked or gone, a store that is gone: each operation says so, and all is well when it is back."""

import contextlib
import os
import sqlite3
import time

import crash_backends
import pytest
import throwaway
from crash_operations import CONTENT
from crash_world import World
from postgres_server import PostgresServer
from vitrine_client import wait_until

#: How soon after a part's return everything has to work again, in seconds.
SOON = 15


@contextlib.contextmanager
def opened(combination, folder, **environment):
    with contextlib.closing(World(combination, folder, **environment)) as world:
        world.upload(CONTENT, ".bin")
        world.upload()
        yield world


def everything_works(world):
    wait_until(lambda: world.session.get("/readyz").status_code == 200, SOON, "the server to be ready again")
    world.upload()
    world.recover(sweep_first=False)


def test_a_locked_sqlite_database(tmp_path):
    with crash_backends.combination("sqlite-local", tmp_path) as combination, opened(combination, tmp_path) as world:
        with contextlib.closing(sqlite3.connect(combination.data / "vitrine.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert world.ledger.upload(world.session, CONTENT).status == 503
            assert world.session.get("/organization/assets").status_code == 200, "reading needs no lock"
            other.execute("ROLLBACK")
        everything_works(world)


@pytest.mark.parametrize("end", ["stop", "crash"])
def test_a_postgresql_that_goes_and_comes_back(end, tmp_path):
    user = "postgres" if os.geteuid() == 0 else None
    with throwaway.folder("postgres", owner=user) as folder:
        server = PostgresServer(folder, user, durable=True)
        server.start()
        try:
            combination = crash_backends.Combination("postgres-local", tmp_path / "data", server)
            with opened(combination, tmp_path) as world:
                getattr(server, end)()
                every_operation_fails_without_a_database(world)
                server.start()
                everything_works(world)
        finally:
            server.stop()


def every_operation_fails_without_a_database(world):
    """Not even who asks can be found out."""
    identifier = next(iter(world.ledger.kept))
    assert world.ledger.upload(world.session, CONTENT).status == 503
    assert world.ledger.edit(world.session, identifier, "Another title").status == 503
    assert world.ledger.delete(world.session, identifier).status == 503
    assert world.session.get("/organization/assets").status_code == 503
    assert world.session.get("/healthz").status_code == 200
    assert world.session.get("/readyz").status_code == 503


def test_a_bucket_that_vanishes_and_comes_back(tmp_path):
    if reason := crash_backends.missing("sqlite-s3"):
        pytest.skip(reason)
    with crash_backends.combination("sqlite-s3", tmp_path) as combination, opened(combination, tmp_path) as world:
        bucket = combination.store.bucket
        kept = {key: (bucket.read(key), bucket.headers(key)) for key in bucket.keys()}
        bucket.drop()
        time.sleep(5)  # what was found good so long ago is tried again
        without_a_store(world)
        bucket.client.create_bucket(Bucket=bucket.name)
        for key, (content, headers) in kept.items():
            bucket.write(key, content, **headers)
        everything_works(world)


def test_a_folder_that_vanishes_and_comes_back(tmp_path):
    with crash_backends.combination("sqlite-local", tmp_path) as combination, opened(combination, tmp_path) as world:
        staging = combination.data / "blobs" / ".staging"
        staging.rmdir()
        assert world.ledger.upload(world.session, CONTENT).status == 503
        assert world.session.get("/readyz").status_code == 503
        world.server.stop()
        world.server.start()  # makes it again
        everything_works(world)


def without_a_store(world):
    """Rows can be read and edited; bytes can neither come nor go."""
    edited, deleted = list(world.ledger.kept)[:2]
    assert world.ledger.upload(world.session, CONTENT).status == 503
    assert world.ledger.edit(world.session, edited, "Another title").status == 200
    assert world.ledger.delete(world.session, deleted).status == 503
    assert world.session.get("/organization/assets").status_code == 200
    assert world.session.get("/readyz").status_code == 503
