"""Uploads whose bytes go to a signed address, the object store's or this server's, and are registered then (M19)."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import backends
import pytest
import requests
from vitrine_client import expect, expect_problem
from vitrine_server import Server

UPLOADS = "/organization/assets/uploads"
CONTENT = b"".join(b"%09d\n" % number for number in range(1024))
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()
IS_LOCAL = backends.CHOICE.endswith("-local")


def announce(api, content=CONTENT, status=201, headers=None, **fields):
    body = {"fileName": "film.txt", "byteSize": len(content), "mimeType": "text/plain", **fields}
    return expect(status, api.post(UPLOADS, json=body, headers=headers))


def write(address, content=CONTENT, **headers):
    """As any HTTP client does it, with nothing but what it was told."""
    fields = {**address["headers"], **headers}
    fields.pop("Content-Length", None)
    with requests.Session() as session:
        session.trust_env = False
        return session.request(address["method"], address["url"], data=content, headers=fields, timeout=60)


def register(api, address, **fields):
    return api.post("/organization/assets", json={"uploadId": address["uploadId"], **fields})


def staged(server, organization):
    return [key for key in server.stored_keys() if key.startswith(f"organizations/{organization.id}/uploads/")]


def test_bytes_go_to_a_signed_address_and_become_an_asset(api, server, organization):
    address = announce(api, checksum=CHECKSUM)
    assert address["method"] == "PUT" and address["expiresAt"].endswith("Z")
    assert address["url"].startswith(server.url) == IS_LOCAL
    assert api.storage()["reservedBytes"] == len(CONTENT)
    assert write(address).status_code in (200, 204)
    made = register(api, address, title="A film", tags=["sea"])
    asset = expect(201, made)
    assert made.headers["Location"] == f"/organization/assets/{asset['id']}"
    assert (asset["checksum"], asset["byteSize"], asset["mimeType"]) == (CHECKSUM, len(CONTENT), "text/plain")
    assert (asset["title"], asset["tags"], asset["originalName"]) == ("A film", ["sea"], "film.txt")
    storage = api.storage()
    assert (storage["totalBytes"], storage["reservedBytes"]) == (len(CONTENT), 0)
    assert staged(server, organization) == []
    again = expect(200, register(api, address))
    assert again["id"] == asset["id"]
    shown = expect(200, api.get(f"{UPLOADS}/{address['uploadId']}"))
    assert shown["assetId"] == asset["id"] and shown["method"] == "presigned"
    assert expect(200, api.get(UPLOADS))["items"] == []


def test_registering_before_the_bytes_are_there_is_told(api):
    address = announce(api)
    problem = expect_problem(409, "upload_incomplete", register(api, address))
    assert problem["errors"][0]["field"] == "uploadId"
    write(address)
    expect(201, register(api, address))


def test_other_bytes_than_announced_are_refused_and_may_be_written_again(api, server, organization):
    address = announce(api, checksum=CHECKSUM)
    assert write(address, CONTENT[:-1] + b"x").status_code in (200, 204)
    expect_problem(422, "content_differs", register(api, address))
    assert staged(server, organization) == []
    assert api.storage()["reservedBytes"] == len(CONTENT)
    assert write(address).status_code in (200, 204)
    assert expect(201, register(api, address))["checksum"] == CHECKSUM


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b""], ids=["shorter", "longer", "empty"])
def test_a_file_of_another_size_is_not_taken(api, content):
    address = announce(api)
    assert write(address, content).status_code in (400, 403, 411, 422)
    expect_problem(409, "upload_incomplete", register(api, address))
    assert write(address).status_code in (200, 204)
    expect(201, register(api, address))


def test_a_file_of_another_size_that_lies_there_is_told(api, server, organization):
    address = announce(api)
    server.put_blob(f"organizations/{organization.id}/uploads/{address['uploadId']}/file", CONTENT + b"x")
    problem = expect_problem(422, "size_differs", register(api, address))
    assert str(len(CONTENT) + 1) in problem["detail"]
    assert staged(server, organization) == []


@pytest.mark.local_only
def test_an_address_of_this_server_is_good_for_nothing_else(api, server):
    address, other = announce(api), announce(api)
    query = address["url"].split("?")[1]
    forged = [
        address["url"].replace(address["uploadId"], other["uploadId"]),
        address["url"].replace("expires=", "expires=9"),
        address["url"][:-4] + "AAAA",
        address["url"].split("?")[0],
        address["url"] + "&a=b",
        address["url"].replace(query, "&".join(reversed(query.split("&")))),
    ]
    for url in forged:
        expect_problem(404, "upload_not_found", write({**address, "url": url}))
    for method in ("GET", "POST", "DELETE", "PATCH"):
        assert write({**address, "method": method}).status_code == 405
    assert write(address).status_code == 204
    assert write(address).status_code == 204, "the same bytes may be sent again, as long as no asset was made of them"
    expect(201, register(api, address))
    expect_problem(404, "upload_not_found", write(address))


@pytest.mark.local_only
def test_a_page_of_a_listed_site_writes_to_an_address_of_this_server(organization, numbers):
    site = f"https://writing-{next(numbers)}.example"
    expect(200, organization.api("owner").patch("/organization", json={"allowedOrigins": [site]}))
    address = announce(organization.api())
    asked = requests.options(address["url"], headers={"Origin": site, "Access-Control-Request-Method": "PUT"}, timeout=60)
    assert asked.status_code == 204 and asked.headers["Access-Control-Allow-Origin"] == site
    assert "PUT" in asked.headers["Access-Control-Allow-Methods"]
    other = requests.options(address["url"], headers={"Origin": "https://o.example", "Access-Control-Request-Method": "PUT"}, timeout=60)
    assert other.status_code == 403
    assert write(address, Origin=site).headers["Access-Control-Allow-Origin"] == site
    assert "Access-Control-Allow-Origin" not in write(address, Origin="https://o.example").headers


def test_an_upload_is_its_creators_alone(organization, other_organization):
    mine = organization.api("manager")
    address = announce(mine)
    write(address)
    for api in (organization.api("owner"), other_organization.api()):
        expect_problem(404, "upload_not_found", register(api, address))
        missing = {"uploadId": "00000000-0000-7000-8000-000000000000"}
        assert register(api, address).json() == register(api, missing).json()
    expect_problem(404, "upload_not_found", other_organization.api().get(f"{UPLOADS}/{address['uploadId']}"))
    expect_problem(404, "upload_not_found", other_organization.api().delete(f"{UPLOADS}/{address['uploadId']}"))
    expect(201, register(mine, address))


def test_what_is_announced_is_checked_first(api):
    limit = api.storage()["maxFileBytes"]
    assert announce(api, byteSize=limit + 1, status=413)["code"] == "file_too_large"
    assert announce(api, byteSize=0, status=422)["code"] == "empty_file"
    problem = announce(api, status=422, fileName=None, byteSize="1", mimeType="text", checksum="abc", more=1)
    assert {error["field"] for error in problem["errors"]} == {"fileName", "byteSize", "mimeType", "checksum", "more"}
    problem = announce(api, status=422, mimeType="text/plain\r\nX-Header: 1", byteSize=-1)
    assert {error["field"] for error in problem["errors"]} == {"byteSize", "mimeType"}
    assert api.storage()["reservedBytes"] == 0


def test_announcing_once_more_with_the_same_key_is_the_same_upload(api):
    headers = {"Idempotency-Key": "announce-once"}
    first, second = announce(api, headers=headers), announce(api, headers=headers)
    assert first["uploadId"] == second["uploadId"]
    assert api.storage()["reservedBytes"] == len(CONTENT)
    assert write(second).status_code in (200, 204)
    expect(201, register(api, first))


def test_registering_at_once_makes_one_asset(api):
    address = announce(api)
    write(address)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: register(api, address), range(6)))
    assert {answer.json()["id"] for answer in answers} == {answers[0].json()["id"]}
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert api.assets(checksum=CHECKSUM)["total"] == 1


def test_an_upload_of_exactly_what_is_free_succeeds(organization, server):
    server.cli("organization", "set", organization.slug, f"maxStorageBytes={len(CONTENT)}")
    api = organization.api()
    address = announce(api)
    assert announce(api, b"a", status=413)["code"] == "quota_exceeded"
    write(address)
    expect(201, register(api, address))
    assert api.storage()["totalBytes"] == len(CONTENT) and api.storage()["reservedBytes"] == 0


def test_a_type_the_rules_refuse_ends_the_upload(organization, server):
    server.cli("organization", "set", organization.slug, "acceptedTypes=image")
    api = organization.api()
    address = announce(api, mimeType="image/png")
    write(address)
    expect_problem(415, "type_refused", register(api, address))
    expect_problem(404, "upload_not_found", register(api, address))
    assert staged(server, organization) == [] and api.storage()["reservedBytes"] == 0


def test_an_upload_nobody_registered_ends_with_its_bytes_and_its_quota():
    with Server() as server:
        organization = server.create_organization("forgetful")
        api = organization.api()
        address = announce(api)
        write(address)
        server.cli("sweep", "--grace", "0s")
        assert len(staged(server, organization)) == 1, "what may still be registered stays"
        assert "no difference" in server.cli("verify").stdout
        server.database.execute("UPDATE upload SET expires_at = 1")
        server.cli("sweep", "--grace", "0s")
        assert staged(server, organization) == [] and api.storage()["reservedBytes"] == 0
        expect_problem(404, "upload_not_found", register(api, address))
        assert "no difference" in server.cli("verify").stdout


def test_an_upload_can_be_cancelled(api, server, organization):
    address = announce(api)
    write(address)
    expect(204, api.delete(f"{UPLOADS}/{address['uploadId']}"))
    assert staged(server, organization) == [] and api.storage()["reservedBytes"] == 0
    expect_problem(404, "upload_not_found", register(api, address))
