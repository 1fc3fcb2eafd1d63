"""The audit log and the change feed, held to the assets they are about: a change has its entries, or it has not happened."""

import uuid
from dataclasses import dataclass, field

from crash_promises import require

#: What an asset's last step of this kind made of it.
STATUSES = {
    "asset.upload": "active", "asset.archive": "archived", "asset.trash": "trashed", "asset.restore": "active",
    "asset.purge": "deleting",
}
IN_LIBRARY = ("active", "archived")


@dataclass
class Life:
    """One asset, as its entries tell it."""

    status: str | None = None
    version: int = 1
    #: Whether readers of the feed were last told that it is gone.
    is_tombstone: int = 0
    audited: set[int] = field(default_factory=set)
    announced: set[int] = field(default_factory=set)


class History:
    """Reads on from where it read last; nothing may change meanwhile."""

    def __init__(self, database):
        self._database = database
        self._lives, self._audited, self._announced = {}, 0, 0

    def check(self):
        changed = self._read_audit() | self._read_feed()
        assets = {
            identity(identifier): (status, version)
            for identifier, status, version in self._database.rows("SELECT id, status, version FROM asset")
        }
        for identifier in changed:
            life = self._lives[identifier]
            status, version = assets.get(identifier, ("deleting", life.version))
            require(life.status == status, f"{identifier} is {status}, its audit entries end with {life.status}")
            require(life.version == version, f"{identifier} has version {version}, its audit entries make {life.version}")
            require(life.is_tombstone == (status not in IN_LIBRARY), f"{identifier} is {status}, the feed says otherwise")
            unsaid = life.audited - life.announced
            require(not unsaid, f"changes of {identifier} at {unsaid} are not in the feed")

    def _read_audit(self):
        entries = self._database.rows(
            "SELECT number, subject_id, action, at FROM audit_entry "
            f"WHERE action LIKE 'asset.%' AND number > {self._audited} ORDER BY number"
        )
        for number, identifier, action, moment in entries:
            self._audited, life = number, self._lives.setdefault(identity(identifier), Life())
            life.status = STATUSES.get(action, life.status)
            life.version += action == "asset.replace"
            life.audited.add(moment)
        return {identity(identifier) for _, identifier, _, _ in entries}

    def _read_feed(self):
        entries = self._database.rows(
            f"SELECT number, asset_id, is_tombstone, at FROM change_entry WHERE number > {self._announced} ORDER BY number"
        )
        for number, identifier, is_tombstone, moment in entries:
            self._announced, life = number, self._lives.setdefault(identity(identifier), Life())
            life.is_tombstone = is_tombstone
            life.announced.add(moment)
        return {identity(identifier) for _, identifier, _, _ in entries}


def identity(value):
    """A UUID as text, however the database keeps it."""
    return str(uuid.UUID(bytes=value)) if isinstance(value, bytes) else value
