"""Uploads that can be resumed: what the tus protocol 1.0.0 demands of a server (M20), and what an upload is here besides."""

import base64
import hashlib
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pages
import pytest
import tus
from tus import begin, checksum, create, finish, head, metadata, offset, patch
from vitrine_client import Session, expect, expect_problem, wait_until

CONTENT = b"".join(b"%09d\n" % number for number in range(1024))
MIB = 1 << 20


def is_speaking(response):
    """Every answer names the version."""
    assert response.headers["Tus-Resumable"] == "1.0.0", response.headers
    return response


# Core protocol


def test_options_says_what_the_server_can_do(api, server):
    for path in ("/tus", "/tus/any"):
        answer = is_speaking(Session(server).options(path))
        assert answer.status_code == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert set(answer.headers["Tus-Extension"].split(",")) == {
            "creation", "creation-with-upload", "checksum", "termination", "expiration"
        }
        assert "sha1" in answer.headers["Tus-Checksum-Algorithm"].split(",")
        assert "Tus-Max-Size" not in answer.headers
    # How large a file may be depends on whose it is; what the client says it speaks does not matter here.
    mine = api.options("/tus", headers={"Tus-Resumable": "9.9.9"})
    assert mine.status_code == 204 and int(mine.headers["Tus-Max-Size"]) == api.storage()["maxFileBytes"]


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.1", "2.0.0"])
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_not_processed(api, method, version):
    address = begin(api, len(CONTENT))
    headers = {"Upload-Length": "10", "Upload-Offset": "0", "Content-Type": tus.BYTES}
    if version:
        headers["Tus-Resumable"] = version
    answer = api.request(method, "/tus" if method == "POST" else address, headers=headers, data=b"" if method == "HEAD" else b"0123456789")
    assert answer.status_code == 412 and answer.headers["Tus-Version"] == "1.0.0"
    is_speaking(answer)
    assert offset(api, address) == 0
    assert len(uploads(api)) == 1


def test_head_tells_the_offset_the_length_and_the_metadata_and_is_kept_by_no_cache(api):
    values = {"title": "Über uns", "unknown": "α", "empty": None}
    address = begin(api, len(CONTENT), **values)
    for sent in (0, 1000, 1001):
        if sent:
            before = offset(api, address)
            patch(api, address, before, CONTENT[before:sent])
        answer = is_speaking(head(api, address))
        assert answer.status_code == 200
        assert answer.headers["Upload-Offset"] == str(sent)
        assert answer.headers["Upload-Length"] == str(len(CONTENT))
        assert answer.headers["Upload-Metadata"] == metadata(filename="film.bin", **values)["Upload-Metadata"]
        assert "no-store" in answer.headers["Cache-Control"]
    finish(api, begin(api, 3), b"abc")


def test_patch_goes_on_where_the_upload_stands(api):
    address = begin(api, len(CONTENT), title="In pieces")
    for start in range(0, len(CONTENT), 3000):
        piece = CONTENT[start : start + 3000]
        answer = is_speaking(patch(api, address, start, piece))
        assert answer.status_code == 204
        assert answer.headers["Upload-Offset"] == str(start + len(piece))
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.headers["Upload-Expires"])
    asset = api.asset(answer.headers["Vitrine-Asset-Id"])
    assert asset["checksum"] == hashlib.sha256(CONTENT).hexdigest() and asset["title"] == "In pieces"
    assert asset["originalName"] == "film.bin"
    done = head(api, address)
    assert done.headers["Vitrine-Asset-Id"] == asset["id"] and done.headers["Upload-Offset"] == str(len(CONTENT))


@pytest.mark.parametrize("wrong", [0, 99, 101, len(CONTENT), 10**15])
def test_another_offset_is_a_conflict_and_changes_nothing(api, wrong):
    address = begin(api, len(CONTENT))
    patch(api, address, 0, CONTENT[:100])
    answer = is_speaking(patch(api, address, wrong, CONTENT[wrong : wrong + 10] or b"x"))
    expect_problem(409, "wrong_offset", answer)
    assert offset(api, address) == 100


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", "0x1", "1,1", "abc", "9" * 30])
def test_an_offset_is_a_number(api, text):
    address = begin(api, len(CONTENT))
    expect_problem(400, "malformed_header", is_speaking(patch(api, address, text, b"a")))
    assert offset(api, address) == 0


@pytest.mark.parametrize("media_type", [None, "application/octet-stream", "text/plain", "application/offset+octet-stream2"])
def test_bytes_come_under_their_media_type(api, media_type):
    address = begin(api, len(CONTENT))
    answer = is_speaking(patch(api, address, 0, CONTENT, Content_Type=media_type))
    expect_problem(415, "unsupported_media_type", answer)
    assert offset(api, address) == 0


def test_what_is_not_there_answers_404(api, other_organization):
    foreign = begin(other_organization.api(), 10)
    identifier = foreign.rsplit("/", 1)[1]
    answers = []
    for address in (f"/tus/{identifier}", "/tus/00000000-0000-7000-8000-000000000000", "/tus/nonsense"):
        for answer in (
            head(api, address), patch(api, address, 0, b"a"), api.delete(address, headers=tus.VERSION),
        ):
            assert is_speaking(answer).status_code == 404 and "Upload-Offset" not in answer.headers
            answers.append((answer.request.method, answer.text))
    assert len(set(answers)) == 3, "what is foreign is told from what is missing"


def test_more_bytes_than_announced_are_refused(api):
    address = begin(api, 10)
    expect_problem(413, "too_many_bytes", is_speaking(patch(api, address, 0, b"0123456789x")))
    expect_problem(413, "too_many_bytes", patch(api, address, 0, iter([b"01234", b"56789", b"x"])))
    assert offset(api, address) == 0
    finish(api, address, b"0123456789")


def test_bytes_may_come_in_chunks_of_unknown_number(api):
    address = begin(api, 10)
    answer = patch(api, address, 0, iter([b"01", b"2345678", b"9"]))
    assert answer.status_code == 204 and answer.headers["Vitrine-Asset-Id"]


def test_the_method_may_be_said_in_a_header(api):
    address = begin(api, 3)

    def say(method, **headers):
        return is_speaking(api.post(address, headers={**tus.VERSION, "X-HTTP-Method-Override": method, **headers}, data=b"abc"))

    assert say("HEAD").headers["Upload-Offset"] == "0"
    sent = say("PATCH", **{"Upload-Offset": "0", "Content-Type": tus.BYTES})
    assert sent.status_code == 204 and sent.headers["Vitrine-Asset-Id"]
    assert say("DELETE").status_code == 204
    assert head(api, address).status_code == 404
    expect_problem(400, "malformed_header", say("PUT"))
    expect_problem(400, "malformed_header", api.post(address, headers=tus.VERSION))


# Creation


def test_a_new_upload_has_an_address_and_an_end(api, server):
    answer = is_speaking(create(api, 100))
    assert answer.headers["Location"].startswith(f"{server.url}/tus/")
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert api.storage()["reservedBytes"] == 100


@pytest.mark.parametrize("length", [None, "", "-1", "ten", "1e3", "9" * 30])
def test_a_length_is_a_number(api, length):
    headers = tus.VERSION if length is None else {**tus.VERSION, "Upload-Length": length}
    expect_problem(400, "malformed_header", is_speaking(api.post("/tus", headers=headers)))
    # Lengths that are told later are not among the extensions.
    expect_problem(400, "malformed_header", api.post("/tus", headers={**tus.VERSION, "Upload-Defer-Length": "1"}))


def test_a_file_that_is_too_large_is_refused_before_its_bytes(api):
    limit = api.storage()["maxFileBytes"]
    expect_problem(413, "file_too_large", is_speaking(create(api, limit + 1, status=413)))
    assert api.storage()["reservedBytes"] == 0


def test_an_empty_file_is_refused_as_everywhere(api):
    expect_problem(422, "empty_file", create(api, 0, status=422))


@pytest.mark.parametrize(
    "header", ["filename not*base64", "filename YQ==,filename Yg==", "a b c", "näme YQ==", "filename " + base64.b64encode(b"\xff").decode()]
)
def test_metadata_are_names_and_base64(api, header):
    headers = {**tus.VERSION, "Upload-Length": "10", "Upload-Metadata": header.encode()}
    expect_problem(400, "malformed_header", is_speaking(api.post("/tus", headers=headers)))


def test_metadata_describe_the_asset(api):
    folder = expect(201, api.post("/organization/folders", json={"name": "Films"}))
    address = begin(
        api, len(CONTENT), title="A film", tag="Nature, Sea", folderId=folder["id"], description="Waves", altText="The sea",
        logicalPath="films/sea.bin", filetype="video/mp4", other="is ignored",
    )
    asset = finish(api, address, CONTENT)
    assert (asset["title"], asset["tags"], asset["folderId"]) == ("A film", ["nature", "sea"], folder["id"])
    assert (asset["description"], asset["altText"], asset["logicalPath"]) == ("Waves", "The sea", "films/sea.bin")
    assert asset["mimeType"] != "video/mp4", "the type is the bytes', not the client's word"


def test_metadata_may_hold_anything_and_do_no_harm(api):
    address = begin(api, 3, filename="a\0b/../c\n.txt", filetype="text/\0plain", type="\0", relativePath="\0", tag="two\nlines")
    asset = finish(api, address, b"abc")
    assert asset["originalName"] == "c.txt" and asset["tags"] == ["two lines"]


def test_wrong_metadata_are_refused_together(api):
    answer = create(api, 10, status=422, title="x" * 501, visibility="secret", logicalPath="../up")
    assert {error["field"] for error in answer.json()["errors"]} == {"title", "visibility", "logicalPath"}
    expect_problem(422, "invalid_fields", create(api, 10, status=422, onDuplicate="perhaps"))
    expect_problem(404, "folder_not_found", create(api, 10, status=404, folderId="00000000-0000-7000-8000-000000000000"))
    api.upload(b"there", logicalPath="taken.txt")
    expect_problem(409, "logical_path_taken", create(api, 10, status=409, logicalPath="taken.txt"))
    assert api.storage()["reservedBytes"] == 0


def test_the_first_bytes_may_come_with_the_creation(api):
    answer = is_speaking(create(api, len(CONTENT), headers={"Content-Type": tus.BYTES}, data=CONTENT[:4000]))
    assert answer.headers["Upload-Offset"] == "4000" and "Upload-Expires" in answer.headers
    whole = is_speaking(create(api, len(CONTENT), headers={"Content-Type": tus.BYTES}, data=CONTENT))
    assert whole.headers["Upload-Offset"] == str(len(CONTENT))
    assert api.asset(whole.headers["Vitrine-Asset-Id"])["byteSize"] == len(CONTENT)
    rest = patch(api, answer.headers["Location"], 4000, CONTENT[4000:])
    assert rest.headers["Vitrine-Asset-Id"] != whole.headers["Vitrine-Asset-Id"]


def test_a_creation_whose_bytes_are_refused_leaves_nothing(api):
    for data, headers, status in ((b"too many", {}, 413), (b"abc", checksum(b"abd"), 460)):
        create(api, 3, status=status, headers={"Content-Type": tus.BYTES, **headers}, data=data)
    assert api.storage()["reservedBytes"] == 0 and uploads(api) == []


# Checksum


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512"])
def test_bytes_with_a_checksum_are_kept_when_it_is_theirs(api, algorithm):
    address = begin(api, len(CONTENT))
    wrong = is_speaking(patch(api, address, 0, CONTENT[:5000], **checksum(CONTENT[:4999], algorithm)))
    expect_problem(460, "checksum_mismatch", wrong)
    assert offset(api, address) == 0
    assert patch(api, address, 0, CONTENT[:5000], **checksum(CONTENT[:5000], algorithm)).status_code == 204
    last = patch(api, address, 5000, CONTENT[5000:], **checksum(CONTENT[5000:], algorithm))
    assert api.asset(last.headers["Vitrine-Asset-Id"])["checksum"] == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("text", ["crc64 AAAA", "sha1", "sha1 !!", "", "SHA1 AAAA"])
def test_an_unknown_checksum_is_refused(api, text):
    address = begin(api, 3)
    expect_problem(400, "checksum_unknown", is_speaking(patch(api, address, 0, b"abc", Upload_Checksum=text)))
    assert offset(api, address) == 0


# Termination


def test_an_upload_that_is_given_up_is_gone_with_its_bytes_and_its_quota(api, server, organization):
    address = begin(api, len(CONTENT))
    patch(api, address, 0, CONTENT[:5000])
    assert parts(server, organization)
    assert is_speaking(api.delete(address, headers=tus.VERSION)).status_code == 204
    assert parts(server, organization) == [] and api.storage()["reservedBytes"] == 0
    assert head(api, address).status_code == patch(api, address, 5000, b"a").status_code == 404
    assert api.delete(address, headers=tus.VERSION).status_code == 404


def test_giving_up_a_finished_upload_keeps_its_asset(api):
    address = begin(api, 3)
    asset = finish(api, address, b"abc")
    tus.cancel(api, address)
    assert head(api, address).status_code == 404
    assert api.asset(asset["id"])["byteSize"] == 3


# Expiration


def test_an_expired_upload_is_gone_with_its_bytes_and_its_quota(own_server):
    organization = own_server.create_organization("expiring")
    api = organization.api()
    done, waiting = begin(api, 3), begin(api, len(CONTENT))
    asset = finish(api, done, b"abc")
    patch(api, waiting, 0, CONTENT[:5000])
    own_server.cli("sweep", "--grace", "0s")
    assert offset(api, waiting) == 5000, "a sweep ends what has not expired"
    own_server.database.execute("UPDATE upload SET expires_at = 1")
    for answer in (head(api, waiting), patch(api, waiting, 5000, CONTENT[5000:])):
        assert is_speaking(answer).status_code == 410 and "Upload-Offset" not in answer.headers
    assert api.storage()["reservedBytes"] == len(CONTENT)
    own_server.cli("sweep", "--grace", "0s")
    assert api.storage()["reservedBytes"] == 0 and parts(own_server, organization) == []
    assert head(api, waiting).status_code == head(api, done).status_code == 404
    assert api.asset(asset["id"])["byteSize"] == 3
    assert "no difference" in own_server.cli("verify").stdout


def test_the_end_moves_with_every_byte_and_is_an_operators_to_choose():
    from vitrine_server import Server

    with Server(environment={"VITRINE_UPLOAD_LIFETIME": "2s"}) as server:
        api = server.create_organization("brief").api()
        address = begin(api, 3)
        wait_until(lambda: head(api, address).status_code in (404, 410), what="the end of the upload")
        expect_problem(410, "upload_expired", patch(api, address, 0, b"abc"))
        server.cli("sweep")
        assert api.storage()["reservedBytes"] == 0
        for wrong in ("24", "0s", "31d", "soon"):
            refused = server.cli("verify", check=False, environment={"VITRINE_UPLOAD_LIFETIME": wrong})
            assert refused.returncode and "VITRINE_UPLOAD_LIFETIME" in refused.stderr


# Who may


def test_uploads_take_the_right_to_upload(organization, server):
    expect_problem(401, "sign_in_required", is_speaking(Session(server).post("/tus", headers={**tus.VERSION, "Upload-Length": "3"})))
    reader = organization.api(scope="read")
    expect_problem(403, "scope_missing", is_speaking(create(reader, 3, status=403)))


def test_an_upload_is_its_creators_alone(organization):
    mine, other = organization.api("manager"), organization.api("member")
    address = begin(mine, 10)
    for answer in (head(other, address), patch(other, address, 0, b"a"), other.delete(address, headers=tus.VERSION)):
        assert answer.status_code in (403, 404)
    boss = organization.api("owner")
    assert head(boss, address).status_code == patch(boss, address, 0, b"a").status_code == 404
    tus.cancel(boss, address)  # who runs the organization may free its quota
    assert head(mine, address).status_code == 404


def test_a_session_shows_that_no_other_site_sent_it(organization):
    session = organization.user("admin").sign_in(organization.slug)
    expect_problem(403, "cross_site_request", is_speaking(create(session, 3, status=403)))
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    address = begin(session, 3)
    del session.headers["X-CSRF-Token"]
    assert head(session, address).status_code == 200
    expect_problem(403, "cross_site_request", patch(session, address, 0, b"abc"))
    sneaky = session.head(address, headers={**tus.VERSION, "X-HTTP-Method-Override": "DELETE"})
    assert sneaky.status_code == 403
    assert head(session, address).headers["Upload-Offset"] == "0"


def test_a_listed_site_may_upload_with_a_token(organization, numbers, server):
    site = f"https://tus-{next(numbers)}.example"
    expect(200, organization.api("owner").patch("/organization", json={"allowedOrigins": [site]}))
    asking = {"Origin": site, "Access-Control-Request-Method": "PATCH"}
    answer = is_speaking(Session(server).options("/tus/any", headers=asking))
    assert answer.status_code == 204 and answer.headers["Access-Control-Allow-Origin"] == site
    assert {"POST", "HEAD", "PATCH", "DELETE"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("tus-resumable", "upload-offset", "upload-length", "upload-metadata", "upload-checksum"))
    assert Session(server).options("/tus", headers={**asking, "Origin": "https://other.example"}).status_code == 403
    api = organization.api()
    api.headers["Origin"] = site
    made = create(api, 3)
    exposed = made.headers["Access-Control-Expose-Headers"].lower()
    assert all(name in exposed for name in ("location", "upload-offset", "upload-expires", "vitrine-asset-id", "tus-resumable"))
    assert patch(api, made.headers["Location"], 0, b"abc").headers["Access-Control-Allow-Origin"] == site


# What becomes of it


def test_a_refused_file_answers_as_everywhere_and_is_given_up(organization, server):
    server.cli("organization", "set", organization.slug, "acceptedTypes=image")
    api = organization.api()
    address = begin(api, len(CONTENT))
    expect_problem(415, "type_refused", is_speaking(patch(api, address, 0, CONTENT)))
    assert head(api, address).status_code == 404
    assert api.storage()["reservedBytes"] == 0 and parts(server, organization) == []


def test_a_duplicate_is_answered_as_the_metadata_ask(api, server, organization):
    first = api.upload(CONTENT, name="first.bin")
    reused = finish(api, begin(api, len(CONTENT), onDuplicate="reuse"), CONTENT, piece=6000)
    assert reused["id"] == first["id"]
    address = begin(api, len(CONTENT), onDuplicate="error")
    expect_problem(409, "duplicate_asset", patch(api, address, 0, CONTENT))
    assert head(api, address).status_code == 404
    copied = finish(api, begin(api, len(CONTENT), onDuplicate="copy"), CONTENT)
    assert copied["id"] != first["id"]
    assert api.storage()["reservedBytes"] == 0 and parts(server, organization) == []
    assert api.storage()["totalBytes"] == 2 * len(CONTENT)


def test_what_only_a_word_refuses_can_be_finished_with_another_word(api):
    address = begin(api, len(CONTENT), logicalPath="a/path.bin")
    patch(api, address, 0, CONTENT[:100])
    api.upload(b"quicker", logicalPath="a/path.bin")
    for answer in (patch(api, address, 100, CONTENT[100:]), head(api, address)):
        assert is_speaking(answer).status_code == 409
    identifier = address.rsplit("/", 1)[1]
    made = expect(201, api.post("/organization/assets", json={"uploadId": identifier, "logicalPath": "a/other.bin"}))
    assert made["logicalPath"] == "a/other.bin" and made["byteSize"] == len(CONTENT)
    assert head(api, address).headers["Vitrine-Asset-Id"] == made["id"]
    again = expect(200, api.post("/organization/assets", json={"uploadId": identifier}))
    assert again["id"] == made["id"]
    assert api.storage()["reservedBytes"] == 0


def test_an_upload_that_is_not_whole_is_no_asset(api):
    identifier = begin(api, 10).rsplit("/", 1)[1]
    problem = expect_problem(409, "upload_incomplete", api.post("/organization/assets", json={"uploadId": identifier}))
    assert problem["errors"][0]["field"] == "uploadId"


def test_an_upload_of_exactly_what_is_free_succeeds(organization, server):
    server.cli("organization", "set", organization.slug, f"maxStorageBytes={len(CONTENT) + 3}")
    api = organization.api()
    api.upload(b"abc")
    expect_problem(413, "quota_exceeded", create(api, len(CONTENT) + 1, status=413))
    address = begin(api, len(CONTENT))
    expect_problem(413, "quota_exceeded", create(api, 1, status=413))
    expect_problem(413, "quota_exceeded", api.post("/organization/assets", files={"file": ("a.txt", b"a")}))
    finish(api, address, CONTENT, piece=4000)
    storage = api.storage()
    assert (storage["totalBytes"], storage["reservedBytes"]) == (len(CONTENT) + 3, 0)


def test_two_finishing_requests_make_one_asset(api, server, organization):
    for _ in range(6):
        content = CONTENT + str(time.monotonic_ns()).encode()
        address = begin(api, len(content))
        patch(api, address, 0, content[:-1])
        with ThreadPoolExecutor(8) as pool:
            sending = [pool.submit(patch, api, address, len(content) - 1, content[-1:]) for _ in range(2)]
            asking = [pool.submit(head, api, address) for _ in range(6)]
            answers = [task.result() for task in sending + asking]
        ids = {answer.headers.get("Vitrine-Asset-Id") for answer in answers if answer.status_code < 300} - {None}
        ids.add(head(api, address).headers["Vitrine-Asset-Id"])
        assert len(ids) == 1, [(answer.status_code, answer.text) for answer in answers]
        assert api.assets(checksum=hashlib.sha256(content).hexdigest())["total"] == 1
    assert api.storage()["reservedBytes"] == 0


def test_what_arrived_before_the_client_broke_off_is_kept(api):
    address = begin(api, len(CONTENT))
    for _ in range(2):
        before = offset(api, address)
        hang_up(api, address, before, CONTENT[before : before + 3000], len(CONTENT) - before)
        wait_until(lambda: offset(api, address) == before + 3000, what="the kept tail")
    rest = offset(api, address)
    last = patch(api, address, rest, CONTENT[rest:])
    assert api.asset(last.headers["Vitrine-Asset-Id"])["checksum"] == hashlib.sha256(CONTENT).hexdigest()


def test_a_later_request_takes_over_from_one_that_hangs(api):
    content = bytes(range(251)) * (20 * MIB // 251)
    address = begin(api, len(content))
    with opened(api, address, 0, content[: 9 * MIB], len(content)) as connection:
        # A long request is cut into parts, and hangs in its second.
        reached = wait_until(lambda: offset(api, address), what="the first part")
        assert reached < 9 * MIB
        assert patch(api, address, reached, content[reached : reached + 5000]).status_code == 204
        connection.sendall(content[9 * MIB :])
        assert b" 423 " in connection.recv(100)
    reached += 5000
    assert offset(api, address) == reached, "what the first one sent is dropped: it stood where the second began"
    asset = api.asset(patch(api, address, reached, content[reached:]).headers["Vitrine-Asset-Id"])
    assert asset["checksum"] == hashlib.sha256(content).hexdigest()


def test_the_client_of_the_python_world_uploads_in_pieces(api, tmp_path, server):
    path = tmp_path / "film.bin"
    path.write_bytes(CONTENT * 100)
    token = api.headers["Authorization"].removeprefix("Bearer ")
    uploader = tus.client(server, token).uploader(
        str(path), chunk_size=300_000, metadata={"filename": "film.bin", "tag": "sea"}, upload_checksum=True
    )
    uploader.upload()
    asset = api.asset(head(api, uploader.url).headers["Vitrine-Asset-Id"])
    assert asset["checksum"] == hashlib.sha256(path.read_bytes()).hexdigest() and asset["tags"] == ["sea"]


def test_a_client_goes_on_after_two_kills_of_the_server(own_server, tmp_path):
    organization = own_server.create_organization("killed")
    api = organization.api()
    content = bytes(range(251)) * (20 * MIB // 251)
    path = tmp_path / "film.bin"
    path.write_bytes(content)
    token = api.headers["Authorization"].removeprefix("Bearer ")
    uploader = tus.client(own_server, token).uploader(str(path), chunk_size=3 * MIB)
    for stop_at in (6 * MIB, 12 * MIB):
        uploader.upload(stop_at)
        assert uploader.offset == stop_at
        # Killed in the middle of a request.
        hang_up(api, uploader.url, uploader.offset, content[uploader.offset : uploader.offset + 100_000], 3 * MIB)
        port = urlsplit(own_server.url).port
        own_server.kill9()
        own_server.start(port)
        uploader.offset = uploader.get_offset()
    uploader.upload()
    asset = api.asset(head(api, uploader.url).headers["Vitrine-Asset-Id"])
    assert asset["checksum"] == hashlib.sha256(content).hexdigest()
    own_server.cli("sweep", "--grace", "0s")
    assert "no difference" in own_server.cli("verify", "--checksums").stdout
    assert api.storage()["reservedBytes"] == 0


# Who looks after them


def test_unfinished_uploads_are_listed_and_can_be_cancelled(organization, server):
    api, other = organization.api("manager"), organization.api("admin")
    address = begin(api, len(CONTENT))
    patch(api, address, 0, CONTENT[:5000])
    [mine] = uploads(api)
    assert (mine["method"], mine["fileName"], mine["byteSize"], mine["receivedBytes"]) == ("tus", "film.bin", len(CONTENT), 5000)
    assert expect(200, api.get(f"/organization/assets/uploads/{mine['id']}")) == mine
    assert uploads(other) == [mine], "who runs the organization sees them all"
    begin(other, 10)
    assert len(uploads(other)) == 2 and uploads(api) == [mine]
    page = expect(200, other.get("/organization/assets/uploads", params={"limit": 1}))
    assert page["total"] == 2 and len(page["items"]) == 1
    rest = expect(200, other.get("/organization/assets/uploads", params={"cursor": page["nextCursor"]}))
    assert rest["items"] == [mine] and rest["nextCursor"] is None
    assert mine["id"] in server.cli("upload", "list", "--organization", organization.slug).stdout
    server.cli("upload", "cancel", mine["id"], "--organization", organization.slug)
    assert uploads(api) == [] and head(api, address).status_code == 404
    expect(204, other.delete(f"/organization/assets/uploads/{uploads(other)[0]['id']}"))
    assert api.storage()["reservedBytes"] == 0
    entries = expect(200, organization.api("owner").get("/organization/audit", params={"action": "upload."}))["items"]
    assert [entry["action"] for entry in entries] == ["upload.cancel"] * 2


def test_people_see_what_is_on_its_way_and_cancel_it(organization):
    api, session = organization.api("manager"), organization.user("admin").sign_in()
    library, home = f"/org/{organization.slug}/media", f"/org/{organization.slug}/uploads"
    assert home not in session.get(library).text, "there is nothing to see"
    address = begin(api, 20_480, filename="on <its> way.bin")
    patch(api, address, 0, bytes(10_240))
    assert home in session.get(library).text
    page = session.get(home)
    assert "on &lt;its&gt; way.bin" in page.text and "10 KB of 20 KB arrived" in page.text
    answer = pages.form(page, "/cancel").send(session, page)
    assert answer.url.endswith(f"{home}?notice=uploadCancelled") and 'role="status"' in answer.text
    assert "Nothing is on its way" in answer.text and head(api, address).status_code == 404
    assert api.storage()["reservedBytes"] == 0
    own = organization.user("manager").sign_in()
    begin(organization.api("admin"), 10)
    assert "Nothing is on its way" in own.get(home).text, "others' uploads are theirs"
    assert organization.user("member").sign_in().get(home).status_code == 403


# Support


def uploads(api):
    return expect(200, api.get("/organization/assets/uploads"))["items"]


def parts(server, organization):
    return [key for key in server.stored_keys() if key.startswith(f"organizations/{organization.id}/uploads/")]


def request_head(api, address, start, length):
    url = urlsplit(address)
    return (
        f"PATCH {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: {api.headers['Authorization']}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Offset: {start}\r\nContent-Type: {tus.BYTES}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def opened(api, address, start, content, length):
    """A connection with a PATCH that announces more than it has sent so far."""
    url = urlsplit(address)
    connection = socket.create_connection((url.hostname, url.port))
    connection.sendall(request_head(api, address, start, length) + content)
    return connection


def hang_up(api, address, start, content, length):
    opened(api, address, start, content, length).close()
