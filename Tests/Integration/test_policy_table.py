"""The table of policies, row by row and profile by profile, as callers of the API meet it (M3, M14, M15).

What deleting means has its own tests in test_asset_life.py.
"""

import uuid

import pictures
import pytest
from vitrine_client import expect, expect_problem

ROLES = ["member", "manager", "admin", "owner"]
PROFILES = ["cms", "records", "site", "learning", "docs"]
ASSETS = "/organization/assets"

#: The least role that may, from the mission's table.
READS = {"cms": "member", "records": "member", "site": "admin", "learning": "member", "docs": "admin"}
EDITS = {"cms": "manager", "records": "manager", "site": "admin", "learning": "member", "docs": "admin"}
DELETES = {"cms": "manager", "records": "manager", "site": "admin", "learning": "admin", "docs": "admin"}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FILES = {
    "image/jpeg": pictures.picture("jpeg"), "image/png": pictures.picture("png"), "image/gif": pictures.picture("gif"),
    "image/webp": pictures.picture("webp"), "image/svg+xml": SVG, "application/pdf": PDF, "text/plain": b"plain words\n",
    "audio/wav": b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x44\xac\x00\x00\x88X\x01\x00\x02\x00\x10\x00data\x00\x00\x00\x00",
}
IMAGES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
ACCEPTED = {
    "cms": set(FILES), "records": IMAGES | {"image/svg+xml"}, "site": IMAGES, "learning": set(FILES),
    "docs": IMAGES | {"image/svg+xml", "application/pdf", "audio/wav"},
}


@pytest.fixture(scope="module", params=PROFILES)
def house(server, request):
    """An organization of the profile, with a client of each role and an asset."""
    organization = server.create_organization(f"table-{request.param}", profile=request.param)
    organization.profile = request.param
    organization.clients = {role: organization.api(role) for role in ROLES}
    organization.asset = upload(organization.clients["owner"])
    return organization


def upload(client, mime_type="image/png"):
    """A file with a path of its own, and what it is for: some rules ask for both."""
    return expect(201, client.post(ASSETS, **upload_request(mime_type)))


def upload_request(mime_type="image/png"):
    return {
        "files": {"file": ("picture.png", FILES[mime_type], "image/png")},
        "data": {"mediaType": "logo", "logicalPath": f"{uuid.uuid4()}"},
    }


def those(least):
    return ROLES[ROLES.index(least):]


@pytest.mark.parametrize("role", ROLES)
def test_who_reads(house, role):
    may = role in those(READS[house.profile])
    for path in (ASSETS, f"{ASSETS}/{house.asset['id']}", f"{ASSETS}/storage"):
        check(may, "readRole", READS[house.profile], house.clients[role].get(path))


@pytest.mark.parametrize("role", ROLES)
def test_who_uploads_and_edits(house, role):
    client, least = house.clients[role], EDITS[house.profile]
    may = role in those(least)
    check(may, "uploadRole", least, client.post(ASSETS, **upload_request()))
    check(may, "editRole", least, client.patch(f"{ASSETS}/{house.asset['id']}", json={"title": role}))
    check(may, "uploadRole", least, client.post(f"{ASSETS}/{house.asset['id']}/replace", files={"file": ("two.png", FILES["image/png"])}))


@pytest.mark.parametrize("role", ROLES)
def test_who_deletes(house, role):
    asset = upload(house.clients["owner"])
    least = DELETES[house.profile]
    check(role in those(least), "deleteRole", least, house.clients[role].delete(f"{ASSETS}/{asset['id']}"))


def check(may, rule, least, answer):
    if may:
        assert answer.status_code < 300, answer.text
    else:
        problem = expect_problem(403, "role_too_low", answer)
        assert f"“{rule}”" in problem["detail"] and f"{least}s" in problem["detail"], "the rule, and who may"


@pytest.mark.parametrize("mime_type", FILES)
def test_which_types_are_accepted(house, mime_type):
    """By their bytes: every file is called the same, and says it is a picture."""
    answer = house.clients["owner"].post(ASSETS, **upload_request(mime_type))
    if mime_type in ACCEPTED[house.profile]:
        assert expect(201, answer)["mimeType"] == mime_type
    else:
        problem = expect_problem(415, "type_refused", answer)
        assert mime_type in problem["detail"] and "Accepted" in problem["detail"]


def test_the_largest_file_is_the_profiles_where_it_is_less_than_the_plans(house, server):
    """The plan here allows 250 MB."""
    expected = {"site": 5 << 20, "docs": 100 << 20}.get(house.profile, 250 << 20)
    owner = house.clients["owner"]
    assert owner.storage()["maxFileBytes"] == expected
    if house.profile == "site":
        too_large = FILES["image/png"] + bytes(expected - len(FILES["image/png"]) + 1)
        problem = expect_problem(413, "file_too_large", owner.post(ASSETS, files={"file": ("large.png", too_large)}))
        assert "5 MB" in problem["detail"]
    server.cli("organization", "set", house.slug, "plan=free")
    assert owner.storage()["maxFileBytes"] == min(expected, 25 << 20)
    server.cli("organization", "set", house.slug, "plan=business")


def test_archived_bytes_count_to_the_quota_and_stay_public(house):
    owner = house.clients["owner"]
    asset = upload(owner, "image/gif")
    before = owner.storage()
    expect(200, owner.post(f"{ASSETS}/{asset['id']}/archive"))
    after = owner.storage()
    assert (after["internalBytes"], after["totalBytes"]) == (before["internalBytes"], before["totalBytes"])
    assert after["archivedBytes"] == before["archivedBytes"] + asset["byteSize"]
    assert owner.get(asset["publicUrl"]).content == FILES["image/gif"]


@pytest.mark.parametrize("role", ROLES)
def test_owners_and_nobody_else_set_single_rules_and_they_hold_at_once(house, role):
    client, owner = house.clients[role], house.clients["owner"]
    answer = client.patch("/organization", json={"policy": {"uploadRole": "owner"}})
    if role != "owner":
        assert answer.status_code == 403, answer.text
        return
    assert expect(200, answer)["policy"]["uploadRole"] == "owner"
    refused = house.clients["admin"].post(ASSETS, **upload_request())
    assert "“uploadRole”" in expect_problem(403, "role_too_low", refused)["detail"]
    expect(200, owner.patch("/organization", json={"policy": {"uploadRole": None}}))
    expect(201, house.clients["admin"].post(ASSETS, **upload_request()))


def test_a_given_path_that_is_taken_is_refused_and_a_blank_one_as_the_profile_says(house):
    owner, name = house.clients["owner"], f"{uuid.uuid4()}.gif"
    ask = lambda **fields: owner.post(
        ASSETS, files={"file": (name, FILES["image/gif"])}, data={"mediaType": "logo", **fields})
    assert expect(201, ask())["logicalPath"] == name
    expect_problem(409, "logical_path_taken", ask(logicalPath=name.upper()))
    if house.profile == "docs":
        expect_problem(409, "logical_path_taken", ask(logicalPath=" "))
    else:
        assert expect(201, ask(logicalPath=" "))["logicalPath"] == name.replace(".gif", "-2.gif")


def test_a_media_type_is_required_where_the_profile_says(house):
    owner, rule = house.clients["owner"], house.profile == "records"
    without = owner.post(ASSETS, files={"file": (f"{uuid.uuid4()}.png", FILES["image/png"])})
    cleared = owner.patch(f"{ASSETS}/{house.asset['id']}", json={"mediaType": None})
    for answer, status in ((without, 201), (cleared, 200)):
        if rule:
            problem = expect_problem(422, "invalid_fields", answer)
            assert [(error["field"], error["code"]) for error in problem["errors"]] == [("mediaType", "required")]
        else:
            expect(status, answer)
