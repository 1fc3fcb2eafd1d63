"""Changing many assets with one request: an answer for each, as the request for it alone would have had (M57)."""

import uuid

import pytest
from vitrine_client import expect, expect_problem

BULK = "/organization/assets/bulk"


def change(api, ids, action, **fields):
    return expect(200, api.post(BULK, json={"ids": ids, "action": action} | fields))["results"]


def some(api, count):
    return [api.upload(f"asset {number}".encode(), f"{number}.txt")["id"] for number in range(count)]


@pytest.fixture(scope="module")
def house(server):
    """One organization for requests that change nothing, with one asset."""
    api = server.create_organization(f"bulk-{uuid.uuid4().hex[:8]}").api()
    api.one = some(api, 1)[0]
    return api


def test_every_action_is_done_to_every_asset(api):
    ids = some(api, 3)
    folder = expect(201, api.post("/organization/folders", json={"name": "folder"}))["id"]

    def all_are(field, value):
        return all(api.asset(identifier)[field] == value for identifier in ids)

    done = [{"id": identifier, "status": 200} for identifier in ids]
    assert change(api, ids, "tag", tags=["Red", "blue "]) == done and all_are("tags", ["blue", "red"])
    assert change(api, ids, "untag", tags=["RED", "none of them has it"]) == done and all_are("tags", ["blue"])
    assert change(api, ids, "move", folderId=folder) == done and all_are("folderId", folder)
    assert change(api, ids, "move", folderId=None) == done and all_are("folderId", None)
    assert change(api, ids, "archive") == done and all_are("status", "archived")
    assert change(api, ids, "restore") == done and all_are("status", "active")
    gone = [{"id": identifier, "status": 204} for identifier in ids]
    assert change(api, ids, "delete") == gone and api.assets(status="trashed")["total"] == 3
    assert change(api, ids, "purge") == gone and api.assets(status="all")["total"] == 0
    assert api.storage()["totalBytes"] == 0


def test_what_one_refuses_the_others_still_get_in_the_order_they_were_asked(api, other_api):
    first, second = some(api, 2)
    foreign, missing = some(other_api, 1)[0], str(uuid.uuid4())
    expect(204, api.delete(f"/organization/assets/{second}"))
    results = change(api, [second, missing, first, foreign], "archive")
    assert [(result["id"], result["status"]) for result in results] == [(second, 404), (missing, 404), (first, 200), (foreign, 404)]
    assert {key: results[1][key] for key in ("code", "detail")} == {key: results[3][key] for key in ("code", "detail")}
    alone = expect_problem(404, "asset_not_found", api.post(f"/organization/assets/{missing}/archive"))
    assert (results[1]["code"], results[1]["detail"]) == (alone["code"], alone["detail"])
    purged = change(api, [first, second], "purge")
    assert [(result["status"], result.get("code")) for result in purged] == [(409, "not_in_trash"), (204, None)]


def test_forcing_does_what_the_rules_let_a_forced_delete_do(server, numbers):
    """Under `site` it is for good; a request without `force` only puts things into Trash."""
    api = server.create_organization(f"bulk-{next(numbers)}", profile="site", plan="business").api("owner")
    expect(200, api.patch("/organization", json={"policy": {"acceptedTypes": "all"}}))
    kept, gone = some(api, 2)
    change(api, [kept], "delete", force=False), change(api, [gone], "delete", force=True)
    assert [item["id"] for item in api.assets(status="all")["items"]] == [kept]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"ids", "action"}),
        ({"ids": [], "action": "archive"}, {"ids"}),
        ({"ids": "all", "action": "archive"}, {"ids"}),
        ({"ids": ["no id"], "action": "archive"}, {"ids"}),
        ({"ids": [7], "action": "archive"}, {"ids"}),
        ({"ids": ["TWICE", "TWICE"], "action": "archive"}, {"ids"}),
        ({"ids": ["MANY"], "action": "archive"}, {"ids"}),
        ({"ids": ["ONE"], "action": "paint"}, {"action"}),
        ({"ids": ["ONE"], "action": None}, {"action"}),
        ({"ids": ["ONE"], "action": "tag"}, {"tags"}),
        ({"ids": ["ONE"], "action": "tag", "tags": []}, {"tags"}),
        ({"ids": ["ONE"], "action": "tag", "tags": [1]}, {"tags"}),
        ({"ids": ["ONE"], "action": "tag", "tags": ["fine", "a,b"]}, {"tags"}),
        ({"ids": ["ONE"], "action": "tag", "tags": ["\u202ea"]}, {"tags"}),
        ({"ids": ["ONE"], "action": "move"}, {"folderId"}),
        ({"ids": ["ONE"], "action": "move", "folderId": 7}, {"folderId"}),
        ({"ids": ["ONE"], "action": "delete", "force": "yes"}, {"force"}),
        ({"ids": ["ONE"], "action": "archive", "force": True, "colour": 1}, {"force", "colour"}),
    ],
)
def test_a_request_that_is_wrong_does_nothing_and_names_every_field(house, body, fields):
    api, one = house, house.one
    words = {"ONE": [one], "TWICE": [one.upper()], "MANY": [str(uuid.uuid4()) for _ in range(501)]}
    if isinstance(ids := body.get("ids"), list):
        body = body | {"ids": [identifier for word in ids for identifier in words.get(word, [word])]}
    problem = expect_problem(422, "invalid_fields", api.post(BULK, json=body))
    assert {error["field"] for error in problem["errors"]} == fields
    assert api.asset(one)["tags"] == [] and api.asset(one)["status"] == "active"


def test_five_hundred_assets_are_changed_at_once(api):
    ids = [str(uuid.uuid4()) for _ in range(499)] + some(api, 1)
    results = change(api, ids, "archive")
    assert [result["id"] for result in results] == ids and {result["status"] for result in results[:-1]} == {404}
    assert api.asset(ids[-1])["status"] == "archived"


def test_who_may_do_what_in_bulk_is_who_may_do_it_to_one(organization):
    """A reader is refused as a whole, and a token that may only read too."""
    identifier = some(organization.api("owner"), 1)[0]
    fields = {"tag": {"tags": ["a"]}, "untag": {"tags": ["a"]}, "move": {"folderId": None}, "delete": {"force": True}}
    for action in ("tag", "untag", "move", "archive", "restore", "delete", "purge"):
        body = {"ids": [identifier], "action": action} | fields.get(action, {})
        expect_problem(403, "role_too_low", organization.api("member").post(BULK, json=body))
        expect_problem(403, "scope_missing", organization.api("owner", "read").post(BULK, json=body))
    assert organization.api("owner").asset(identifier)["status"] == "active"
