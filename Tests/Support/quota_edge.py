"""Many requests at once around the edge of an organization's quota, and what has to be true of them."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

from vitrine_client import Session, expect

ASSETS = "/organization/assets"
CROWD = 64
numbers = itertools.count(1)


class Edge:
    """An organization with a limit, and the many clients that use it at once."""

    def __init__(self, server, limit):
        self.server, self.limit = server, limit
        self.organization = server.create_organization(f"edge-{next(numbers)}")
        server.cli("organization", "set", self.organization.slug, f"maxStorageBytes={limit}", "deletedMeans=purge")
        self._token = server.create_token(self.organization.user("owner"), self.organization)
        self._clients = threading.local()

    @property
    def api(self):
        """A client of this thread's own."""
        if not hasattr(self._clients, "session"):
            self._clients.session = Session(self.server, self._token)
        return self._clients.session

    def upload(self, size):
        return self.api.post(ASSETS, files={"file": ("edge.bin", content(size))})

    def replace(self, asset, size):
        return self.api.post(f"{ASSETS}/{asset['id']}/replace", files={"file": ("edge.bin", content(size))})

    def delete(self, asset):
        return self.api.delete(f"{ASSETS}/{asset['id']}")

    def fill(self, count, size):
        return [expect(201, self.upload(size)) for _ in range(count)]

    def at_once(self, requests):
        """Does all of these at the same moment, looks meanwhile that nothing is over the limit, and returns their answers in order."""
        gate, over, done = threading.Barrier(len(requests) + 1), [], threading.Event()

        def begin(request):
            gate.wait()
            return request()

        def watch():
            while not done.is_set():
                storage = self.api.storage()
                if storage["internalBytes"] + storage["reservedBytes"] > self.limit:
                    over.append(storage)

        with ThreadPoolExecutor(len(requests) + 1) as pool:
            answers = [pool.submit(begin, request) for request in requests]
            watching = pool.submit(watch)
            gate.wait()
            answers = [answer.result() for answer in answers]
            done.set()
            watching.result()
        assert not over, f"{over[0]} with a limit of {self.limit}"
        return answers

    def check(self, expected):
        """Everything is settled: exactly `expected` bytes are used, by the counters and by the assets together."""
        storage = self.api.storage()
        sizes = [item["byteSize"] for item in everything(self.api)]
        assert (storage["internalBytes"], storage["reservedBytes"], sum(sizes)) == (expected, 0, expected) and expected <= self.limit


def content(size):
    return next(numbers).to_bytes(8, "big")[-min(size, 8):] + b"x" * (size - 8)


def everything(api):
    items, query = [], {"limit": 100}
    while True:
        page = api.assets(**query)
        items += page["items"]
        if page["nextCursor"] is None:
            return items
        query["cursor"] = page["nextCursor"]


def count(answers, status, code=None):
    """How many answers have the status, and the problem's code."""
    found = [answer for answer in answers if answer.status_code == status]
    assert code is None or all(answer.json()["code"] == code for answer in found), [answer.text for answer in found]
    return len(found)


# The rounds. Each is about sizes of its own, so that no round is like another.


def uploads(server, round_number):
    """64 uploads of one size, of which the quota has room for some: exactly those, not a byte more."""
    size, fitting = 1000 + 37 * round_number, 1 + round_number * 7 % (CROWD - 1)
    edge = Edge(server, size * fitting + (size - 1) * (round_number % 2))
    answers = edge.at_once([lambda: edge.upload(size)] * CROWD)
    assert (count(answers, 201), count(answers, 413, "quota_exceeded")) == (fitting, CROWD - fitting)
    edge.check(size * fitting)


def replaces_in_a_full_library(server, round_number):
    """With no byte free, what stays as large can be replaced, what would grow by one byte cannot, and nothing can be added."""
    size = 500 + 11 * round_number
    edge = Edge(server, size * 48)
    assets = edge.fill(48, size)
    same = [lambda asset=asset: edge.replace(asset, size) for asset in assets[:32]]
    grown = [lambda asset=asset: edge.replace(asset, size + 1) for asset in assets[32:]]
    added = [lambda: edge.upload(1)] * 16
    answers = edge.at_once([request for group in zip(same[::2], same[1::2], grown, added) for request in group])
    for place, (status, code) in enumerate([(200, None), (200, None), (413, "quota_exceeded"), (413, "quota_exceeded")]):
        assert count(answers[place::4], status, code) == 16, [answer.text for answer in answers[place::4]]
    edge.check(size * 48)


def deletes_make_room(server, round_number):
    """Uploads that try again while others delete: as many fit in the end as were deleted and as replaces by less made room for."""
    size, room = 600 + 13 * round_number, 16
    edge = Edge(server, size * 32)
    assets = edge.fill(32, size)
    gone = threading.Semaphore(0)

    def free(request, status):
        expect(status, request())
        gone.release()

    def insist():
        """Uploads until it is taken or nobody will make room any more."""
        for last in [False] * room + [True]:
            answer = edge.upload(size)
            if answer.status_code == 201 or last:
                return answer
            gone.acquire(timeout=30)
            gone.release()
        return answer

    deletes = [lambda asset=asset: free(lambda: edge.delete(asset), 204) for asset in assets[:room]]
    answers = edge.at_once(deletes + [insist] * (CROWD - room))[room:]
    late = [edge.upload(size) for _ in range(room)]
    taken = count(answers + late, 201)
    assert taken == room and count(answers + late, 413, "quota_exceeded") == len(answers + late) - room
    edge.check(size * 32)


ROUNDS = {"uploads": uploads, "replaces": replaces_in_a_full_library, "deletes": deletes_make_room}
