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


MATCHES = 500
"""So many assets of every organization have all of the following, however many it has: libraries of every size answer them alike."""
WORD, PART, TWO_LETTERS = "xylomqphone", "lomqpho", "mq"
"""In their names; the part and the two letters are in no others."""
PREFIX = "plans/2026/"
"""What their logical paths begin with; others have none."""
FOLDERS = ("Plans", "Drawings", "Sketches")
"""Each in the one before, and those assets in the last. Others are in none."""
TAGS = ("approved", "printed")
"""They have both; as many others have the first alone, and as many the second."""
KIND = "archive"
MEDIA_TYPE = "logo"

ASSET = (
    "id", "organization_id", "scope", "folder_id", "kind", "provider", "storage_provider", "storage_key", "public_url", "mime_type",
    "byte_size", "checksum", "version", "title", "display_name", "display_name_folded", "original_name", "sort_title", "search_text",
    "logical_path", "logical_path_folded", "tags", "media_type", "visibility", "width", "height", "exif", "placeholder",
    "thumbnail_status", "thumbnail_attempted_at", "status", "created_at", "updated_at",
)
RENDITION = (
    "asset_id", "name", "version", "storage_provider", "storage_key", "mime_type", "byte_size", "checksum", "width", "height",
)
FOLDER = ("id", "organization_id", "parent_id", "name", "name_folded", "created_at", "updated_at")
TAG = ("id", "organization_id", "name", "created_at")
ASSET_TAG = ("tag_id", "asset_id")
TABLES = {"folder": FOLDER, "tag": TAG, "asset": ASSET, "rendition": RENDITION, "asset_tag": ASSET_TAG}


def batches(number, organizations, block=100):
    """`number` assets of each organization, theirs by turns, and what belongs to them: dictionaries of lists by table.

    Ids are `uuid.UUID`, checksums `bytes`; organizations are ids as the database's writer takes them. The first organization's rows
    are the same in every library with `number` assets of each.
    """
    writers = [_Writer(number, organization, turn) for turn, organization in enumerate(organizations)]
    yield _batch([row for writer in writers for row in writer.furniture()])
    rows = []
    for start in range(0, number, block):
        for writer in writers:
            for index in range(start, min(start + block, number)):
                rows += writer.asset(index)
            if len(rows) > 20_000:
                yield _batch(rows)
                rows = []
    yield _batch(rows)


def _batch(rows):
    batch = {table: [] for table in TABLES}
    for table, row in rows:
        batch[table].append(row)
    return batch


class _Writer:
    """Writes the rows of one organization."""

    def __init__(self, number, organization, turn):
        self._organization, self._random = organization, random.Random(f"{number} {turn}" if turn else number)
        self._stride = max(number // MATCHES, 1)
        self._folders = [_uuid7(self._random, _FIRST) for _ in FOLDERS]
        self._tags = [_uuid7(self._random, _FIRST) for _ in TAGS]

    def furniture(self):
        for id_, parent, name in zip(self._folders, [None, *self._folders], FOLDERS):
            yield "folder", (id_, self._organization, parent, name, name.lower(), _FIRST, _FIRST)
        for id_, name in zip(self._tags, TAGS):
            yield "tag", (id_, self._organization, name, _FIRST)

    def asset(self, index):
        """Pairs of a table and a row."""
        generator = self._random
        turn, rest = divmod(index, self._stride)
        is_marked = rest == 0 and turn < MATCHES
        tags = (0, 1) if is_marked else (rest - 1,) if rest in (1, 2) and turn < MATCHES else ()
        kind, type_, extension, _, usual = generator.choices(_TYPES, _SHARES)[0]
        if is_marked:
            kind, type_, extension, usual = KIND, "application/zip", "zip", 2_000_000
        at = _FIRST + index * _MINUTE
        id_ = _uuid7(generator, at)
        media = f"organizations/{self._organization}/media"
        key = f"{media}/{id_}.{extension}"
        rare = f"-{rare_word(index)}" if index % RARE_DISTANCE == 0 else ""
        rare += f"-{WORD}" if is_marked else ""
        stem = f"{generator.choice(_LIGHTS)}-{generator.choice(_SUBJECTS)}{rare}-{index:06}"
        name = f"{stem}.{extension}"
        size, checksum = int(usual * generator.uniform(0.3, 1.7)), generator.randbytes(32)
        title = stem.replace("-", " ").capitalize() if index % 2 else None
        path = PREFIX + name if is_marked else None
        names = [TAGS[tag] for tag in tags]
        text = "\n".join([name, (title or "").lower(), path or "", *names])
        is_picture = kind == "image"
        yield "asset", (
            id_, self._organization, "organization", self._folders[-1] if is_marked else None, kind, "upload", "local", key,
            "/files/" + key, type_, size, checksum, 1, title, name, name, name, (title or name).lower(), text, path, path,
            "\n".join(names), MEDIA_TYPE if is_marked else None, "public", 4000 if is_picture else None,
            3000 if is_picture else None, "camera=X100\nexposure=1/125\niso=200\nlens=23mm" if type_ == "image/jpeg" else "",
            "LEHV6nWB2yk8pyo0adR*.7kCMdnj" if is_picture else None, "ready" if is_picture else "none", at, "active", at, at,
        )
        for tag in tags:
            yield "asset_tag", (self._tags[tag], id_)
        if is_picture:
            thumbnail = f"{media}/thumbnails/{id_}"
            yield "rendition", (id_, "thumbnail", 1, "local", f"{thumbnail}.webp", "image/webp", 9_000, checksum, 320, 240)
            yield "rendition", (id_, "card", 1, "local", f"{thumbnail}.card.jpg", "image/jpeg", 12_000, checksum, 200, 200)


def _uuid7(generator, microseconds):
    bits = generator.getrandbits(74)
    return uuid.UUID(int=(microseconds // 1000) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1)
