"""Requests sent again with the same Idempotency-Key: made once, answered alike."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from vitrine_client import Session, expect, expect_problem, wait_until

ASSETS = "/organization/assets"
FOLDERS = "/organization/folders"


def key():
    return {"Idempotency-Key": uuid.uuid4().hex}


def upload(api, headers, content=b"bytes", name="a.txt", path=ASSETS, **fields):
    return api.post(path, files={"file": (name, content)}, data=fields, headers=headers)


def same(first, again):
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert (again.status_code, again.text) == (first.status_code, first.text)
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers.get(name) == first.headers.get(name)


def test_a_repeated_upload_is_one_asset_whatever_boundary_its_form_has(api):
    headers = key()
    first = upload(api, headers, title="One")
    expect(201, first)
    again = upload(api, headers, title="One")
    assert first.request.headers["Content-Type"] != again.request.headers["Content-Type"]
    same(first, again)
    assert api.assets()["total"] == 1


@pytest.mark.parametrize(
    "other",
    [
        {"content": b"bytez"}, {"content": b"bytes "}, {"name": "b.txt"}, {"title": "Two"}, {"title": ""}, {},
        {"title": "One", "label": "More"}, {"title": "One", "path": ASSETS + "?onDuplicate=copy"},
    ],
    ids=str,
)
def test_another_form_under_the_same_key_is_refused(api, other):
    headers = key()
    expect(201, upload(api, headers, title="One"))
    expect_problem(409, "idempotency_key_reused", upload(api, headers, **other))
    assert api.assets()["total"] == 1


def test_a_large_form_is_compared_to_its_last_byte(api):
    headers, content = key(), bytes(range(256)) * 8192
    first = upload(api, headers, content, "large.bin")
    expect(201, first)
    expect_problem(409, "idempotency_key_reused", upload(api, headers, content[:-1] + b"\0", "large.bin"))
    same(first, upload(api, headers, content, "large.bin"))
    assert api.storage()["internalBytes"] == len(content)


def test_sixteen_at_once_make_one_asset_and_each_gets_its_answer(organization):
    token, headers = organization.api().headers["Authorization"].split()[1], key()

    def insist(_):
        session, waited = Session(organization.server, token), 0
        while (answer := upload(session, headers)).status_code == 409:
            expect_problem(409, "idempotency_in_progress", answer)
            assert int(answer.headers["Retry-After"]) >= 1
            waited += 1
            assert waited < 2000
        return expect(201, answer)["id"]

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(insist, range(16)))) == 1
    assert organization.api().assets()["total"] == 1


def test_a_key_is_its_senders_own(organization, other_organization):
    headers = key()
    made = [expect(201, upload(api, headers))["id"] for api in (organization.api(), organization.api(), other_organization.api())]
    assert len(set(made)) == 3


def test_a_failure_is_not_remembered(api):
    headers = key()
    expect(422, api.post(FOLDERS, json={"name": ""}, headers=headers))
    first = api.post(FOLDERS, json={"name": "Press"}, headers=headers)
    expect(201, first)
    same(first, api.post(FOLDERS, json={"name": "Press"}, headers=headers))
    expect_problem(409, "idempotency_key_reused", api.post(FOLDERS, json={"name": "Press "}, headers=headers))
    expect_problem(409, "idempotency_key_reused", upload(api, headers))
    expect(415, api.post(ASSETS, data=b"{}", headers={**key(), "Content-Type": "text/plain"}))


@pytest.mark.parametrize("malformed", ["", "a b", "a\tb", "ä", "k" * 256], ids=repr)
def test_a_key_is_1_to_255_visible_characters(api, malformed):
    answer = api.post(FOLDERS, json={"name": "Press"}, headers={"Idempotency-Key": malformed.encode("latin-1")})
    expect_problem(400, "invalid_idempotency_key", answer)
    assert expect(200, api.get(FOLDERS))["items"] == []


def test_a_secret_is_shown_again_to_whoever_has_the_key_and_stands_nowhere(server, organization):
    api = organization.api("owner")
    for path, body in (
        ("/organization/tokens", {"name": "Repeated", "scopes": ["read"]}),
        ("/organization/invitations", {"email": "editor@example.com", "role": "member"}),
    ):
        headers = key()
        before = len(expect(200, api.get(path))["items"])
        first = api.post(path, json=body, headers=headers)
        expect(201, first)
        same(first, api.post(path, json=body, headers=headers))
        assert len(expect(200, api.get(path))["items"]) == before + 1
        secret = first.json().get("token") or first.json()["url"].rsplit("/", 1)[1]
        assert not server.database.holds(secret) and not server.database.holds(headers["Idempotency-Key"])


def test_an_organization_is_made_once(server, numbers):
    root = server.create_user(f"root-{next(numbers)}@example.com", superadmin=True).sign_in()
    root.headers["X-CSRF-Token"] = expect(200, root.get("/session"))["csrfToken"]
    slug, headers = f"repeated-{next(numbers)}", {**key(), "Origin": server.url}
    first = root.post("/organizations", json={"slug": slug, "name": "Repeated"}, headers=headers)
    expect(201, first)
    same(first, root.post("/organizations", json={"slug": slug, "name": "Repeated"}, headers=headers))
    other = root.post("/organizations", json={"slug": slug + "-2", "name": "Repeated"}, headers=headers)
    expect_problem(409, "idempotency_key_reused", other)
    del root.headers["X-CSRF-Token"]
    expect_problem(403, "cross_site_request", root.post("/organizations", json={}, headers=headers))


def test_an_answer_outlives_the_server(own_server):
    api = own_server.create_organization("outliving").api()
    headers = key()
    first = upload(api, headers)
    expect(201, first)
    own_server.kill9()
    own_server.start()
    again = upload(api, headers)
    assert again.headers["Idempotency-Replayed"] == "true" and again.json()["id"] == first.json()["id"]
    assert api.assets()["total"] == 1


def test_a_thing_whose_answer_was_lost_is_answered_anew(server, api):
    """As when the server is killed between the commit and its answer: what was made is known, what was said is not."""
    made = [
        lambda headers: upload(api, headers, title="One"),
        lambda headers: api.post(FOLDERS, json={"name": "Press"}, headers=headers),
    ]
    for make in made:
        headers = key()
        first = make(headers)
        expect(201, first)
        server.database.execute("UPDATE idempotency_key SET response = NULL WHERE subject_id IS NOT NULL")
        again = make(headers)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert (again.status_code, again.json()) == (201, first.json())
        assert [again.headers[name] for name in ("Location", "ETag")] == [first.headers[name] for name in ("Location", "ETag")]
    assert api.assets()["total"] == 1 and len(expect(200, api.get(FOLDERS))["items"]) == 1


def test_a_key_lives_for_24_hours(own_server):
    api = own_server.create_organization("a-day-later").api()
    headers = key()
    expect(201, upload(api, headers))
    for seconds, count in ((86_000, 1), (1000, 2)):
        own_server.database.execute(f"UPDATE idempotency_key SET expires_at = expires_at - {seconds * 1_000_000}")
        expect(201, upload(api, headers))
        assert api.assets()["total"] == count


def test_an_upload_that_was_cut_off_frees_its_key(api):
    headers = key()

    def broken():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nby'
        raise ConnectionError("the client goes away")

    with pytest.raises(Exception, match="goes away"):
        api.post(ASSETS, data=broken(), headers={**headers, "Content-Type": "multipart/form-data; boundary=x"})
    wait_until(lambda: upload(api, headers).status_code == 201, what="the key's release")
    assert api.assets()["total"] == 1


def test_every_post_that_creates_is_repeatable(server):
    """What creates is read from the description of the API: an answer 201; editors take nothing but 200 for success."""
    routes = [json.loads(line) for line in server.cli("route", "list", "--json").stdout.splitlines()]
    repeatable = {route["path"] for route in routes if route["isRepeatable"]}
    paths = expect(200, Session(server).get("/openapi.json"))["paths"]
    creating = {path for path, methods in paths.items() if "201" in methods.get("post", {}).get("responses", {})}
    assert creating | {"/images/upload"} == repeatable and len(creating) >= 5
