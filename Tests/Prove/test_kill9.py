"""`kill -9` at fifty random moments of parallel uploads and deletes: nothing acknowledged is lost, nothing half-made is seen.

The clients keep the ledger. After each restart every acknowledged upload is there byte for byte, every acknowledged delete is
gone, and what was not acknowledged is either wholly there or not listed. VITRINE_SEED picks other moments.
"""

import collections
import hashlib
import os
import random
import threading
import time

import crash_backends
import pictures
import pytest
import requests
from vitrine_client import Session, expect
from vitrine_server import Server

ROUNDS = 50
CLIENTS = 6
ENOUGH = 60
SEED = int(os.environ.get("VITRINE_SEED", "20261120"))


class Ledger:
    """What the server has promised, as its clients know it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.kept = {}  # id → SHA-256 of an acknowledged upload
        self.gone = set()  # ids of acknowledged deletes
        self.unsure_uploads = set()  # SHA-256 of uploads without an answer
        self.unsure_deletes = {}  # id → SHA-256 of deletes without an answer
        self.in_flight = collections.Counter()
        self.acknowledged = collections.Counter()

    def take_for_deletion(self, chance):
        """Moves a kept asset to the unsure ones before its delete is sent; None to upload instead."""
        with self.lock:
            if not self.kept or chance > len(self.kept) / ENOUGH:
                return None
            identifier = next(iter(self.kept))
            self.unsure_deletes[identifier] = self.kept.pop(identifier)
            self.in_flight["delete"] += 1
            return identifier

    def deleted(self, identifier):
        with self.lock:
            del self.unsure_deletes[identifier]
            self.gone.add(identifier)
            self.in_flight["delete"] -= 1
            self.acknowledged["delete"] += 1

    def uploading(self, checksum):
        with self.lock:
            self.unsure_uploads.add(checksum)
            self.in_flight["upload"] += 1

    def uploaded(self, identifier, checksum):
        with self.lock:
            self.unsure_uploads.discard(checksum)
            self.kept[identifier] = checksum
            self.in_flight["upload"] -= 1
            self.acknowledged["upload"] += 1


def client(server, token, ledger, seed):
    """Uploads and deletes until the server is gone."""
    chance, session = random.Random(seed), Session(server, token)
    try:
        while True:
            if identifier := ledger.take_for_deletion(chance.random()):
                expect(204, session.delete(f"/organization/assets/{identifier}"))
                ledger.deleted(identifier)
                continue
            content, name = something(chance)
            checksum = hashlib.sha256(content).hexdigest()
            ledger.uploading(checksum)
            asset = session.upload(content, name)
            assert asset["checksum"] == checksum
            ledger.uploaded(asset["id"], checksum)
    except requests.exceptions.RequestException:
        return


def something(chance):
    if chance.random() < 0.3:
        row = b"\0" + chance.randbytes(4 * 40)
        return pictures.png(40, 30, row * 30), "picture.png"
    return chance.randbytes(chance.choice((10, 5_000, 300_000, 2_000_000))), "noise.bin"


def kinds_of_moment(combination, ledger):
    """Where the kill found the server, from what it left."""
    kinds = {f"{name} in flight" for name, count in ledger.in_flight.items() if count}
    rows, stored = combination.database.rows_as_left, set(combination.store.keys())
    intents = [key for (key,) in rows("SELECT storage_key FROM publish_intent")]
    deleting = [key for (key,) in rows("SELECT storage_key FROM asset WHERE status = 'deleting'")]
    ((pending,),) = rows("SELECT COUNT(*) FROM asset WHERE thumbnail_status = 'pending'")
    for key in intents:
        kind = "rendition" if "/thumbnails/" in key else "upload"
        kinds.add(f"{kind} {'published, not committed' if key in stored else 'intended, not published'}")
    for key in deleting:
        kinds.add("delete begun, file there" if key in stored else "delete begun, file gone")
    if pending:
        kinds.add("thumbnail due")
    return kinds or {"quiet"}


def everything_listed(session):
    items, cursor = [], None
    while True:
        page = session.assets(limit=100, sort="createdAt", **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        if not (cursor := page["nextCursor"]):
            return {item["id"]: item for item in items}


def check(session, ledger):
    """Holds the server to the ledger, then settles what was unsure by what it shows."""
    listed = everything_listed(session)
    lost = ledger.kept.keys() - listed.keys()
    assert not lost, f"acknowledged uploads are lost: {lost}"
    back = ledger.gone & listed.keys()
    assert not back, f"acknowledged deletes are undone: {back}"
    for identifier, asset in listed.items():
        answer = session.get(asset["publicUrl"])
        assert answer.status_code == 200, f"{identifier} is listed and has no file: {answer.status_code}"
        checksum = hashlib.sha256(answer.content).hexdigest()
        assert (checksum, len(answer.content)) == (asset["checksum"], asset["byteSize"]), f"{identifier} is half-made"
        assert asset["status"] == "active"
        wanted = ledger.kept.get(identifier) or ledger.unsure_deletes.get(identifier)
        assert checksum == wanted or checksum in ledger.unsure_uploads, f"{identifier} is nobody's"
    for identifier in ledger.unsure_deletes.keys() - listed.keys():
        ledger.gone.add(identifier)
    appeared = len([identifier for identifier in listed if identifier not in ledger.kept])
    ledger.kept = {identifier: asset["checksum"] for identifier, asset in listed.items()}
    ledger.unsure_uploads, ledger.unsure_deletes, ledger.in_flight = set(), {}, collections.Counter()
    return appeared


@pytest.fixture(params=["sqlite-local", "postgres-s3"])
def combination(request, tmp_path):
    if reason := crash_backends.missing(request.param):
        pytest.skip(reason)
    with crash_backends.combination(request.param, tmp_path) as combination:
        yield combination


@pytest.fixture
def killed_server(combination):
    environment = {"VITRINE_LOG": "json", "VITRINE_LOG_LEVEL": "warning", **combination.environment}
    with Server(data=combination.data, environment=environment) as server:
        yield server


def test_fifty_kills_lose_nothing_acknowledged_and_leave_nothing_half_made(killed_server, combination, capsys):
    server, chance, ledger = killed_server, random.Random(SEED), Ledger()
    organization = server.create_organization("ledger")
    server.cli("organization", "set", "ledger", "deletedMeans=purge")
    token = organization.api().headers["Authorization"].removeprefix("Bearer ")
    moments, unsure = collections.Counter(), 0
    for round in range(ROUNDS):
        threads = [
            threading.Thread(target=client, args=(server, token, ledger, (SEED << 20) + round * CLIENTS + number))
            for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.02, 0.8))
        server.kill9()
        for thread in threads:
            thread.join()
        moments.update(kinds_of_moment(combination, ledger))
        server.start()
        unsure += check(Session(server, token), ledger)
        server.stop()
        server.cli("sweep", "--grace", "0s")
        verified = server.cli("verify", "--checksums", check=False)
        assert verified.returncode == 0, f"round {round}, seed {SEED}:\n{verified.stdout}"
        server.start()
    check(Session(server, token), ledger)
    with capsys.disabled():
        print(
            f"\nkill -9 on {combination.name}: {ROUNDS} kills, seed {SEED}: {ledger.acknowledged['upload']} uploads and "
            f"{ledger.acknowledged['delete']} deletes acknowledged, 0 lost; "
            + f"{unsure} without an answer were found whole. Rounds that hit: "
            + ", ".join(f"{kind} {count}" for kind, count in sorted(moments.items()))
        )
    assert moments["upload in flight"] and moments["delete in flight"], "the kills came while nothing was happening"
