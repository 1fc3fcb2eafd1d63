"""`/files`: public bytes for everybody, in ways that harm nobody."""

import hashlib
import re

import pictures
import pytest
import raw_http
from vitrine_client import Session, expect

CONTENT = bytes(range(256)) * 40 + b"\n"


@pytest.fixture(scope="module")
def api_of_files(server):
    return server.create_organization("files").api()


@pytest.fixture(scope="module")
def stored(api_of_files):
    """An asset whose bytes are all different places."""
    return api_of_files.upload(CONTENT, "bytes.bin")


@pytest.fixture
def anybody(server):
    return Session(server)


def path_of(asset):
    return asset["publicUrl"].split("/", 3)[3].join(["/", ""])


def test_anybody_reads_a_public_file_without_a_session(anybody, stored):
    answer = anybody.get(stored["publicUrl"])
    assert answer.status_code == 200 and answer.content == CONTENT
    assert answer.headers["ETag"] == f'"{hashlib.sha256(CONTENT).hexdigest()}"'
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_the_public_address_names_this_server_and_the_asset(server, stored):
    assert stored["publicUrl"] == f"{server.url}/files/organizations/{stored['organizationId']}/media/{stored['id']}.bin"


def test_a_file_is_revalidated_and_costs_nothing_when_it_is_the_same(anybody, stored):
    first = anybody.get(stored["publicUrl"])
    assert first.headers["Cache-Control"] == "public, no-cache"
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": "*"},
        {"If-None-Match": f'"x", W/{first.headers["ETag"]}'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = anybody.get(stored["publicUrl"], headers=condition)
        assert again.status_code == 304 and again.content == b"" and again.headers["ETag"] == first.headers["ETag"], condition
    assert anybody.get(stored["publicUrl"], headers={"If-None-Match": '"other"'}).status_code == 200
    assert anybody.get(stored["publicUrl"], headers={"If-Match": '"other"'}).status_code == 412


def test_an_address_with_the_checksum_never_changes(anybody, stored):
    versioned = anybody.get(f"{stored['publicUrl']}?v={stored['checksum'][:16]}")
    assert versioned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for query in (f"?v={stored['checksum'][:15]}0", "?v=", f"?v={stored['checksum'][:16]}&x=1", "?inline=1", "?download=0"):
        answer = anybody.get(stored["publicUrl"] + query)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "public, no-cache", query


@pytest.mark.parametrize(
    ("field", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=10000-", 10000, None),
        ("bytes=-5", -5, None),
        ("bytes=0-999999999", 0, None),
        ("bytes=-999999999", 0, None),
        ("bytes=10240-10240", 10240, None),
    ],
)
def test_a_range_is_answered_with_exactly_these_bytes(anybody, stored, field, start, end):
    answer = anybody.get(stored["publicUrl"], headers={"Range": field})
    wanted = CONTENT[start:end]
    first = len(CONTENT) + start if start < 0 else start
    assert answer.status_code == 206 and answer.content == wanted
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(CONTENT)}"
    assert answer.headers["Content-Length"] == str(len(wanted))


@pytest.mark.parametrize("field", ["bytes=10241-", "bytes=99999-100000", "bytes=-0", "bytes=18446744073709551616-"])
def test_a_range_beyond_the_end_is_416_and_says_how_long_the_file_is(anybody, stored, field):
    answer = anybody.get(stored["publicUrl"], headers={"Range": field})
    assert answer.status_code == 416 and answer.headers["Content-Range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("field", ["bytes=0-1,5-6", "bytes=5-1", "bytes=", "bytes=a-b", "items=0-1", "bytes=--1", "0-1"])
def test_what_is_no_single_range_is_answered_with_everything(anybody, stored, field):
    answer = anybody.get(stored["publicUrl"], headers={"Range": field})
    assert answer.status_code == 200 and answer.content == CONTENT


def test_if_range_continues_only_the_same_bytes(anybody, stored):
    tag = anybody.get(stored["publicUrl"]).headers["ETag"]
    for condition, status in ((tag, 206), ('"other"', 200), (f"W/{tag}", 200), ("Thu, 01 Jan 2015 00:00:00 GMT", 200)):
        answer = anybody.get(stored["publicUrl"], headers={"Range": "bytes=0-9", "If-Range": condition})
        assert answer.status_code == status, condition


def test_head_says_what_get_would_and_sends_nothing(anybody, stored):
    get, head = anybody.get(stored["publicUrl"]), anybody.head(stored["publicUrl"])
    assert head.status_code == 200 and head.content == b""
    assert {**get.headers, "Date": "", "X-Request-Id": ""} == {**head.headers, "Date": "", "X-Request-Id": ""}
    assert anybody.head(stored["publicUrl"] + "x").status_code == 404


def test_other_methods_are_405_and_a_preflight_is_answered(anybody, stored):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = anybody.request(method, stored["publicUrl"])
        assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    preflight = anybody.options(
        stored["publicUrl"], headers={"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code == 204 and preflight.headers["Access-Control-Allow-Origin"] == "*"


# What a file may do in the browser (SAFETY)


@pytest.mark.parametrize(
    ("name", "content", "inline", "sandboxed"),
    [
        ("a.svg", pictures.svg(inside="<script>alert(1)</script>"), False, True),
        ("a.html", pictures.HTML, False, True),
        ("a.jpg", pictures.HTML, False, True),
        ("a.xml", b'<?xml version="1.0"?><a xmlns="http://www.w3.org/1999/xhtml"/>', False, True),
        ("a.js", b"alert(1)\n", None, True),
        ("a.jpg", pictures.picture("jpeg"), True, True),
        ("a.pdf", pictures.PDF, True, False),
    ],
    ids=["svg", "html", "html named jpg", "xml", "javascript", "jpeg", "pdf"],
)
def test_nothing_in_a_file_can_run_here(api_of_files, anybody, name, content, inline, sandboxed):
    asset = api_of_files.upload(content, name)
    for query in ("", "?disposition=inline", "?response-content-type=text/html", "?inline"):
        headers = anybody.get(asset["publicUrl"] + query).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = [part.strip() for part in headers["Content-Security-Policy"].split(";")]
        assert "default-src 'none'" in policy and ("sandbox" in policy) == sandboxed
        kind = headers["Content-Disposition"].split(";")[0]
        if inline is None:
            # Whatever it was taken for, it must not be something a page could run.
            assert kind == "attachment" or headers["Content-Type"].startswith("text/plain")
        else:
            assert kind == ("inline" if inline else "attachment")
        assert "script" not in headers["Content-Type"]


def test_a_name_cannot_write_headers(api_of_files, anybody):
    body, headers = raw_http.form(raw_http.part("file", pictures.svg(), 'a\\"; filename*=x\tb;c.svg'))
    asset = expect(201, api_of_files.post("/organization/assets", data=body, headers=headers))
    value = anybody.get(asset["publicUrl"]).headers["Content-Disposition"]
    assert re.fullmatch(
        r"""attachment; filename="[^"\\\x00-\x1f]*"; filename\*=UTF-8''[\w%.~!$&+^`|-]+""", value, re.ASCII
    ), value


# What may not be reached

TRAVERSALS = [
    "/files/../vitrine.sqlite",
    "/files/../../../etc/passwd",
    "/files/%2e%2e/vitrine.sqlite",
    "/files/%2e%2e%2fvitrine.sqlite",
    "/files/..%2f..%2f..%2fetc%2fpasswd",
    "/files//etc/passwd",
    "/files/%2fetc%2fpasswd",
    "/files/./x",
    "/files/%00",
    "/files/",
    "/files/organizations/{organization}/media/../media/{id}.bin",
    "/files/organizations/{organization}/media/%2e%2e/media/{id}.bin",
    "/files/organizations/{organization}//media/{id}.bin",
    "/files/organizations/{organization}/media/{id}.bin/",
    "/files/{id}.bin",
    "/files/organizations/{organization}/media/{id}.bin%00",
    "/files/organizations/{organization}/media/{id}.bin%00.png",
    "/files/organizations/{organization}/media/",
    "/files/organizations/{organization}",
    "/files\\..\\vitrine.sqlite",
    "/files/organizations%2f{organization}%2fmedia%2f{id}.bin",
    "/files/%c0%ae%c0%ae/vitrine.sqlite",
    "/files/%",
    "/files/%zz",
    "/files/.staging",
    "/files/staging/x",
    "/files/" + "a/" * 2000,
    "/files/" + "a" * 4000,
    "/static/../../vitrine.sqlite",
    "/static/%2e%2e%2fvitrine.sqlite",
]


@pytest.mark.parametrize("path", TRAVERSALS, ids=lambda path: path[:60])
def test_no_address_leads_out_of_what_is_published(server, stored, path):
    path = path.format(organization=stored["organizationId"], id=stored["id"])
    answer = raw_http.get(server.url, path)
    assert answer.status in (400, 404), answer.status
    assert b"root:" not in answer.body and b"SQLite" not in answer.body and answer.body != CONTENT


def test_a_private_file_is_404_and_public_again_when_it_is_made_so(api, anybody):
    asset = api.settled(api.upload(pictures.picture("png"), "secret.png"))
    addresses = [asset["publicUrl"], asset["thumbnailUrl"], asset["cardUrl"]]
    assert [anybody.get(address).status_code for address in addresses] == [200, 200, 200]
    etag = anybody.get(asset["publicUrl"]).headers["ETag"]
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"visibility": "private"}))
    for address in addresses:
        hidden, missing = anybody.get(address), anybody.get(address.replace(asset["id"], asset["organizationId"]))
        assert hidden.status_code == 404 and hidden.json() == missing.json()
        assert anybody.get(address, headers={"If-None-Match": etag}).status_code == 404
        assert anybody.get(f"{address}?v={asset['checksum'][:16]}").status_code == 404
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"visibility": "public"}))
    assert [anybody.get(address).status_code for address in addresses] == [200, 200, 200]
