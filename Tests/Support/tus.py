"""A tus 1.0 client of our own that says exactly what a test wants to say, and one from PyPI that says what clients do."""

import base64
import hashlib

from tusclient.client import TusClient
from vitrine_client import expect

BYTES = "application/offset+octet-stream"
VERSION = {"Tus-Resumable": "1.0.0"}


def metadata(**values):
    """`Upload-Metadata` of texts; None for a name without a value."""
    pairs = [name if value is None else f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items()]
    return {"Upload-Metadata": ",".join(pairs)}


def checksum(content, algorithm="sha1"):
    digest = hashlib.new(algorithm, content).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


def create(api, length, *, status=201, headers=None, data=None, **values):
    """Begins an upload and gives its answer."""
    fields = {**VERSION, "Upload-Length": str(length), **metadata(**{"filename": "film.bin", **values}), **(headers or {})}
    answer = api.post("/tus", headers=fields, data=data)
    assert answer.status_code == status, f"{answer.status_code} {answer.text[:500]}"
    return answer


def begin(api, length, **values):
    """The address of a new upload."""
    return create(api, length, **values).headers["Location"]


def patch(api, address, offset, content, **headers):
    fields = {**VERSION, "Upload-Offset": str(offset), "Content-Type": BYTES, **headers}
    return api.patch(address, data=content, headers={name.replace("_", "-"): value for name, value in fields.items()})


def head(api, address):
    return api.head(address, headers=VERSION)


def offset(api, address):
    answer = head(api, address)
    assert answer.status_code == 200, answer.status_code
    return int(answer.headers["Upload-Offset"])


def finish(api, address, content, piece=None):
    """Sends the whole file, in requests of `piece` bytes, and gives its asset."""
    piece = piece or len(content)
    for start in range(0, len(content), piece):
        answer = patch(api, address, start, content[start : start + piece])
        assert answer.status_code == 204, f"{answer.status_code} {answer.text[:500]}"
    return api.asset(answer.headers["Vitrine-Asset-Id"])


def cancel(api, address):
    expect(204, api.delete(address, headers=VERSION))


def client(server, token):
    """The client of the Python world, `tuspy`."""
    return TusClient(f"{server.url}/tus", headers={"Authorization": f"Bearer {token}"})
