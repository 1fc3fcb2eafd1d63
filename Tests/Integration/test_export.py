"""Export: the manifest and the archive, whole or broken off, and for who may (M48)."""

import hashlib
import io
import json
import socket
import zipfile

import pictures
import pytest
import requests
from vitrine_client import Session, expect, expect_problem, wait_until

MANIFEST = "/organization/assets/export"
ARCHIVE = "/organization/assets/export/archive"


def manifest(api):
    return expect(200, api.get(MANIFEST))


def archive(api):
    answer = api.get(ARCHIVE)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.fixture
def library(api):
    """Something of everything."""
    folder = expect(201, api.post("/organization/folders", json={"name": "2026"}))
    inner = expect(201, api.post("/organization/folders", json={"name": "spring", "parentId": folder["id"]}))
    photo = api.settled(api.upload(
        pictures.picture("jpeg"), "photo.jpg", folderId=inner["id"], title="Photo", altText="A view", tag=["sea", "sky"],
        logicalPath="2026/photo.jpg",
    ))
    private = api.upload(b"secret words\n", "private.txt", visibility="private")
    archived = api.upload(b"old words\n", "old.txt")
    expect(200, api.post(f"/organization/assets/{archived['id']}/archive"))
    trashed = api.upload(b"gone words\n", "gone.txt")
    expect(204, api.delete(f"/organization/assets/{trashed['id']}"))
    link = expect(201, api.post(
        "/organization/assets", json={"provider": "youtube", "sourceUrl": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Film"}
    ))
    place = {"targetType": "lesson", "targetId": "7", "slotType": "lesson_video", "slotKey": "videos[0]", "position": 0}
    expect(201, api.post(f"/organization/assets/{photo['id']}/attach", json=place))
    return {"photo": photo, "private": private, "archived": archived, "trashed": trashed, "link": link, "folder": inner}


def test_the_manifest_tells_everything_about_every_asset(api, library):
    found = manifest(api)
    assert found["format"] == "vitrine-export" and found["version"] == 1 and found["organization"]["slug"]
    assert [(folder["name"], bool(folder["parentId"])) for folder in found["folders"]] == [("2026", False), ("spring", True)]
    assets = {asset["id"]: asset for asset in found["assets"]}
    assert set(assets) == {library[name]["id"] for name in ("photo", "private", "archived", "trashed", "link")}
    photo = assets[library["photo"]["id"]]
    now = api.asset(photo["id"])
    assert {key: value for key, value in photo.items() if key in now} == now, "as every answer has it"
    assert photo["storageKey"].startswith("organizations/") and [use["targetId"] for use in photo["usages"]] == ["7"]
    assert assets[library["archived"]["id"]]["status"] == "archived" and assets[library["trashed"]["id"]]["status"] == "trashed"
    link = assets[library["link"]["id"]]
    assert link["storageKey"] is None and link["downloadUrl"] is None and link["sourceUrl"].endswith("dQw4w9WgXcQ")


def test_download_addresses_open_everything_for_a_while(server, api, library):
    for asset in manifest(api)["assets"]:
        if asset["downloadUrl"]:
            content = Session(server).get(asset["downloadUrl"])
            assert content.status_code == 200 and hashlib.sha256(content.content).hexdigest() == asset["checksum"]
            assert asset["downloadUrlExpiresAt"]


def test_the_storage_key_is_told_nowhere_else(api, library):
    for answer in (api.asset(library["photo"]["id"]), api.assets()["items"][0]):
        assert "storageKey" not in answer


def test_the_archive_holds_every_file_under_the_name_its_manifest_says(server, api, library):
    cover = pictures.picture("png")
    expect(200, api.put(f"/organization/assets/{library['private']['id']}/thumbnail", files={"file": ("cover.png", cover)}))
    packed = archive(api)
    assert packed.testzip() is None
    found = json.loads(packed.read("manifest.json"))
    named = {asset["file"]: asset["checksum"] for asset in found["assets"] if asset["file"]}
    assert {name: hashlib.sha256(packed.read(name)).hexdigest() for name in named} == named
    thumbnails = [asset["thumbnailFile"] for asset in found["assets"] if asset["thumbnailFile"]]
    assert thumbnails == [f"thumbnails/{library['private']['id']}.webp"] and packed.read(thumbnails[0])[8:12] == b"WEBP"
    assert set(packed.namelist()) == {*named, *thumbnails, "manifest.json"}
    assert all(entry.compress_type == zipfile.ZIP_STORED for entry in packed.infolist())


def test_an_empty_library_is_exported_too(api):
    assert manifest(api)["assets"] == [] and json.loads(archive(api).read("manifest.json"))["content"] == []


def test_many_usages_and_many_assets_are_told_page_by_page(api):
    asset = api.upload(b"much used\n", "used.txt")
    for number in range(105):
        place = {"targetType": "lesson", "targetId": f"{number:03}", "slotType": "lesson_video"}
        expect(201, api.post(f"/organization/assets/{asset['id']}/attach", json=place))
    others = [api.upload(f"{number}\n".encode(), f"{number}.txt")["id"] for number in range(101)]
    found = manifest(api)
    assert [item["id"] for item in found["assets"]] == [asset["id"], *others]
    assert [use["targetId"] for use in found["assets"][0]["usages"]] == [f"{number:03}" for number in range(105)]


def test_an_archive_breaks_off_where_a_file_is_missing(own_server):
    api = own_server.create_organization("broken").api()
    api.upload(b"first\n" * 50_000, "a.txt")
    second = api.upload(b"second\n", "b.txt")
    own_server.remove_blob(next(key for key in own_server.stored_keys() if second["id"] in key))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api.get(ARCHIVE)
    paths = lambda: [line["path"] for line in own_server.log_entries() if "request-failed" in line.values()]  # noqa: E731
    wait_until(lambda: paths() == [ARCHIVE], what="a line of the log for whoever runs the server")
    failed = own_server.cli("export", "--organization", "broken", own_server.data / "broken.zip", check=False)
    assert failed.returncode == 1 and "missing from storage" in failed.stderr
    assert not list(own_server.data.glob("broken.zip*")), "nothing that could be taken for an archive"
    assert len(manifest(api)["assets"]) == 2, "the manifest needs no files"


def test_whoever_goes_away_ends_the_export(own_server):
    api = own_server.create_organization("leaving").api()
    api.upload(b"x" * 9_000_000, "large.txt")
    descriptors = own_server.descriptors()
    host, port = own_server.url.removeprefix("http://").split(":")
    for _ in range(5):
        with socket.create_connection((host, int(port))) as connection:
            head = f"GET {ARCHIVE} HTTP/1.1\r\nHost: x\r\nAuthorization: {api.headers['Authorization']}\r\n\r\n"
            connection.sendall(head.encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    wait_until(lambda: own_server.descriptors() <= descriptors + 4, what="closed files")
    assert archive(api).testzip() is None


def test_who_may_not_export_does_not(organization):
    reader = organization.api("member")
    for path in (MANIFEST, ARCHIVE):
        expect_problem(403, "role_too_low", reader.get(path))
        expect_problem(400, "invalid_parameters", organization.api().get(path, params={"all": "true"}))


def test_exports_are_in_the_audit_log(api):
    manifest(api), archive(api)
    entries = expect(200, api.get("/organization/audit", params={"action": "library.export"}))["items"]
    assert [entry["changes"][0]["after"] for entry in entries] == ["archive", "manifest"]


def test_the_dashboard_offers_both(organization, api):
    api.upload(b"words\n", "words.txt")
    session, home = organization.user().sign_in(), f"/org/{organization.slug}"
    assert f'href="{home}/export"' in session.get(f"{home}/media").text
    page = session.get(f"{home}/export").text
    assert f"{home}/export/archive" in page and f"{home}/export/manifest" in page
    answer = session.get(f"{home}/export/archive")
    assert f"{organization.slug}-export.zip" in answer.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    member = organization.user("member").sign_in()
    assert "/export" not in member.get(f"{home}/media").text and member.get(f"{home}/export").status_code == 403


def test_the_command_writes_what_the_api_answers(server, organization, api, library, tmp_path):
    file = tmp_path / "library.zip"
    said = json.loads(server.cli("export", "--organization", organization.slug, file, "--json").stdout)
    assert said["assets"] == 5 and said["byteSize"] == file.stat().st_size
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None and len(json.loads(packed.read("manifest.json"))["assets"]) == 5
    again = server.cli("export", "--organization", organization.slug, file, check=False)
    assert again.returncode == 1 and "File exists" in again.stderr
    listed = json.loads(server.cli("export", "--organization", organization.slug, "--manifest", "-").stdout)
    assert {asset["id"] for asset in listed["assets"]} == {asset["id"] for asset in manifest(api)["assets"]}


def test_a_large_library_is_packed_in_little_memory_at_its_readers_pace(own_server):
    api = own_server.create_organization("large").api()
    for number in range(3):
        api.upload(bytes([number]) * (24 << 20), f"{number}.bin")
    own_server.reset_peak_memory()
    before = own_server.memory()
    with api.get(ARCHIVE, stream=True) as answer:
        size = sum(map(len, answer.iter_content(1 << 16)))
    assert size > 72 << 20 and own_server.peak_memory() - before < 16 << 20
