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

from support.seeded_rows import TABLES, batches

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
    """
    UPDATE tag SET assets = (SELECT count(*) FROM asset_tag WHERE tag_id = tag.id) WHERE organization_id = {organization}
    """,
)


def seed(database, slug, number, neighbours=0):
    """Adds `number` assets to the organization, in a SQLite file or at a `postgres://` URL, and as many to each of so many new ones.

    Returns rows of assets a second.
    """
    started = time.monotonic()
    write = _seed_postgres if str(database).startswith(("postgres://", "postgresql://")) else _seed_sqlite
    write(database, slug, number, neighbours)
    return number * (1 + neighbours) / (time.monotonic() - started)


# SQLite

_SQLITE_APART = """
    SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ('asset', 'asset_tag', 'rendition') AND type IN ('index', 'trigger')
    AND sql IS NOT NULL
"""


def _seed_sqlite(path, slug, number, neighbours):
    database = sqlite_writer(path)
    organizations = _sqlite_organizations(database, slug, neighbours)
    # Indexes and what triggers keep are made anew of all rows at once, which takes a fraction of the time.
    (others,) = database.execute("SELECT count(*) FROM asset").fetchone()
    apart = [] if others else database.execute(_SQLITE_APART).fetchall()
    for kind, name, _ in apart:
        database.execute(f"DROP {kind} {name}")
    for batch in batches(number, organizations):
        database.execute("BEGIN IMMEDIATE")
        for table, rows in batch.items():
            database.executemany(insert_statement(table, TABLES[table]), rows)
        database.execute("COMMIT")
    for _, _, definition in apart:
        database.execute(definition)
    if apart:
        database.execute("INSERT INTO asset_search (asset_search) VALUES ('rebuild')")
    database.execute("BEGIN IMMEDIATE")
    for organization in organizations:
        for statement in _ACCOUNTS:
            database.execute(statement.format(organization=":organization"), {"organization": organization})
    database.execute("COMMIT")
    # What a database that grew upload by upload has as well.
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def sqlite_writer(path):
    """A connection that writes fast and trusts that nothing stops it."""
    sqlite3.register_adapter(uuid.UUID, lambda id_: id_.bytes)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -500000")
    return database


def _sqlite_organizations(database, slug, neighbours):
    """The organization's id, and those of so many copies of it."""
    cursor = database.execute("SELECT * FROM organization WHERE slug = ?", (slug,))
    first = dict(zip([column[0] for column in cursor.description], cursor.fetchone()))
    ids = [uuid.UUID(bytes=first["id"])]
    for neighbour in range(neighbours):
        ids.append(uuid.uuid4())
        copy = {**first, "id": ids[-1], "slug": f"{slug}-{neighbour}"}
        database.execute(insert_statement("organization", copy), tuple(copy.values()))
    return ids


def insert_statement(table, columns):
    """For SQLite's `executemany`."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


# PostgreSQL


def _seed_postgres(url, slug, number, neighbours):
    copies = f"""
        INSERT INTO organization SELECT (jsonb_populate_record(first, jsonb_build_object('id', gen_random_uuid(), 'slug', slug || '-' || n))).*
        FROM organization AS first, generate_series(1, {neighbours}) AS n WHERE slug = '{slug}';
    """
    ids = psql(url, [copies, f"SELECT id FROM organization WHERE slug LIKE '{slug}%' ORDER BY slug <> '{slug}', id;\n"])
    # Indexes are made anew of all rows at once, which takes a fraction of the time.
    apart = [line.split("|", 1) for line in psql(url, [_POSTGRES_APART]).splitlines()]
    psql(url, _postgres_script(number, [uuid.UUID(id_) for id_ in ids.split()], apart))


_POSTGRES_APART = """
    SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname JOIN pg_index ON indexrelid = pg_class.oid
    WHERE tablename IN ('asset', 'asset_tag', 'rendition') AND NOT indisunique AND NOT EXISTS (SELECT 1 FROM asset);
"""


def _postgres_script(number, organizations, apart):
    """What psql is told, in parts."""
    yield "SET synchronous_commit = off; SET maintenance_work_mem = '512MB';\n"
    yield from (f"DROP INDEX {name};\n" for name, _ in apart)
    for batch in batches(number, organizations):
        yield "BEGIN;\n"
        for table, rows in batch.items():
            yield from copy_statements(table, TABLES[table], rows)
        yield "COMMIT;\n"
    yield from (f"{definition};\n" for _, definition in apart)
    yield "ANALYZE;\n"
    for organization in organizations:
        for statement in _ACCOUNTS:
            yield statement.format(organization=f"'{organization}'") + ";\n"
    # What autovacuum would have done meanwhile: statistics, the visibility map, the search index's list of what is to be sorted in.
    yield "VACUUM (ANALYZE);\n"


def copy_statements(table, columns, rows):
    """For psql."""
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


def psql(url, script):
    """Gives psql a script in parts. Returns what psql printed; fails with what it complained of."""
    command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--dbname", url]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        process.stdin.writelines(script)
    except BrokenPipeError:
        pass  # it stopped at an error, and says below which
    output, errors = process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"psql ended with {process.returncode}: {errors[-2000:]}")
    return output


if __name__ == "__main__":
    print(f"{seed(sys.argv[1], sys.argv[2], int(sys.argv[3])):,.0f} assets a second")
