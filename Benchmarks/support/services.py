"""The databases and object stores of Tests/Support, run in earnest: durable, on a disk."""

import tempfile
from contextlib import ExitStack, contextmanager

from postgres_server import Database, execute, postgres_server
from support.machine import process_tree


@contextmanager
def on_disk(service):
    """Runs a throwaway server with its data where files outlive a restart, not in a /tmp that may be memory."""
    with ExitStack() as running:
        before, tempfile.tempdir = tempfile.tempdir, "/var/tmp"
        try:
            server = running.enter_context(service)
        finally:
            tempfile.tempdir = before
        yield server


@contextmanager
def postgres():
    """A PostgreSQL that writes each commit to the disk before it says so."""
    with on_disk(postgres_server(durable=True)) as server:
        yield PostgreSQL(server)


class PostgreSQL:
    def __init__(self, server):
        self._server = server

    def new_database(self):
        """Its URL."""
        return Database(self._server.url).url

    def checkpoint(self):
        """Writes out what was seeded, before that disturbs what is measured."""
        execute(self._server.url, "CHECKPOINT")

    def pids(self):
        return process_tree(self._server.pid)
