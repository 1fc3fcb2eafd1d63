"""Folders over HTTP and on the command line: nesting, names, moves, and what becomes of what lies in one that is deleted (M30)."""

import json
import threading
import uuid

import pytest
from vitrine_client import expect, expect_problem

FOLDERS = "/organization/folders"
ASSETS = "/organization/assets"


@pytest.fixture(scope="module")
def house(server):
    """One organization for requests that change nothing, with one folder."""
    api = server.create_organization(f"folders-{uuid.uuid4().hex[:8]}").api()
    api.kept = make(api, "kept")
    return api


def make(api, name, parent=None, **options):
    body = {"name": name} | ({"parentId": parent["id"]} if parent else {})
    return expect(201, api.post(FOLDERS, json=body, **options))


def names(api, **query):
    return [item["name"] for item in expect(200, api.get(FOLDERS, params=query))["items"]]


def put_into(api, folder, name="file.txt", content=b"in a folder"):
    return api.upload(content, name, folderId=folder["id"])


def test_a_folder_is_made_shown_renamed_moved_and_deleted(api):
    home = make(api, "home")
    created = api.post(FOLDERS, json={"name": " Spring ", "parentId": home["id"]})
    folder = expect(201, created)
    assert created.headers["Location"] == f"{FOLDERS}/{folder['id']}" and created.headers["ETag"]
    assert folder["name"] == "Spring" and folder["parentId"] == home["id"]
    assert folder["path"] == [{"id": home["id"], "name": "home"}, {"id": folder["id"], "name": "Spring"}]
    shown = api.get(f"{FOLDERS}/{folder['id']}")
    assert expect(200, shown) == folder and shown.headers["ETag"] == created.headers["ETag"]

    for verb, change in (("PATCH", {"name": "Summer"}), ("PUT", {"parentId": None})):
        changed = api.request(verb, f"{FOLDERS}/{folder['id']}", json=change)
        assert expect(200, changed)["name"] == "Summer"
    assert changed.json()["parentId"] is None and changed.json()["path"] == [{"id": folder["id"], "name": "Summer"}]
    stale = {"If-Match": created.headers["ETag"]}
    expect_problem(412, "changed_meanwhile", api.patch(f"{FOLDERS}/{folder['id']}", json={"name": "x"}, headers=stale))
    expect_problem(412, "changed_meanwhile", api.delete(f"{FOLDERS}/{folder['id']}", headers=stale))
    expect(204, api.delete(f"{FOLDERS}/{folder['id']}", headers={"If-Match": changed.headers["ETag"]}))
    expect_problem(404, "folder_not_found", api.get(f"{FOLDERS}/{folder['id']}"))
    actions = [entry["action"] for entry in expect(200, api.get("/organization/audit?action=folder."))["items"]]
    assert actions == ["folder.delete", "folder.edit", "folder.edit", "folder.create", "folder.create"]


def test_folders_are_listed_by_name_page_after_page(api):
    home = make(api, "Home")
    for name in ("b", "C", "a", "É", "d"):
        make(api, name, home)
    assert names(api) == ["a", "b", "C", "d", "Home", "É"]
    assert names(api, parent="root") == ["Home"]
    found, cursor = [], None
    while True:
        page = expect(200, api.get(FOLDERS, params={"parent": home["id"], "limit": 2} | ({"cursor": cursor} if cursor else {})))
        assert page["total"] == 5 and page["totalIsExact"] and len(page["items"]) <= 2
        found += [item["name"] for item in page["items"]]
        if (cursor := page["nextCursor"]) is None:
            break
    assert found == ["a", "b", "C", "d", "É"]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"colour": "red"}, "colour"), ({"limit": "0"}, "limit"), ({"limit": "101"}, "limit"), ({"cursor": "x"}, "cursor"),
     ({"cursor": "Zg"}, "cursor"), ({"parent": "nowhere"}, "parent")],
)
def test_a_list_names_the_parameter_it_does_not_take(house, query, field):
    problem = expect_problem(400, "invalid_parameters", house.get(FOLDERS, params=query))
    assert [error["field"] for error in problem["errors"]] == [field]


HOSTILE = {
    "blank": " \t", "control": "a\x07b", "nul": "a\x00b", "bidi": "\u202egnp.exe", "hidden": "a\u2066b", "parent": "..", "itself": ".",
    "path": "a/b", "long": "n" * 256, "longer than any row": "n" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_that_is_none_is_refused_and_named(house, name):
    for answer in (house.post(FOLDERS, json={"name": name}), house.patch(f"{FOLDERS}/{house.kept['id']}", json={"name": name})):
        problem = expect_problem(422, "invalid_fields", answer)
        assert {error["field"] for error in problem["errors"]} == {"name"}
    assert names(house) == ["kept"]


def test_names_that_look_alike_to_people_are_one_name(api):
    cafe = make(api, "Cafe\u0301")
    assert cafe["name"] == "Caf\u00e9"
    for twin in ("Caf\u00e9", "CAFE\u0301", " café "):
        problem = expect_problem(409, "folder_name_taken", api.post(FOLDERS, json={"name": twin}))
        assert [error["field"] for error in problem["errors"]] == ["name"]
    assert make(api, "ü" * 255)["name"] == "ü" * 255
    for odd in ("%2e%2e", "a\\b", "'; DROP TABLE folder; --", "<img src=x onerror=alert(1)>", "👩‍👩‍👧", "null", "—"):
        assert make(api, odd)["name"] == odd


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["name"]), ({"name": None}, ["name"]), ({"name": 7}, ["name"]), ({"name": ["a"]}, ["name"]),
        ({"name": "a", "parentId": 7}, ["parentId"]), ({"name": 1, "parentId": {}, "colour": "red"}, ["colour", "name", "parentId"]),
    ],
)
def test_wrong_fields_are_told_all_together(house, body, fields):
    answers = [house.post(FOLDERS, json=body)] + ([house.patch(f"{FOLDERS}/{house.kept['id']}", json=body)] if body else [])
    for answer in answers:
        assert sorted(error["field"] for error in expect_problem(422, "invalid_fields", answer)["errors"]) == fields
    assert names(house) == ["kept"]


def test_a_foreign_folder_answers_as_one_that_is_not_there(api, other_api):
    theirs, nobodys, own = make(other_api, "theirs"), {"id": str(uuid.uuid4())}, make(api, "own")
    asset = api.upload(b"mine", "mine.txt")

    def answers(folder):
        yield api.get(f"{FOLDERS}/{folder['id']}")
        yield api.patch(f"{FOLDERS}/{folder['id']}", json={"name": "taken"})
        yield api.delete(f"{FOLDERS}/{folder['id']}?contents=delete")
        yield api.get(FOLDERS, params={"parent": folder["id"]})
        yield api.post(FOLDERS, json={"name": "below", "parentId": folder["id"]})
        yield api.patch(f"{FOLDERS}/{own['id']}", json={"parentId": folder["id"]})
        yield api.patch(f"{ASSETS}/{asset['id']}", json={"folderId": folder["id"]})
        yield api.post(ASSETS, files={"file": ("a.txt", b"a")}, data={"folderId": folder["id"]})
        yield api.post(f"{ASSETS}/bulk", json={"ids": [asset["id"]], "action": "move", "folderId": folder["id"]})

    for foreign, missing, invented in zip(answers(theirs), answers(nobodys), answers({"id": "no-id"}), strict=True):
        if "parent=no-id" not in invented.url:
            expect_problem(404, "folder_not_found", invented)
        expect_problem(404, "folder_not_found", missing)
        assert foreign.text == missing.text
    assert names(other_api) == ["theirs"] and names(api) == ["own"]


def test_no_folder_lies_in_itself_and_none_deeper_than_thirty_two(api):
    chain = [make(api, "1")]
    for level in range(2, 33):
        chain.append(make(api, str(level), chain[-1]))
    expect_problem(409, "folders_too_deep", api.post(FOLDERS, json={"name": "33", "parentId": chain[-1]["id"]}))
    for target in (chain[0], chain[5], chain[31]):
        answer = api.patch(f"{FOLDERS}/{chain[0]['id']}", json={"parentId": target["id"]})
        assert expect_problem(409, "folder_cycle", answer)["errors"][0]["field"] == "parentId"
    assert len(expect(200, api.get(f"{FOLDERS}/{chain[-1]['id']}"))["path"]) == 32


# Deleting


def test_a_folder_with_something_in_it_is_deleted_only_when_told_what_becomes_of_it(api):
    folder = make(api, "folder")
    make(api, "inner", folder)
    asset = put_into(api, folder)
    problem = expect_problem(409, "folder_not_empty", api.delete(f"{FOLDERS}/{folder['id']}"))
    assert "folders in it: 1, assets in it: 1" in problem["detail"]
    for query in ("contents=burn", "contents=", "force=maybe", "burn=true"):
        expect_problem(400, "invalid_parameters", api.delete(f"{FOLDERS}/{folder['id']}?{query}"))
    expect(204, api.delete(f"{FOLDERS}/{folder['id']}?contents=move-up"))
    assert names(api, parent="root") == ["inner"]
    moved = api.get(f"{ASSETS}/{asset['id']}")
    assert expect(200, moved)["folderId"] is None and moved.json()["updatedAt"] > asset["updatedAt"]
    told = expect(200, api.get("/organization/changes"))["items"][-1]
    assert told["type"] == "upsert" and told["asset"] == moved.json()


def test_contents_that_are_deleted_lie_in_trash_and_come_back_at_the_root(api):
    folder = make(api, "folder")
    inner = make(api, "inner", folder)
    assets = [put_into(api, place, name) for place, name in ((folder, "1.txt"), (inner, "2.txt"))]
    expect(204, api.delete(f"{FOLDERS}/{folder['id']}?contents=delete"))
    assert names(api) == [] and api.assets()["total"] == 0
    assert {item["id"] for item in api.assets(status="trashed")["items"]} == {asset["id"] for asset in assets}
    for asset in assets:
        assert expect(200, api.post(f"{ASSETS}/{asset['id']}/restore"))["folderId"] is None


def test_a_clash_of_names_moves_nothing_up(api):
    folder = make(api, "folder")
    make(api, "same"), make(api, "Same", folder)
    asset = put_into(api, folder)
    expect_problem(409, "folder_name_taken", api.delete(f"{FOLDERS}/{folder['id']}?contents=move-up"))
    assert api.asset(asset["id"])["folderId"] == folder["id"] and len(names(api, parent="root")) == 2


def test_a_list_of_assets_shows_what_lies_in_a_folder_and_below_it(api):
    folder = make(api, "folder")
    inner = make(api, "inner", folder)
    here, deep, outside = put_into(api, folder), put_into(api, inner), api.upload(b"outside", "outside.txt")

    def listed(**query):
        return {item["id"] for item in api.assets(**query)["items"]}

    assert listed(folder=folder["id"]) == {here["id"]}
    assert listed(folder=folder["id"], recursive="true") == {here["id"], deep["id"]}
    assert listed(folder="root") == {outside["id"]}
    expect(200, api.patch(f"{FOLDERS}/{inner['id']}", json={"parentId": None}))
    assert listed(folder=folder["id"], recursive="true") == {here["id"]}


def test_moves_that_would_make_a_ring_together_leave_a_tree(organization):
    """Over several connections at once: whoever comes last is refused."""
    api = organization.api()
    ring = [make(api, f"folder {number}") for number in range(6)]
    answers, start = [], threading.Barrier(len(ring))

    def move(number):
        session = organization.api()
        start.wait()
        body = {"parentId": ring[(number + 1) % len(ring)]["id"]}
        answers.append(session.patch(f"{FOLDERS}/{ring[number]['id']}", json=body))

    threads = [threading.Thread(target=move, args=(number,)) for number in range(len(ring))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [409]
    expect_problem(409, "folder_cycle", next(answer for answer in answers if answer.status_code == 409))
    assert len(names(api, parent="root")) == 1


# The command line


def test_folders_on_the_command_line_by_their_paths(server, organization):
    api, belongs = organization.api(), ("--organization", organization.slug)
    missing = server.cli("folder", "create", "2026/spring", *belongs, check=False)
    assert missing.returncode == 1 and "no such folder" in missing.stderr
    spring = server.cli("folder", "create", "2026/spring", "--parents", *belongs).stdout.strip()
    server.cli("folder", "create", "/2026/autumn/", *belongs)
    assert server.cli("folder", "list", *belongs).stdout.splitlines()[2] == f"{spring}\t2026/spring"
    listed = json.loads(server.cli("folder", "list", "--in", "2026", "--json", *belongs).stdout)
    assert [folder["path"] for folder in listed] == ["2026/autumn", "2026/spring"]
    server.cli("folder", "rename", "2026/spring", "Frühling", *belongs)
    server.cli("folder", "move", spring, "/", *belongs)
    assert [line.split("\t")[1] for line in server.cli("folder", "list", "--in", "/", *belongs).stdout.splitlines()] == ["2026", "Frühling"]
    taken = server.cli("folder", "create", "FRÜHLING", *belongs, check=False)
    assert taken.returncode == 1 and "Frühling" in taken.stderr

    asset = put_into(api, {"id": spring})
    assert server.cli("folder", "delete", "frühling", *belongs, check=False).returncode == 1
    server.cli("folder", "delete", "frühling", "--contents", "move-up", *belongs)
    assert api.asset(asset["id"])["folderId"] is None
    assert server.cli("folder", "delete", "/", *belongs, check=False).returncode == 1
    wrong = server.cli("folder", "delete", "2026", "--contents", "burn", *belongs, check=False)
    assert wrong.returncode == 2 and "move-up" in wrong.stderr


def test_assets_on_the_command_line(server, organization):
    api, belongs = organization.api(), ("--organization", organization.slug)
    folder = make(api, "2026")
    red = put_into(api, folder, "red.txt", b"red")
    blue = api.upload(b"blue, and longer", "blue.txt", tag="sea, sky")

    def ids(*arguments):
        return [item["id"] for item in json.loads(server.cli("asset", "list", *belongs, "--json", *arguments).stdout)]

    assert ids("--sort", "byteSize") == [red["id"], blue["id"]] and ids("--sort=-byteSize", "--limit", "1") == [blue["id"]]
    assert ids("--folder", "2026") == [red["id"]] and ids("--folder", "/") == [blue["id"]]
    assert ids("--tag", "Sky", "--tag", "sea") == [blue["id"]] and ids("--tag", "sky", "--tag", "land") == []
    assert ids("--q", "RED") == [red["id"]] and ids("--kind", "image", "--kind", "document") != [] and ids("--kind", "image") == []
    line = server.cli("asset", "list", *belongs, "--q", "red").stdout.split("\t")
    assert line[0] == red["id"] and line[-1] == "red.txt\n"
    shown = json.loads(server.cli("asset", "show", blue["id"], *belongs, "--json").stdout)
    assert shown == {name: api.asset(blue["id"])[name] for name in shown} and shown["tags"] == ["sea", "sky"]
    assert "displayName: blue.txt" in server.cli("asset", "show", blue["id"], *belongs).stdout

    server.cli("asset", "move", red["id"], blue["id"], "--to", "2026", *belongs)
    assert api.asset(blue["id"])["folderId"] == folder["id"]
    server.cli("asset", "archive", red["id"], blue["id"], *belongs)
    assert ids() == [] and len(ids("--status", "archived")) == 2
    server.cli("asset", "restore", red["id"], *belongs)
    stranger = str(uuid.uuid4())
    partly = server.cli("asset", "delete", stranger, red["id"], *belongs, check=False)
    assert partly.returncode == 1 and stranger in partly.stderr and red["id"] in partly.stdout
    assert ids("--status", "trashed") == [red["id"]]
    assert server.cli("asset", "move", red["id"], "--to", "nowhere", *belongs, check=False).returncode == 1
    assert server.cli("asset", "list", *belongs, "--sort", "colour", check=False).returncode == 2
