"""What was exported comes back, into an empty organization, here or on another server (M48; acceptance: proven by checksum)."""

import copy
import hashlib
import io
import json
import zipfile

import pictures
import pytest
from vitrine_client import Session, expect
from vitrine_server import Server

#: What is another organization's, or another moment's, and no part of what was exported.
OF_THE_PLACE = {
    "organizationId", "publicUrl", "thumbnailUrl", "cardUrl", "storageKey", "downloadUrl", "downloadUrlExpiresAt", "folderId",
    "createdBy", "file", "thumbnailFile", "version", "thumbnailStatus", "placeholder", "exif", "updatedAt", "deletedAt",
}


def export(server, organization, file):
    server.cli("export", "--organization", organization.slug, file)
    return json.loads(zipfile.ZipFile(file).read("manifest.json"))


def restore(server, organization, source, *options, check=True):
    result = server.cli("import", source, "--organization", organization.slug, "--json", *options, check=check)
    return json.loads(result.stdout) if check else result


def tally(report, what):
    return tuple(report[what][name] for name in ("imported", "present", "skipped"))


def push(api, kind, identifier, body, **more):
    return api.put(f"/organization/content/{kind}/{identifier}", json={"title": f"{kind} {identifier}", "body": body, **more})


@pytest.fixture
def full(server, organization, api, tmp_path):
    """A library with something of everything, imported files and content among it."""
    files = tmp_path / "files"
    (files / "old").mkdir(parents=True)
    (files / "old" / "imported.txt").write_text("imported words\n")
    server.cli("import", files, "--organization", organization.slug)
    folder = expect(201, api.post("/organization/folders", json={"name": "2026"}))
    inner = expect(201, api.post("/organization/folders", json={"name": "spring", "parentId": folder["id"]}))
    photo = api.settled(api.upload(
        pictures.picture("jpeg"), "photo.jpg", folderId=inner["id"], title="Photo", description="Of the sea", altText="A view",
        label="main", tag=["sea", "sky"], logicalPath="2026/photo.jpg", mediaType="banner",
    ))
    renamed = api.upload(b"first version\n", "notes.txt")
    expect(200, api.post(f"/organization/assets/{renamed['id']}/replace", files={"file": ("notes.txt", b"second version\n")}))
    expect(200, api.patch(f"/organization/assets/{renamed['id']}", json={"displayName": "Shown as.txt"}))
    private = api.upload(b"secret words\n", "private.txt", visibility="private")
    expect(200, api.put(f"/organization/assets/{private['id']}/thumbnail", files={"file": ("c.png", pictures.picture("png"))}))
    archived = api.upload(b"old words\n", "old.txt")
    expect(200, api.post(f"/organization/assets/{archived['id']}/archive"))
    trashed = api.upload(b"gone words\n", "gone.txt")
    expect(204, api.delete(f"/organization/assets/{trashed['id']}"))
    expect(201, api.post("/organization/assets", json={"sourceUrl": "https://example.org/film.mp4", "title": "Elsewhere"}))
    place = {"targetType": "lesson", "targetId": "elsewhere 7", "slotType": "lesson_video", "slotKey": "videos[0]", "position": 0}
    expect(201, api.post(f"/organization/assets/{photo['id']}/attach", json=place))
    return {"photo": photo, "renamed": api.asset(renamed["id"]), "private": private}


@pytest.fixture
def content(server, api, full):
    """Content that names the assets in every way."""
    photo, renamed = full["photo"], full["renamed"]
    expect(201, push(api, "page", "home", {
        "blocks": [
            {"type": "image", "assetId": photo["id"]},
            {"type": "gallery", "images": [{"url": photo["publicUrl"]}, {"url": renamed["publicUrl"], "alt": "ä \" \\"}]},
            {"type": "text", "markdown": f"![a](2026/photo.jpg) and [b]({photo['thumbnailUrl']}) /uploads/old/imported.txt"},
        ]
    }))
    expect(201, push(api, "document", "read me", f"# Notes\n\n![photo]({photo['publicUrl']})\n[words](/media/{renamed['id']}/download)\n"))


def compared(manifest, identifiers=None):
    """A manifest without what is of its place; ids as `identifiers` has them."""
    folders = {folder["id"]: folder for folder in manifest["folders"]}

    def path(identifier):
        return [] if identifier is None else [*path(folders[identifier]["parentId"]), folders[identifier]["name"]]

    def asset(found):
        kept = {key: value for key, value in found.items() if key not in OF_THE_PLACE} | {"folder": path(found["folderId"])}
        kept["id"] = (identifiers or {}).get(kept["id"], kept["id"])
        kept["usages"] = sorted(
            ({key: value for key, value in use.items() if key not in ("id", "createdAt")} for use in kept["usages"]), key=str
        )
        return kept

    return {
        "assets": sorted(map(asset, manifest["assets"]), key=lambda found: found["id"]),
        "folders": sorted(path(identifier) for identifier in folders),
        "content": [{key: item[key] for key in ("type", "externalId", "title", "url", "format", "revision")} for item in manifest["content"]],
    }


def checksums(file):
    with zipfile.ZipFile(file) as packed:
        return sorted(hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist() if name.startswith("media/"))


def test_everything_comes_back_on_another_server_under_its_own_ids(server, organization, full, content, tmp_path):
    before = export(server, organization, tmp_path / "a.zip")
    with Server(environment={"VITRINE_LOG": "json"}) as elsewhere:
        empty = elsewhere.create_organization("empty")
        foreseen = restore(elsewhere, empty, tmp_path / "a.zip", "--dry-run")
        report = restore(elsewhere, empty, tmp_path / "a.zip")
        assert [tally(report, what) for what in ("assets", "content", "usages")] == [(7, 0, 0), (2, 0, 0), (1, 0, 0)]
        assert {**foreseen, "dryRun": False} == report
        after = export(elsewhere, empty, tmp_path / "b.zip")
        assert compared(after) == compared(before)
        assert checksums(tmp_path / "a.zip") == checksums(tmp_path / "b.zip")
        assert {item["id"]: item["storageKey"] for item in after["assets"]} == {
            item["id"]: (key := item["storageKey"]) and key.replace(organization.id, empty.id).replace(".v2.", ".")
            for item in before["assets"]
        }
        api = empty.api()
        photo = api.asset(full["photo"]["id"])
        body = expect(200, api.get("/organization/content/page/home"))["body"]
        assert body["blocks"][0]["assetId"] == photo["id"]
        # No base address is known on the command line: what was this server's is root-relative there.
        path = f"/files/organizations/{empty.id}/media/{photo['id']}.jpg"
        assert body["blocks"][1]["images"][0]["url"] == path, "whatever host it was written with"
        for image in body["blocks"][1]["images"]:
            assert Session(elsewhere).get(image["url"]).status_code == 200
        assert expect(200, api.get(f"/organization/assets/{photo['id']}/usage"))["total"] == photo["usageCount"] > 3
        private = api.asset(full["private"]["id"])
        assert private["thumbnailStatus"] == "ready"
        assert Session(elsewhere).get("/uploads/old/imported.txt").text == "imported words\n"
        assert api.get("/organization/assets", params={"status": "trashed"}).json()["total"] == 1
        elsewhere.cli("verify", "--checksums")
        again = restore(elsewhere, empty, tmp_path / "a.zip")
        assert [tally(again, what) for what in ("assets", "content", "usages")] == [(0, 7, 0), (0, 2, 0), (0, 1, 0)]
        assert compared(export(elsewhere, empty, tmp_path / "c.zip")) == compared(before)


def test_beside_its_origin_everything_gets_new_ids_and_content_leads_to_them(
    server, organization, other_organization, full, content, tmp_path
):
    before = export(server, organization, tmp_path / "a.zip")
    restore(server, other_organization, tmp_path / "a.zip")
    after = export(server, other_organization, tmp_path / "b.zip")
    by_name = {(asset["originalName"], asset["checksum"]): asset["id"] for asset in before["assets"]}
    identifiers = {asset["id"]: by_name[asset["originalName"], asset["checksum"]] for asset in after["assets"]}
    assert not set(identifiers) & set(identifiers.values())
    assert compared(after, identifiers) == compared(before)
    bodies = json.dumps([item["body"] for item in after["content"]])
    assert organization.id not in bodies and not any(old in bodies for old in identifiers.values())
    assert expect(200, other_organization.api().get("/organization/references/broken"))["items"] == []
    assert tally(restore(server, other_organization, tmp_path / "a.zip"), "assets") == (0, 7, 0)
    server.cli("verify", "--organization", other_organization.slug)


def test_into_its_own_organization_only_what_is_gone_comes_back(server, organization, api, full, tmp_path):
    before = export(server, organization, tmp_path / "a.zip")
    api.delete_for_good(full["private"])
    report = restore(server, organization, tmp_path / "a.zip")
    assert tally(report, "assets") == (1, 6, 0)
    assert compared(export(server, organization, tmp_path / "b.zip")) == compared(before)


def test_an_unpacked_export_is_imported_too(server, organization, other_organization, full, tmp_path):
    before = export(server, organization, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        packed.extractall(tmp_path / "unpacked")
    assert tally(restore(server, other_organization, tmp_path / "unpacked"), "assets") == (7, 0, 0)
    assert len(before["assets"]) == 7


def rewritten(source, target, change=lambda manifest: None, files=lambda name, content: (name, content), extra=()):
    """An archive with another manifest or other files."""
    with zipfile.ZipFile(source) as packed, zipfile.ZipFile(target, "w") as written:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                content = change(manifest) or json.dumps(manifest)
            elif (pair := files(name, content)) is None:
                continue
            else:
                name, content = pair
            written.writestr(name, content)
        for name, content in extra:
            written.writestr(name, content)
    return target


def test_a_damaged_manifest_is_told_and_nothing_is_imported(server, organization, other_organization, full, tmp_path):
    export(server, organization, tmp_path / "a.zip")

    def refused(change, sentence):
        file = rewritten(tmp_path / "a.zip", tmp_path / "damaged.zip", change)
        answer = restore(server, other_organization, file, check=False)
        assert answer.returncode == 1 and sentence in answer.stderr, answer.stderr
        assert other_organization.api().assets(status="all")["total"] == 0

    refused(lambda manifest: json.dumps(manifest)[:-40], "is damaged")
    refused(lambda manifest: json.dumps(manifest) + "x", "something follows its end")
    refused(lambda manifest: json.dumps({**manifest, "version": 99}), "not one of an export")
    refused(lambda manifest: json.dumps({"format": "other"}), "not one of an export")
    refused(lambda manifest: manifest["assets"][0].update(checksum="xyz"), "“checksum” is no checksum")
    refused(lambda manifest: manifest["assets"][0].update(byteSize=-(2**63)), "“byteSize” is below zero")
    refused(lambda manifest: manifest["assets"][0].update(uploadPaths=["x" * 2000]), "is no path")
    refused(lambda manifest: manifest["assets"][0].update(status="new"), "“status” is none that is known")
    refused(lambda manifest: manifest["assets"].append(copy.deepcopy(manifest["assets"][0])), "two assets have the file")
    refused(lambda manifest: manifest.update(assets={}), "is no list")
    refused(lambda manifest: '{"format":"vitrine-export","assets":[[[[' + "[" * 100_000, "is damaged")
    (tmp_path / "other.zip").write_bytes(b"PK no archive")
    assert "cannot be read" in restore(server, other_organization, tmp_path / "other.zip", check=False).stderr
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("photo.jpg", b"x")
    assert "no manifest.json" in restore(server, other_organization, tmp_path / "other.zip", check=False).stderr
    whole = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "other.zip").write_bytes(whole[: len(whole) * 2 // 3])
    assert "cannot be read" in restore(server, other_organization, tmp_path / "other.zip", check=False).stderr


def test_missing_changed_and_hostile_files_cost_their_assets_alone(server, organization, other_organization, full, tmp_path):
    manifest = export(server, organization, tmp_path / "a.zip")
    files = [asset["file"] for asset in manifest["assets"] if asset["file"]]
    outside = tmp_path / "outside.txt"
    outside.write_text("outside\n")

    def change(manifest):
        hostile = {files[2]: "../outside.txt", files[3]: str(outside)}
        for asset in manifest["assets"]:
            asset["file"] = hostile.get(asset["file"], asset["file"])
            asset["folderId"] = asset["folderId"] and "01900000-0000-7000-8000-000000000000"

    def pack(name, content):
        if name == files[0]:
            return None
        return name, (b"other " + content if name == files[1] else content)

    extra = [("../../escape.txt", b"x"), ("/etc/absolute", b"x"), ("n" * 60_000, b"x"), ("dir/", b"")]
    file = rewritten(tmp_path / "a.zip", tmp_path / "hostile.zip", change, pack, extra[:2] + extra[3:])
    report = restore(server, other_organization, file)
    codes = sorted(line["code"] for line in report["skipped"])
    assert codes == ["content_differs", "file_missing", "file_missing", "file_missing"], report
    assert tally(report, "assets") == (3, 0, 4) and not (tmp_path.parent / "escape.txt").exists()
    unpacked = tmp_path / "unpacked"
    (unpacked / "media").mkdir(parents=True)
    (unpacked / "manifest.json").write_text(json.dumps(manifest))
    (unpacked / files[0]).symlink_to(outside)
    assert tally(restore(server, other_organization, unpacked), "assets") == (0, 3, 4), "no link is followed"
    long_name = rewritten(tmp_path / "a.zip", tmp_path / "long.zip", extra=extra[2:3])
    answer = restore(server, other_organization, long_name, check=False)
    assert answer.returncode == 0 or "more than 4096 bytes" in answer.stderr


def test_a_full_quota_ends_nothing_and_room_brings_the_rest(server, organization, other_organization, full, tmp_path):
    export(server, organization, tmp_path / "a.zip")
    server.cli("organization", "set", other_organization.slug, "maxStorageBytes=40")
    report = restore(server, other_organization, tmp_path / "a.zip")
    imported, present, skipped = tally(report, "assets")
    assert present == 0 and imported + skipped == 7 and skipped > 2
    assert {line["code"] for line in report["skipped"]} <= {"quota_exceeded", "asset_missing"}
    server.cli("organization", "set", other_organization.slug, "maxStorageBytes=")
    assert tally(restore(server, other_organization, tmp_path / "a.zip"), "assets") == (skipped, imported, 0)


def test_an_archive_is_read_by_everybody(server, organization, full, tmp_path):
    export(server, organization, tmp_path / "a.zip")
    assert zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())).testzip() is None


def test_files_that_were_never_seen_are_told_and_the_others_packed(server, organization, other_organization, numbers, tmp_path):
    key = f"videos/before-{next(numbers)}.txt"
    server.put_blob(key, b"words of before\n")
    lesson = {"id": "1", "title": "One", "videos": [], "documents": [
        {"name": "there.txt", "link": "https://old.example/x", "key": key},
        {"name": "gone.txt", "link": "https://old.example/y", "key": f"videos/gone-{next(numbers)}.txt"},
    ]}
    (tmp_path / "lessons.json").write_text(json.dumps({"lessons": [lesson]}))
    server.cli("backfill", tmp_path / "lessons.json", "--organization", organization.slug)
    manifest = export(server, organization, tmp_path / "a.zip")
    named = {asset["displayName"]: asset["file"] for asset in manifest["assets"]}
    assert named["there.txt"].endswith(".txt") and all(file is None for name, file in named.items() if name != "there.txt")
    report = restore(server, other_organization, tmp_path / "a.zip")
    assert tally(report, "assets") == (1, 0, len(named) - 1)
    (asset,) = other_organization.api().assets()["items"]
    assert asset["checksum"] == hashlib.sha256(b"words of before\n").hexdigest()
