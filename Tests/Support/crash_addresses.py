"""What the public addresses of assets have to answer, whatever happened: the current version wholly, or that there is nothing."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from crash_promises import require

IN_TRASH = ("trashed", "deleting")


@dataclass
class Addresses:
    #: Paths, by the asset's id; a replacement keeps it.
    files: dict[str, str] = field(default_factory=dict)
    #: The last one that answered, by the asset's id.
    thumbnails: dict[str, str] = field(default_factory=dict)
    #: SHA-256 of the thumbnail, by that of the picture.
    pictures: dict[str, str] = field(default_factory=dict)

    def check(self, server, asset):
        """Asks as the public does."""
        identifier, path = asset["id"], urlsplit(asset["publicUrl"]).path
        require(self.files.setdefault(identifier, path) == path, f"{identifier} moved from {self.files[identifier]} to {path}")
        if asset["status"] in IN_TRASH:
            require(asset["thumbnailUrl"] is None, f"{identifier} is in Trash and shows {asset['thumbnailUrl']}")
            return self.check_gone(server, identifier)
        answer = requests.get(server + path, timeout=60)
        require(answer.status_code == 200, f"{path} answers {answer.status_code}")
        promised = asset["checksum"], asset["byteSize"], f'"{asset["checksum"]}"'
        got = digest(answer), len(answer.content), answer.headers["ETag"]
        require(got == promised, f"{path} answers {got}, listed is {promised}")
        self._check_thumbnail(server, asset)

    def check_gone(self, server, identifier, kinds=None):
        """Nothing of it answers, neither file nor thumbnail, or not those of `kinds`."""
        for paths in kinds or (self.files, self.thumbnails):
            if path := paths.get(identifier):
                status = requests.get(server + path, timeout=60).status_code
                require(status == 404, f"{identifier} has nothing there and {path} answers {status}")

    def _check_thumbnail(self, server, asset):
        identifier = asset["id"]
        if asset["thumbnailStatus"] != "ready":
            require(asset["thumbnailUrl"] is None, f"{identifier} has no thumbnail yet and shows {asset['thumbnailUrl']}")
            return self.check_gone(server, identifier, (self.thumbnails,))
        before, path = self.thumbnails.get(identifier), urlsplit(asset["thumbnailUrl"]).path
        self.thumbnails[identifier] = path
        # The address that an earlier version's thumbnail had goes on answering.
        for known in {path, before or path}:
            answer = requests.get(server + known, timeout=60)
            require(answer.status_code == 200, f"{known} answers {answer.status_code}")
            wanted = self.pictures.setdefault(asset["checksum"], digest(answer))
            require(digest(answer) == wanted, f"{known} shows another picture than the current version's")


def digest(answer):
    return hashlib.sha256(answer.content).hexdigest()
