"""A few clients that change one library at once and keep one ledger, until the server fails them."""

import random
import threading

from vitrine_client import Session

#: Fewer than these are not made fewer.
ENOUGH = 8
#: Some random beginnings are a picture's.
PLAIN = b"crowd\0"
SIZES = (10, 5_000, 70_000, 600_000)


class Crowd:
    """Runs from `start` to `stop`; each client goes on to the end of the request it is at."""

    def __init__(self, world, seed, clients=4):
        self._world, self._ended, self._busy = world, threading.Event(), set()
        self._threads = [
            threading.Thread(target=self._work, args=(random.Random((seed << 8) + number),)) for number in range(clients)
        ]

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._ended.set()

    def join(self):
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a request has no end"

    def _work(self, chance):
        session, ledger = Session(self._world.server, self._world.token), self._world.ledger
        while not self._ended.is_set():
            identifier = self._take() if chance.random() < 0.6 else None
            if identifier:
                outcome = self._change(session, identifier, chance)
                with ledger.lock:
                    self._busy.discard(identifier)
            else:
                outcome = ledger.upload(session, some_bytes(chance))
            if outcome.status is None:
                return

    def _change(self, session, identifier, chance):
        """A step in the life of an asset, one of those that are next."""
        ledger = self._world.ledger
        if ledger.kept[identifier].status == "trashed":
            step = chance.choice((ledger.restore, ledger.purge))
        else:
            step = chance.choice((ledger.edit, ledger.replace, ledger.trash, ledger.delete))
        if step == ledger.edit:
            return step(session, identifier, f"Title {next(ledger.numbers)}")
        if step == ledger.replace:
            return step(session, identifier, some_bytes(chance), "replacement.bin")
        return step(session, identifier)

    def _take(self):
        """An asset that nobody else is at and nothing is unsure of; None where there are too few."""
        ledger = self._world.ledger
        with ledger.lock:
            free = [identifier for identifier in ledger.kept if identifier not in self._busy and ledger.is_sure(identifier)]
            if len(free) < ENOUGH:
                return None
            self._busy.add(free[0])
            return free[0]


def some_bytes(chance):
    return PLAIN + chance.randbytes(chance.choice(SIZES))
