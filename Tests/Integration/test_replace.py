"""New bytes for an asset: the same id and the same address, in every way somebody may ask for them."""

import hashlib
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import backends
import pictures
import pytest
import requests
from vitrine_client import Session, expect, expect_problem, wait_until
from vitrine_server import Server, key_of

OLD = b"The first words.\n" * 100
NEW = b"Other words and more of them.\n" * 200


def replace(api, asset, content, name="new.txt", **headers):
    return api.post(f"/organization/assets/{asset['id']}/replace", files={"file": (name, content)}, headers=headers)


def differences(server):
    return json.loads(server.cli("verify", "--checksums", "--json", check=False).stdout)["differences"]


def tag(content):
    return f'"{hashlib.sha256(content).hexdigest()}"'


def keys_of(server, asset):
    return [key for key in server.stored_keys() if asset["id"] in key]


def test_a_replaced_file_keeps_id_address_and_words(server, organization):
    api = organization.api()
    asset = api.upload(OLD, "words.txt", title="Words", altText="Some words")
    before = api.get(f"/organization/assets/{asset['id']}")
    answer = replace(api, asset, NEW, "other.txt", **{"If-Match": before.headers["ETag"]})
    new = expect(200, answer)
    assert new["version"] == 2 and new["byteSize"] == len(NEW) and new["checksum"] == hashlib.sha256(NEW).hexdigest()
    same = ["id", "publicUrl", "displayName", "title", "altText", "kind", "status", "visibility", "createdAt", "createdBy"]
    assert {name: new[name] for name in same} == {name: asset[name] for name in same}
    assert new["originalName"] == "other.txt"
    shown = api.get(f"/organization/assets/{asset['id']}")
    assert shown.json() == new and shown.headers["ETag"] == answer.headers["ETag"] != before.headers["ETag"]
    assert api.storage()["totalBytes"] == len(NEW)
    assert keys_of(server, asset) == [f"organizations/{organization.id}/media/{asset['id']}.v2.txt"]


def test_its_address_serves_the_new_bytes_and_no_old_validator_holds(server, api):
    asset = api.upload(OLD, "words.txt")
    anybody = Session(server)
    old = anybody.get(asset["publicUrl"])
    versioned = f"{asset['publicUrl']}?v={asset['checksum'][:16]}"
    assert "immutable" in anybody.get(versioned).headers["Cache-Control"]
    time.sleep(max(0, 1.01 - time.time() % 1))  # dates count whole seconds
    new = expect(200, replace(api, asset, NEW))
    for condition in {"If-None-Match": old.headers["ETag"]}, {"If-Modified-Since": old.headers["Last-Modified"]}, {}:
        answer = anybody.get(asset["publicUrl"], headers=condition)
        assert answer.status_code == 200 and answer.content == NEW and answer.headers["ETag"] == tag(NEW), condition
    again = anybody.get(asset["publicUrl"], headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert again.status_code == 304
    assert anybody.get(asset["publicUrl"], headers={"Range": "bytes=0-4", "If-Range": old.headers["ETag"]}).content == NEW
    assert anybody.get(versioned).headers["Cache-Control"] == "public, no-cache"
    assert "immutable" in anybody.get(f"{asset['publicUrl']}?v={new['checksum'][:16]}").headers["Cache-Control"]
    second = asset["publicUrl"].replace(".txt", ".v2.txt")
    assert anybody.get(second).content == NEW
    assert anybody.get(asset["publicUrl"].replace(".txt", ".v3.txt")).status_code == 404


def test_pictures_get_their_thumbnail_anew_and_old_addresses_show_it(server, api):
    asset = api.settled(api.upload(pictures.picture("png"), "a.png"))
    assert asset["thumbnailStatus"] == "ready"
    other = pictures.picture("jpeg", width=640, height=200)
    new = expect(200, replace(api, asset, other, "b.jpg"))
    assert new["mimeType"] == "image/jpeg" and (new["width"], new["height"]) == (640, 200) and new["thumbnailStatus"] == "pending"
    ready = api.settled(new)
    assert ready["thumbnailStatus"] == "ready" and ready["thumbnailUrl"] != asset["thumbnailUrl"]
    anybody = Session(server)
    old, current = anybody.get(asset["thumbnailUrl"]), anybody.get(ready["thumbnailUrl"])
    assert old.status_code == 200 and old.content == current.content
    served = anybody.get(asset["publicUrl"])
    assert served.content == other and served.headers["Content-Type"] == "image/jpeg"
    assert len(keys_of(server, asset)) == 3


def test_what_was_replaced_is_private_when_the_asset_is(server, api):
    asset = api.upload(OLD, "words.txt")
    expect(200, replace(api, asset, NEW))
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"visibility": "private"}))
    for address in asset["publicUrl"], asset["publicUrl"].replace(".txt", ".v2.txt"):
        assert Session(server).get(address).status_code == 404


def test_refusals_say_what_is_accepted_and_leave_the_old_file(server, organization, api, other_api):
    asset = api.upload(OLD, "words.txt")
    problem = expect_problem(415, "type_refused", replace(api, asset, pictures.picture("png"), "a.png"))
    assert "image/png" in problem["detail"] and "document" in problem["detail"]
    expect_problem(422, "empty_file", replace(api, asset, b""))
    expect_problem(412, "changed_meanwhile", replace(api, asset, NEW, **{"If-Match": '"other"'}))
    address = f"/organization/assets/{asset['id']}/replace"
    empty = {"data": b"--x--\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}
    expect_problem(422, "missing_file", api.post(address, **empty))
    expect_problem(422, "invalid_fields", api.post(address, files={"title": (None, "x"), "file": ("a.txt", NEW)}))
    after = [("file", ("a.txt", NEW)), ("title", (None, "x"))]
    expect_problem(422, "invalid_fields", api.post(address, files=after))
    expect_problem(415, "unsupported_media_type", api.post(address, json={}))
    expect_problem(404, "asset_not_found", replace(other_api, asset, NEW))
    expect_problem(404, "asset_not_found", replace(api, {"id": "01890a5d-ac96-774b-bcce-b302099a8057"}, NEW))
    expect_problem(403, "role_too_low", replace(organization.api("member"), asset, NEW))
    assert replace(organization.api("admin", "read"), asset, NEW).status_code == 403
    assert api.asset(asset["id"]) == asset
    assert Session(server).get(asset["publicUrl"]).content == OLD
    assert len(keys_of(server, asset)) == 1


def test_a_full_library_takes_what_is_no_larger(server, organization, api):
    server.cli("organization", "set", organization.slug, f"maxStorageBytes={len(NEW)}")
    asset = api.upload(NEW, "words.txt")
    expect(200, replace(api, asset, NEW[::-1]))
    expect_problem(413, "quota_exceeded", replace(api, asset, NEW + b"x"))
    assert api.storage()["reservedBytes"] == 0
    expect(200, replace(api, asset, OLD))
    expect(200, replace(api, asset, NEW))
    assert api.storage()["totalBytes"] == len(NEW)


def test_of_many_at_once_each_is_whole_or_refused(server, api):
    asset = api.upload(OLD, "words.txt")
    contents = [f"words of number {number}\n".encode() * 20_000 for number in range(8)]
    apis = [Session(server, api.headers["Authorization"].removeprefix("Bearer ")) for _ in contents]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda pair: replace(pair[0], asset, pair[1]), zip(apis, contents)))
    done = [answer for answer in answers if answer.status_code == 200]
    assert done and {answer.status_code for answer in answers} <= {200, 409, 412}
    now = api.asset(asset["id"])
    assert now["version"] == 1 + len(done)
    assert Session(server).get(asset["publicUrl"]).content in contents
    assert len(keys_of(server, asset)) == 1
    assert api.storage()["reservedBytes"] == 0


def test_a_reader_gets_the_old_file_or_the_new_one(server, api):
    contents = [b"some words\n" * 30_000, b"more words\n" * 70_000]
    asset = api.upload(contents[0], "a.txt")
    is_done = []

    def read():
        anybody, seen = Session(server), set()
        while not is_done:
            answer = anybody.get(asset["publicUrl"])
            assert answer.status_code == 200 and answer.content in contents and answer.headers["ETag"] == tag(answer.content)
            seen.add(contents.index(answer.content))
        return seen

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read) for _ in range(4)]
        try:
            for number in range(1, 12):
                expect(200, replace(api, asset, contents[number % 2]))
        finally:
            is_done.append(True)
        assert set().union(*(reader.result() for reader in readers)) == {0, 1}


def test_the_page_replaces_a_file_and_tells_refusals_in_words(server, organization):
    api = organization.api()
    asset = api.upload(OLD, "words.txt")
    page = organization.user("manager").sign_in()
    detail = f"/org/{organization.slug}/media?asset={asset['id']}"

    def submit(content, name="new.txt", etag=None):
        html = page.get(detail).text
        form = html[html.index('<form class="replace"'):]
        assert "The address stays the same; every page that uses it shows the new file." in form
        action, csrf, seen = (re.search(pattern, form)[1] for pattern in (
            r'action="([^"]+)"', r'name="csrf" value="([^"]+)"', r'name="etag" value="([^"]+)"'))
        fields = [("csrf", (None, csrf)), ("etag", (None, etag or seen.replace("&quot;", '"'))), ("file", (name, content))]
        return page.post(action, files=fields, headers={"Origin": server.url}, allow_redirects=False)

    answer = submit(NEW)
    assert answer.status_code == 303, answer.text
    assert "The file was replaced." in page.get(answer.headers["Location"]).text
    assert Session(server).get(asset["publicUrl"]).content == NEW
    refused = submit(pictures.picture("png"), "a.png")
    assert refused.status_code == 415 and "image/png" in refused.text and 'aria-invalid="true"' in refused.text
    conflict = submit(OLD, etag='"other"')
    assert conflict.status_code == 409 and "Someone changed this file meanwhile." in conflict.text
    assert submit(b"").status_code == 422
    forged = page.post(f"/org/{organization.slug}/media/assets/{asset['id']}/replace", files=[("csrf", (None, "x")), ("file", ("a", NEW))],
                       headers={"Origin": server.url}, allow_redirects=False)
    assert forged.status_code == 403
    assert api.asset(asset["id"])["version"] == 2
    assert 'class="replace"' not in organization.user("member").sign_in().get(detail).text


def test_a_deletion_leaves_nothing_of_any_version(server, api):
    asset = api.upload(OLD, "words.txt")
    expect(200, replace(api, asset, NEW))
    assert api.delete(f"/organization/assets/{asset['id']}").status_code == 204
    assert Session(server).get(asset["publicUrl"]).status_code == 404
    assert api.post(f"/organization/assets/{asset['id']}/purge").status_code in (204, 404)
    assert keys_of(server, asset) == []


def test_verify_and_sweep_have_nothing_to_say_of_replaced_files(own_server):
    api = own_server.create_organization("checked").api()
    asset = api.upload(OLD, "words.txt")
    expect(200, replace(api, asset, NEW))
    assert differences(own_server) == []
    assert set(json.loads(own_server.cli("sweep", "--grace", "0s", "--json").stdout).values()) == {0}
    assert Session(own_server).get(asset["publicUrl"]).content == NEW


@pytest.mark.parametrize("step", ["before", "after"])
def test_a_server_that_is_killed_leaves_the_old_file_or_the_new_one(own_server, step):
    api = own_server.create_organization("killed").api()
    asset = api.upload(OLD, "words.txt")
    form = f"/organization/assets/{asset['id']}/replace"
    if step == "before":
        def body():
            yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + b"half a file, " * 40_000
            wait_until(lambda: api.storage()["reservedBytes"] > 0, what="a reservation")
            own_server.kill9()
            yield b"and the rest"

        with pytest.raises(requests.RequestException):
            Session(own_server, api.headers["Authorization"].removeprefix("Bearer ")).post(
                form, data=body(), headers={"Content-Type": "multipart/form-data; boundary=x"})
    else:
        expect(200, replace(api, asset, NEW))
        own_server.kill9()
    own_server.start()
    expected, address = OLD if step == "before" else NEW, "/files/" + key_of(asset["publicUrl"])
    assert Session(own_server).get(address).content == expected
    own_server.cli("sweep", "--grace", "0s")
    assert Session(own_server).get(address).content == expected
    assert len(own_server.stored_keys()) == 1 and differences(own_server) == []
    expect(200, replace(api, asset, NEW[::-1]))
    assert api.storage()["reservedBytes"] == 0


# Addresses that point straight at a bucket


class OpenBucket(backends.S3):
    """A bucket that lets everybody read, and whose own address new files get."""

    def __init__(self, data):
        super().__init__(data)
        everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket.name}/*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
        self.bucket.client.put_bucket_policy(Bucket=self.bucket.name, Policy=policy)
        self.address = self._account.public_address(self.bucket)
        self.environment["STORAGE_PUBLIC_BASE_URL"] = self.address


@pytest.fixture(scope="module")
def direct(object_store):
    with Server(environment={"VITRINE_LOG": "json"}, store=OpenBucket) as server:
        yield server


def test_a_bucket_s_own_address_shows_the_new_bytes(direct):
    api = direct.create_organization("direct").api()
    asset = api.upload(pictures.picture("png"), "a.png")
    assert asset["publicUrl"].startswith(direct.store.address)
    anybody = Session(direct)
    assert anybody.get(asset["publicUrl"]).content == pictures.picture("png")
    for content, name, media_type in (
        (pictures.picture("jpeg"), "b.jpg", "image/jpeg"), (pictures.svg(), "c.svg", "image/svg+xml"),
        (pictures.picture("webp"), "d.webp", "image/webp"),
    ):
        new = expect(200, replace(api, asset, content, name))
        assert new["publicUrl"] == asset["publicUrl"]
        shown = wait_until(lambda: (a := anybody.get(asset["publicUrl"])).content == content and a, what="the new bytes at the address")
        assert shown.headers["Content-Type"] == media_type and shown.headers["Cache-Control"] == "public, no-cache"
        assert shown.headers.get("Content-Disposition") == ("attachment" if media_type == "image/svg+xml" else None)
        wait_until(lambda: differences(direct) == [], what="the copy on record")
    assert api.settled(api.asset(asset["id"]))["thumbnailStatus"] == "ready"
    assert len(keys_of(direct, asset)) == 4  # the address, the current version and two renditions
    assert set(json.loads(direct.cli("sweep", "--grace", "0s", "--json").stdout).values()) == {0}
    assert anybody.get(asset["publicUrl"]).content == pictures.picture("webp")
    assert api.delete(f"/organization/assets/{asset['id']}").status_code == 204
    api.post(f"/organization/assets/{asset['id']}/purge")
    assert keys_of(direct, asset) == [] and anybody.get(asset["publicUrl"]).status_code in (403, 404)


def test_a_copy_that_a_stop_cut_off_is_made_by_the_next_server(direct):
    api = direct.create_organization("stopped").api()
    asset = api.upload(OLD, "a.txt")
    expect(200, replace(api, asset, NEW))
    direct.kill9()
    # The leases of its jobs and of what they had promised are over.
    direct.database.execute("UPDATE job SET run_at = 0")
    direct.database.execute("UPDATE publish_intent SET lease_expires_at = 0")
    direct.start()
    wait_until(lambda: Session(direct).get(asset["publicUrl"]).content == NEW, 60, "the new bytes at the address")
    wait_until(lambda: differences(direct) == [], 60, "the copy on record")
