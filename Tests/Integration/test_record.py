"""The record of an asset beside its texts: tags, duplicates, and the commands that write them (M21, M31, M32)."""

import json

import pytest
from vitrine_client import expect, expect_problem

ASSETS, TAGS = "/organization/assets", "/organization/tags"


@pytest.fixture
def api(organization):
    return organization.api("owner")


def tag_names(api, **query):
    return [(tag["name"], tag["assets"]) for tag in expect(200, api.get(TAGS, params=query))["items"]]


def test_tags_come_and_go_by_address_and_an_editor_who_saw_another_state_is_told(api):
    asset = api.upload(b"bytes", "a.txt")
    address = f"{ASSETS}/{asset['id']}/tags/"
    tagged = api.put(address + "Red%20%20Sky", headers={"If-Match": api.get(f"{ASSETS}/{asset['id']}").headers["ETag"]})
    assert expect(200, tagged)["tags"] == ["red sky"]
    again = api.put(address + "red%20sky")
    assert expect(200, again)["tags"] == ["red sky"] and again.headers["ETag"] == tagged.headers["ETag"]
    expect(200, api.put(address + "b"))
    for change in (api.put, api.delete):
        expect_problem(412, "changed_meanwhile", change(address + "c", headers={"If-Match": tagged.headers["ETag"]}))
    assert tag_names(api) == [("b", 1), ("red sky", 1)] and tag_names(api, prefix="RED ") == [("red sky", 1)]
    for _ in range(2):
        assert expect(204, api.delete(address + "RED%20SKY")) is None
    assert api.asset(asset["id"])["tags"] == ["b"] and tag_names(api) == [("b", 1)]


def test_an_upload_may_have_a_hundred_tags_in_fields_of_their_own_and_no_more(api):
    form = [("file", ("a.txt", b"bytes"))] + [("tag", (None, f"{number:03}")) for number in range(101)]
    assert expect(201, api.post(ASSETS, files=form[:101]))["tags"] == [f"{number:03}" for number in range(100)]
    problem = expect_problem(422, "invalid_fields", api.post(ASSETS, files=form))
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("tag", "too_many")]


def test_tags_are_listed_page_by_page_the_most_used_first(api):
    for number in range(3):
        api.upload(b"bytes", f"{number}.txt", tag=",".join(f"tag {count}" for count in range(number + 1)))
    first = expect(200, api.get(TAGS, params={"limit": 2}))
    assert [tag["name"] for tag in first["items"]] == ["tag 0", "tag 1"] and first["total"] is None
    second = expect(200, api.get(TAGS, params={"limit": 2, "cursor": first["nextCursor"]}))
    assert [tag["name"] for tag in second["items"]] == ["tag 2"] and second["nextCursor"] is None
    assert expect(200, api.get(TAGS))["total"] == 3
    expect_problem(400, "invalid_parameters", api.get(TAGS, params={"cursor": "x"}))


def test_an_upload_of_the_same_bytes_is_a_copy_the_asset_itself_or_refused(api):
    first = api.upload(b"same bytes", "a.txt", title="First")
    ask = lambda choice: api.post(ASSETS, params={"onDuplicate": choice}, files={"file": ("b.txt", b"same bytes")})
    copy, reused, refused = ask("copy"), ask("reuse"), ask("error")
    assert expect(201, copy)["id"] != first["id"]
    assert expect(200, reused) == first and "Location" not in reused.headers
    problem = expect_problem(409, "duplicate_asset", refused)
    assert first["id"] in problem["detail"] and problem["errors"][0]["field"] == "file"
    for answer in (copy, reused, refused):
        assert answer.headers["Vitrine-Duplicate-Of"] == first["id"]
    assert "Vitrine-Duplicate-Of" not in api.post(ASSETS, files={"file": ("c.txt", b"other bytes")}).headers
    assert api.storage()["internalBytes"] == 31
    expect_problem(400, "invalid_parameters", ask("maybe"))
    expect_problem(400, "invalid_parameters", api.post(ASSETS, params={"force": "true"}, files={"file": ("d.txt", b"d")}))


def test_commands_upload_edit_and_tag(server, organization, api, tmp_path):
    files = [tmp_path / name for name in ("one.txt", "two.txt")]
    for file in files:
        file.write_text(f"bytes of {file.name}")
    where = ("--organization", organization.slug)
    result = server.cli("asset", "upload", *map(str, files), str(tmp_path / "none"), *where, "--tag", "Sea, sky", "--json", check=False)
    assert result.returncode == 1 and "none" in result.stderr
    one, two = (json.loads(line)["id"] for line in result.stdout.splitlines())
    assert api.asset(one)["tags"] == ["sea", "sky"] and api.asset(two)["logicalPath"] == "two.txt"
    again = server.cli("asset", "upload", str(files[0]), *where, "--on-duplicate", "reuse", "--json").stdout
    assert json.loads(again) == {"id": one, "file": str(files[0]), "isNew": False, "duplicateOf": one}

    server.cli("asset", "edit", one, "title=At sea", "logicalPath=2026/sea.txt", "visibility=private", *where)
    asset = api.asset(one)
    assert (asset["title"], asset["logicalPath"], asset["visibility"]) == ("At sea", "2026/sea.txt", "private")
    taken = server.cli("asset", "edit", two, "logicalPath=2026/SEA.txt", *where, check=False)
    assert taken.returncode == 1 and "2026/SEA.txt" in taken.stderr
    assert server.cli("asset", "edit", two, "colour=red", *where, check=False).returncode == 2
    server.cli("asset", "tag", two, "Harbour", *where)
    server.cli("asset", "untag", two, "sea", "sky", *where)
    assert api.asset(two)["tags"] == ["harbour"]
    assert server.cli("tag", "list", *where).stdout.splitlines() == ["1\tharbour", "1\tsea", "1\tsky"]
    assert [json.loads(line) for line in server.cli("tag", "list", *where, "--prefix", "HAR", "--json").stdout.splitlines()] == [
        [{"name": "harbour", "assets": 1}]]
    assert server.cli("verify", *where).returncode == 0
