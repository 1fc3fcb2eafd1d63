"""Large uploads pass through: the server's memory does not grow with them (acceptance 3)."""

import hashlib
import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import pytest
import raw_http

MEGABYTE = 1024 * 1024
PIECE = bytes(range(256)) * (MEGABYTE // 256)


def large_file(folder, megabytes):
    """A file that repeats nothing within a megabyte's reach, and its SHA-256 by another program's code."""
    path, digest = folder / f"{megabytes}.bin", hashlib.sha256()
    with path.open("wb") as file:
        for number in range(megabytes):
            piece = number.to_bytes(8, "big") + PIECE[8:]
            file.write(piece)
            digest.update(piece)
    return path, digest.hexdigest()


def send(api, path):
    """Uploads a file through one small buffer and returns the asset."""
    head = raw_http.part("file", b"", path.name)[:-2]
    tail = f"\r\n--{raw_http.BOUNDARY}--\r\n".encode()
    connection = http.client.HTTPConnection(urlsplit(api.server.url).netloc, timeout=300)
    connection.putrequest("POST", "/organization/assets")
    connection.putheader("Authorization", api.headers["Authorization"])
    connection.putheader("Content-Type", f"multipart/form-data; boundary={raw_http.BOUNDARY}")
    connection.putheader("Content-Length", str(len(head) + path.stat().st_size + len(tail)))
    connection.endheaders(head)
    with path.open("rb") as file:
        connection.sock.sendfile(file)
    connection.send(tail)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 201, body
    return json.loads(body)


class Memory:
    """How far the server's resident memory rises above what it was, by sampling and by the kernel's own mark."""

    def __init__(self, server):
        self.server = server

    def __enter__(self):
        self.server.reset_peak_memory()
        self.before, self._highest, self._ends = self.server.memory(), 0, threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def _sample(self):
        while not self._ends.wait(0.01):
            self._highest = max(self._highest, self.server.memory())

    def __exit__(self, *_):
        self._ends.set()
        self._thread.join()
        self.growth = max(self._highest, self.server.peak_memory()) - self.before
        print(f"memory {self.before / MEGABYTE:.1f} MB, grew by {self.growth / MEGABYTE:.1f} MB")


@pytest.fixture
def warm_api(own_server):
    api = own_server.create_organization("large").api()
    for number in range(5):
        api.upload(PIECE + b"%d" % number, "warm.bin")
    return api


def test_an_upload_of_250_megabytes_costs_at_most_32_of_memory(own_server, warm_api, tmp_path, record_property):
    path, checksum = large_file(tmp_path, 250)
    with Memory(own_server) as memory:
        started = time.monotonic()
        asset = send(warm_api, path)
        record_property("seconds", round(time.monotonic() - started, 2))
    record_property("growth_bytes", memory.growth)
    assert asset["byteSize"] == 250 * MEGABYTE and asset["checksum"] == checksum
    assert memory.growth <= 32 * MEGABYTE
    with Memory(own_server) as memory:
        received, digest = 0, hashlib.sha256()
        with warm_api.get(asset["publicUrl"], stream=True) as answer:
            for piece in answer.iter_content(MEGABYTE):
                received += len(piece)
                digest.update(piece)
    assert received == asset["byteSize"] and digest.hexdigest() == checksum
    assert memory.growth <= 32 * MEGABYTE
    assert warm_api.storage()["reservedBytes"] == 0


def test_twenty_uploads_of_60_megabytes_at_once_cost_at_most_64_of_memory(own_server, warm_api, tmp_path, record_property):
    path, checksum = large_file(tmp_path, 60)
    assets = []
    with Memory(own_server) as memory:
        threads = [threading.Thread(target=lambda: assets.append(send(warm_api, path))) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    record_property("growth_bytes", memory.growth)
    assert len(assets) == 20 and {asset["checksum"] for asset in assets} == {checksum}
    assert memory.growth <= 64 * MEGABYTE
    own_server.cli("verify", "--checksums")
    for asset in assets:
        warm_api.delete_for_good(asset)


def test_an_upload_of_one_byte_more_than_the_largest_file_is_refused_without_being_read_to_its_end(own_server, warm_api):
    length = 250 * MEGABYTE + 70_000
    head = raw_http.part("file", b"", "a.bin")[:-2]
    request = (
        f"POST /organization/assets HTTP/1.1\r\nHost: x\r\nAuthorization: {warm_api.headers['Authorization']}\r\n"
        f"Content-Type: multipart/form-data; boundary={raw_http.BOUNDARY}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()
    answer = raw_http.exchange(own_server.url, request + head + PIECE[:1000])
    assert answer.status == 413 and json.loads(answer.body)["code"] == "file_too_large"
