"""The operations whose every step is walked. A new one is a class with `run`, and what it needs before and after."""

import hashlib
import signal
from functools import partial

from crash_faults import COUNT, EVERY, FAIL
from crash_ledger import ASSETS, Outcome, attempt
from crash_promises import require
from crash_world import OTHER_PICTURE, PICTURE, SLUG
import requests
import tus

#: More than one buffer, so that an upload has several writes.
CONTENT = bytes(range(256)) * 1200
OTHER_CHECKSUM = hashlib.sha256(OTHER_PICTURE).hexdigest()


class Operation:
    #: The walk begins with this call.
    first = 1
    #: Whether it does more than what its success says, which may fail without making that untrue.
    goes_on = False
    #: Whether every blob has a row or an intent at each of its steps.
    owns_its_blobs = True
    #: Whether it asks the store for anything; otherwise its steps are the same with each.
    uses_store = True

    @property
    def name(self):
        return type(self).__name__.lower()

    def learn(self, world, classes):
        """Runs once unharmed and answers how many calls of `classes` that takes."""
        self.prepare(world)
        world.be_quiet()
        faults = self.faults(world)
        faults.arm(COUNT, classes=classes)
        assert self.run(world).is_success
        self.wait(world)
        world.be_quiet()
        faults.disarm()
        return faults.count

    def faults(self, world):
        """The shim of the process that does the work."""
        return world.faults

    def was_killed(self, world):
        """Whether the shim ended that process; any other end is a failure."""
        return world.was_killed()

    @classmethod
    def is_for(cls, name):
        """Whether this combination has steps of its own for it."""
        return cls.uses_store or name.endswith("-local")

    def prepare(self, world):
        """Makes what the operation needs; nothing is armed yet."""

    def run(self, world):
        """Does it, as a client would, and answers how it ended."""
        raise NotImplementedError

    def wait(self, world):
        """Until what goes on after the answer has ended, or the process has."""

    def retry(self, world):
        """Does once more, unharmed, what may have been cut short."""


class Upload(Operation):
    def run(self, world):
        return world.ledger.upload(world.session, CONTENT)


class Edit(Operation):
    uses_store = False

    def prepare(self, world):
        self.identifier = next(iter(world.ledger.kept), None) or world.upload(CONTENT, ".bin")

    def run(self, world):
        return world.ledger.edit(world.session, self.identifier, f"Title {next(world.ledger.numbers)}")


class Delete(Operation):
    """Of a picture with both its renditions."""

    def prepare(self, world):
        self.identifier = world.upload()

    def run(self, world):
        return world.ledger.delete(world.session, self.identifier)


class Thumbnail(Operation):
    """The job that follows a picture's upload: walked from the upload's end."""

    goes_on = True

    def learn(self, world, classes):
        count = super().learn(world, classes)
        self.first = max(1, Upload().learn(world, classes) - 5)
        return count

    def run(self, world):
        self.outcome = world.ledger.upload(world.session, PICTURE, ".png")
        return self.outcome

    def wait(self, world):
        if self.outcome.is_success:
            world.wait_for_jobs()


class OfOne(Operation):
    """A change of a picture that has come to `status` before, on disk and with its thumbnail."""

    status = "active"
    #: How the last one ended.
    outcome = Outcome(None)
    identifier = None

    def prepare(self, world):
        if not (self.outcome.is_success and world.ledger.is_sure(self.identifier)):
            self.identifier = world.upload()
        if world.ledger.kept[self.identifier].status != self.status:
            bring = {"active": world.ledger.restore, "archived": world.ledger.archive, "trashed": world.ledger.trash}
            assert bring[self.status](world.session, self.identifier).is_success

    def run(self, world):
        self.outcome = self.change(world.ledger)(world.session, self.identifier)
        return self.outcome

    def change(self, ledger):
        """The ledger's way to do it."""
        raise NotImplementedError


class Trash(OfOne):
    """The plain delete of the default profile."""

    uses_store = False

    def change(self, ledger):
        return ledger.trash


class Restore(OfOne):
    uses_store = False
    status = "trashed"

    def change(self, ledger):
        return ledger.restore


class Archive(OfOne):
    uses_store = False

    def change(self, ledger):
        return ledger.archive


class Unarchive(Restore):
    status = "archived"


class Purge(OfOne):
    """Of a picture in Trash, with both its renditions; Retry finishes what was begun."""

    status = "trashed"

    def change(self, ledger):
        return ledger.purge

    def retry(self, world):
        if self.identifier in world.ledger.kept:
            outcome = world.ledger.purge(world.session, self.identifier)
            require(outcome.status in (204, 404), f"another try answers {outcome}")


class Replace(OfOne):
    """A picture for another, to the new one's thumbnail and the end of all that was the old one's."""

    goes_on = True

    def prepare(self, world):
        if not world.ledger.addresses.pictures.get(OTHER_CHECKSUM):
            world.upload(OTHER_PICTURE)
            world.ledger.check(world.session)  # knows what its thumbnail looks like from now on
        if world.ledger.is_sure(self.identifier) and world.session.asset(self.identifier)["thumbnailStatus"] != "ready":
            self.outcome = Outcome(None)  # its job failed and pauses: another picture is there sooner
        super().prepare(world)

    def change(self, ledger):
        is_other = ledger.kept[self.identifier].checksum == OTHER_CHECKSUM
        return partial(ledger.replace, content=PICTURE if is_other else OTHER_PICTURE, name="replacement.png")

    def wait(self, world):
        if self.outcome.is_success:
            world.wait_for_jobs()


class Command(Operation):
    """One beside the running server."""

    goes_on = True  # to close the database
    arguments = ()

    def faults(self, world):
        return world.command_faults

    def run(self, world):
        result = world.server.cli(*self.arguments, check=False, environment=world.command_faults.environment)
        self.code = result.returncode
        assert self.code in (0, 1, -signal.SIGKILL), f"ended with {self.code}: {result.stderr}"
        return Outcome({0: 200, 1: 503}.get(self.code))

    def was_killed(self, world):
        assert bool(world.command_faults.hits) == (self.code == -signal.SIGKILL), f"ended with {self.code}"
        return self.code == -signal.SIGKILL


class Sweep(Command):
    """`vitrine sweep`, with something of each kind to remove."""

    owns_its_blobs = False  # it removes what nobody owns any more, and another sweep removes what it did not come to
    arguments = ("sweep", "--grace", "0s")

    def prepare(self, world):
        world.abandon_upload()
        identifier = world.upload()
        classes, path = world.store.removal(world.environment)
        world.faults.arm(FAIL, EVERY, classes, path=path)
        outcome = world.ledger.delete(world.session, identifier)
        world.faults.disarm()
        assert outcome.status == 503, outcome


class Retention(Command):
    """The purge of what has been in Trash for too long: a picture and two plain files."""

    arguments = ("trash", "purge", "--older-than", "0s", "--organization", SLUG)

    def prepare(self, world):
        self.identifiers = [world.upload(), world.upload(CONTENT, ".bin"), world.upload(CONTENT, ".bin")]
        for identifier in self.identifiers:
            assert world.ledger.trash(world.session, identifier).is_success

    def run(self, world):
        with world.ledger.lock:
            world.ledger.unsure_deletes.update(trashed(world.ledger))
        outcome = super().run(world)
        if outcome.is_success:
            for identifier in self.identifiers:
                world.ledger.is_gone(identifier)
        return outcome

    def retry(self, world):
        """To the end: what its forerunner had only begun is the server's to finish."""
        world.server.cli(*self.arguments)
        left = world.database.rows("SELECT id FROM asset WHERE status = 'trashed'")
        require(not left, f"a purge ended well and left {len(left)} assets in Trash")


def trashed(ledger):
    return [identifier for identifier, facts in ledger.kept.items() if facts.status == "trashed"]


class Large(Upload):
    """An upload that goes to a bucket in parts."""

    def run(self, world):
        return world.ledger.upload(world.session, CONTENT * 30)

    @classmethod
    def is_for(cls, name):
        return name.endswith("-s3")


class InRequests(Operation):
    """An upload by several requests. Whatever happens to one of them, the client goes on and its file is there in the end."""

    goes_on = True  # it removes what it no longer needs once the asset is made

    def __init__(self):
        #: What was begun and not acknowledged, with its address once that is known.
        self.pending = []

    def run(self, world):
        facts, begun = world.ledger.facts(CONTENT), {}
        outcome = world.ledger.send(facts, lambda: self.upload(world, facts, begun))
        if begun and not outcome.is_success:
            self.pending.append((facts, begun))
        return outcome

    def retry(self, world):
        # Another attempt begins when the dead one has been silent for long enough.
        world.database.execute("UPDATE publish_intent SET lease_expires_at = 0 WHERE reserved_bytes > 0")
        for facts, begun in self.pending:
            outcome = world.ledger.send(facts, lambda: self.resume(world, facts, begun))
            require(outcome.is_success, f"an upload that was begun cannot be finished: {outcome}")
        self.pending = []

    def upload(self, world, facts, begun):
        """From the beginning, noting in `begun` what a client has to know to go on."""
        raise NotImplementedError

    def resume(self, world, facts, begun):
        """From wherever it stands."""
        raise NotImplementedError


def answered(facts, answer):
    """How the last request ended: with an asset, or with an answer that says why not."""
    if not (identifier := answer.headers.get("Vitrine-Asset-Id")):
        return Outcome(answer.status_code, answer.json().get("code") if answer.content else None)
    return Outcome(answer.status_code, None, {"id": identifier, "checksum": facts.checksum, "byteSize": facts.size})


class Tus(InRequests):
    def upload(self, world, facts, begun):
        try:
            answer = self.begin(world, facts, begun)
            return self.go_on(world, facts, begun, 0, facts.size // 2) if begun else answered(facts, answer)
        except requests.exceptions.RequestException:
            return Outcome(None)

    def begin(self, world, facts, begun):
        fields = {**tus.VERSION, "Upload-Length": str(facts.size), **tus.metadata(filename=facts.name)}
        answer = world.session.post("/tus", headers=fields)
        if answer.status_code == 201:
            begun["path"] = "/tus/" + answer.headers["Location"].rpartition("/")[2]
        return answer

    def resume(self, world, facts, begun):
        answer = tus.head(world.session, begun["path"])
        require(answer.status_code == 200, f"an upload that was begun answers {answer.status_code}")
        reached = int(answer.headers["Upload-Offset"])
        if reached == facts.size:
            return answered(facts, answer)
        return self.go_on(world, facts, begun, reached)

    def go_on(self, world, facts, begun, *stops):
        for start, stop in zip(stops, [*stops[1:], facts.size]):
            answer = tus.patch(world.session, begun["path"], start, CONTENT[start:stop])
            if answer.status_code != 204:
                break
        return answered(facts, answer)


class Presigned(InRequests):
    """Announced, written to the signed address, and registered."""

    def upload(self, world, facts, begun):
        body = {"fileName": facts.name, "byteSize": facts.size, "mimeType": "application/octet-stream", "checksum": facts.checksum}
        outcome = attempt(lambda: world.session.post(f"{ASSETS}/uploads", json=body))
        if not outcome.is_success:
            return outcome
        begun.update(outcome.asset)
        outcome = self.write(world, begun)
        return self.register(world, begun) if outcome.is_success else outcome

    def resume(self, world, facts, begun):
        outcome = self.register(world, begun)
        if outcome.code == "upload_incomplete":
            require(self.write(world, begun).status in (200, 204, 412), "the address is not open any more")
            outcome = self.register(world, begun)
        return outcome

    def write(self, world, begun):
        """The server may listen elsewhere by now."""
        url, fields = begun["url"], {name: value for name, value in begun["headers"].items() if name != "Content-Length"}
        if "/organization/" in url:
            url = world.server.url + url[url.index("/organization/") :]
        with requests.Session() as client:
            client.trust_env = False
            return attempt(lambda: client.request(begun["method"], url, data=CONTENT, headers=fields, timeout=60))

    def register(self, world, begun):
        return attempt(lambda: world.session.post(ASSETS, json={"uploadId": begun["uploadId"]}))


ALL = [Upload, Edit, Delete, Thumbnail, Archive, Unarchive, Trash, Restore, Purge, Replace, Retention, Sweep, Large, Tus, Presigned]
