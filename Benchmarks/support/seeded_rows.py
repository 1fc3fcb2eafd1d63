"""Rows of assets and their thumbnails as uploads would have left them: the same for the same number, but for the organization."""

import random
import uuid

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
_SHARES = [type_[3] for type_ in _TYPES]
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


ASSET = (
    "id", "organization_id", "scope", "kind", "provider", "storage_provider", "storage_key", "public_url", "mime_type", "byte_size",
    "checksum", "version", "title", "display_name", "display_name_folded", "original_name", "sort_title", "search_text", "visibility",
    "width", "height", "exif", "placeholder", "thumbnail_status", "thumbnail_attempted_at", "status", "created_at", "updated_at",
)
RENDITION = (
    "asset_id", "name", "version", "storage_provider", "storage_key", "mime_type", "byte_size", "checksum", "width", "height",
)


def batches(number, organization, size=10_000):
    """Pairs of lists, assets and renditions, whose tuples are in the order of `ASSET` and `RENDITION`.

    Ids are `uuid.UUID`, checksums `bytes`; `organization` is an id as the database's writer takes it.
    """
    generator = random.Random(number)
    for start in range(0, number, size):
        assets, renditions = [], []
        for index in range(start, min(start + size, number)):
            _append(generator, index, organization, assets, renditions)
        yield assets, renditions


def _append(generator, index, organization, assets, renditions):
    kind, type_, extension, _, usual = generator.choices(_TYPES, _SHARES)[0]
    at = _FIRST + index * _MINUTE
    id_ = _uuid7(generator, at)
    folder = f"organizations/{organization}/media"
    key = f"{folder}/{id_}.{extension}"
    rare = f"-{rare_word(index)}" if index % RARE_DISTANCE == 0 else ""
    stem = f"{generator.choice(_LIGHTS)}-{generator.choice(_SUBJECTS)}{rare}-{index:06}"
    name = f"{stem}.{extension}"
    size, checksum = int(usual * generator.uniform(0.3, 1.7)), generator.randbytes(32)
    title = stem.replace("-", " ").capitalize() if index % 2 else None
    is_picture = kind == "image"
    assets.append((
        id_, organization, "organization", kind, "upload", "local", key, "/files/" + key, type_, size,
        checksum, 1, title, name, name, name, (title or name).lower(), f"{name}\n{(title or '').lower()}", "public",
        4000 if is_picture else None, 3000 if is_picture else None,
        "camera=X100\nexposure=1/125\niso=200\nlens=23mm" if type_ == "image/jpeg" else "",
        "LEHV6nWB2yk8pyo0adR*.7kCMdnj" if is_picture else None, "ready" if is_picture else "none", at, "active", at, at,
    ))
    if is_picture:
        thumbnail = f"{folder}/thumbnails/{id_}"
        renditions.append((id_, "thumbnail", 1, "local", f"{thumbnail}.webp", "image/webp", 9_000, checksum, 320, 240))
        renditions.append((id_, "card", 1, "local", f"{thumbnail}.card.jpg", "image/jpeg", 12_000, checksum, 200, 200))


def _uuid7(generator, microseconds):
    bits = generator.getrandbits(74)
    return uuid.UUID(int=(microseconds // 1000) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1)
