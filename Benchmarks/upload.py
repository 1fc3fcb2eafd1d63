"""One upload of 250 MB against nginx: a form to /organization/assets, against PUT of the same bytes to nginx's DAV module.

Vitrine answers when hash, file, name and row are on the disk; nginx answers when the kernel has the bytes. What that costs is shown
beside it: nginx with an fsync after the answer, and writing the same bytes with fsync and nothing else.
"""

import json
import hashlib
import os
import time

from support.client import multipart, send_file
from support.machine import QUICK, measure, peak_memory, reset_peak_memory, rounds
from support.nginx import Nginx
from support.product import data_folder, pids, scratch_folder, vitrine
from support.report import Report, megabytes, noise, spread

SIZE = (25 if QUICK else 250) * 1024 * 1024
ROUNDS = 5
# The beginning of an MP4: a type Vitrine takes and does not decode.
HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def make_file(path):
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        file.write(HEAD + block[len(HEAD):])
        for _ in range(SIZE // len(block) - 1):
            file.write(block)
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Ways:
    """The ways the bytes go; each returns MB/s and leaves nothing behind."""

    def __init__(self, api, server, nginx, path, checksum):
        self._api, self._server, self._nginx, self._checksum = api, server, nginx, checksum
        self._file = path.open("rb")
        self._copy = path.with_suffix(".copy")

    def vitrine(self):
        before, after, content_type = multipart("film.mp4")
        headers = {"Authorization": self._api.headers["Authorization"], "Content-Type": content_type}
        speed, answer = timed(lambda: send_file(
            self._server.url, "POST", "/organization/assets", self._file, headers, before, after))
        asset = json.loads(answer)
        assert asset["checksum"] == self._checksum, "the recorded checksum differs from the file's"
        self._api.delete_for_good(asset)
        return speed

    def nginx(self):
        speed, _ = timed(self._put)
        self._nginx_file.unlink()
        return speed

    def nginx_durable(self):
        speed, _ = timed(lambda: (self._put(), synchronize(self._nginx_file), synchronize(self._nginx_file.parent)))
        self._nginx_file.unlink()
        return speed

    def floor(self):
        """Copies with 256 KB writes and one fsync: as `dd bs=256k conv=fsync`."""
        speed, _ = timed(self._copy_durably)
        self._copy.unlink()
        return speed

    @property
    def _nginx_file(self):
        return self._nginx.www / "dav" / "film.mp4"

    def _put(self):
        send_file(self._nginx.url, "PUT", "/dav/film.mp4", self._file, {})

    def _copy_durably(self):
        buffer = memoryview(bytearray(256 * 1024))
        descriptor = os.open(self._copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        offset = 0
        while count := os.preadv(self._file.fileno(), [buffer], offset):
            os.write(descriptor, buffer[:count])
            offset += count
        os.fsync(descriptor)
        os.close(descriptor)


def timed(work):
    started = time.perf_counter()
    result = work()
    return SIZE / 1e6 / (time.perf_counter() - started), result


def synchronize(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def hash_speed(path):
    content = path.read_bytes()
    return timed(lambda: hashlib.sha256(content))[0]


def compare(report, ways, server, nginx, path):
    watched = {"vitrine": lambda: pids(server), "nginx": nginx.pids, "nginx_durable": nginx.pids, "floor": list}
    measured = {way: [] for way in watched}
    reset_peak_memory([server.pid, *nginx.workers()])
    for _ in range(rounds(ROUNDS)):
        for way, list_ in measured.items():
            # What an earlier round left to write would be written at this one's expense.
            list_.append(measure(getattr(ways, way), watched[way], prepare=os.sync))
    values = {way: [round.value for round in list_] for way, list_ in measured.items()}
    cost = {way: sorted(round.server_seconds for round in list_)[len(list_) // 2] for way, list_ in measured.items()}
    report.ratio(f"{SIZE >> 20} MB upload", measured["vitrine"], measured["nginx"], "MB/s", aim=1.0, notes=[
        f"peak memory {megabytes(server.peak_memory())} and {megabytes(peak_memory(nginx.workers()))}",
        f"processor {cost['vitrine'] * 1000:.0f} and {cost['nginx'] * 1000:.0f} ms",
    ])
    report.ratio("the same, nginx followed by fsync", measured["vitrine"], measured["nginx_durable"], "MB/s")
    report.figure(
        "what the disk and the hash allow", "for context",
        [spread("writing with fsync", values["floor"], "MB/s"), f"SHA-256 alone {hash_speed(path):,.0f} MB/s", *noise(measured["floor"])],
        floor=values["floor"])


def main():
    report = Report("upload")
    with scratch_folder() as scratch, Nginx(data_folder(scratch, "nginx")) as nginx:
        path = scratch / "film.mp4"
        checksum = make_file(path)
        with vitrine(data_folder(scratch, "vitrine")) as server:
            api = server.create_organization("bench", plan="business").api()
            ways = Ways(api, server, nginx, path, checksum)
            for warm_up in (ways.vitrine, ways.nginx):
                warm_up()
            compare(report, ways, server, nginx, path)
    report.write()


if __name__ == "__main__":
    main()
