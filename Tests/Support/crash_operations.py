"""The operations whose every step is walked. A new one is a class with `run`, and what it needs before and after."""

import signal

from crash_faults import COUNT, EVERY, FAIL
from crash_ledger import Outcome
from crash_world import PICTURE

#: More than one buffer, so that an upload has several writes.
CONTENT = bytes(range(256)) * 1200


class Operation:
    #: The walk begins with this call.
    first = 1
    #: Whether it does more than what its success says, which may fail without making that untrue.
    goes_on = False
    #: Whether every blob has a row or an intent at each of its steps.
    owns_its_blobs = True

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

    @staticmethod
    def is_for(name):
        """Whether this combination has steps of its own for it."""
        return True

    def prepare(self, world):
        """Makes what the operation needs; nothing is armed yet."""

    def run(self, world):
        """Does it, as a client would, and answers how it ended."""
        raise NotImplementedError

    def wait(self, world):
        """Until what goes on after the answer has ended, or the process has."""


class Upload(Operation):
    def run(self, world):
        return world.ledger.upload(world.session, CONTENT)


class Edit(Operation):
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


class Sweep(Operation):
    """`vitrine sweep` beside the running server, with something of each kind to remove."""

    goes_on = True  # to close the database
    owns_its_blobs = False  # it removes what nobody owns any more, and another sweep removes what it did not come to

    def prepare(self, world):
        world.abandon_upload()
        identifier = world.upload()
        classes, path = world.store.removal(world.environment)
        world.faults.arm(FAIL, EVERY, classes, path=path)
        outcome = world.ledger.delete(world.session, identifier)
        world.faults.disarm()
        assert outcome.status == 503, outcome

    def faults(self, world):
        return world.command_faults

    def run(self, world):
        result = world.server.cli("sweep", "--grace", "0s", check=False, environment=world.command_faults.environment)
        self.code = result.returncode
        assert self.code in (0, 1, -signal.SIGKILL), f"ended with {self.code}: {result.stderr}"
        return Outcome({0: 200, 1: 503}.get(self.code))

    def was_killed(self, world):
        assert bool(world.command_faults.hits) == (self.code == -signal.SIGKILL), f"ended with {self.code}"
        return self.code == -signal.SIGKILL


class Large(Upload):
    """An upload that goes to a bucket in parts."""

    def run(self, world):
        return world.ledger.upload(world.session, CONTENT * 30)

    @staticmethod
    def is_for(name):
        return name.endswith("-s3")


ALL = [Upload, Edit, Delete, Thumbnail, Sweep, Large]
