"""Where assets are used: attach, detach, the list, and what deleting one in use does by every door (M35, M37, M38)."""

import json
import uuid

import json_api
import pages
import pictures
import pytest
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"
PLACE_FIELDS = {"targetType", "targetId", "targetTitle", "targetUrl", "slotType", "slotKey"}


def place(target="1", **more):
    return {"targetType": "lesson", "targetId": target, "slotType": "lesson_cover"} | more


def attach(api, asset, target="1", **more):
    return api.post(f"{ASSETS}/{asset['id']}/attach", json=place(target, **more))


def used(api, *targets):
    """A picture with its own path and role, attached to some lessons."""
    data = {"mediaType": "logo", "logicalPath": f"{uuid.uuid4()}"}
    asset = expect(201, api.post(ASSETS, files={"file": ("picture.png", pictures.picture("png"))}, data=data))
    for target in targets or ["1"]:
        expect(201, attach(api, asset, target))
    return asset


def usages(api, asset, **query):
    return expect(200, api.get(f"{ASSETS}/{asset['id']}/usage", params=query))


@pytest.fixture(scope="module")
def cms(server):
    return server.create_organization(f"uses-{uuid.uuid4().hex[:8]}", plan="business")


@pytest.fixture(scope="module")
def house(cms):
    return cms.api("manager")


# Attach and detach


def test_attaching_twice_is_once_and_detaching_twice_too(house):
    asset = house.upload(b"a file")
    first = expect(201, attach(house, asset, position=0))
    assert first.keys() == PLACE_FIELDS | {"id", "position", "origin", "createdAt"}
    assert first["origin"] == "declared" and first["position"] == 0 and first["slotKey"] is first["targetTitle"] is None
    assert expect(200, attach(house, asset, position=0)) == first
    assert expect(200, attach(house, asset, position=0, slotKey="")) == first
    expect(201, attach(house, asset))
    assert house.asset(asset["id"])["usageCount"] == usages(house, asset)["total"] == 2
    for _ in range(2):
        expect(204, house.post(f"{ASSETS}/{asset['id']}/detach", json=place(position=0)))
    assert [item["position"] for item in usages(house, asset)["items"]] == [None]


def test_what_is_wrong_with_a_place_is_told_field_by_field(house):
    asset = house.upload(b"another file")
    wrong = {"targetType": "Two words", "targetId": "", "slotType": 7, "slotKey": "x" * 501, "position": 1.5, "extra": 1}
    for door in ("attach", "detach"):
        problem = expect_problem(422, "invalid_fields", house.post(f"{ASSETS}/{asset['id']}/{door}", json=wrong))
        assert sorted(error["field"] for error in problem["errors"]) == sorted(wrong)
        missing = expect_problem(422, "invalid_fields", house.post(f"{ASSETS}/{asset['id']}/{door}", json={}))
        assert {error["field"] for error in missing["errors"]} == {"targetType", "targetId", "slotType"}


def test_foreign_and_missing_assets_answer_alike(house, server):
    foreign = server.create_organization(f"uses-{uuid.uuid4().hex[:8]}").api().upload(b"theirs")["id"]
    trashed = used(house, "1")["id"]
    expect(204, house.delete(f"{ASSETS}/{trashed}?force=true"))
    for door in ("attach", "detach", "usage"):
        asked = [foreign, str(uuid.uuid4())] + ([trashed] if door != "detach" else [])
        method = "GET" if door == "usage" else "POST"
        answers = [house.request(method, f"{ASSETS}/{id}/{door}", json=None if door == "usage" else place()) for id in asked]
        assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}


def test_the_list_pages_in_order_and_shows_what_is_known_of_the_places(house):
    item = {"title": "Intro", "url": "https://example.com/intro", "body": {}}
    expect(201, house.put("/organization/content/lesson/known", json=item))
    asset = used(house, "known", "b", "c")
    first = usages(house, asset, limit=2)
    second = usages(house, asset, limit=2, cursor=first["nextCursor"])
    items = first["items"] + second["items"]
    assert [item["targetId"] for item in items] == ["known", "b", "c"] and second["nextCursor"] is None
    assert (items[0]["targetTitle"], items[0]["targetUrl"]) == ("Intro", "https://example.com/intro")
    assert (items[1]["targetTitle"], items[1]["targetUrl"]) == (None, None)
    assert first["total"] == 3 and first["totalIsExact"] is True
    expect_problem(400, "invalid_parameters", house.get(f"{ASSETS}/{asset['id']}/usage?cursor=x&limit=1"))


def test_used_and_orphaned_assets_are_told_apart(server):
    organization = server.create_organization(f"uses-{uuid.uuid4().hex[:8]}")
    api = organization.api()
    idle, busy = api.upload(b"idle", "idle.txt"), used(api, "1", "2")
    assert [item["id"] for item in api.assets(usage="used")["items"]] == [busy["id"]]
    assert [item["id"] for item in api.assets(usage="orphaned")["items"]] == [idle["id"]]
    to = ("--organization", organization.slug)
    listed = [server.cli("asset", "list", *to, "--usage", usage).stdout for usage in ("used", "orphaned")]
    assert busy["id"] in listed[0] and idle["id"] not in listed[0] and idle["id"] in listed[1]
    lines = server.cli("asset", "usage", busy["id"], *to, "--json").stdout
    assert json.loads(lines) == usages(api, busy)["items"]


# Deleting, by the table of policies


#: What becomes of an asset in use: without force (None: it is kept), and with it.
FATES = {
    "cms": (None, "trashed"), "records": ("trashed", "trashed"), "site": (None, "gone"), "learning": (None, "trashed"),
    "docs": ("gone", "gone"),
}


@pytest.fixture(scope="module", params=FATES)
def rules(server, request):
    organization = server.create_organization(f"guard-{request.param}-{uuid.uuid4().hex[:6]}", profile=request.param)
    organization.fates = FATES[request.param]
    organization.profile = request.param
    return organization


def fate(api, asset):
    found = [item for item in api.assets(status="all", q=asset["logicalPath"])["items"] if item["id"] == asset["id"]]
    return found[0]["status"] if found else "gone"


def check_refusal(rules, problem, count=2):
    assert problem["code"] == "asset_in_use" and f"{count} places" in problem["detail"]
    assert ("rchive" in problem["detail"]) == (rules.profile == "learning")
    usage = problem["usage"]
    assert usage["count"] == count and [place["targetId"] for place in usage["places"]] == ["1", "2"]
    assert all(place.keys() == PLACE_FIELDS for place in usage["places"])


def by_api(rules, api, asset, force):
    answer = api.delete(f"{ASSETS}/{asset['id']}" + ("?force=true" if force else ""))
    return answer.status_code, answer.json() if answer.content else None


def by_bulk(rules, api, asset, force):
    body = {"ids": [asset["id"]], "action": "delete"} | ({"force": True} if force else {})
    result = expect(200, api.post(f"{ASSETS}/bulk", json=body))["results"][0]
    return result["status"], result


def by_media_page(rules, api, asset, force):
    session = signed_in(rules, api)
    answer = session.delete(f"/admin/media/{asset['id']}" + ("?force=true" if force else ""))
    return answer.status_code, answer.json() if answer.content else None


def by_command_line(rules, api, asset, force):
    options = ["--force"] if force else []
    run = api.server.cli(
        "asset", "delete", asset["id"], "--organization", rules.slug, "--json", *options, check=False)
    error = json.loads(run.stdout)[0]["error"]
    assert run.returncode == (1 if error else 0)
    return (409 if error else 204), None if error is None else {"detail": error, "code": "asset_in_use"}


def signed_in(rules, api):
    session = rules.user("admin").sign_in()
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    session.headers["X-Organization"] = rules.slug
    return session


@pytest.mark.parametrize("door", [by_api, by_bulk, by_media_page, by_command_line])
def test_an_asset_in_use_goes_as_the_rules_say(rules, door):
    api = rules.api("admin")
    unforced, forced = rules.fates
    asset = used(api, "1", "2")
    status, problem = door(rules, api, asset, False)
    if unforced is None:
        assert status == 409 and fate(api, asset) == "active"
        if door is by_command_line:
            assert "2 places" in problem["detail"]
        else:
            check_refusal(rules, problem)
        status, _ = door(rules, api, asset, True)
        assert fate(api, asset) == forced
    else:
        assert fate(api, asset) == unforced
    assert status == 204


def test_archiving_is_never_refused(rules):
    api = rules.api("admin")
    asset = used(api)
    assert expect(200, api.post(f"{ASSETS}/{asset['id']}/archive"))["status"] == "archived"


def test_a_folder_with_assets_in_use_is_kept_whole_unless_forced(rules):
    api = rules.api("admin")
    folder = expect(201, api.post("/organization/folders", json={"name": f"folder {uuid.uuid4().hex}"}))
    inside, idle = used(api, "1", "2"), used(api, "1")
    expect(204, api.post(f"{ASSETS}/{idle['id']}/detach", json=place("1")))
    for asset in (inside, idle):
        expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"folderId": folder["id"]}))
    address = f"/organization/folders/{folder['id']}?contents=delete"
    if rules.fates[0] is None:
        problem = expect_problem(409, "asset_in_use", api.delete(address))
        item = problem["assets"]["items"][0]
        assert problem["assets"]["count"] == 1 and (item["id"], item["usageCount"]) == (inside["id"], 2)
        assert fate(api, idle) == fate(api, inside) == "active"
        expect(204, api.delete(address + "&force=true"))
        assert fate(api, inside) == rules.fates[1]
    else:
        expect(204, api.delete(address))
        assert fate(api, inside) == rules.fates[0]
    expect_problem(404, "folder_not_found", api.get(f"/organization/folders/{folder['id']}"))


def test_json_api_tells_the_places_beside_its_error(house):
    asset = used(house, "1", "2")
    answer = json_api.send(house, "DELETE", f"/v1/medias/{asset['id']}", None)
    assert answer.status_code == 409
    error = answer.json()["errors"][0]
    assert error["code"] == "asset_in_use" and error["meta"]["usage"]["count"] == 2
    assert house.asset(asset["id"])["status"] == "active"


def test_only_admins_force_what_the_rules_say_to_archive(server):
    organization = server.create_organization(f"guard-{uuid.uuid4().hex[:8]}", profile="learning")
    server.cli("organization", "set", organization.slug, "deleteRole=member")
    admin, member = organization.api("admin"), organization.api("member")
    asset = used(admin)
    expect_problem(409, "asset_in_use", member.delete(f"{ASSETS}/{asset['id']}"))
    problem = expect_problem(403, "role_too_low", member.delete(f"{ASSETS}/{asset['id']}?force=true"))
    assert "“deleteInUse”" in problem["detail"] and "admins" in problem["detail"]
    expect(204, admin.delete(f"{ASSETS}/{asset['id']}?force=true"))


# Pages without scripts


@pytest.fixture
def person(cms):
    return cms.user("manager").sign_in()


def test_the_page_lists_the_places_and_deletes_anyway(house, cms, person):
    asset = used(house, "known", "b")
    address = f"/org/{cms.slug}/media/assets/{asset['id']}/delete"
    page = person.get(address)
    assert "Used in 2 places" in page.text and 'href="https://example.com/intro"' in page.text and "breaks these links" in page.text
    form = pages.form(page, "/delete")
    refused = form.send(person, page, {"force": ""}, allow_redirects=False)
    assert refused.status_code == 409 and "Used in 2 places" in refused.text
    done = form.send(person, page, allow_redirects=False)
    assert done.status_code == 303 and "notice=trashed" in done.headers["Location"]
    assert house.assets(status="trashed", q=asset["logicalPath"])["total"] == 1


def test_a_place_is_detached_from_the_page_that_asks(house, cms, person):
    asset = used(house, "known", "b")
    page = person.get(f"/org/{cms.slug}/media/assets/{asset['id']}/delete")
    detach = [form for form in pages.forms(page) if "/detach" in form.action]
    again = detach[0].send(person, page)
    assert "Used in 1 place<" in again.text
    last = [form for form in pages.forms(again) if "/detach" in form.action][0].send(person, again)
    assert "Used in" not in last.text and "Move this file to Trash?" in last.text
    # Sent once more, by somebody who looked at the old page: it is as it was asked for.
    assert detach[0].send(person, page, allow_redirects=False).status_code == 303


def test_what_is_in_use_stays_of_many_unless_that_is_chosen(house, cms, person):
    busy, idle = used(house, "1"), house.upload(b"idle")
    page = person.get(f"/org/{cms.slug}/media/bulk/delete", params={"id": [busy["id"], idle["id"]]})
    assert "1 of them is in use and stays." in page.text
    form = pages.form(page, "/bulk")
    form.fields.pop("force", None)
    fields = form.fields | {"id": [busy["id"], idle["id"]]}
    result = form.send(person, page, fields, allow_redirects=False)
    assert result.status_code == 422 and "used in 1 place" in result.text
    assert house.asset(busy["id"])["status"] == "active"
    assert form.send(person, page, {"id": busy["id"], "force": "yes"}, allow_redirects=False).status_code == 303
    assert house.assets(status="trashed")["total"] >= 2


def test_the_media_page_asks_with_the_places(house, cms, person):
    asset = used(house, "1")
    page = person.get(f"/admin/media?organization={cms.slug}&q={asset['logicalPath']}")
    assert "Used in 1 place" in page.text
    refused = pages.form(page, f"/admin/media/{asset['id']}").send(person, page, allow_redirects=False)
    assert refused.status_code == 409 and "Delete anyway" in refused.text
    refused.url = page.url
    done = pages.form(refused, f"/admin/media/{asset['id']}").send(person, refused, allow_redirects=False)
    assert done.status_code == 303 and done.headers["Location"].startswith("/admin/media")


def test_a_folder_in_use_is_deleted_after_it_was_said_which_files_that_breaks(house, cms, person):
    folder = expect(201, house.post("/organization/folders", json={"name": f"folder {uuid.uuid4().hex}"}))
    asset = used(house, "1")
    expect(200, house.patch(f"{ASSETS}/{asset['id']}", json={"folderId": folder["id"]}))
    page = person.get(f"/org/{cms.slug}/media/folders/{folder['id']}/delete")
    refused = pages.form(page, "/delete").send(person, page, {"contents": "delete"}, allow_redirects=False)
    assert refused.status_code == 409 and "Used in 1 place" in refused.text
    refused.url = page.url
    again = pages.form(refused, "/delete").send(person, refused, {"contents": "delete", "force": "yes"}, allow_redirects=False)
    assert again.status_code == 303


# Broken references


def test_broken_references_say_why(house, server, cms):
    asset = house.upload(b"named", "named.txt")
    missing = str(uuid.uuid4())
    item = {"title": "Broken", "body": {"a": {"assetId": asset["id"]}, "b": {"assetId": missing}}}
    expect(201, house.put("/organization/content/page/broken", json=item))
    expect(204, house.delete(f"{ASSETS}/{asset['id']}?force=true"))
    found = expect(200, house.get("/organization/references/broken"))
    assert found["total"] == len(found["items"]) == 2 and found["nextCursor"] is None
    assert [(item["slotKey"], item["reference"], item["reason"]) for item in found["items"]] == [
        ("a", asset["id"], "trashed"), ("b", missing, "missing")]
    assert found["items"][0] | {"targetType": "page", "targetId": "broken", "targetTitle": "Broken"} == found["items"][0]
    lines = json.loads(server.cli("references", "broken", "--organization", cms.slug, "--json").stdout)
    assert lines == found["items"]
    page = cms.user("manager").sign_in().get(f"/org/{cms.slug}/references")
    assert missing in page.text and "the file is in Trash" in page.text
    expect(200, house.post(f"{ASSETS}/{asset['id']}/restore"))
    assert [item["slotKey"] for item in expect(200, house.get("/organization/references/broken"))["items"]] == ["b"]
