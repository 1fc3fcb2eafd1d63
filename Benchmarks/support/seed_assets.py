"""Fills an organization with rows as uploads would have left them, but without files: straight into a stopped server's database.

    python Benchmarks/support/seed_assets.py data/vitrine.sqlite acme 100000

Counters, used bytes and the search index agree with the rows; `vitrine verify` has nothing to say but that files are missing.
"""

import random
import sqlite3
import sys
import time
import uuid

_BATCH = 10_000
_FIRST = 1_700_000_000_000_000
"""When the oldest asset was uploaded, in microseconds since 1970; each next one comes a minute later."""
_MINUTE = 60_000_000

_TYPES = (
    # kind, MIME type, extension, share, usual bytes
    ("image", "image/jpeg", "jpg", 70, 4_000_000),
    ("image", "image/png", "png", 10, 900_000),
    ("pdf", "application/pdf", "pdf", 8, 1_500_000),
    ("video", "video/mp4", "mp4", 5, 60_000_000),
    ("document", "text/plain", "txt", 4, 20_000),
    ("audio", "audio/mpeg", "mp3", 3, 5_000_000),
)
_SUBJECTS = (
    "harbour", "meadow", "workshop", "bridge", "portrait", "staircase", "lantern", "orchard", "ferry", "market", "window", "glacier",
    "kitchen", "violin", "railway", "garden", "lighthouse", "rooftop", "canyon", "library",
)
_LIGHTS = ("morning", "noon", "dusk", "night", "winter", "summer", "rainy", "foggy", "golden", "grey")

COMMON_WORD = "harbour"
"""In the name of one asset of twenty."""
RARE_DISTANCE = 5_000


def rare_word(index):
    """Every 5,000th asset has a word that few others have."""
    return f"zeppelin-{index // RARE_DISTANCE}"


_ASSET = """
    INSERT INTO asset (id, organization_id, scope, kind, provider, storage_provider, storage_key, public_url, mime_type, byte_size,
        checksum, version, title, display_name, display_name_folded, original_name, sort_title, search_text, visibility, width, height,
        exif, placeholder, thumbnail_status, thumbnail_attempted_at, status, created_by, created_at, updated_at)
    VALUES (:id, :organization, 'organization', :kind, 'upload', 'local', :key, '/files/' || :key, :type, :bytes,
        :checksum, 1, :title, :name, lower(:name), :name, lower(coalesce(:title, :name)), lower(:name || char(10) || coalesce(:title, '')),
        'public', :width, :height, :exif, :placeholder, :thumbnail, :at, 'active', :user, :at, :at)
"""
_RENDITION = """
    INSERT INTO rendition (asset_id, name, version, storage_key, mime_type, byte_size, checksum, width, height)
    VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)
"""
_COUNTER = """
    INSERT INTO storage_counter (organization_id, status, kind, assets, bytes)
    SELECT organization_id, status, kind, count(*), sum(byte_size) FROM asset WHERE organization_id = :organization GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET assets = excluded.assets, bytes = excluded.bytes
"""
_USED = "UPDATE organization SET used_bytes = (SELECT sum(byte_size) FROM asset WHERE organization_id = :organization) WHERE id = :organization"


def seed(path, slug, number, user=None):
    """Adds `number` assets to the organization. The same arguments give the same rows, but for the organization's id."""
    generator = random.Random(number)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -200000")
    (organization,) = database.execute("SELECT id FROM organization WHERE slug = ?", (slug,)).fetchone()
    for start in range(0, number, _BATCH):
        assets = [_asset(generator, index, organization, user) for index in range(start, min(start + _BATCH, number))]
        database.execute("BEGIN IMMEDIATE")
        database.executemany(_ASSET, assets)
        database.executemany(_RENDITION, [rendition for asset in assets for rendition in _renditions(asset)])
        database.execute("COMMIT")
    database.execute("BEGIN IMMEDIATE")
    database.execute(_COUNTER, {"organization": organization})
    database.execute(_USED, {"organization": organization})
    database.execute("COMMIT")
    # What a database that grew upload by upload has as well.
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _asset(generator, index, organization, user):
    kind, type_, extension, _, usual = generator.choices(_TYPES, [type_[3] for type_ in _TYPES])[0]
    at = _FIRST + index * _MINUTE
    id_ = _uuid7(generator, at)
    is_picture = kind == "image"
    rare = f"-{rare_word(index)}" if index % RARE_DISTANCE == 0 else ""
    name = f"{generator.choice(_LIGHTS)}-{generator.choice(_SUBJECTS)}{rare}-{index:06}.{extension}"
    return {
        "id": id_.bytes, "organization": organization, "user": user, "kind": kind, "type": type_, "name": name, "at": at,
        "key": f"organizations/{uuid.UUID(bytes=organization)}/media/{id_}.{extension}",
        "bytes": int(usual * generator.uniform(0.3, 1.7)), "checksum": generator.randbytes(32),
        "title": name.split(".")[0].replace("-", " ").capitalize() if index % 2 else None,
        "width": 4000 if is_picture else None, "height": 3000 if is_picture else None,
        "exif": "camera=X100\nexposure=1/125\niso=200\nlens=23mm" if type_ == "image/jpeg" else "",
        "placeholder": "LEHV6nWB2yk8pyo0adR*.7kCMdnj" if is_picture else None,
        "thumbnail": "ready" if is_picture else "none",
    }


def _renditions(asset):
    if asset["thumbnail"] != "ready":
        return
    folder, file = asset["key"].rsplit("/", 1)
    stem = f"{folder}/thumbnails/{file.rsplit('.', 1)[0]}"
    yield asset["id"], "thumbnail", f"{stem}.webp", "image/webp", 9_000, asset["checksum"], 320, 240
    yield asset["id"], "card", f"{stem}.card.jpg", "image/jpeg", 12_000, asset["checksum"], 200, 200


def _uuid7(generator, microseconds):
    bits = generator.getrandbits(74)
    return uuid.UUID(int=(microseconds // 1000) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1)


if __name__ == "__main__":
    started = time.monotonic()
    seed(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    print(f"{sys.argv[3]} assets in {time.monotonic() - started:.1f} s")
