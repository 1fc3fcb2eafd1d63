"""Import: folders of files, and the addresses they had; what is left out and why (M49)."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import uuid

import pictures
import pytest
from vitrine_client import Session, expect, wait_until


def run(server, organization, source, *options, check=True):
    slug = getattr(organization, "slug", organization)
    result = server.cli("import", source, "--organization", slug, "--json", *options, check=check)
    return json.loads(result.stdout) if result.stdout else result


def tally(report, what="assets"):
    return tuple(report[what][name] for name in ("imported", "present", "skipped"))


def everything(api):
    return {asset["originalName"]: asset for asset in api.assets(limit=100)["items"]}


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    (folder / "2024" / "spring").mkdir(parents=True)
    (folder / "abc123.png").write_bytes(pictures.picture("png"))
    (folder / "2024" / "notes é.txt").write_text("notes of 2024\n")
    (folder / "2024" / "spring" / "abc123.png").write_bytes(pictures.picture("png", width=20))
    return folder


def test_every_file_becomes_an_asset_in_the_folders_it_was_in(server, organization, api, files):
    assert tally(run(server, organization, files)) == (3, 0, 0)
    found = {asset["logicalPath"]: asset for asset in api.assets(limit=100)["items"]}
    assert set(found) == {"abc123.png", "2024/notes é.txt", "2024/spring/abc123.png"}
    folders = {folder["id"]: folder for folder in expect(200, api.get("/organization/folders"))["items"]}
    inner = folders[found["2024/spring/abc123.png"]["folderId"]]
    assert inner["name"] == "spring" and folders[inner["parentId"]]["name"] == "2024" and found["abc123.png"]["folderId"] is None
    for path, asset in found.items():
        assert asset["checksum"] == hashlib.sha256((files / path).read_bytes()).hexdigest()
        assert asset["originalName"] == path.split("/")[-1]
    wait_until(lambda: api.asset(found["abc123.png"]["id"])["thumbnailStatus"] == "ready", what="a thumbnail")


def test_a_second_import_changes_nothing(server, organization, api, files):
    run(server, organization, files)
    before = api.assets(limit=100)["items"]
    assert tally(run(server, organization, files)) == (0, 3, 0)
    assert api.assets(limit=100)["items"] == before
    (files / "2024" / "notes é.txt").write_text("changed\n")
    (files / "new.txt").write_text("new\n")
    report = run(server, organization, files)
    assert tally(report) == (1, 2, 1) and report["skipped"][0]["code"] == "changed_since"


def test_a_dry_run_tells_the_same_and_does_nothing(server, organization, api, files):
    (files / "empty.txt").write_bytes(b"")
    (files / ".hidden").write_text("x")
    foreseen = run(server, organization, files, "--dry-run")
    assert api.assets()["total"] == 0 and expect(200, api.get("/organization/folders"))["items"] == []
    done = run(server, organization, files)
    assert foreseen.pop("dryRun") and not done.pop("dryRun") and foreseen == done and tally(done) == (3, 0, 2)


def test_what_is_no_file_to_import_is_left_out_with_its_reason(server, organization, api, files, tmp_path):
    secret = tmp_path / "secret.txt"
    marker = uuid.uuid4().hex
    secret.write_text(f"outside {marker}\n")
    (files / "link.txt").symlink_to(secret)
    (files / "linked").symlink_to(tmp_path)
    (files / "thumbs").mkdir()
    (files / "thumbs" / "abc123.jpg").write_bytes(b"thumbnail")
    (files / ".git").mkdir()
    os.mkfifo(files / "pipe")
    (files / "empty.txt").write_bytes(b"")
    with open(os.fsencode(files) + b"/\xff.txt", "w") as file:
        file.write("x")
    deep = files / "/".join(["d" * 250] * 4)
    deep.mkdir(parents=True)
    (deep / ("n" * 200 + ".txt")).write_text("deep\n")
    report = run(server, organization, files)
    codes = {line["name"].split("/")[-1]: line["code"] for line in report["skipped"]}
    assert codes.pop("n" * 200 + ".txt") == "name_too_long" and codes.pop("\ufffd.txt") == "name_not_utf8"
    assert codes == {
        "link.txt": "symbolic_link", "linked": "symbolic_link", "thumbs": "thumbnails", ".git": "hidden", "pipe": "special_file",
        "empty.txt": "empty_file",
    }
    assert tally(report) == (3, 0, 8) and sum(report["assets"]["skippedByReason"].values()) == 8
    assert len(everything(api)) == 2 and marker.encode() not in b"".join(map(server.stored_bytes, server.stored_keys()))
    assert server.cli("import", files / "linked", "--organization", organization.slug, check=False).returncode == 1


def test_rules_of_type_size_and_quota_hold_and_stop_no_other(server, numbers, tmp_path):
    organization = server.create_organization(f"import-{next(numbers)}", plan="free", profile="site")
    (tmp_path / "a.txt").write_text("no picture\n")
    (tmp_path / "b.png").write_bytes(pictures.picture("png"))
    report = run(server, organization, tmp_path)
    assert tally(report) == (1, 0, 1) and report["skipped"][0]["code"] == "type_refused"
    small = server.create_organization(f"import-{next(numbers)}")
    server.cli("organization", "set", small.slug, "maxStorageBytes=1000", "maxFileBytes=900")
    folder = tmp_path / "sizes"
    folder.mkdir()
    for name, size in [("a.txt", 950), ("b.txt", 600), ("c.txt", 600), ("d.txt", 300)]:
        (folder / name).write_text("x" * size)
    foreseen = run(server, small, folder, "--dry-run")
    report = run(server, small, folder)
    assert {line["name"]: line["code"] for line in report["skipped"]} == {"a.txt": "file_too_large", "c.txt": "quota_exceeded"}
    assert foreseen["skipped"] == report["skipped"] and tally(report) == tally(foreseen) == (2, 0, 2)


def test_a_taken_path_leaves_the_file_a_numbered_name(server, organization, api, files):
    mine = api.upload(b"mine\n", "abc123.png", logicalPath="abc123.png")
    assert tally(run(server, organization, files)) == (3, 0, 0)
    paths = {asset["logicalPath"] for asset in api.assets(limit=100)["items"]}
    assert {"abc123.png", "abc123-2.png", "2024/spring/abc123.png"} <= paths
    assert api.asset(mine["id"])["logicalPath"] == "abc123.png"


def test_old_addresses_go_on_answering(server, organization, api, files):
    run(server, organization, files)
    nobody = Session(server)
    asset = next(asset for asset in api.assets(limit=100)["items"] if asset["logicalPath"] == "2024/notes é.txt")
    for address in (f"/uploads/{organization.slug}/2024/notes%20%C3%A9.txt", "/uploads/2024/notes%20%C3%A9.txt"):
        answer = nobody.get(address)
        assert answer.content == b"notes of 2024\n" and answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
        assert nobody.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        part = nobody.get(address, headers={"Range": "bytes=0-4"})
        assert (part.status_code, part.content) == (206, b"notes")
        assert nobody.head(address).headers["Content-Length"] == "14"
    address = f"/uploads/{organization.slug}/2024/notes%20%C3%A9.txt"
    change = {"displayName": "other.txt", "logicalPath": "elsewhere/other.txt", "folderId": None}
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json=change))
    assert nobody.get(address).content == b"notes of 2024\n"
    expect(200, api.post(f"/organization/assets/{asset['id']}/replace", files={"file": ("new.txt", b"new words\n")}))
    assert nobody.get(address).content == b"new words\n", "the file it has now"
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"visibility": "private"}))
    missing = nobody.get(address)
    assert (missing.status_code, missing.json()["code"]) == (404, nobody.get("/uploads/nothing.txt").json()["code"])
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"visibility": "public"}))
    expect(204, api.delete(f"/organization/assets/{asset['id']}"))
    assert nobody.get(address).status_code == 404
    expect(200, api.post(f"/organization/assets/{asset['id']}/restore"))
    assert nobody.get(address).status_code == 200
    for hostile in ("/uploads/..%2f..%2fetc/passwd", "/uploads/%00", "/uploads/" + "a" * 3000, "/uploads//"):
        assert nobody.get(hostile).status_code in (400, 404)


def test_the_same_path_is_first_come_first_served(server, organization, other_organization, tmp_path, numbers):
    name = f"shared-{next(numbers)}.txt"
    for owner in (organization, other_organization):
        folder = tmp_path / owner.slug
        folder.mkdir()
        (folder / name).write_text(f"of {owner.slug}\n")
        run(server, owner, folder)
    nobody = Session(server)
    assert nobody.get(f"/uploads/{name}").text == f"of {organization.slug}\n"
    assert nobody.get(f"/uploads/{other_organization.slug}/{name}").text == f"of {other_organization.slug}\n"


def test_a_killed_import_is_done_again_and_nothing_is_doubled(own_server, tmp_path):
    organization = own_server.create_organization("killed")
    for number in range(60):
        (tmp_path / f"{number:03}.txt").write_text(f"file {number}\n" * 5000)
    api = organization.api()
    command = [own_server.program, "import", tmp_path, "--organization", "killed"]
    process = subprocess.Popen(command, env=own_server._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: api.assets()["total"] >= 5, what="five files")
    process.send_signal(signal.SIGKILL)
    process.wait()
    some = api.assets()["total"]
    assert 5 <= some < 60
    report = run(own_server, organization, tmp_path)
    assert tally(report) == (60 - some, some, 0) and api.assets()["total"] == 60
    own_server.cli("sweep", "--grace", "0s")
    own_server.cli("verify", "--checksums")


def home_of(organization):
    return f"/org/{organization.slug}/media"


def put_uploads(server, organization, source):
    folder = server.data / "uploads" / organization.slug
    folder.parent.mkdir(exist_ok=True)
    shutil.copytree(source, folder, symlinks=True)


def test_the_first_visit_to_an_empty_library_imports_what_lies_there(server, organization, api, files):
    (files / "empty.txt").write_bytes(b"")
    put_uploads(server, organization, files)
    session, home = organization.user().sign_in(), home_of(organization)
    assert "are being imported" in session.get(home).text
    page = wait_until(lambda: "3 files were imported" in (text := session.get(home).text) and text, what="the import")
    assert "1 was skipped" in page and "empty.txt" in page
    assert len(api.assets(limit=100)["items"]) == 3
    assert Session(server).get(f"/uploads/{organization.slug}/abc123.png").status_code == 200
    for asset in api.assets(limit=100)["items"]:
        api.delete_for_good(asset)
    session.get(home)
    assert api.assets()["total"] == 0, "once per organization"


def test_nothing_is_imported_where_there_is_something_or_nothing(server, organization, other_organization, files):
    organization.api().upload(b"here already\n", "here.txt")
    put_uploads(server, organization, files)
    for owner in (organization, other_organization):
        page = owner.user().sign_in().get(home_of(owner)).text
        assert 'id="first-import"' not in page


def test_a_killed_first_import_goes_on_and_doubles_nothing(own_server, tmp_path):
    organization = own_server.create_organization("visited")
    for number in range(80):
        (tmp_path / f"{number:03}.txt").write_text(f"file {number}\n" * 5000)
    put_uploads(own_server, organization, tmp_path)
    api = organization.api()
    organization.user().sign_in().get(home_of(organization))
    wait_until(lambda: api.assets()["total"] >= 5, what="five files")
    own_server.kill9()
    own_server.start()
    own_server.database.execute("UPDATE job SET run_at = 0")
    wait_until(lambda: api.assets()["total"] == 80, 60, "all of them")
    session = organization.user().sign_in()
    wait_until(lambda: "80 files were imported" in session.get(home_of(organization)).text, what="its end")
    own_server.cli("sweep", "--grace", "0s")
    own_server.cli("verify")
