"""An organization's media manager from beginning to end under the rules `learning`: each test is an endpoint or a check of its plan.

What needs content (usage, attaching, exporting, backfill) has its tests where content is.
"""

import io
import uuid
import zipfile

import pictures
import pytest
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"


def archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("exercise.txt", "words " * 500)
    return content.getvalue()


#: Name, content and kind of what an organization has.
SAMPLES = [
    ("diagram.png", pictures.picture("png"), "image"),
    ("photo.jpg", pictures.picture("jpeg"), "image"),
    ("notes.txt", b"what was said in class\n" * 40, "document"),
    ("sheet.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "pdf"),
    ("exercise.zip", archive(), "archive"),
    ("hello.wav", b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\x08\0\0" + bytes(2048), "audio"),
]


@pytest.fixture(scope="module")
def school(server):
    """An organization of its own; its tests go on where the ones before ended."""
    return server.create_organization(f"school-{uuid.uuid4().hex[:8]}", profile="learning", plan="business")


@pytest.fixture(scope="module")
def api(school):
    """Somebody who may delete, too."""
    return school.api("admin")


@pytest.fixture(scope="module")
def assets(school):
    """What a member of the team has uploaded."""
    member = school.api("member")
    return {name: member.upload(content, name, title=name.split(".")[0].title()) for name, content, _ in SAMPLES}


def test_get_organization_assets(school, assets):
    """All of a team may list, by search, kind and order."""
    api = school.api("member")
    assert {item["id"] for item in api.assets()["items"]} == {asset["id"] for asset in assets.values()}
    for name, content, kind in SAMPLES:
        assert assets[name]["kind"] == kind and assets[name]["byteSize"] == len(content)
    assert [item["displayName"] for item in api.assets(kind=["pdf", "audio"], sort="title")["items"]] == ["hello.wav", "sheet.pdf"]
    assert [item["displayName"] for item in api.assets(q="diag")["items"]] == ["diagram.png"]
    sizes = [item["byteSize"] for item in api.assets(sort="byteSize")["items"]]
    assert sizes == sorted(len(content) for _, content, _ in SAMPLES)


def test_post_organization_assets(school):
    """What it makes is canonical: one record with its file's facts, an address of its own, nothing of where it is stored."""
    api = school.api("member")
    answer = api.post(ASSETS, files={"file": ("new.txt", b"new words")}, data={"title": "New", "description": "For all"})
    asset = expect(201, answer)
    assert answer.headers["Location"] == f"{ASSETS}/{asset['id']}"
    assert (asset["title"], asset["description"], asset["provider"], asset["isExternal"]) == ("New", "For all", "upload", False)
    assert api.get(asset["publicUrl"]).content == b"new words"
    admin = school.api("admin")
    expect(204, admin.delete(f"{ASSETS}/{asset['id']}"))
    admin.delete_for_good(asset)


def test_the_same_file_again_is_offered_instead_of_a_copy(api, assets):
    name, content, _ = SAMPLES[0]
    again = api.post(f"{ASSETS}?onDuplicate=reuse", files={"file": ("another name.png", content)})
    assert expect(200, again)["id"] == assets[name]["id"]
    refused = api.post(f"{ASSETS}?onDuplicate=error", files={"file": ("another name.png", content)})
    expect_problem(409, "duplicate_asset", refused)


def test_get_organization_assets_by_id(school, other_api, assets):
    asset = assets["sheet.pdf"]
    shown = expect(200, school.api("member").get(f"{ASSETS}/{asset['id']}"))
    assert shown["id"] == asset["id"] and shown["organizationId"] == school.id
    expect_problem(404, "asset_not_found", other_api.get(f"{ASSETS}/{asset['id']}"))


def test_put_organization_assets_by_id(api, assets):
    """As PATCH: the fields that are given change, the others stay."""
    asset = assets["notes.txt"]
    changed = api.put(f"{ASSETS}/{asset['id']}", json={"title": "Notes of May", "label": "May"})
    assert expect(200, changed)["title"] == "Notes of May" and changed.json()["displayName"] == "notes.txt"
    assert changed.json()["description"] == asset["description"]
    expect_problem(412, "changed_meanwhile", api.put(f"{ASSETS}/{asset['id']}", json={"title": "x"}, headers={"If-Match": '"old"'}))


def test_edit_metadata_once_and_see_it_everywhere(school, api, assets):
    asset = assets["diagram.png"]
    edit = {"title": "Water cycle", "description": "Evaporation", "altText": "Arrows from sea to sky", "label": "Diagram"}
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json=edit))
    listed = next(item for item in school.api("member").assets(q="water cycle")["items"] if item["id"] == asset["id"])
    assert {name: listed[name] for name in edit} == edit and listed["publicUrl"] == asset["publicUrl"]
    page = school.user("member").sign_in().get(f"/org/{school.slug}/media/fragments/asset/{asset['id']}")
    assert all(text in page.text for text in edit.values())
    audit = expect(200, school.api("owner").get("/organization/audit", params={"subject": asset["id"], "action": "asset.edit"}))
    assert {change["field"] for change in audit["items"][0]["changes"]} == set(edit)


def test_storage_summary_is_correct_against_a_sample_dataset(school, assets):
    summary = school.api("member").storage()
    sizes = {kind: sum(len(content) for _, content, its in SAMPLES if its == kind) for _, _, kind in SAMPLES}
    assert {kind: size for kind, size in summary["bytesByKind"].items() if size} == sizes
    assert summary["totalBytes"] == summary["internalBytes"] == sum(sizes.values())
    assert (summary["archivedBytes"], summary["trashedBytes"], summary["externalAssetCount"]) == (0, 0, 0)


def test_archive_keeps_the_address_and_the_bytes_in_both_totals(api, assets):
    asset, before = assets["photo.jpg"], api.storage()
    assert expect(200, api.post(f"{ASSETS}/{asset['id']}/archive"))["status"] == "archived"
    assert asset["id"] not in [item["id"] for item in api.assets()["items"]] and api.get(asset["publicUrl"]).status_code == 200
    after = api.storage()
    assert after["totalBytes"] == before["totalBytes"] and after["archivedBytes"] == asset["byteSize"]
    expect(200, api.post(f"{ASSETS}/{asset['id']}/restore"))


def test_delete_organization_assets_by_id(school, api, assets):
    """For administrators only: first into the archive, then into Trash."""
    asset = assets["exercise.zip"]
    problem = expect_problem(403, "role_too_low", school.api("member").delete(f"{ASSETS}/{asset['id']}"))
    assert "admin" in problem["detail"]
    expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
    assert api.asset(asset["id"])["status"] == "archived"
    expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
    expect_problem(404, "asset_not_found", api.get(f"{ASSETS}/{asset['id']}"))
    assert [item["id"] for item in api.assets(status="trashed")["items"]] == [asset["id"]]
    assert api.storage()["trashedBytes"] == asset["byteSize"]
