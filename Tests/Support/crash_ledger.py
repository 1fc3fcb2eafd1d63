"""The oracle of the crash tests: what a server has promised, kept by those it was promised to.

A change is begun, then acknowledged, refused, or left without an answer. After a crash what was acknowledged must be there,
what was refused must not, and what had no answer may be wholly one or the other.
"""

import hashlib
import itertools
import threading
from dataclasses import dataclass, field, replace
from functools import partial

import requests
from crash_addresses import Addresses
from crash_promises import require

ASSETS = "/organization/assets"
#: The server says itself that it does not know: as good as no answer.
UNKNOWN = "outcome_unknown"


@dataclass(frozen=True)
class Facts:
    """An asset as its uploader knows it."""

    name: str
    checksum: str
    size: int
    title: str | None = None
    version: int = 1
    status: str = "active"

    @classmethod
    def shown(cls, asset):
        """Those of an answer's asset."""
        keys = ("displayName", "checksum", "byteSize", "title", "version", "status")
        return cls(*(asset[key] for key in keys))

    def with_bytes(self, content):
        return replace(self, checksum=hashlib.sha256(content).hexdigest(), size=len(content), version=self.version + 1)


@dataclass
class Outcome:
    """How one change ended for its client: a status and problem code, or None for no answer."""

    status: int | None
    code: str | None = None
    asset: dict | None = None

    @property
    def is_success(self):
        return self.status is not None and self.status < 300


@dataclass
class Ledger:
    kept: dict[str, Facts] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    unsure_uploads: dict[str, Facts] = field(default_factory=dict)  # by name
    unsure_deletes: set[str] = field(default_factory=set)
    unsure_changes: dict[str, list[Facts]] = field(default_factory=dict)
    #: What was changed since the last judgement: its addresses are looked at.
    touched: set[str] = field(default_factory=set)
    addresses: Addresses = field(default_factory=Addresses)
    acknowledged: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    # Changes, each by one client

    def upload(self, session, content, suffix=".bin"):
        facts = self.facts(content, suffix)
        return self.send(facts, lambda: attempt(lambda: session.post(ASSETS, files={"file": (facts.name, content)})))

    def facts(self, content, suffix=".bin"):
        """Of an upload to come."""
        return Facts(f"upload-{next(self.numbers)}{suffix}", hashlib.sha256(content).hexdigest(), len(content))

    def send(self, facts, upload):
        """`upload` sends a file, by however many requests, and answers how that ended."""
        with self.lock:
            self.unsure_uploads[facts.name] = facts
        outcome = upload()
        with self.lock:
            if outcome.is_success:
                del self.unsure_uploads[facts.name]
                self.kept[outcome.asset["id"]] = facts
                self.touched.add(outcome.asset["id"])
                self.acknowledged += 1
                assert outcome.asset["checksum"] == facts.checksum and outcome.asset["byteSize"] == facts.size
            elif outcome.status is not None and outcome.code != UNKNOWN:
                del self.unsure_uploads[facts.name]  # refused: nothing of it may be listed
        return outcome

    def edit(self, session, identifier, title):
        change = partial(session.patch, f"{ASSETS}/{identifier}", json={"title": title})
        return self._change(identifier, change, lambda facts: replace(facts, title=title))

    def trash(self, session, identifier):
        return self._change(identifier, partial(session.delete, f"{ASSETS}/{identifier}"), into("trashed"))

    def archive(self, session, identifier):
        return self._change(identifier, partial(session.post, f"{ASSETS}/{identifier}/archive"), into("archived"))

    def restore(self, session, identifier):
        return self._change(identifier, partial(session.post, f"{ASSETS}/{identifier}/restore"), into("active"))

    def replace(self, session, identifier, content, name):
        change = partial(session.post, f"{ASSETS}/{identifier}/replace", files={"file": (name, content)})
        return self._change(identifier, change, lambda facts: facts.with_bytes(content))

    def _change(self, identifier, change, made):
        """One that leaves the asset there, with other facts."""
        with self.lock:
            wanted = made(self.kept[identifier])
            self.unsure_changes.setdefault(identifier, []).append(wanted)
            self.touched.add(identifier)
        outcome = attempt(change)
        with self.lock:
            if outcome.is_success:
                assert not outcome.asset or Facts.shown(outcome.asset) == wanted, f"{outcome.asset} and not {wanted}"
                self.kept[identifier] = wanted
                self.unsure_changes[identifier] = [wanted]  # an earlier one is overwritten
                self.acknowledged += 1
            if outcome.status is not None and outcome.code != UNKNOWN:
                self.unsure_changes[identifier].remove(wanted)
        return outcome

    def delete(self, session, identifier):
        """For good, without a stay in Trash."""
        return self._remove(identifier, partial(session.delete, f"{ASSETS}/{identifier}", params={"force": "true"}))

    def purge(self, session, identifier):
        return self._remove(identifier, partial(session.post, f"{ASSETS}/{identifier}/purge"))

    def _remove(self, identifier, change):
        with self.lock:
            self.unsure_deletes.add(identifier)
        outcome = attempt(change)
        if outcome.is_success:
            self.is_gone(identifier)
        # A refused delete may have begun, and is finished by a job then.
        return outcome

    def is_gone(self, identifier):
        """It was promised that nothing of it is left."""
        with self.lock:
            self.unsure_deletes.discard(identifier)
            del self.kept[identifier]
            self.gone.add(identifier)
            self.touched.add(identifier)
            self.acknowledged += 1

    def is_sure(self, identifier):
        """Whether nothing of it waits for the judgement."""
        return identifier in self.kept and identifier not in self.unsure_deletes and not self.unsure_changes.get(identifier)

    # The judgement

    def look(self, session):
        """Holds what is listed and what public addresses answer to what was promised; answers the list."""
        listed = everything_listed(session)
        lost = self.kept.keys() - listed.keys() - self.unsure_deletes
        require(not lost, f"acknowledged uploads are lost: {[self.kept[identifier] for identifier in lost]}")
        back = self.gone & listed.keys()
        require(not back, f"acknowledged deletes are undone: {back}")
        for identifier, asset in listed.items():
            shown = Facts.shown(asset)
            if identifier in self.unsure_deletes and shown.status == "deleting":
                continue
            if identifier in self.kept:
                allowed = [self.kept[identifier], *self.unsure_changes.get(identifier, [])]
                require(shown in allowed, f"{identifier} is {shown}, promised was {allowed}")
            else:
                require(shown == self.unsure_uploads.get(shown.name), f"{shown} is listed and nobody's")
            if identifier in self.touched or identifier not in self.kept:
                self.addresses.check(session.server.url, asset)
        for identifier in self.touched - listed.keys():
            self.addresses.check_gone(session.server.url, identifier)
        return listed

    def check(self, session):
        """Looks once all jobs have ended, then settles what was unsure by what is shown; how many uploads that were are there."""
        listed = self.look(session)
        unfinished = [identifier for identifier, asset in listed.items() if asset["status"] == "deleting"]
        require(not unfinished, f"deletions were begun and not finished: {unfinished}")
        appeared = len(listed.keys() - self.kept.keys())
        self.kept.update({identifier: Facts.shown(asset) for identifier, asset in listed.items()})
        for identifier in self.unsure_deletes - listed.keys():
            self.kept.pop(identifier, None)
            self.gone.add(identifier)
        self.unsure_uploads, self.unsure_deletes, self.unsure_changes, self.touched = {}, set(), {}, set()
        return appeared


def into(status):
    return lambda facts: replace(facts, status=status)


def attempt(call):
    """The outcome of one request; a connection that ends is no answer."""
    try:
        answer = call()
        body = answer.json() if answer.content else {}
    except requests.exceptions.RequestException:
        return Outcome(None)
    assert answer.status_code not in (401, 403), f"the test's token is refused: {answer.text[:500]}"
    return Outcome(answer.status_code, body.get("code"), body if answer.status_code < 300 else None)


def everything_listed(session):
    items, cursor = [], None
    while True:
        page = session.assets(limit=100, sort="createdAt", status="all", **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        if not (cursor := page["nextCursor"]):
            return {item["id"]: item for item in items}
