"""A server under the fault shim, its ledger, and the checks that follow each crash."""

import json
import signal
import subprocess
import time
import uuid
from pathlib import Path

import pictures
from crash_faults import Faults
from crash_history import History
from crash_ledger import Ledger
from crash_promises import require
from vitrine_client import Session, wait_until
from vitrine_server import PROGRAM, Server

SLUG = "crash"
PICTURE = pictures.png(40, 30, (b"\0" + bytes(range(160))) * 30)
#: Of another size, and to be told from it in a thumbnail.
OTHER_PICTURE = pictures.png(60, 50, (b"\0" + bytes(range(240, 0, -1))) * 50)
#: For the driver's own requests, which no fault may meet.
PATIENCE = 30
#: For how long nobody else begins a job whose claim was made and not heard of, in seconds.
LEASE = 60


class FaultyServer(Server):
    """A server that runs under the shim; commands do not unless `faults.environment` is given to them."""

    faults = None

    def start(self, port=0, timeout=30):
        plain = self._environment
        self._environment = {**plain, **self.faults.environment}
        try:
            return super().start(port, timeout)
        finally:
            self._environment = plain

    def ended(self, timeout=0):
        """The exit code, or None while it runs."""
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def freeze(self):
        """Stops every thread where it is: what a system call still does, nobody hears of."""
        self._process.send_signal(signal.SIGSTOP)
        tasks = Path(f"/proc/{self.pid}/task")
        wait_until(lambda: all((task / "stat").read_text().rpartition(") ")[2][0] in "TD" for task in tasks.iterdir()))

    def forget(self):
        """Lets go of a process that has ended."""
        self._process = None


class World:
    """One organization on one server, and everything that is known about it."""

    def __init__(self, combination, folder, program=PROGRAM, **environment):
        self.combination, self.database, self.store = combination, combination.database, combination.store
        self.faults = Faults(folder / "server")
        #: Of commands that are walked, which run beside the server.
        self.command_faults = Faults(folder / "command")
        self.environment = {"VITRINE_LOG": "json", **combination.environment, **environment}
        self.server = FaultyServer(data=combination.data, program=program, environment=self.environment)
        self.server.faults = self.faults
        self.server.log_path = folder / "server.log"  # not where a test cuts the power
        self.ledger = Ledger()
        self.server.start()
        organization = self.server.create_organization(SLUG)
        # A plain delete leads to Trash, as it does by default, and a forced one does not.
        self.server.cli("organization", "set", SLUG, "forcedDeleteMeans=purge")
        self.organization_id = organization.id
        self.token = organization.api().headers["Authorization"].removeprefix("Bearer ")
        self.session = Session(self.server, self.token)
        self.history = History(self.database)

    def close(self):
        self.faults.disarm()
        if self.server.is_running:
            self.server.kill9()

    # What a test does

    def upload(self, content=PICTURE, suffix=".png"):
        """An asset that is certain to be there, its thumbnail settled."""
        outcome = self.ledger.upload(self.session, content, suffix)
        assert outcome.status == 201, outcome
        self.settle(outcome.asset["id"])
        return outcome.asset["id"]

    def settle(self, identifier):
        return self.session.settled({"id": identifier}, PATIENCE)

    def was_killed(self):
        """Whether the shim ended the server; any other end is a failure."""
        if not self.faults.hits:
            assert self.server.is_running, f"the server ended by itself:\n{self.server.log()[-3000:]}"
            return False
        code = self.server.ended(10)
        assert code == -signal.SIGKILL, f"after {self.faults.what} the server ended with {code}:\n{self.server.log()[-3000:]}"
        self.server.forget()
        return True

    def recover(self, sweep_first, strict=True, retry=None):
        """Starts a killed server again, holds it to the ledger, and sweeps and verifies before or after it finished its jobs.

        `retry` is what an operator may do about it. Returns how many uploads without an answer are there.
        """
        if sweep_first:
            self.sweep_and_verify(strict)
        if not self.server.is_running:
            self.server.start()
        self.ledger.look(self.session)
        if retry:
            retry(self)
        self.finish_jobs()
        appeared = self.ledger.check(self.session)
        self.history.check()
        if not sweep_first:
            self.sweep_and_verify(strict)
        return appeared

    def finish_jobs(self):
        """Lets every lease have run out, and waits until no job is left."""
        if not self.jobs():
            return
        self.database.execute("UPDATE job SET run_at = 0")
        self.database.execute("UPDATE publish_intent SET lease_expires_at = 0 WHERE reserved_bytes = 0")
        # The queue is looked at when something joins it.
        nudge = self.upload()
        wait_until(lambda: not self.jobs(), PATIENCE, f"the end of the jobs {self.jobs()}")
        assert self.ledger.delete(self.session, nudge).status == 204
        unmade = self.database.rows(
            "SELECT status, thumbnail_status, thumbnail_error FROM asset WHERE thumbnail_status <> 'ready' AND thumbnail_status <> 'none'"
        )
        require(not unmade, f"thumbnails were not made: {unmade}")

    def wait_for_jobs(self):
        """Until every thumbnail has had its try, or the server is gone; other jobs are for later, where something failed."""
        waiting = "SELECT 1 FROM job WHERE kind = 'render-thumbnail' AND (attempts = 0 OR last_error IS NULL)"
        what = f"the end of the jobs after {self.faults.what}"
        wait_until(lambda: self.server.ended() is not None or not self.database.rows(waiting), PATIENCE + LEASE, what)

    def jobs(self):
        return self.database.rows("SELECT kind, state, attempts, last_error FROM job")

    def verify(self):
        """Rows, blobs and counters agree byte for byte, also before any sweep; answers the report."""
        result = self.server.cli("verify", "--checksums", "--json", check=False)
        require(result.returncode == 0, f"verify says:\n{result.stdout}{result.stderr}")
        return json.loads(result.stdout)

    def sweep_and_verify(self, strict=True):
        """After a sweep nothing is left of what was given up; `strict`: and before it every blob has its row or intent."""
        if strict:
            self.verify()
        self.server.cli("sweep", "--grace", "0s")
        report = self.verify()
        left = self.database.rows(
            "SELECT (SELECT SUM(reserved_bytes) FROM organization) - (SELECT COALESCE(SUM(reserved_bytes), 0) FROM upload), "
            "(SELECT COUNT(*) FROM publish_intent), "
            "(SELECT COUNT(*) FROM asset WHERE status = 'deleting'), (SELECT COUNT(*) FROM retired_blob), "
            "(SELECT COUNT(*) FROM upload_part JOIN upload ON upload.id = upload_id WHERE asset_id IS NOT NULL OR expires_at = 0)"
        )
        what = "reserved bytes, intents, unfinished deletions, retired blobs and parts of finished uploads"
        require(left == [(0, 0, 0, 0, 0)], f"{what} are left: {left}")
        require(not (left := self.store.left()), f"left behind: {left}")
        # What has arrived of unfinished uploads stays; whether there is more, `verify` has said.
        owned = [key for key in self.store.keys() if "/uploads/" not in key]
        require(len(owned) == report["assets"] + report["renditions"], "blobs and rows differ in number")

    def be_quiet(self):
        """Waits until the server has nothing to do, as far as its counted calls tell."""
        last, since = self.faults.count, time.monotonic()
        while time.monotonic() - since < 0.06:
            time.sleep(0.01)
            if self.faults.count != last:
                last, since = self.faults.count, time.monotonic()

    def trim(self, most=12):
        """Deletes what has accumulated, so that checks stay quick."""
        while len(self.ledger.kept) > most:
            identifier, facts = next(iter(self.ledger.kept.items()))
            remove = self.ledger.purge if facts.status == "trashed" else self.ledger.delete
            assert remove(self.session, identifier).status == 204

    def abandon_upload(self):
        """Makes what an upload leaves that was killed half-way: an intent with quota, its staged file, an orphan blob."""
        intent, asset = str(uuid.uuid4()), str(uuid.uuid4())
        key = f"organizations/{self.organization_id}/media/{asset}.bin"
        self.database.execute(
            "INSERT INTO publish_intent (id, organization_id, storage_key, reserved_bytes, lease_expires_at) "
            f"SELECT {self.database.identifier(intent)}, id, '{key}', 1000, 0 FROM organization"
        )
        self.database.execute("UPDATE organization SET reserved_bytes = reserved_bytes + 1000")
        self.store.abandon(intent, key)
