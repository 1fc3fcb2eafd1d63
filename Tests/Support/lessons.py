"""Files of lessons with everything that happens to such files, and what should become of each entry.

The ledger is written while the entry is: it knows what it meant, and never asks the product.
"""

import random
import uuid
from dataclasses import dataclass, field

SIGNED = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20240101T000000Z&X-Amz-Expires=3600&X-Amz-Signature=5f3a"


@dataclass
class Ledger:
    """What a backfill has to say of the file."""

    lessons: int = 0
    entries: int = 0
    created: int = 0
    reused: int = 0
    uploads: int = 0
    links: int = 0
    skipped: dict = field(default_factory=dict)
    #: (lesson, slot) to the name of what its asset is made of; the same name means the same asset.
    assets: dict = field(default_factory=dict)
    #: (lesson, slot) to the reason.
    reasons: dict = field(default_factory=dict)
    #: Keys that really are in the store, with their bytes.
    stored: dict = field(default_factory=dict)
    known: set = field(default_factory=set)
    found_bytes: int = 0
    unknown_sizes: int = 0

    def leads(self, place, name):
        self.entries += 1
        self.assets[place] = name
        if name in self.known:
            self.reused += 1
            return
        self.known.add(name)
        self.created += 1
        kind, rest = name.split(":", 1)
        if kind == "key":
            self.uploads += 1
            if rest in self.stored:
                self.found_bytes += len(self.stored[rest])
            else:
                self.unknown_sizes += 1
        else:
            self.links += 1

    def skips(self, place, reason):
        self.entries += 1
        self.reasons[place] = reason
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def report(self, dry_run):
        """As `vitrine backfill --json` prints it, without the list of places."""
        return {
            "dryRun": dry_run, "lessons": self.lessons, "lessonsCreated": self.lessons, "lessonsChanged": 0, "lessonsUnchanged": 0,
            "entries": self.entries, "created": self.created, "createdUploads": self.uploads, "createdLinks": self.links,
            "reused": self.reused, "skipped": sum(self.skipped.values()), "skippedByReason": self.skipped,
            "bytes": self.found_bytes, "unknownSizes": self.unknown_sizes,
        }


class Generator:
    """`marker` keeps the keys of one file apart from those of another in the same store; `asset` is one that is there already."""

    def __init__(self, seed, marker, asset=None):
        self.random = random.Random(seed)
        self.marker = marker
        self.asset = asset
        self.ledger = Ledger()
        self._keys = []
        self._links = []
        if asset:
            self.ledger.known.add(f"asset:{asset}")

    def file(self, count):
        lessons = [self.lesson(index) for index in range(count)]
        self.ledger.lessons = count
        return {"exportedBy": "an older system", "lessons": lessons}

    def lesson(self, index):
        name = f"lesson-{self.marker}-{index}"
        lesson = {"id": name, "title": f"Lesson {index}: “Größen” & more"}
        if self.random.random() < 0.9:
            lesson["videos"] = [self.video((name, f"videos[{slot}]")) for slot in range(self.random.choice((0, 1, 1, 2, 3)))]
        if self.random.random() < 0.8:
            lesson["documents"] = [self.document((name, f"documents[{slot}]")) for slot in range(self.random.choice((0, 1, 2)))]
        return lesson

    def video(self, place):
        make = self.random.choices(
            (self.stored_film, self.old_link, self.missing_key, self.signed_youtube, self.film_elsewhere, self.own_asset,
             self.foreign_asset, self.odd, self.broken),
            (38, 5, 6, 16, 16, 4, 2, 8, 5),
        )[0]
        return make(place)

    # Of each: the entry, and what the ledger expects.

    def stored_film(self, place):
        key = self.key("videos", "mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
        self.ledger.leads(place, f"key:{key}")
        return {"type": "upload", "link": f"https://old.s3.amazonaws.com/{key}?{SIGNED}", "key": key, "title": "Film", "fileSize": 1e3}

    def old_link(self, place):
        """No key: the address is all there is, and it leads somewhere for good."""
        link = f"https://cdn.example.org/{self.marker}/{self.random.randrange(40)}.mp4"
        self.ledger.leads(place, f"link:{link}")
        return {"type": "upload", "link": link}

    def missing_key(self, place):
        self.ledger.skips(place, "signed_link")
        return {"type": "upload", "link": f"https://old.s3.amazonaws.com/lost/{self.random.random()}.mp4?{SIGNED}", "key": self.random.choice((None, ""))}

    def signed_youtube(self, place):
        link = f"https://www.youtube.com/watch?v={self.random.randrange(3000):011d}"
        self.ledger.leads(place, f"link:{link}")
        return {"type": "youtube", "link": self.random.choice((link, f" {link} ", link.replace("https", "HTTPS", 1)))}

    def film_elsewhere(self, place):
        path = f"{self.marker}/{self.random.randrange(1500)}"
        self.ledger.leads(place, f"link:https://player.example.org/{path}?quality=high")
        host = self.random.choice(("player.example.org", "Player.Example.ORG"))
        return {"type": "generic", "link": f"https://{host}/{path}?quality=high", "title": "Elsewhere"}

    def own_asset(self, place):
        if not self.asset:
            return self.stored_film(place)
        self.ledger.leads(place, f"asset:{self.asset}")
        return {"type": "upload", "link": "", "key": f"other/{self.marker}.mp4", "assetId": self.asset}

    def foreign_asset(self, place):
        """An id that is none here: the key decides."""
        entry = self.stored_film(place)
        return {**entry, "assetId": str(uuid.UUID(int=self.random.getrandbits(128), version=4))}

    def odd(self, place):
        entry, reason = self.random.choice((
            ({"type": "vimeo", "link": "https://vimeo.com/1"}, "unknown_type"),
            ({"link": "https://example.org/without/a/type.mp4"}, "unknown_type"),
            ({"type": "upload"}, "no_link"),
            ({"type": "generic", "link": ""}, "no_link"),
            ({"type": "generic", "link": "not an address"}, "invalid_address"),
            ({"type": "generic", "link": "javascript:alert(1)"}, "invalid_address"),
            ({"type": "youtube", "link": "//www.youtube.com/watch?v=x"}, "invalid_address"),
            ({"type": "upload", "link": "https://x.example/a", "key": "../../etc/passwd"}, "invalid_key"),
            ({"type": "upload", "key": f"organizations/{uuid.UUID(int=7)}/media/{uuid.UUID(int=8)}.mp4"}, "foreign_key"),
            ({"type": "upload", "key": "global/site-variables/logo.png"}, "foreign_key"),
            ({"type": "upload", "assetId": str(uuid.UUID(int=9))}, "unknown_asset"),
        ))
        self.ledger.skips(place, reason)
        return dict(entry)

    def broken(self, place):
        self.ledger.skips(place, "malformed_entry")
        return self.random.choice((None, 7, "a film", ["x"], {"type": "upload", "key": 12}, {"type": True, "link": "https://example.org"}))

    def document(self, place):
        choice = self.random.random()
        if choice < 0.55:
            key = self.key("documents", "pdf", b"%PDF-1.4\n")
            self.ledger.leads(place, f"key:{key}")
            return {"name": "Reader.pdf", "link": f"https://old.s3.amazonaws.com/{key}?{SIGNED}", "key": key, "size": 12.5}
        if choice < 0.85:
            link = f"https://files.example.org/{self.marker}/{self.random.randrange(800)}.pdf"
            self.ledger.leads(place, f"link:{link}")
            return {"name": "Paper", "link": link}
        if choice < 0.95:
            self.ledger.skips(place, "signed_link")
            return {"name": "Gone", "link": f"https://storage.example.org/object/sign/a/b.pdf?token=eyJ", "size": 5}
        self.ledger.skips(place, "no_link")
        return {"name": "Nothing"}

    def key(self, folder, extension, head):
        """One that was there before, or a new one; of some the store has the bytes."""
        if self._keys and self.random.random() < 0.35:
            return self.random.choice(self._keys)
        key = f"{folder}/{self.marker}/{len(self._keys)}-{self.random.getrandbits(40):010x}.{extension}"
        self._keys.append(key)
        if self.random.random() < 0.05:
            self.ledger.stored[key] = head + self.random.randbytes(self.random.randrange(200, 2000))
        return key
