"""Fills an organization with rows as uploads would have left them, but without files: straight into a stopped server's database.

    PYTHONPATH=Benchmarks python -m support.seed_assets data/vitrine.sqlite acme 100000
    PYTHONPATH=Benchmarks python -m support.seed_assets postgres://user:password@localhost/vitrine acme 100000

Counters, used bytes and the search index agree with the rows; `vitrine verify` has nothing to say but that files are missing. The
organization's limit is raised to twice what is seeded.
"""

import sqlite3
import subprocess
import sys
import time
import uuid

from support.seeded_rows import ASSET, RENDITION, batches

_ACCOUNTS = (
    """
    INSERT INTO storage_counter (organization_id, status, kind, assets, bytes)
    SELECT organization_id, status, kind, count(*), sum(byte_size) FROM asset WHERE organization_id = {organization} GROUP BY 1, 2, 3
    ON CONFLICT (organization_id, status, kind) DO UPDATE SET assets = excluded.assets, bytes = excluded.bytes
    """,
    """
    UPDATE organization SET used_bytes = (SELECT sum(byte_size) FROM asset WHERE organization_id = {organization})
    WHERE id = {organization}
    """,
    "UPDATE organization SET max_storage_bytes = 2 * used_bytes WHERE id = {organization}",
)


def seed(database, slug, number):
    """Adds `number` assets to the organization, in a SQLite file or at a `postgres://` URL. Returns rows of assets a second."""
    started = time.monotonic()
    write = _seed_postgres if str(database).startswith(("postgres://", "postgresql://")) else _seed_sqlite
    write(database, slug, number)
    return number / (time.monotonic() - started)


# SQLite


def _seed_sqlite(path, slug, number):
    sqlite3.register_adapter(uuid.UUID, lambda id_: id_.bytes)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -200000")
    (identifier,) = database.execute("SELECT id FROM organization WHERE slug = ?", (slug,)).fetchone()
    for assets, renditions in batches(number, uuid.UUID(bytes=identifier)):
        database.execute("BEGIN IMMEDIATE")
        database.executemany(_insert("asset", ASSET), assets)
        database.executemany(_insert("rendition", RENDITION), renditions)
        database.execute("COMMIT")
    database.execute("BEGIN IMMEDIATE")
    for statement in _ACCOUNTS:
        database.execute(statement.format(organization=":organization"), {"organization": identifier})
    database.execute("COMMIT")
    # What a database that grew upload by upload has as well.
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _insert(table, columns):
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


# PostgreSQL


def _seed_postgres(url, slug, number):
    organization = uuid.UUID(_psql(url, [f"SELECT id FROM organization WHERE slug = '{slug}'"]).strip())
    _psql(url, _postgres_script(number, organization))


def _postgres_script(number, organization):
    """What psql is told, in parts."""
    yield "SET synchronous_commit = off;\n"
    for assets, renditions in batches(number, organization):
        yield "BEGIN;\n"
        yield from _copy("asset", ASSET, assets)
        yield from _copy("rendition", RENDITION, renditions)
        yield "COMMIT;\n"
    for statement in _ACCOUNTS:
        yield statement.format(organization=f"'{organization}'") + ";\n"
    # What autovacuum would have done meanwhile: statistics, the visibility map, the search index's list of what is to be sorted in.
    yield "VACUUM (ANALYZE) asset, rendition, organization, storage_counter;\n"


def _copy(table, columns, rows):
    yield f"COPY {table} ({', '.join(columns)}) FROM STDIN;\n"
    yield "".join("\t".join([_TEXT[type(value)](value) for value in row]) + "\n" for row in rows)
    yield "\\.\n"


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TEXT = {
    type(None): lambda _: "\\N",
    int: str,
    str: lambda text: text.translate(_ESCAPES) if "\\" in text or not text.isprintable() else text,
    bytes: lambda bytes_: "\\\\x" + bytes_.hex(),
    uuid.UUID: str,
}


def _psql(url, script):
    """Returns what psql printed; fails with what it complained of."""
    command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--dbname", url]
    psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        psql.stdin.writelines(script)
    except BrokenPipeError:
        pass  # it stopped at an error, and says below which
    output, errors = psql.communicate()
    if psql.returncode != 0:
        raise RuntimeError(f"psql ended with {psql.returncode}: {errors[-2000:]}")
    return output


if __name__ == "__main__":
    print(f"{seed(sys.argv[1], sys.argv[2], int(sys.argv[3])):,.0f} assets a second")
