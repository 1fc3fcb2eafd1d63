"""Thumbnails a second of twenty 12-megapixel photographs against `vipsthumbnail`, two at a time, on the same files.

Vitrine makes a WebP thumbnail, a JPEG card and a placeholder of each, publishes them durably and records them; `vipsthumbnail` makes
the WebP alone.
"""

import json
import sqlite3
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from support.client import multipart, send_file
from support.machine import QUICK, measure, rounds
from support.pictures import photographs
from support.product import data_folder, pids, scratch_folder, vitrine
from support.report import Report, noise, percentile
from vitrine_client import Session

PHOTOGRAPHS = 6 if QUICK else 20
AT_ONCE = 2
ROUNDS = 5


class Product:
    """A server, seen by its API and, to be asked often at no cost to it, by its database."""

    def __init__(self, server, photos):
        self.server = server
        self._photos = photos
        organization = server.create_organization("bench")
        self._token = server.create_token(organization.user(), organization)
        self._database = sqlite3.connect(server.data / "vitrine.sqlite", isolation_level=None, timeout=10)

    def upload(self, photo):
        """By a client that costs little, as it shares the processors with the server."""
        before, after, content_type = multipart(photo.name)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": content_type}
        with photo.open("rb") as file:
            return json.loads(send_file(self.server.url, "POST", "/organization/assets", file, headers, before, after))

    def whole_path(self):
        """Uploads all, two at a time, and waits until all have thumbnails. Returns thumbnails a second."""
        started = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as clients:
            list(clients.map(self.upload, self._photos))
        self._wait_until_ready()
        return len(self._photos) / (time.perf_counter() - started)

    def workers_alone(self):
        """Does the jobs that `stop_and_forget_thumbnails` left to a starting server. Returns thumbnails a second."""
        self.server.start()
        started = self._first_claim()
        self._wait_until_ready()
        return len(self._photos) / (self._last_attempt() - started)

    def stop_and_forget_thumbnails(self):
        """The state right after the uploads, as a server that starts finds it."""
        if self.server.is_running:
            self.server.stop()
        for (key,) in self._database.execute("SELECT storage_key FROM rendition").fetchall():
            (self.server.data / "blobs" / key).unlink()
        now = time.time_ns() // 1000
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("DELETE FROM rendition")
        self._database.execute("UPDATE asset SET thumbnail_status = 'pending', thumbnail_attempted_at = NULL, placeholder = NULL")
        self._database.execute(
            "INSERT INTO job (id, organization_id, kind, asset_id, state, run_at, created_at) "
            "SELECT randomblob(16), organization_id, 'render-thumbnail', id, 'queued', ?, ? FROM asset", (now, now))
        self._database.execute("COMMIT")

    def one_upload(self, photo):
        """Milliseconds from the first byte sent until the API says that the thumbnail is there."""
        session = Session(self.server, self._token)
        started = time.perf_counter()
        asset = self.upload(photo)
        while session.asset(asset["id"])["thumbnailStatus"] != "ready":
            time.sleep(0.002)
        milliseconds = (time.perf_counter() - started) * 1000
        assert session.delete(f"/organization/assets/{asset['id']}").status_code == 204
        return milliseconds

    def delete_all(self):
        session = Session(self.server, self._token)
        for asset in session.assets(limit=100)["items"]:
            assert session.delete(f"/organization/assets/{asset['id']}").status_code == 204

    def _wait_until_ready(self, patience=120):
        deadline = time.monotonic() + patience
        while self._value("SELECT count(*) FROM asset WHERE thumbnail_status = 'pending'"):
            assert time.monotonic() < deadline, "thumbnails are not made"
            time.sleep(0.005)
        ready = self._value("SELECT count(*) FROM asset WHERE thumbnail_status = 'ready'")
        assert ready == len(self._photos), f"{ready} of {len(self._photos)} photographs have thumbnails"

    def _first_claim(self):
        """A claimed job is due again when its lease of a minute ends."""
        while not (claimed := self._value("SELECT min(run_at) FROM job WHERE attempts > 0")):
            time.sleep(0.002)
        return claimed / 1e6 - 60

    def _last_attempt(self):
        return self._value("SELECT max(thumbnail_attempted_at) FROM asset") / 1e6

    def _value(self, query):
        return self._database.execute(query).fetchone()[0]


def vipsthumbnail(photos, folder):
    """Returns thumbnails a second."""
    def make(photo):
        command = ["vipsthumbnail", photo, "-s", "320x320", "-o", folder / f"{photo.stem}.webp"]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)

    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as processes:
        list(processes.map(make, photos))
    return len(photos) / (time.perf_counter() - started)


def compare_throughput(report, product, photos, folder):
    watched = lambda: pids(product.server)
    measured = {"baseline": [], "whole path": [], "workers alone": []}
    for _ in range(rounds(ROUNDS)):
        measured["baseline"].append(measure(lambda: vipsthumbnail(photos, folder), list))
        measured["whole path"].append(measure(product.whole_path, watched, prepare=product.delete_all))
        measured["workers alone"].append(measure(product.workers_alone, watched, prepare=product.stop_and_forget_thumbnails))
    for what, title in (("whole path", "upload, then thumbnails of"), ("workers alone", "thumbnails alone of")):
        report.ratio(
            f"{title} {len(photos)} photographs", measured[what], measured["baseline"], "a second", aim=1.2,
            baseline_name="vipsthumbnail")


def measure_latency(report, product, photos):
    product.delete_all()
    measured = [measure(lambda: product.one_upload(photo), lambda: pids(product.server)) for photo in photos]
    values = [round.value for round in measured]
    report.figure(
        "upload to thumbnail ready, one photograph", f"p50 {statistics.median(values):.0f} ms, p95 {percentile(values, 0.95):.0f} ms",
        noise(measured), milliseconds=values)


def main():
    report = Report("thumbnails")
    with scratch_folder() as scratch:
        photos = photographs(data_folder(scratch, "photos"), PHOTOGRAPHS)
        thumbnails = data_folder(scratch, "thumbnails")
        with vitrine(data_folder(scratch, "vitrine")) as server:
            product = Product(server, photos)
            compare_throughput(report, product, photos, thumbnails)
            measure_latency(report, product, photos)
    report.write()


if __name__ == "__main__":
    main()
