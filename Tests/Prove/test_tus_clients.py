"""A quarter of a gigabyte by the tus client of the Python world, `tuspy`, through kills of the server and from one node to another."""

import hashlib
import os
import threading
from urllib.parse import urlsplit

import crash_backends
import pytest
import requests
import tus
from vitrine_client import Session, wait_until
from vitrine_server import Server

MIB = 1 << 20
SIZE = 250 * 1000 * 1000
#: So large that a kill meets a request half-way, and that a request has several parts.
PIECE = 64 * MIB


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A large file, and its checksum."""
    path, digest = tmp_path_factory.mktemp("film") / "film.bin", hashlib.sha256()
    with path.open("wb") as file:
        while missing := SIZE - file.tell():
            piece = os.urandom(min(missing, MIB))
            digest.update(piece)
            file.write(piece)
    return path, digest.hexdigest()


@pytest.fixture(params=crash_backends.NAMES)
def combination(request, tmp_path):
    if reason := crash_backends.missing(request.param):
        pytest.skip(reason)
    with crash_backends.combination(request.param, tmp_path) as opened:
        yield opened


def nodes(combination, count):
    """Servers that share a database and a store."""
    environment = {**combination.environment, "VITRINE_SECRET": "0123456789abcdef" * 4}
    return [Server(data=combination.data.with_name(f"node-{number}"), environment=environment) for number in range(count)]


def uploader(server, token, path):
    """One that asks where it stands, and goes on there, as often as it is cut off."""
    return tus.client(server, token).uploader(
        str(path), chunk_size=PIECE, retries=30, retry_delay=1, metadata={"filename": "film.bin"}
    )


def kill_at(server, token, address, reached):
    """Kills the server as soon as so much has arrived, in whatever it does, and starts it at the same port."""
    session = Session(server, token)

    def stands_there():
        try:
            return tus.offset(session, address) >= reached
        except (requests.RequestException, AssertionError):
            return False

    wait_until(stands_there, 300, f"{reached} bytes")
    port = urlsplit(server.url).port
    server.kill9()
    server.start(port)


def hold_to_promises(server, api, address, checksum):
    asset = api.asset(tus.head(api, address).headers["Vitrine-Asset-Id"])
    assert (asset["checksum"], asset["byteSize"]) == (checksum, SIZE)
    server.cli("sweep", "--grace", "0s")
    assert "no difference" in server.cli("verify", "--checksums").stdout
    storage = api.storage()
    assert (storage["totalBytes"], storage["reservedBytes"]) == (SIZE, 0)


def test_an_upload_goes_on_after_two_kills_of_the_server(combination, film, capsys):
    path, checksum = film
    [server] = nodes(combination, 1)
    with server:
        api = server.create_organization("killed").api()
        client = uploader(server, api.headers["Authorization"].removeprefix("Bearer "), path)
        client.set_url(client.create_url())
        token = api.headers["Authorization"].removeprefix("Bearer ")
        killing = threading.Thread(target=lambda: [kill_at(server, token, client.url, stop) for stop in (80 * MIB, 160 * MIB)])
        killing.start()
        client.upload()
        killing.join()
        hold_to_promises(server, api, client.url, checksum)
    with capsys.disabled():
        print(f"\n{combination.name}: {SIZE} bytes through 2 kills, checksum equal")


def test_an_upload_is_finished_on_another_node(combination, film, capsys):
    path, checksum = film
    if combination.name.startswith("sqlite") or combination.name.endswith("local"):
        pytest.skip("one machine's files are no other's: nodes share PostgreSQL and an object store")
    first, second = nodes(combination, 2)
    with first, second:
        api = first.create_organization("nodes").api()
        token = api.headers["Authorization"].removeprefix("Bearer ")
        client = uploader(first, token, path)
        client.upload(2 * PIECE)
        first.kill9()
        api.server = second
        there = uploader(second, token, path)
        there.set_url(client.url.replace(first.url, second.url))
        there.offset = there.get_offset()
        assert there.offset == 2 * PIECE
        there.upload()
        hold_to_promises(second, api, there.url, checksum)
        first.start()
        assert tus.offset(Session(first, token), there.url.replace(second.url, first.url)) == SIZE
    with capsys.disabled():
        print(f"\n{combination.name}: {SIZE} bytes by two nodes, checksum equal")
