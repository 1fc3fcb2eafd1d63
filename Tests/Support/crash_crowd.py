"""A few clients that change one library at once and keep one ledger, until the server fails them."""

import random
import threading

from vitrine_client import Session

#: As many assets as the clients let accumulate.
ENOUGH = 40
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
            verb = chance.random()
            if verb < 0.45 or not (identifier := self._take(verb < 0.75)):
                outcome = ledger.upload(session, PLAIN + chance.randbytes(chance.choice(SIZES)))
            elif verb < 0.75:
                outcome = ledger.delete(session, identifier)
            else:
                outcome = ledger.edit(session, identifier, f"Title {next(ledger.numbers)}")
                with ledger.lock:
                    self._busy.discard(identifier)
            if outcome.status is None:
                return

    def _take(self, is_for_good):
        """An asset nobody else is at; None where there are too few to delete one."""
        ledger = self._world.ledger
        with ledger.lock:
            free = [identifier for identifier in ledger.kept if identifier not in self._busy]
            if not free or (is_for_good and len(free) < ENOUGH / 2):
                return None
            self._busy.add(free[0])
            return free[0]
