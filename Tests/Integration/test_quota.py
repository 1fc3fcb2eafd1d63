"""Limits are kept to the byte, whatever a client says about its size and however many come at once (M14)."""

import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import raw_http
from vitrine_client import expect, expect_problem, wait_until

ASSETS = "/organization/assets"
KILOBYTE = 1024


def text(size):
    return (b"0123456789abcde\n" * (size // 16 + 1))[:size]


def declared(content, *after):
    body, headers = raw_http.form(raw_http.part("file", content, "a.txt"), *after)
    return {"data": body, "headers": headers}


def streamed(content, *after):
    body, headers = raw_http.form(raw_http.part("file", content, "a.txt"), *after)
    return {"data": raw_http.chunks(body), "headers": headers}


WAYS = pytest.mark.parametrize("way", [declared, streamed])


@pytest.fixture
def limited(server, organization):
    """Sets limits of the test's organization; afterwards nothing may be left reserved, and everything has to add up."""
    yield lambda **limits: server.cli(
        "organization", "set", organization.slug, *(f"{key}={value}" for key, value in limits.items())
    )
    assert organization.api().storage()["reservedBytes"] == 0
    server.cli("verify", "--organization", organization.slug, "--checksums")


@WAYS
def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(limited, api, way):
    limited(maxFileBytes=300_000)
    expect(201, api.post(ASSETS, **way(text(300_000))))
    problem = expect_problem(413, "file_too_large", api.post(ASSETS, **way(text(300_001))))
    assert "293 KB" in problem["detail"] and problem["errors"][0]["field"] == "file"
    expect_problem(413, "file_too_large", api.post(ASSETS, **way(text(5_000_000))))
    assert api.assets()["total"] == 1 and api.storage()["totalBytes"] == 300_000


@WAYS
def test_storage_is_filled_to_the_last_byte_and_no_further(limited, api, way):
    limited(maxStorageBytes=500_000)
    expect(201, api.post(ASSETS, **way(text(200_000))))
    problem = expect_problem(413, "quota_exceeded", api.post(ASSETS, **way(text(300_001))))
    assert "storage" in problem["detail"]
    last = expect(201, api.post(ASSETS, **way(text(300_000))))
    assert api.storage()["totalBytes"] == 500_000
    expect_problem(413, "quota_exceeded", api.post(ASSETS, **way(b"x")))
    expect(204, api.delete(f"{ASSETS}/{last['id']}"))
    expect_problem(413, "quota_exceeded", api.post(ASSETS, **way(b"x")))  # what is in Trash counts
    expect(204, api.post(f"{ASSETS}/{last['id']}/purge"))
    expect(201, api.post(ASSETS, **way(text(300_000))))


@WAYS
def test_fields_after_the_file_cost_no_storage(limited, api, way):
    limited(maxStorageBytes=100_000, maxFileBytes=100_000)
    fields = [raw_http.part("title", "A title"), raw_http.part("description", "d" * 9_000)]
    expect(201, api.post(ASSETS, **way(text(100_000), *fields)))
    assert api.storage()["totalBytes"] == 100_000


def test_a_form_upload_is_held_to_the_same_limits(limited, organization, api):
    limited(maxStorageBytes=100_000)
    session = organization.user().sign_in()
    csrf = expect(200, session.get("/session"))["csrfToken"]
    files = [("file", (f"{number}.txt", text(40_000))) for number in range(3)]
    answer = session.post(f"/org/{organization.slug}/media/upload", data={"csrf": csrf}, files=files)
    assert answer.status_code == 422 and "no room" in answer.text
    assert (api.assets()["total"], api.storage()["totalBytes"]) == (2, 80_000)


def test_an_upload_that_breaks_off_gives_its_reservation_back(limited, api, server):
    limited(maxStorageBytes=1_000_000)
    body, headers = raw_http.form(raw_http.part("file", text(900_000), "a.txt"))
    request = (
        f"POST {ASSETS} HTTP/1.1\r\nHost: x\r\nAuthorization: {api.headers['Authorization']}\r\n"
        f"Content-Type: {headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for sent in (len(body) // 2, len(body) - 20):
        with raw_http.connect(server.url) as connection:
            connection.sendall(request + body[:sent])
            wait_until(lambda: api.storage()["reservedBytes"] > 0, what="a reservation")
        wait_until(lambda: api.storage()["reservedBytes"] == 0, what="its end")
    assert api.assets()["total"] == 0
    expect(201, api.post(ASSETS, **declared(text(900_000))))


def test_a_client_that_does_not_wait_for_the_answer_leaves_no_reservation(limited, api, server):
    body, headers = raw_http.form(raw_http.part("file", text(100_000), "a.txt"))
    request = (
        f"POST {ASSETS} HTTP/1.1\r\nHost: x\r\nAuthorization: {api.headers['Authorization']}\r\n"
        f"Content-Type: {headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for number in range(40):
        with raw_http.connect(server.url) as connection:
            connection.sendall(request + body)
            if number % 2:
                # A reset, not an orderly end.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            time.sleep(number % 10 / 1000)
    wait_until(lambda: api.storage()["reservedBytes"] == 0, what="the end of every reservation")
    assert api.storage()["totalBytes"] == 100_000 * api.assets()["total"]


@WAYS
def test_of_many_uploads_at_the_edge_exactly_those_that_fit_succeed(limited, organization, api, way):
    size, fitting, at_once = 100_000, 5, 16
    for round in range(1, 4):
        limited(maxStorageBytes=round * fitting * size + size - 1)
        clients = [organization.api() for _ in range(2)]

        def attempt(number):
            session = type(api)(api.server)
            session.headers.update(clients[number % 2].headers)
            return session.post(ASSETS, **way(text(size))).status_code

        with ThreadPoolExecutor(at_once) as pool:
            outcomes = sorted(pool.map(attempt, range(at_once)))
        # A stream of unknown length reserves ahead and may be refused for room another one gives back: never too many.
        if way is declared:
            assert outcomes == [201] * fitting + [413] * (at_once - fitting)
        else:
            assert set(outcomes) == {201, 413} and outcomes.count(201) <= fitting
            while (answer := api.post(ASSETS, **way(text(size)))).status_code == 201:
                pass
            expect_problem(413, "quota_exceeded", answer)
        assert api.storage()["totalBytes"] == round * fitting * size


def test_plans_have_their_limits_and_an_override_goes_before_the_plan(server, organization, api):
    for plan, file_limit, storage in (("free", 25, 1), ("pro", 100, 10), ("business", 250, 50)):
        server.cli("organization", "set", organization.slug, f"plan={plan}")
        summary = api.storage()
        assert (summary["maxFileBytes"], summary["limitBytes"]) == (file_limit * KILOBYTE**2, storage * KILOBYTE**3)
    server.cli("organization", "set", organization.slug, "maxFileBytes=7", "maxStorageBytes=9")
    assert (api.storage()["maxFileBytes"], api.storage()["limitBytes"]) == (7, 9)
    server.cli("organization", "set", organization.slug, "maxFileBytes=", "maxStorageBytes=")
    assert (api.storage()["maxFileBytes"], api.storage()["limitBytes"]) == (250 * KILOBYTE**2, 50 * KILOBYTE**3)
