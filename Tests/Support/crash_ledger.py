"""The oracle of the crash tests: what a server has promised, kept by those it was promised to.

A change is begun, then acknowledged, refused, or left without an answer. After a crash what was acknowledged must be there,
what was refused must not, and what had no answer may be wholly one or the other.
"""

import hashlib
import itertools
import threading
from dataclasses import dataclass, field, replace

import requests

ASSETS = "/organization/assets"
#: The server says itself that it does not know: as good as no answer.
UNKNOWN = "outcome_unknown"


class Broken(AssertionError):
    """A promise was not kept."""


def require(condition, what):
    if not condition:
        raise Broken(what)


@dataclass(frozen=True)
class Facts:
    """An asset as its uploader knows it."""

    name: str
    checksum: str
    size: int
    title: str | None = None


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
    unsure_edits: dict[str, list[Facts]] = field(default_factory=dict)
    acknowledged: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    # Changes, each by one client

    def upload(self, session, content, suffix=".bin"):
        facts = Facts(f"upload-{next(self.numbers)}{suffix}", hashlib.sha256(content).hexdigest(), len(content))
        with self.lock:
            self.unsure_uploads[facts.name] = facts
        outcome = attempt(lambda: session.post(ASSETS, files={"file": (facts.name, content)}))
        with self.lock:
            if outcome.is_success:
                del self.unsure_uploads[facts.name]
                self.kept[outcome.asset["id"]] = facts
                self.acknowledged += 1
                assert outcome.asset["checksum"] == facts.checksum and outcome.asset["byteSize"] == facts.size
            elif outcome.status is not None and outcome.code != UNKNOWN:
                del self.unsure_uploads[facts.name]  # refused: nothing of it may be listed
        return outcome

    def edit(self, session, identifier, title):
        with self.lock:
            wanted = replace(self.kept[identifier], title=title)
            self.unsure_edits.setdefault(identifier, []).append(wanted)
        outcome = attempt(lambda: session.patch(f"{ASSETS}/{identifier}", json={"title": title}))
        with self.lock:
            if outcome.is_success:
                self.kept[identifier] = wanted
                self.unsure_edits[identifier] = [wanted]  # an earlier one is overwritten
                self.acknowledged += 1
            if outcome.status is not None and outcome.code != UNKNOWN:
                self.unsure_edits[identifier].remove(wanted)
        return outcome

    def delete(self, session, identifier):
        with self.lock:
            self.unsure_deletes.add(identifier)
        outcome = attempt(lambda: session.delete(f"{ASSETS}/{identifier}"))
        with self.lock:
            if outcome.is_success:
                self.unsure_deletes.discard(identifier)
                del self.kept[identifier]
                self.gone.add(identifier)
                self.acknowledged += 1
        # A refused delete may have begun, and is finished by a job then.
        return outcome

    # The judgement

    def check(self, session):
        """Holds what is listed to what was promised, then settles what was unsure by what it shows."""
        listed = everything_listed(session)
        lost = self.kept.keys() - listed.keys() - self.unsure_deletes
        require(not lost, f"acknowledged uploads are lost: {[self.kept[identifier] for identifier in lost]}")
        back = self.gone & listed.keys()
        require(not back, f"acknowledged deletes are undone: {back}")
        appeared = 0
        for identifier, asset in listed.items():
            require(asset["status"] == "active", f"{identifier} is listed as {asset['status']}")
            shown = Facts(asset["displayName"], asset["checksum"], asset["byteSize"], asset["title"])
            if identifier in self.kept:
                allowed = [self.kept[identifier], *self.unsure_edits.get(identifier, [])]
                require(shown in allowed, f"{identifier} is {shown}, promised was {allowed}")
            else:
                require(shown == self.unsure_uploads.get(shown.name), f"{shown} is listed and nobody's")
                appeared += 1
            self.kept[identifier] = shown
        for identifier in self.unsure_deletes - listed.keys():
            self.kept.pop(identifier, None)
            self.gone.add(identifier)
        self.unsure_uploads, self.unsure_deletes, self.unsure_edits = {}, set(), {}
        return appeared


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
        page = session.assets(limit=100, sort="createdAt", **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        if not (cursor := page["nextCursor"]):
            return {item["id"]: item for item in items}
