"""Starting, stopping and starting again."""

import json
import signal
import threading
import time

import pictures
import pytest
import raw_http
import requests
from vitrine_client import Session, expect
from vitrine_server import Server


def test_a_stop_while_connections_are_idle_takes_no_time():
    for pause in [0, 0, 0, 0, 0.0005, 0.001, 0.002, 0.01] * 2:
        server = Server().start()
        session = Session(server)
        for _ in range(3):
            expect(401, session.post("/organization/assets", data=b"x" * 100))
        time.sleep(pause)
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 5


def test_an_upload_in_flight_is_finished_before_the_end(own_server):
    api = own_server.create_organization("drained").api()
    content = pictures.picture("png") + bytes(3_000_000)
    body, headers = raw_http.form(raw_http.part("file", content, "a.png"))
    request = (
        f"POST /organization/assets HTTP/1.1\r\nHost: x\r\nAuthorization: {api.headers['Authorization']}\r\n"
        f"Content-Type: {headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with raw_http.connect(own_server.url) as connection:
        connection.sendall(request + body[: len(body) // 2])
        time.sleep(0.3)
        stopping = threading.Thread(target=own_server.stop)
        stopping.start()
        wait_for_refused(own_server.url)
        assert stopping.is_alive(), "it waits for the upload"
        connection.sendall(body[len(body) // 2 :])
        answer = raw_http.Answer(connection)
    stopping.join()
    assert answer.status == 201 and answer.headers["Connection"] == "close"
    own_server.start()
    asset = api.asset(json.loads(answer.body)["id"])
    assert api.get(asset["publicUrl"]).content == content
    own_server.cli("verify", "--checksums")


def wait_for_refused(url):
    """Until the port is closed: new connections are refused while old ones are served."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            raw_http.connect(url, timeout=1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.01)
    raise AssertionError("the port stays open")


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_ends_with_zero(which):
    server = Server().start()
    server._process.send_signal(which)
    assert server._process.wait(30) == 0
    server._process = None


def test_it_starts_again_on_the_same_data(own_server):
    organization = own_server.create_organization("kept")
    api = organization.api()
    asset = api.upload(pictures.picture("png"), title="Kept")
    session = organization.user().sign_in()
    own_server.restart()
    assert api.asset(asset["id"])["title"] == "Kept"
    assert api.get(asset["publicUrl"].split("/files/")[1].join(["/files/", ""])).content == pictures.picture("png")
    assert session.get("/session").status_code == 200, "a restart signs nobody out"


def test_killed_it_starts_again_on_the_same_data(own_server):
    api = own_server.create_organization("killed").api()
    asset = api.upload(pictures.picture("png"))
    own_server.kill9()
    own_server.start()
    assert [item["id"] for item in api.assets()["items"]] == [asset["id"]]


def test_it_listens_on_ipv6_too():
    with Server(arguments=["--host", "::1"]) as server:
        assert server.url.startswith("http://[::1]:")
        assert requests.get(server.url + "/healthz", timeout=10).status_code == 200
