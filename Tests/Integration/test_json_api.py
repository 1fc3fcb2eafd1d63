"""`/v1` speaks JSON:API 1.1: negotiation, documents, queries, errors (M54)."""

import json
import uuid

import pictures
import pytest
from json_api import (
    COMPANIES, MEDIAS, PEOPLE, TYPE, company, document, errors, linked, make, medias, read, resource, send, source,
)
from vitrine_client import Session, expect

NOBODY = str(uuid.uuid4())


@pytest.fixture(scope="module")
def house(server):
    """An organization for requests that change nothing, with five media and a company."""
    api = server.create_organization(f"json-api-{uuid.uuid4().hex[:8]}", name="House").api()
    kinds = ["logo", "banner", "logo", "avatar", None]
    api.kept = [
        api.upload(b"%d" % number, f"{number}.txt", label=f"number {number}", **({"mediaType": kind} if kind else {}))
        for number, kind in enumerate(kinds)
    ]
    api.company = company(api, "Kept", medias=medias(api.kept[0]))
    return api


# Negotiation


@pytest.mark.parametrize("accept", [
    TYPE, "*/*", "application/json", "text/html", f"{TYPE}; q=0.5", f'{TYPE}; profile="https://example.com/cursors"',
    f"{TYPE}; charset=utf-8, {TYPE}", f'text/html, {TYPE};profile="a,b", */*;q=0.1', f"{TYPE.upper()}",
])
def test_what_a_client_accepts_it_gets(house, accept):
    document(200, send(house, "GET", MEDIAS, headers={"Accept": accept}))


@pytest.mark.parametrize("accept", [
    f"{TYPE}; charset=utf-8", f'{TYPE}; ext="https://jsonapi.org/ext/atomic"', f"{TYPE}; version=1, {TYPE};a=b",
    f"{TYPE}; charset=utf-8, */*",
])
@pytest.mark.parametrize("path", [MEDIAS, COMPANIES])
def test_a_media_type_in_forms_there_are_not_is_not_acceptable(house, accept, path):
    assert source(406, "not_acceptable", send(house, "GET", path, headers={"Accept": accept})) == {"header": "Accept"}


@pytest.mark.parametrize("content_type", [
    "application/json", f"{TYPE}; charset=utf-8", f'{TYPE}; ext="https://jsonapi.org/ext/atomic"', "text/plain", "",
])
@pytest.mark.parametrize(("verb", "path"), [
    ("POST", MEDIAS), ("PATCH", MEDIAS + "/{media}"), ("POST", COMPANIES), ("PATCH", COMPANIES + "/{company}"),
    ("POST", COMPANIES + "/{company}/relationships/medias"), ("PATCH", COMPANIES + "/{company}/relationships/medias"),
    ("DELETE", COMPANIES + "/{company}/relationships/medias"),
])
def test_bodies_of_another_type_are_not_read(house, content_type, verb, path):
    path = path.format(media=house.kept[0]["id"], company=house.company["id"])
    answer = send(house, verb, path, {"data": []}, headers={"Content-Type": content_type})
    assert source(415, "unsupported_media_type", answer) == {"header": "Content-Type"}


def test_a_profile_changes_nothing_and_a_request_without_a_body_needs_no_type(house):
    body = resource("media", {}, house.kept[0]["id"])
    told = {"Content-Type": f'{TYPE}; profile="https://example.com/profile"'}
    document(200, send(house, "PATCH", f"{MEDIAS}/{house.kept[0]['id']}", body, headers=told))
    document(200, send(house, "GET", MEDIAS, headers={"Content-Type": "text/plain"}))
    refused = send(house, "GET", MEDIAS, headers={"Content-Type": f"{TYPE}; charset=utf-8"})
    assert source(415, "unsupported_media_type", refused) == {"header": "Content-Type"}


# Errors, of every sort


def test_what_goes_wrong_under_v1_is_told_in_error_objects(server, house):
    nobody = Session(server)
    for path in (MEDIAS, f"{MEDIAS}/{NOBODY}", COMPANIES, f"{PEOPLE}/{NOBODY}/relationships/medias"):
        answer = send(nobody, "GET", path)
        assert source(401, "sign_in_required", answer) is None and answer.headers["WWW-Authenticate"] == "Bearer"
    errors(401, "invalid_token", send(Session(server, "vt_" + "A" * 43), "GET", MEDIAS))
    for path in ("/v1", "/v1/", "/v1/nothing", f"{MEDIAS}/{NOBODY}/relationships/workspace", "/v1/medias/"):
        errors(404, "not_found", send(house, "GET", path, headers={"Accept": "text/html"}))
    not_allowed = send(house, "PUT", MEDIAS)
    errors(405, "method_not_allowed", not_allowed)
    assert not_allowed.headers["Allow"] == "GET, HEAD, POST"
    errors(404, "asset_not_found", send(house, "GET", f"{MEDIAS}/{NOBODY}"))
    errors(404, "asset_not_found", send(house, "GET", f"{MEDIAS}/nonsense"))
    errors(404, "company_not_found", send(house, "GET", f"{COMPANIES}/{NOBODY}"))
    errors(404, "person_not_found", send(house, "GET", f"{PEOPLE}/{house.company['id']}"))
    errors(413, "body_too_large", send(house, "POST", COMPANIES, b" " * (1 << 20) + b"{}"))
    errors(400, "invalid_idempotency_key", send(house, "POST", COMPANIES, {}, headers={"Idempotency-Key": "a b"}))


def test_what_a_role_may_not_do_is_told_in_an_error_object(organization):
    member = organization.api("member")
    errors(403, "role_too_low", send(member, "POST", COMPANIES, resource("company", {"name": "x"})))
    reader = organization.api("admin", scope="read")
    errors(403, "scope_missing", send(reader, "POST", COMPANIES, resource("company", {"name": "x"})))
    assert read(member, COMPANIES)["data"] == []


@pytest.mark.parametrize(("body", "pointer", "status"), [
    ("{", None, 400), ("[]", None, 400), ({}, "", 400), ({"data": []}, "/data", 400), ({"data": None}, "/data", 400),
    ({"data": {}}, "/data", 400), ({"data": {"type": 1}}, "/data/type", 400), ({"data": {"type": "media"}}, "/data/type", 409),
    ({"data": {"type": "company", "id": NOBODY, "attributes": {"name": "x"}}}, "/data/id", 403),
    ({"data": {"type": "company"}}, "/data", 422), ({"data": {"type": "company", "attributes": []}}, "/data/attributes", 400),
    ({"data": {"type": "company", "attributes": {}}}, "/data/attributes", 422),
    ({"data": {"type": "company", "attributes": {"name": ""}}}, "/data/attributes/name", 422),
    ({"data": {"type": "company", "attributes": {"name": 1}}}, "/data/attributes/name", 422),
    ({"data": {"type": "company", "attributes": {"name": "x" * 256}}}, "/data/attributes/name", 422),
    ({"data": {"type": "company", "attributes": {"name": "x", "a/b": 1}}}, "/data/attributes/a~1b", 422),
    ({"data": {"type": "company", "attributes": {"name": "x", "primary_media": None}}}, "/data/attributes/primary_media", 422),
    ({"data": {"type": "company", "attributes": {"name": "x"}, "relationships": []}}, "/data/relationships", 400),
    ({"data": {"type": "company", "attributes": {"name": "x"}, "relationships": {"owner": {}}}}, "/data/relationships/owner", 422),
    ({"data": {"type": "company", "attributes": {"name": "x"}, "relationships": {"medias": {}}}}, "/data/relationships/medias", 400),
    ({"data": {"type": "company", "attributes": {"name": "x"}, "relationships": {"medias": {"data": None}}}},
     "/data/relationships/medias/data", 400),
    ({"data": {"type": "company", "attributes": {"name": "x"}, "relationships": {"medias": {"data": [{"type": "media"}]}}}},
     "/data/relationships/medias/data/0", 400),
    ({"data": {"type": "company", "attributes": {"name": "x"},
               "relationships": {"medias": {"data": [{"type": "company", "id": NOBODY}]}}}},
     "/data/relationships/medias/data/0/type", 409),
])
def test_what_is_wrong_in_a_document_is_pointed_at(house, body, pointer, status):
    before = read(house, COMPANIES)["meta"]["page"]["total"]
    answer = send(house, "POST", COMPANIES, body)
    found = document(status, answer)["errors"]
    assert [error.get("source") for error in found] == [None if pointer is None else {"pointer": pointer}], found
    assert read(house, COMPANIES)["meta"]["page"]["total"] == before


def test_everything_wrong_is_told_at_once_and_what_is_unknown_to_the_specification_is_passed_over(house):
    path = f"{MEDIAS}/{house.kept[0]['id']}"
    body = resource("media", {"label": 1, "media_type": "poster", "path": "x", "deleted_at": "2026-01-01"}, house.kept[0]["id"])
    found = document(422, send(house, "PATCH", path, body))["errors"]
    assert {error["source"]["pointer"].rpartition("/")[2]: error["code"] for error in found} == {
        "label": "wrong_type", "media_type": "unknown_value", "path": "unknown_field", "deleted_at": "read_only",
    }
    odd = {"data": {"type": "media", "id": house.kept[0]["id"].upper(), "extra": 1, "attributes": {"@note": "mine"}}, "more": {}}
    document(200, send(house, "PATCH", path, odd))


def test_the_documents_id_is_the_addresses(house):
    one, other = house.kept[0]["id"], house.kept[1]["id"]
    path = f"{MEDIAS}/{one}"
    assert source(409, "id_mismatch", send(house, "PATCH", path, resource("media", {}, other))) == {"pointer": "/data/id"}
    assert source(400, "malformed_document", send(house, "PATCH", path, resource("media", {}))) == {"pointer": "/data"}
    assert source(409, "type_mismatch", send(house, "PATCH", path, resource("person", {}, one))) == {"pointer": "/data/type"}


# Queries


@pytest.mark.parametrize(("path", "query", "parameter"), [
    (MEDIAS, {"limit": 5}, "limit"), (MEDIAS, {"filter[kind]": "image"}, "filter[kind]"), (MEDIAS, {"filter": "x"}, "filter"),
    (MEDIAS, {"filter[media_type]": "logo,poster"}, "filter[media_type]"), (MEDIAS, {"filter[media_type]": ""}, "filter[media_type]"),
    (MEDIAS, {"sort": "label"}, "sort"), (MEDIAS, {"sort": "created_at,updated_at"}, "sort"), (MEDIAS, {"sort": ""}, "sort"),
    (MEDIAS, {"page[size]": "0"}, "page[size]"), (MEDIAS, {"page[size]": "101"}, "page[size]"), (MEDIAS, {"page[size]": "x"}, "page[size]"),
    (MEDIAS, {"page[after]": "x"}, "page[after]"), (MEDIAS, {"page[before]": "x"}, "page[before]"), (MEDIAS, {"page[number]": "1"}, "page[number]"),
    (MEDIAS, {"include": "workspace,owner"}, "include"), (MEDIAS, {"include": "workspace.medias"}, "include"),
    (MEDIAS, {"fields[media]": "label,path"}, "fields[media]"), (MEDIAS, {"fields[asset]": "label"}, "fields[asset]"),
    (MEDIAS, [("sort", "created_at"), ("sort", "created_at")], "sort"), (MEDIAS, {"force": "true"}, "force"),
    (MEDIAS + "/{media}", {"sort": "created_at"}, "sort"), (MEDIAS + "/{media}", {"page[size]": "1"}, "page[size]"),
    (MEDIAS + "/{media}", {"include": "medias"}, "include"),
    (COMPANIES, {"sort": "updated_at"}, "sort"), (COMPANIES, {"include": "workspace"}, "include"), (COMPANIES, {"filter[name]": "x"}, "filter[name]"),
    (COMPANIES, {"fields[person]": "name"}, "fields[person]"), (COMPANIES, {"page[after]": "bm9uZQ"}, "page[after]"),
    (COMPANIES + "/{company}/relationships/medias", {"include": "medias"}, "include"),
    (COMPANIES + "/{company}/medias", {"page[size]": "1"}, "page[size]"),
])
def test_a_parameter_that_is_wrong_or_unknown_is_named(house, path, query, parameter):
    path = path.format(media=house.kept[0]["id"], company=house.company["id"])
    (error,) = document(400, send(house, "GET", path, params=query))["errors"]
    assert error["source"] == {"parameter": parameter}


def test_changes_take_no_parameters_they_do_not_know(house):
    path = f"{MEDIAS}/{house.kept[0]['id']}"
    for verb, at, body in (
        ("DELETE", path, None), ("PATCH", path, resource("media", {}, house.kept[0]["id"])),
        ("POST", COMPANIES, resource("company", {"name": "x"})), ("DELETE", house.company["links"]["self"], None),
        ("POST", house.company["relationships"]["medias"]["links"]["self"], {"data": []}),
    ):
        assert source(400, "unknown_parameter", send(house, verb, at, body, params={"force": "true"})) == {"parameter": "force"}


def test_medias_are_listed_page_after_page_by_the_links(house):
    for sort, back in (("-created_at", True), ("created_at", False), ("updated_at", False)):
        seen, path = [], f"{MEDIAS}?page[size]=2&sort={sort}"
        while path:
            page = document(200, send(house, "GET", path))
            assert page["meta"]["page"] == {"total": 5, "totalIsExact": True} and len(page["data"]) <= 2
            assert "page%5Bsize%5D=2" in page["links"]["self"] and "after" not in page["links"]["first"]
            seen += [item["id"] for item in page["data"]]
            path = page["links"]["next"]
        expected = [asset["id"] for asset in house.kept]
        assert seen == (expected[::-1] if back else expected)
    assert [item["id"] for item in read(house, MEDIAS)["data"]] == [asset["id"] for asset in house.kept][::-1]


def test_a_cursor_is_of_its_own_order(house):
    path = document(200, send(house, "GET", f"{MEDIAS}?page[size]=2&sort=created_at"))["links"]["next"]
    other = path.replace("sort=created_at", "sort=-created_at")
    assert other != path and source(400, "invalid", send(house, "GET", other)) == {"parameter": "page[after]"}


@pytest.mark.parametrize(("wanted", "numbers"), [("logo", [2, 0]), ("avatar", [3]), ("logo,avatar", [3, 2, 0]), ("banner,logo,avatar", [3, 2, 1, 0])])
def test_medias_are_filtered_by_any_of_the_types_named(house, wanted, numbers):
    page = read(house, MEDIAS, **{"filter[media_type]": wanted})
    assert [item["attributes"]["label"] for item in page["data"]] == [f"number {number}" for number in numbers]
    assert page["meta"]["page"]["total"] == len(numbers)
    path, seen = f"{MEDIAS}?page[size]=1&filter[media_type]={wanted}", 0
    while path:
        page = document(200, send(house, "GET", path))
        seen, path = seen + len(page["data"]), page["links"]["next"]
    assert seen == len(numbers)


def test_sparse_fieldsets_leave_the_other_fields_out(house):
    page = read(house, MEDIAS, **{"fields[media]": "label"})
    assert all(set(item) == {"type", "id", "attributes", "links"} and set(item["attributes"]) == {"label"} for item in page["data"])
    page = read(house, MEDIAS, **{"fields[media]": "workspace,url", "fields[workspace]": "slug", "include": "workspace"})
    assert all(set(item["attributes"]) == {"url"} and set(item["relationships"]) == {"workspace"} for item in page["data"])
    assert [set(item["attributes"]) for item in page["included"]] == [{"slug"}]
    bare = read(house, f"{MEDIAS}/{house.kept[0]['id']}", **{"fields[media]": ""})["data"]
    assert set(bare) == {"type", "id", "links"}
    kept = read(house, house.company["links"]["self"], **{"fields[company]": "name,medias", "fields[media]": "label", "include": "medias"})
    assert set(kept["data"]["attributes"]) == {"name"} and kept["data"]["relationships"]["medias"]["data"] == medias(house.kept[0])
    assert [item["attributes"] for item in kept["included"]] == [{"label": "number 0"}]


def test_an_include_brings_each_resource_once(house):
    page = read(house, MEDIAS, include="workspace")
    (workspace,) = page["included"]
    assert workspace["type"] == "workspace" and workspace["attributes"]["name"] == "House"
    assert all(item["relationships"]["workspace"]["data"] == {"type": "workspace", "id": workspace["id"]} for item in page["data"])
    assert "included" not in read(house, MEDIAS) and "included" not in read(house, MEDIAS, include="")


# Changing safely


def test_a_change_based_on_an_old_state_is_refused(api):
    asset = api.upload(b"words", "words.txt")
    path = f"{MEDIAS}/{asset['id']}"
    tag = send(api, "GET", path).headers["ETag"]
    changed = send(api, "PATCH", path, resource("media", {"label": "new"}, asset["id"]), headers={"If-Match": tag})
    assert document(200, changed)["data"]["attributes"]["label"] == "new" and changed.headers["ETag"] != tag
    for verb, body in (("PATCH", resource("media", {"label": "newer"}, asset["id"])), ("DELETE", None)):
        answer = send(api, verb, path, body, headers={"If-Match": tag})
        assert source(412, "changed_meanwhile", answer) == {"header": "If-Match"}
    acme = send(api, "POST", COMPANIES, resource("company", {"name": "Acme"}))
    at, tag = acme.headers["Location"], acme.headers["ETag"]
    links = f"{at}/relationships/medias"
    added = send(api, "POST", links, {"data": medias(asset)}, headers={"If-Match": tag})
    expect(204, added)
    assert added.headers["ETag"] not in (None, tag)
    for verb, where, body in (
        ("POST", links, {"data": medias(asset)}), ("PATCH", links, {"data": []}), ("DELETE", links, {"data": medias(asset)}),
        ("PATCH", at, resource("company", {"name": "x"}, at.rpartition("/")[2])), ("DELETE", at, None),
    ):
        assert source(412, "changed_meanwhile", send(api, verb, where, body, headers={"If-Match": tag})) == {"header": "If-Match"}
    assert send(api, "GET", at).headers["ETag"] == added.headers["ETag"] == send(api, "GET", links).headers["ETag"]
    expect(204, send(api, "DELETE", at, headers={"If-Match": added.headers["ETag"]}))


def test_a_request_with_an_idempotency_key_is_answered_once(api):
    key = {"Idempotency-Key": "the-first"}
    body = resource("company", {"name": "Once"})
    first, again = (send(api, "POST", COMPANIES, body, headers=key) for _ in range(2))
    assert document(201, first) == document(201, again) and again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"] and again.headers["ETag"] == first.headers["ETag"]
    other = send(api, "POST", COMPANIES, resource("company", {"name": "Twice"}), headers=key)
    assert source(409, "idempotency_key_reused", other) == {"header": "Idempotency-Key"}
    assert read(api, COMPANIES)["meta"]["page"]["total"] == 1
    link = resource("media", {"url": "https://example.com/a.png"})
    made = [send(api, "POST", MEDIAS, link, headers={"Idempotency-Key": "a-link"}) for _ in range(2)]
    assert document(201, made[0]) == document(201, made[1]) and read(api, MEDIAS)["meta"]["page"]["total"] == 1


def test_a_client_may_send_back_what_it_got_and_change_a_part(api):
    asset = api.upload(pictures.picture("png"), "a.png", mediaType="logo")
    found = read(api, f"{MEDIAS}/{asset['id']}")["data"]
    found["attributes"]["label"] = "changed"
    now = document(200, send(api, "PATCH", found["links"]["self"], {"data": found}))["data"]
    assert now["attributes"] == found["attributes"] | {"updated_at": now["attributes"]["updated_at"]}
    stale = document(422, send(api, "PATCH", found["links"]["self"], {"data": found}))["errors"]
    assert [error["source"]["pointer"] for error in stale] == ["/data/attributes/updated_at"]
    acme = company(api, medias=medias(asset))
    acme["attributes"]["name"] = "Acme Limited"
    now = document(200, send(api, "PATCH", acme["links"]["self"], {"data": acme}))["data"]
    assert now["attributes"]["name"] == "Acme Limited" and now["attributes"]["primary_media"] == acme["attributes"]["primary_media"]


def test_what_comes_by_this_door_is_in_the_audit_log_with_its_name(api):
    asset = api.upload(b"words", "words.txt")
    send(api, "PATCH", f"{MEDIAS}/{asset['id']}", resource("media", {"label": "x"}, asset["id"]))
    acme = company(api, medias=medias(asset))
    send(api, "PATCH", acme["links"]["self"], resource("company", {"name": "Acme Limited"}, acme["id"]))
    send(api, "DELETE", acme["links"]["self"])
    entries = [entry for entry in expect(200, api.get("/organization/audit"))["items"] if entry["door"] != "command-line"]
    assert [entry["action"] for entry in entries] == [
        "company.delete", "asset.detach", "company.edit", "asset.attach", "company.create", "asset.edit", "asset.upload",
    ]
    assert {entry["door"] for entry in entries[:-1]} == {"json-api"}
    assert [entry["action"] for entry in expect(200, api.get(f"/organization/audit?subject={asset['id']}"))["items"]] == [
        "asset.detach", "asset.attach", "asset.edit", "asset.upload",
    ]


# Of others


def test_what_is_of_another_organization_answers_as_what_is_not_there(api, other_api):
    asset, foreign = api.upload(b"ours", "ours.txt"), other_api.upload(b"theirs", "theirs.txt")
    acme, their_company = company(api), company(other_api, medias=medias(foreign))
    links = acme["relationships"]["medias"]["links"]["self"]

    def both(verb, path, body=None, names=foreign["id"]):
        answers = [send(api, verb, path.replace("ID", name), body and json.loads(json.dumps(body).replace("ID", name))) for name in (names, NOBODY)]
        assert answers[0].status_code == answers[1].status_code and answers[0].text.replace(names, "") == answers[1].text.replace(NOBODY, "")
        return answers[0]

    for verb, body in (("GET", None), ("PATCH", resource("media", {"label": "x"}, "ID")), ("DELETE", None)):
        errors(404, "asset_not_found", both(verb, f"{MEDIAS}/ID", body))
    one = {"data": medias(asset, {"id": "ID"})}
    errors(404, "asset_not_found", both("POST", links, one))
    errors(404, "asset_not_found", both("PATCH", links, one))
    expect(204, both("DELETE", links, one))
    errors(404, "asset_not_found", both("POST", COMPANIES, resource("company", {"name": "x"}, medias=medias({"id": "ID"}))))
    errors(404, "asset_not_found", both("PATCH", acme["links"]["self"], resource("company", {}, acme["id"], medias=medias({"id": "ID"}))))
    for path in (f"{COMPANIES}/ID", f"{COMPANIES}/ID/medias", f"{COMPANIES}/ID/relationships/medias"):
        errors(404, "company_not_found", both("GET", path, names=their_company["id"]))
    errors(404, "company_not_found", both("DELETE", f"{COMPANIES}/ID", names=their_company["id"]))
    errors(404, "company_not_found", both("POST", f"{COMPANIES}/ID/relationships/medias", {"data": medias(asset)}, names=their_company["id"]))
    workspace = resource("media", {}, asset["id"], workspace={"type": "workspace", "id": "ID"})
    errors(404, "organization_unknown", both("PATCH", f"{MEDIAS}/{asset['id']}", workspace, names=other_api.get("/organization").json()["id"]))
    assert linked(api, acme) == [] and linked(other_api, their_company) == [foreign["id"]]
    assert api.asset(asset["id"])["usageCount"] == 0 and other_api.asset(foreign["id"])["usageCount"] == 1


# Companies and people as lists


def test_companies_and_people_are_listed_by_name_or_by_age(api):
    names = ["beta", "Alpha", "gamma", "Ändern", "delta"]
    for path, type_ in ((COMPANIES, "company"), (PEOPLE, "person")):
        for name in names:
            make(api, path, type_, {"name": name})
        for sort, expected in (
            ("name", ["Alpha", "beta", "delta", "gamma", "Ändern"]), ("-name", ["Ändern", "gamma", "delta", "beta", "Alpha"]),
            ("created_at", names), ("-created_at", names[::-1]),
        ):
            seen, at = [], f"{path}?sort={sort}&page[size]=2"
            while at:
                page = document(200, send(api, "GET", at))
                assert page["meta"]["page"] == {"total": 5, "totalIsExact": True}
                seen, at = seen + [item["attributes"]["name"] for item in page["data"]], page["links"]["next"]
            assert seen == expected
    assert [item["attributes"]["name"] for item in read(api, COMPANIES)["data"]] == names[::-1]
