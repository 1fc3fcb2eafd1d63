"""The audit log: what each change leaves, for whom, and how it is asked (M6)."""

import json
import re

import pages
import pictures
import pytest
from vitrine_client import expect, expect_problem

AUDIT = "/organization/audit"
ASSETS = "/organization/assets"


def entries(session, **query):
    return expect(200, session.get(AUDIT, params=query))["items"]


@pytest.fixture
def owner(organization):
    return organization.api("owner")


def test_an_entry_says_who_did_what_to_which_asset_when_and_from_where(organization, api):
    asset = api.upload(b"12345", "a.txt")
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": "Title", "label": "Note", "visibility": "private"}))
    edit, upload = entries(api, subject=asset["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", edit["at"]) and edit["at"] >= upload["at"]
    assert {key: value for key, value in edit.items() if key not in ("id", "at", "userId", "tokenName")} == {
        "action": "asset.edit",
        "subjectId": asset["id"],
        "subjectName": "a.txt",
        "userEmail": organization.user().email,
        "door": "api",
        "changes": [
            {"field": "label", "before": None, "after": "Note"},
            {"field": "title", "before": None, "after": "Title"},
            {"field": "visibility", "before": "public", "after": "private"},
        ],
    }
    assert upload["action"] == "asset.upload" and upload["changes"] == []
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": None, "label": "Note"}))
    assert entries(api, subject=asset["id"])[0]["changes"] == [{"field": "title", "before": "Title", "after": None}]


def test_changes_of_the_organization_and_its_logo_are_told(organization, owner):
    expect(200, owner.patch("/organization", json={"name": "Studio", "policy": {"trashDays": 5}}))
    expect(200, owner.put("/organization/logo", files={"file": ("logo.png", pictures.picture("png"))}))
    expect(204, owner.delete("/organization/logo"))
    removed, put, changed = entries(owner, action="organization.")[:3]
    assert changed["changes"] == [
        {"field": "name", "before": organization.slug, "after": "Studio"},
        {"field": "policy.trashDays", "before": None, "after": "5"},
    ]
    assert changed["subjectId"] == organization.id
    assert put["changes"][0]["after"] == removed["changes"][0]["before"] != None  # noqa: E711
    assert put["action"] == "organization.logo.set" and removed["action"] == "organization.logo.remove"


def test_every_door_is_told_apart(server, organization, owner):
    server.cli("organization", "set", organization.slug, "trashDays=4")
    session = organization.user("owner").sign_in()
    page = session.get(f"/org/{organization.slug}/settings")
    pages.form(page, "/settings").send(session, page, {"name": "By form"})
    expect(200, owner.patch("/organization", json={"name": "By API"}))
    by_api, by_page, by_command = entries(owner, action="organization.change")
    assert [by_api["door"], by_page["door"], by_command["door"]] == ["api", "dashboard", "command-line"]
    assert by_command["userId"] is None and by_command["userEmail"] is None and by_page["tokenName"] is None
    assert by_api["userEmail"] == by_page["userEmail"] == organization.user("owner").email


def test_pages_follow_one_another_without_gap(api):
    for number in range(7):
        api.upload(b"x", f"{number}.txt")
    names, cursor = [], None
    while True:
        page = expect(200, api.get(AUDIT, params={"action": "asset.", "limit": 3, **({"cursor": cursor} if cursor else {})}))
        assert page["total"] == 7 and page["totalIsExact"]
        names.append([item["subjectName"] for item in page["items"]])
        cursor = page["nextCursor"]
        if not cursor:
            break
        api.upload(b"x", "later.txt") if len(names) == 9 else None
    assert names == [["6.txt", "5.txt", "4.txt"], ["3.txt", "2.txt", "1.txt"], ["0.txt"]]


def test_it_is_filtered_by_user_and_by_what_an_action_begins_with(organization, api):
    manager = organization.api("manager")
    asset = manager.upload(b"x", "a.txt")
    api.upload(b"x", "b.txt")
    who = entries(api, subject=asset["id"])[0]["userId"]
    assert {item["subjectName"] for item in entries(api, user=who, action="asset.")} == {"a.txt"}
    assert {item["action"] for item in entries(api, action="asset.up")} == {"asset.upload"}
    for action in ("%", "_sset.", "ASSET.", "asset.upload.x"):
        assert entries(api, action=action) == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "subject=x", "user=x", "cursor=x", "cursor=YTE%3D%3D", "page=1", "colour=red", "action=%FF"]
)
def test_what_it_does_not_know_is_refused(api, query):
    answer = api.get(f"{AUDIT}?{query}")
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(("role", "scope", "code"), [("manager", "admin", "role_too_low"), ("admin", "write", "scope_missing")])
def test_only_administrators_read_it(organization, role, scope, code):
    expect_problem(403, code, organization.api(role, scope).get(AUDIT))


def test_nothing_of_another_organization_is_in_it(api, other_api):
    asset = other_api.upload(b"x", "theirs.txt")
    theirs = entries(other_api, subject=asset["id"])[0]
    assert entries(api, subject=asset["id"]) == [] and entries(api, user=theirs["userId"]) == []
    cursor = expect(200, other_api.get(AUDIT, params={"limit": 1}))["nextCursor"]
    assert all("theirs" not in item["subjectName"] for item in entries(api, **({"cursor": cursor} if cursor else {})))


def test_the_command_line_lists_it(server, organization, api):
    for number in range(3):
        api.upload(b"x", f"{number}.txt")
    lines = json.loads(server.cli("audit", "list", "--organization", organization.slug, "--json", "--action", "asset.").stdout)
    assert [line["subjectName"] for line in lines] == ["2.txt", "1.txt", "0.txt"]
    text = server.cli("audit", "list", "--organization", organization.slug, "--limit", "2").stdout
    assert len(text.splitlines()) == 2 and "2.txt" in text
    assert server.cli("audit", "list", "--organization", "nobody", check=False).returncode == 1
    assert server.cli("audit", "list", check=False).returncode == 2


def test_the_page_shows_it_in_words_and_filters_it(organization, owner):
    asset = owner.upload(b"x", "<b>file</b>.txt")
    expect(200, owner.patch(f"{ASSETS}/{asset['id']}", json={"title": "<i>new</i>"}))
    expect(200, owner.patch("/organization", json={"policy": {"trashDays": 5}}))
    session = organization.user("owner").sign_in()
    path = f"/org/{organization.slug}/settings/audit"
    page = session.get(path)
    assert page.status_code == 200 and "edited" in page.text and "Trash is purged after" in page.text
    assert "<b>file" not in page.text and "<i>new" not in page.text and "&lt;i&gt;new" in page.text
    filtered = session.get(path, params={"action": "organization."})
    assert "changed the settings of" in filtered.text and "edited" not in filtered.text
    by_subject = session.get(path, params={"subject": asset["id"], "action": ""})
    assert "uploaded" in by_subject.text and "changed the settings of" not in by_subject.text
    assert session.get(path, params={"subject": "x"}).status_code == 400
    assert organization.user("manager").sign_in().get(path).status_code == 403


def test_the_page_leads_to_older_entries(organization, api):
    for number in range(52):
        expect(200, api.patch("/organization", json={"name": f"Name {number}"}))
    session = organization.user().sign_in()
    page = session.get(f"/org/{organization.slug}/settings/audit?action=organization.")
    assert "Name 51" in page.text and "Name 0<" not in page.text
    older = re.search(r'href="([^"]*cursor=[^"]*)"', page.text)[1].replace("&amp;", "&")
    assert "Name 0<" in session.get(older).text
