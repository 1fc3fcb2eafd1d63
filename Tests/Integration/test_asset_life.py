"""The whole life of an asset: active, archived, trashed, gone; and what deleting means under each profile (M45, M46)."""

import html
import json

import pages
import pictures
import pytest
import requests
import supabase_stand_in
from vitrine_client import Session, expect, expect_problem
from vitrine_server import Server

ASSETS = "/organization/assets"
DELETED_MEANS = {"cms": "trash", "records": "trash", "site": "trash", "learning": "archive", "docs": "purge"}
FORCED_MEANS = {"cms": "trash", "records": "trash", "site": "purge", "learning": "trash", "docs": "purge"}
#: After how many days Trash is emptied by itself.
TRASH_DAYS = {"cms": 30, "records": None, "site": 30, "learning": 30, "docs": 30}


@pytest.fixture(params=DELETED_MEANS)
def profile(request):
    return request.param


@pytest.fixture
def house(server, profile, numbers):
    return server.create_organization(f"life-{profile}-{next(numbers)}", profile=profile)


def some_png():
    return pictures.picture("png")


def step(api, asset, name, **options):
    return api.post(f"{ASSETS}/{asset['id']}/{name}", **options)


def places(api, asset):
    """The lists that show it."""
    return {
        status for status in ("active", "archived", "trashed", "all")
        if asset["id"] in [item["id"] for item in api.assets(status=status)["items"]]
    }


# The policy table, row "deleted means"


@pytest.mark.parametrize("force", [False, True])
def test_deleting_means_what_the_profile_says(house, profile, force):
    api = house.api("owner")
    asset = api.upload(some_png(), mediaType="logo")
    means = (FORCED_MEANS if force else DELETED_MEANS)[profile]
    expect(204, api.delete(f"{ASSETS}/{asset['id']}", params={"force": "true"} if force else {}))
    expected = {"trash": {"trashed", "all"}, "archive": {"archived", "all"}, "purge": set()}[means]
    assert places(api, asset) == expected
    assert requests.get(asset["publicUrl"], timeout=10).status_code == (200 if means == "archive" else 404)
    if means == "archive":
        expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
        assert places(api, asset) == {"trashed", "all"}
    left = 0 if means == "purge" else asset["byteSize"]
    storage = api.storage()
    assert (storage["totalBytes"], storage["trashedBytes"], storage["archivedBytes"]) == (left, left, 0)


def test_trash_is_purged_by_hand_and_by_age_as_the_profile_says(server, house, profile):
    api = house.api("owner")
    first, second = (api.upload(some_png(), name, mediaType="logo") for name in ("first.png", "second.png"))
    for asset in (first, second):
        expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
        if DELETED_MEANS[profile] == "archive":
            expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
    trash = json.loads(server.cli("trash", "list", "--organization", house.slug, "--json").stdout)
    if DELETED_MEANS[profile] == "purge":
        assert trash == []
        expect_problem(404, "asset_not_found", step(api, first, "purge"))
        return
    assert [line["id"] for line in trash] == [second["id"], first["id"]]
    assert all((line["purgedAfter"] is None) == (TRASH_DAYS[profile] is None) for line in trash)
    answer = step(api, first, "purge")
    everything = ["trash", "purge", "--organization", house.slug, "--older-than", "0s"]
    purged = json.loads(server.cli(*everything, "--json").stdout)
    if profile == "records":
        problem = expect_problem(403, "policy_forbids", answer)
        assert "purgeRole" in problem["detail"] and "nobody" in problem["detail"]
        assert purged == {"purged": 0, "failed": 0, "kept": [house.slug]}
        assert house.slug in server.cli(*everything).stdout
        assert places(api, first) == places(api, second) == {"trashed", "all"}
    else:
        expect(204, answer)
        assert purged == {"purged": 1, "failed": 0, "kept": []}
        assert api.storage()["totalBytes"] == 0 and api.assets(status="all")["total"] == 0


# Steps


def test_an_archived_asset_leaves_the_lists_and_keeps_its_address(api):
    asset = api.settled(api.upload(some_png(), "poster.png"))
    answer = step(api, asset, "archive")
    archived = expect(200, answer)
    assert archived["status"] == "archived" and archived["deletedAt"] is None
    assert answer.headers["ETag"] == api.get(f"{ASSETS}/{asset['id']}").headers["ETag"]
    assert places(api, asset) == {"archived", "all"}
    assert [api.get(asset[url]).status_code for url in ("publicUrl", "thumbnailUrl", "cardUrl")] == [200, 200, 200]
    storage = api.storage()
    assert storage["archivedBytes"] == storage["totalBytes"] == asset["byteSize"]
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": "Still edited"}))
    again = step(api, asset, "archive")
    assert expect(200, again)["title"] == "Still edited"
    restored = expect(200, step(api, asset, "restore"))
    assert restored["status"] == "active" and places(api, asset) == {"active", "all"}


def test_a_trashed_asset_answers_as_a_missing_one_everywhere_but_in_trash(api, other_api):
    asset = api.settled(api.upload(some_png(), "poster.png"))
    expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
    address, missing = f"{ASSETS}/{asset['id']}", f"{ASSETS}/01900000-0000-7000-8000-000000000000"
    for method, options in (("GET", {}), ("PATCH", {"json": {"title": "x"}}), ("PUT", {"json": {"title": "x"}}), ("DELETE", {})):
        answers = [api.request(method, path, **options) for path in (address, missing)]
        assert [answer.status_code for answer in answers] == [404, 404] and answers[0].json() == answers[1].json()
    expect_problem(404, "asset_not_found", step(api, asset, "archive"))
    (item,) = api.assets(status="trashed")["items"]
    assert item["status"] == "trashed" and item["deletedAt"] and item["deletionError"] is None
    assert [api.get(item[url]).status_code for url in ("thumbnailUrl", "cardUrl")] == [200, 200], "signed, for who may see Trash"
    assert [api.get(item[url].split("?")[0]).status_code for url in ("thumbnailUrl", "cardUrl")] == [404, 404]
    assert [api.get(asset[url]).status_code for url in ("publicUrl", "thumbnailUrl", "cardUrl")] == [404, 404, 404]
    for name in ("archive", "restore", "purge"):
        foreign, none = step(other_api, asset, name), other_api.post(f"{missing}/{name}")
        assert foreign.status_code == none.status_code == 404 and foreign.json() == none.json()
    restored = expect(200, step(api, asset, "restore"))
    assert restored["deletedAt"] is None and restored["thumbnailUrl"] == asset["thumbnailUrl"]
    assert [api.get(asset[url]).status_code for url in ("publicUrl", "thumbnailUrl", "cardUrl")] == [200, 200, 200]


def test_only_what_is_in_trash_is_purged_and_restoring_an_active_one_changes_nothing(api):
    asset = api.upload(some_png())
    before = api.get(f"{ASSETS}/{asset['id']}").headers["ETag"]
    expect_problem(409, "not_in_trash", step(api, asset, "purge"))
    assert step(api, asset, "restore").headers["ETag"] == before
    expect(200, step(api, asset, "archive"))
    expect_problem(409, "not_in_trash", step(api, asset, "purge"))


def test_if_match_lets_only_those_act_who_saw_the_state(api):
    asset = api.upload(some_png())
    stale = {"If-Match": api.get(f"{ASSETS}/{asset['id']}").headers["ETag"]}
    current = {"If-Match": step(api, asset, "archive", headers=stale).headers["ETag"]}
    for name in ("archive", "restore"):
        expect_problem(412, "changed_meanwhile", step(api, asset, name, headers=stale))
    current = {"If-Match": step(api, asset, "restore", headers=current).headers["ETag"]}
    expect(204, api.delete(f"{ASSETS}/{asset['id']}", headers=current))
    for name in ("restore", "purge"):
        expect_problem(412, "changed_meanwhile", step(api, asset, name, headers=current))
    expect(204, step(api, asset, "purge", headers={"If-Match": "*"}))


@pytest.mark.parametrize("query", [{"force": "yes"}, {"force": ""}, {"forced": "true"}])
def test_an_unknown_parameter_of_a_delete_is_refused_and_deletes_nothing(api, query):
    asset = api.upload(some_png())
    expect_problem(400, "invalid_parameters", api.delete(f"{ASSETS}/{asset['id']}", params=query))
    assert api.asset(asset["id"])["status"] == "active"


def test_lists_of_every_status_are_walked_whole_with_their_totals(api):
    wanted = {"active": [], "archived": [], "trashed": []}
    for number in range(30):
        asset = api.upload(b"%d\n" % number, f"{number:02}.txt")
        status = list(wanted)[number % 3]
        wanted[status].append(asset["id"])
        if status == "archived":
            expect(200, step(api, asset, "archive"))
        elif status == "trashed":
            expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
    wanted["all"] = sorted(sum(wanted.values(), []))
    for status, ids in wanted.items():
        seen, cursor = [], None
        while True:
            page = api.assets(status=status, sort="createdAt", limit=4, **({"cursor": cursor} if cursor else {}))
            assert page["total"] == len(ids) and page["totalIsExact"]
            seen += [item["id"] for item in page["items"]]
            if not (cursor := page["nextCursor"]):
                break
        assert seen == sorted(ids), status
        assert api.assets(status=status, q="1")["total"] == len(api.assets(status=status, q="1", limit=100)["items"])
    expect_problem(400, "invalid_parameters", api.get(ASSETS, params={"status": "deleting"}))


def test_every_step_is_in_the_audit_log_with_the_status_before_and_after(api):
    asset = api.upload(some_png(), "poster.png")
    expect(200, step(api, asset, "archive"))
    expect(200, step(api, asset, "restore"))
    api.delete_for_good(asset)
    entries = [entry for entry in expect(200, api.get("/organization/audit"))["items"] if entry["subjectId"] == asset["id"]]
    told = [(entry["action"], [(c["field"], c["before"], c["after"]) for c in entry["changes"]]) for entry in reversed(entries)]
    assert told[1:] == [
        ("asset.archive", [("status", "active", "archived")]), ("asset.restore", [("status", "archived", "active")]),
        ("asset.trash", [("status", "active", "trashed")]), ("asset.purge", [("status", "trashed", "deleting")]),
    ]


def test_a_member_may_neither_archive_nor_purge(organization, api):
    asset = api.upload(some_png())
    member = organization.api("member")
    for name in ("archive", "restore", "purge"):
        expect_problem(403, "role_too_low", step(member, asset, name))
        expect_problem(403, "scope_missing", step(organization.api(scope="read"), asset, name))
        expect_problem(401, "sign_in_required", step(Session(organization.server), asset, name))


# Trash that cannot be emptied


@pytest.fixture
def keeper():
    """An object store that can be told to keep what it has."""
    with supabase_stand_in.running() as store:
        address, headers = f"{store.url}/storage/v1/bucket", {"Authorization": f"Bearer {store.key}", "apikey": store.key}
        expect(200, requests.post(address, json={"name": "media"}, headers=headers, timeout=10))
        yield store


def test_a_failed_deletion_shows_in_trash_with_the_reason_and_can_be_retried(keeper, monkeypatch):
    environment = {"STORAGE_PROVIDER": "supabase", "NEXT_PUBLIC_SUPABASE_URL": keeper.url, "SUPABASE_SERVICE_ROLE_KEY": keeper.key}
    with Server(environment=environment) as server:
        organization = server.create_organization("stuck")
        api, session = organization.api(), organization.user("manager").sign_in()
        asset = api.upload(b"words\n", "words.txt")
        expect(204, api.delete(f"{ASSETS}/{asset['id']}"))
        with monkeypatch.context() as patched:
            patched.setattr(keeper, "remove", refuse)
            expect_problem(503, "bytes_not_removed", step(api, asset, "purge"))
            (item,) = api.assets(status="trashed")["items"]
            assert item["status"] == "deleting" and "storage" in item["deletionError"]
            assert keeper.url not in item["deletionError"] and "media" not in item["deletionError"]
            assert api.storage()["trashedBytes"] == asset["byteSize"]
            expect_problem(409, "already_deleting", step(api, asset, "restore"))
            assert item["deletionError"] in server.cli("trash", "list", "--organization", "stuck").stdout
            page = session.get("/org/stuck/trash")
            assert "It could not be removed." in page.text and item["deletionError"] in html.unescape(page.text)
            retried = pages.form(page, f"/{asset['id']}/purge").send(session, page)
            assert retried.status_code == 503 and "could not be removed yet" in retried.text
        done = pages.form(retried, f"/{asset['id']}/purge").send(session, retried)
        assert "The file was deleted for good." in done.text and "Trash is empty." in done.text
        assert api.assets(status="all")["total"] == 0 and api.storage()["totalBytes"] == 0
        server.cli("verify")


def refuse(*_):
    raise supabase_stand_in.Refusal(403, "AccessDenied", "Unauthorized", "objects of media stay")
