"""Fills an organization that has assets with content that uses them, straight into a stopped server's database.

Items, their references and the usages that follow agree; `vitrine reconcile` has nothing to say.
"""

import json
import random
import uuid

from support.seed_assets import copy_statements, insert_statement, psql, sqlite_writer

PLACES = 5
"""References of one item."""
MEASURED, TIMES = 20, 30
"""So many assets are used in so many places each, however large the library is."""
UNUSED = 500
"""So many are used nowhere."""
_FIRST = 1_750_000_000_000_000
_TABLES = {
    "content_item": (
        "id", "organization_id", "type", "external_id", "title", "title_folded", "url", "body", "format", "revision", "created_at",
        "updated_at"),
    "content_reference": (
        "content_id", "ordinal", "alternative", "organization_id", "lookup", "written", "slot_type", "slot_key", "position",
        "is_certain", "asset_id"),
    "asset_usage": (
        "id", "organization_id", "asset_id", "target_type", "target_id", "slot_type", "slot_key", "position", "origin", "created_at"),
}
_COUNT = """
    UPDATE asset SET usage_count = (SELECT count(*) FROM asset_usage WHERE asset_usage.asset_id = asset.id)
    WHERE organization_id = {organization}
"""


def seed_usages(database, organization, items):
    """Adds so many items to the organization with this id, in a SQLite file or at a `postgres://` URL.

    Returns the ids of the measured assets.
    """
    write = _seed_postgres if str(database).startswith(("postgres://", "postgresql://")) else _seed_sqlite
    return [str(asset) for asset in write(database, uuid.UUID(organization), items)]


def _seed_sqlite(path, organization, items):
    database = sqlite_writer(path)
    rows = database.execute("SELECT id FROM asset WHERE organization_id = ? ORDER BY created_at, id", (organization,))
    assets = [uuid.UUID(bytes=id_) for (id_,) in rows]
    for batch in _batches(organization, assets, items):
        database.execute("BEGIN IMMEDIATE")
        for table, rows in batch.items():
            database.executemany(insert_statement(table, _TABLES[table]), rows)
        database.execute("COMMIT")
    database.execute(_COUNT.format(organization=":organization"), {"organization": organization})
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return assets[:MEASURED]


def _seed_postgres(url, organization, items):
    ids = psql(url, [f"SELECT id FROM asset WHERE organization_id = '{organization}' ORDER BY created_at, id;\n"])
    assets = [uuid.UUID(id_) for id_ in ids.split()]

    def script():
        yield "SET synchronous_commit = off;\n"
        for batch in _batches(organization, assets, items):
            yield "BEGIN;\n"
            for table, rows in batch.items():
                yield from copy_statements(table, _TABLES[table], rows)
            yield "COMMIT;\n"
        yield _COUNT.format(organization=f"'{organization}'") + ";\n"
        yield "VACUUM (ANALYZE);\n"

    psql(url, script())
    return assets[:MEASURED]


def _batches(organization, assets, items):
    generator = random.Random(items)
    others = assets[MEASURED:-UNUSED]
    uses = [asset for asset in assets[:MEASURED] for _ in range(TIMES)]
    uses += [others[index % len(others)] for index in range(items * PLACES - len(uses))]
    # Those of one asset are in items all over.
    generator.shuffle(uses)
    batch = {table: [] for table in _TABLES}
    for number in range(items):
        _add(batch, generator, organization, number, uses[number * PLACES:(number + 1) * PLACES])
        if len(batch["content_item"]) == 5_000:
            yield batch
            batch = {table: [] for table in _TABLES}
    yield batch


def _add(batch, generator, organization, number, assets):
    item, name, at = uuid.UUID(int=generator.getrandbits(128)), f"item-{number}", _FIRST + number * 1_000_000
    body = json.dumps({"blocks": [{"type": "image", "assetId": str(asset), "caption": f"Picture {number}"} for asset in assets]})
    title = f"Item {number}"
    batch["content_item"].append((
        item, organization, "page", name, title, title.lower(), f"https://example.com/{name}", body, "json", 1, at, at))
    for position, asset in enumerate(assets):
        slot = ("page_media", f"blocks[{position}]", position)
        batch["content_reference"].append((item, position, 0, organization, f"id:{asset}", str(asset), *slot, 1, asset))
        usage = uuid.UUID(int=generator.getrandbits(128))
        batch["asset_usage"].append((usage, organization, asset, "page", name, *slot, "extracted", at))
