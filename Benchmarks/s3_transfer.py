"""Uploads to and downloads from an S3 server through Vitrine against `rclone` on the same server: one large file, and many of 1 MB.

An upload ends when Vitrine has answered 201: object, hash and row are there. A download comes through Vitrine's /files, as one without
a public bucket does: a hop more than rclone's. What rclone takes to start is not counted. The S3 server is Ceph's RADOS Gateway, on the
same machine as everything else.
"""

import hashlib
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

from object_store import Bucket, ceph
from support.client import multipart, receive, send_file
from support.machine import QUICK, measure, rounds
from support.product import data_folder, pids, scratch_folder, vitrine
from support.rclone import Rclone
from support.report import Report, megabytes
from support.services import on_disk

MEGABYTE = 1 << 20
LARGE = (25 if QUICK else 250) * MEGABYTE
FILES = 64
AT_ONCE = 4
ROUNDS = 5
# The beginning of an MP4: a type Vitrine takes and does not decode.
HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def make_file(path, size):
    block = os.urandom(MEGABYTE)
    with path.open("wb") as file:
        file.write(HEAD + block[len(HEAD):])
        for _ in range(size // MEGABYTE - 1):
            file.write(block)
    return path


class Product:
    """Vitrine as its clients use it; each of its methods that moves bytes returns the assets or nothing, and costs little itself."""

    def __init__(self, server):
        self.server, self._api = server, server.create_organization("bench", plan="business").api()

    def upload(self, path):
        before, after, content_type = multipart(path.name)
        headers = {"Authorization": self._api.headers["Authorization"], "Content-Type": content_type}
        with path.open("rb") as file:
            return json.loads(send_file(self.server.url, "POST", "/organization/assets", file, headers, before, after))

    def upload_all(self, paths):
        with ThreadPoolExecutor(AT_ONCE) as clients:
            return list(clients.map(self.upload, paths))

    def download(self, asset):
        length = receive(self.server.url, path_of(asset))
        assert length == asset["byteSize"], f"{length} of {asset['byteSize']} bytes came"

    def download_all(self, assets):
        with ThreadPoolExecutor(AT_ONCE) as clients:
            list(clients.map(self.download, assets))

    def delete(self, *assets):
        for asset in assets:
            self._api.delete_for_good(asset)

    def check(self, asset, path):
        """Reads it back, once and untimed."""
        assert asset["checksum"] == hashlib.sha256(path.read_bytes()).hexdigest(), "the recorded checksum differs from the file's"
        assert self._api.get(path_of(asset)).content == path.read_bytes(), "what comes back differs from what was sent"


def path_of(asset):
    return "/files/" + asset["publicUrl"].split("/files/", 1)[1]


class OneFile:
    """The ways one large file goes; each returns MB/s."""

    def __init__(self, product, rclone, path):
        self._product, self._rclone, self._path = product, rclone, path
        self._asset = product.upload(path)
        product.check(self._asset, path)
        rclone.upload(path, "kept/film.mp4")

    def upload(self):
        started = time.perf_counter()
        asset = self._product.upload(self._path)
        speed = speed_since(started, LARGE)
        self._product.delete(asset)
        return speed

    def upload_by_rclone(self):
        speed = LARGE / 1e6 / self._rclone.upload(self._path, "gone/film.mp4")
        self._rclone.remove("gone")
        return speed

    def download(self):
        started = time.perf_counter()
        self._product.download(self._asset)
        return speed_since(started, LARGE)

    def download_by_rclone(self):
        return LARGE / 1e6 / self._rclone.download("kept/film.mp4", LARGE)


class ManyFiles:
    """The ways many small files go, four at once; each returns MB/s."""

    def __init__(self, product, rclone, folder):
        self._product, self._rclone, self._folder = product, rclone, folder
        self._paths = [make_file(folder / f"film-{number:02}.mp4", MEGABYTE) for number in range(FILES)]
        self._size = FILES * MEGABYTE
        self._assets = product.upload_all(self._paths)
        product.check(self._assets[0], self._paths[0])
        rclone.upload_folder(folder, "kept/films", AT_ONCE)

    def upload(self):
        started = time.perf_counter()
        assets = self._product.upload_all(self._paths)
        speed = speed_since(started, self._size)
        self._product.delete(*assets)
        return speed

    def upload_by_rclone(self):
        speed = self._size / 1e6 / self._rclone.upload_folder(self._folder, "gone/films", AT_ONCE)
        self._rclone.remove("gone")
        return speed

    def download(self):
        started = time.perf_counter()
        self._product.download_all(self._assets)
        return speed_since(started, self._size)

    def download_by_rclone(self):
        return self._size / 1e6 / self._rclone.download("kept/films", self._size, AT_ONCE)


def speed_since(started, size):
    return size / 1e6 / (time.perf_counter() - started)


def compare(report, title, ours, theirs, server, store):
    store_pids = [process.pid for process in store.processes]
    measured = {"ours": [], "baseline": []}
    server.reset_peak_memory()
    for _ in range(rounds(ROUNDS)):
        # What an earlier round left to write would be written at this one's expense.
        measured["baseline"].append(measure(theirs, lambda: store_pids, prepare=os.sync))
        measured["ours"].append(measure(ours, lambda: pids(server) + store_pids, prepare=os.sync))
    report.ratio(
        title, measured["ours"], measured["baseline"], "MB/s", aim=0.9, baseline_name="rclone",
        notes=[f"peak memory {megabytes(server.peak_memory())}"])


def environment(store, bucket):
    return {
        "STORAGE_PROVIDER": "s3", "S3_ENDPOINT": store.endpoint, "S3_REGION": store.region, "S3_ACCESS_KEY_ID": store.access_key,
        "S3_SECRET_ACCESS_KEY": store.secret_key, "S3_FORCE_PATH_STYLE": "true", "STORAGE_MEDIA_BUCKET": bucket,
    }


def main():
    report = Report("s3_transfer")
    with scratch_folder() as scratch, on_disk(ceph()) as store:
        bucket = Bucket(store).name
        rclone = Rclone(store, bucket)
        with vitrine(data_folder(scratch, "vitrine"), **environment(store, bucket)) as server:
            product = Product(server)
            one = OneFile(product, rclone, make_file(scratch / "film.mp4", LARGE))
            many = ManyFiles(product, rclone, data_folder(scratch, "films"))
            for title, ways in ((f"{LARGE >> 20} MB", one), (f"{FILES} files of 1 MB, {AT_ONCE} at once", many)):
                compare(report, f"upload of {title}", ways.upload, ways.upload_by_rclone, server, store)
                compare(report, f"download of {title}", ways.download, ways.download_by_rclone, server, store)
    report.write()


if __name__ == "__main__":
    main()
