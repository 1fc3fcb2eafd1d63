"""`/organization/assets`: upload, show, edit, delete, and the errors each gives."""

import hashlib
import re
import uuid

import pictures
import pytest
import raw_http
from vitrine_client import Session, expect, expect_problem

ASSETS = "/organization/assets"
CONTRACT_FIELDS = set(
    """id organizationId scope folderId kind provider storageProvider mimeType byteSize checksum version title description
    label altText displayName originalName logicalPath mediaType visibility publicUrl sourceUrl thumbnailUrl cardUrl
    thumbnailStatus thumbnailError width height durationSeconds aspectRatio pageCount isExternal status tags usageCount
    createdBy createdAt updatedAt deletedAt deletionError""".split()
)
RFC3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


def some_png():
    return pictures.picture("png")


# Upload


def test_an_upload_answers_201_with_its_address_and_the_whole_asset(organization, api):
    content = some_png()
    answer = api.post(ASSETS, files={"file": ("a.png", content)}, data={"title": "A title", "altText": "Four colours"})
    asset = expect(201, answer)
    assert answer.headers["Location"] == f"{ASSETS}/{asset['id']}"
    assert re.fullmatch(r'"[^"]+"', answer.headers["ETag"])
    assert CONTRACT_FIELDS <= asset.keys()
    assert asset["organizationId"] == organization.id
    assert asset["checksum"] == hashlib.sha256(content).hexdigest()
    assert (asset["byteSize"], asset["version"], asset["provider"], asset["status"]) == (len(content), 1, "upload", "active")
    assert (asset["title"], asset["altText"], asset["label"], asset["description"]) == ("A title", "Four colours", None, None)
    assert (asset["displayName"], asset["originalName"]) == ("a.png", "a.png")
    assert (asset["tags"], asset["usageCount"], asset["isExternal"]) == ([], 0, False)
    assert RFC3339.match(asset["createdAt"]) and asset["createdAt"] == asset["updatedAt"]
    assert uuid.UUID(asset["id"]).version == 7
    shown = api.get(answer.headers["Location"])
    assert expect(200, shown)["id"] == asset["id"] and shown.headers["ETag"] == answer.headers["ETag"]


def test_what_answers_never_names_a_bucket_a_key_or_a_credential(api):
    asset = api.upload(some_png())
    assert not {"bucket", "storageKey", "key", "secret", "token"} & {name.lower() for name in asset}


def test_fields_may_stand_before_and_after_the_file(api):
    body, headers = raw_http.form(
        raw_http.part("title", "Before"),
        raw_http.part("file", some_png(), "a.png", "image/png"),
        raw_http.part("altText", "After"),
        raw_http.part("description", "Also\r\nafter"),
    )
    asset = expect(201, api.post(ASSETS, data=body, headers=headers))
    assert (asset["title"], asset["altText"], asset["description"]) == ("Before", "After", "Also\nafter")
    assert asset["byteSize"] == len(some_png())


def test_a_body_without_a_length_is_taken_too(api):
    body, headers = raw_http.form(raw_http.part("file", some_png(), "a.png"), raw_http.part("title", "Streamed"))
    asset = expect(201, api.post(ASSETS, data=raw_http.chunks(body, 7), headers=headers))
    assert asset["checksum"] == hashlib.sha256(some_png()).hexdigest() and asset["title"] == "Streamed"
    assert api.storage()["reservedBytes"] == 0


def refused_form(*parts):
    body, headers = raw_http.form(*parts)
    return {"data": body, "headers": headers}


@pytest.mark.parametrize(
    ("status", "code", "request_options"),
    [
        (422, "empty_file", refused_form(raw_http.part("file", b"", "empty.png"))),
        (422, "missing_file", refused_form(raw_http.part("title", "No file"))),
        (422, "missing_file", refused_form()),
        (422, "invalid_fields", refused_form(raw_http.part("colour", "red"), raw_http.part("file", b"x", "a.txt"))),
        (422, "invalid_fields", refused_form(raw_http.part("file", b"some text\n", "a.txt"), raw_http.part("colour", "red"))),
        (422, "invalid_fields", refused_form(raw_http.part("title", "a\0b"), raw_http.part("file", b"x", "a.txt"))),
        (422, "invalid_fields", refused_form(raw_http.part("file", b"x", "a.txt"), raw_http.part("label", "\u202egnp.exe"))),
        (400, "malformed_body", refused_form(raw_http.part("file", b"x", "a.txt"), raw_http.part("other", b"y", "b.txt"))),
        (400, "malformed_body", refused_form(raw_http.part("title", b"\xff\xfe"), raw_http.part("file", b"x", "a.txt"))),
        (422, "invalid_fields", {"json": {"file": "a"}}),
        (415, "unsupported_media_type", {"data": b"x", "headers": {"Content-Type": "image/png"}}),
        (415, "unsupported_media_type", {"data": b"x"}),
    ],
    ids=[
        "an empty file",
        "no file",
        "no part at all",
        "an unknown field before",
        "an unknown field after",
        "a control character",
        "a direction mark",
        "two files",
        "a field that is not UTF-8",
        "JSON",
        "a bare picture",
        "no content type",
    ],
)
def test_an_upload_that_makes_no_sense_is_refused_and_leaves_nothing(api, status, code, request_options):
    expect_problem(status, code, api.post(ASSETS, **request_options))
    assert api.assets() == {"items": [], "nextCursor": None, "total": 0, "totalIsExact": True}
    assert (api.storage()["totalBytes"], api.storage()["reservedBytes"]) == (0, 0)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"this is no form", f"multipart/form-data; boundary={raw_http.BOUNDARY}"),
        (raw_http.part("file", b"cut short", "a.txt"), f"multipart/form-data; boundary={raw_http.BOUNDARY}"),
        (raw_http.form(raw_http.part("file", b"x", "a.txt"))[0], "multipart/form-data"),
        (raw_http.form(raw_http.part("file", b"x", "a.txt"))[0], "multipart/form-data; boundary="),
        (
            raw_http.part("file", b"x", "a.txt").replace(b'name="file"', b"name"),
            f"multipart/form-data; boundary={raw_http.BOUNDARY}",
        ),
    ],
    ids=["no boundary in the body", "no closing boundary", "no boundary parameter", "an empty boundary", "a part without a name"],
)
def test_a_malformed_form_is_400_and_leaves_nothing(api, body, content_type):
    expect_problem(400, "malformed_body", api.post(ASSETS, data=body, headers={"Content-Type": content_type}))
    assert api.assets()["total"] == 0 and api.storage()["reservedBytes"] == 0


def test_too_long_texts_are_told_apart_by_field(api):
    answer = api.post(ASSETS, files={"file": ("a.txt", b"text\n")}, data={"title": "t" * 501, "label": "l" * 256})
    problem = expect_problem(422, "invalid_fields", answer)
    assert {(error["field"], error["code"]) for error in problem["errors"]} == {("title", "too_long"), ("label", "too_long")}


# Show


@pytest.mark.parametrize("identifier", ["0", "not-an-id", "../x", "{0}x", "{1}", "018f0000-0000-7000-8000-000000000000"])
def test_whatever_is_no_id_of_this_organization_is_the_same_404(api, other_api, identifier):
    own, foreign = api.upload(some_png())["id"], other_api.upload(some_png())["id"]
    identifier = identifier.format(own, foreign).replace("../", "%2e%2e%2f")
    problem = expect_problem(404, "asset_not_found", api.get(f"{ASSETS}/{identifier}"))
    assert problem == expect(404, api.get(f"{ASSETS}/{uuid.uuid4()}"))


def test_a_nul_in_an_address_is_404(api):
    expect(404, api.get(f"{ASSETS}/%00"))


def test_an_id_is_found_in_either_case(api):
    asset = api.upload(some_png())
    assert api.asset(asset["id"].upper())["id"] == asset["id"]


# Edit


def test_patch_changes_the_fields_given_and_only_these(api):
    asset = api.upload(some_png(), title="Old", altText="Stays")
    answer = api.patch(
        f"{ASSETS}/{asset['id']}", json={"title": "New", "label": "L", "displayName": "b.png", "mediaType": "logo"}
    )
    edited = expect(200, answer)
    changed = {name for name in edited if edited[name] != asset[name]} - {
        "thumbnailStatus",
        "thumbnailUrl",
        "cardUrl",
        "placeholder",
    }
    assert changed == {"title", "label", "displayName", "mediaType", "updatedAt"}
    assert answer.headers["ETag"] == api.get(f"{ASSETS}/{asset['id']}").headers["ETag"]


def test_put_is_accepted_as_the_same(api):
    asset = api.upload(some_png(), title="Old", altText="Stays")
    edited = expect(200, api.put(f"{ASSETS}/{asset['id']}", json={"title": "New"}))
    assert (edited["title"], edited["altText"]) == ("New", "Stays")


def test_null_and_an_empty_text_clear_a_field_but_not_the_name(api):
    asset = api.upload(some_png(), title="Old", altText="Old")
    edited = expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": None, "altText": "  "}))
    assert (edited["title"], edited["altText"]) == (None, None)
    for name in (None, "", " "):
        problem = expect_problem(422, "invalid_fields", api.patch(f"{ASSETS}/{asset['id']}", json={"displayName": name}))
        assert problem["errors"][0]["field"] == "displayName"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"checksum": "0"}, "checksum", "unknown_field"),
        ({"byteSize": 1}, "byteSize", "unknown_field"),
        ({"title": 1}, "title", "wrong_type"),
        ({"title": ["x"]}, "title", "wrong_type"),
        ({"title": "x" * 501}, "title", "too_long"),
        ({"label": "x" * 256}, "label", "too_long"),
        ({"displayName": "x" * 256}, "displayName", "too_long"),
        ({"title": "a\nb"}, "title", "control_character"),
        ({"displayName": "a\u202egnp.exe"}, "displayName", "control_character"),
        ({"altText": "a\u0007b"}, "altText", "control_character"),
        ({"visibility": "secret"}, "visibility", "unknown_value"),
        ({"visibility": None}, "visibility", "unknown_value"),
        ({"mediaType": "poster"}, "mediaType", "unknown_value"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(api, change, field, code):
    asset = api.upload(some_png(), title="Old")
    problem = expect_problem(422, "invalid_fields", api.patch(f"{ASSETS}/{asset['id']}", json={**change, "description": "new"}))
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]
    after = api.asset(asset["id"])
    assert (after["title"], after["description"], after["updatedAt"]) == ("Old", None, asset["updatedAt"])


@pytest.mark.parametrize(
    ("status", "code", "body", "content_type"),
    [
        (400, "malformed_body", b"{", "application/json"),
        (400, "malformed_body", b"[]", "application/json"),
        (400, "malformed_body", b"", "application/json"),
        (400, "malformed_body", b'{"title":"\xff"}', "application/json"),
        (400, "malformed_body", b"[" * 100_000, "application/json"),
        (415, "unsupported_media_type", b'{"title":"x"}', "text/plain"),
        (415, "unsupported_media_type", b"title=x", None),
        (413, "body_too_large", b'{"title":"' + b"x" * (1 << 20) + b'"}', "application/json"),
    ],
    ids=["cut", "a list", "nothing", "not UTF-8", "very deep", "plain text", "no type", "over 1 MB"],
)
def test_a_body_that_is_no_json_object_is_refused(api, status, code, body, content_type):
    asset = api.upload(some_png())
    headers = {"Content-Type": content_type} if content_type else {}
    expect_problem(status, code, api.patch(f"{ASSETS}/{asset['id']}", data=body, headers=headers))


def test_if_match_lets_only_the_first_of_two_editors_through(api):
    asset = api.upload(some_png())
    address = f"{ASSETS}/{asset['id']}"
    seen = api.get(address).headers["ETag"]
    first = api.patch(address, json={"title": "First"}, headers={"If-Match": seen})
    expect(200, first)
    expect_problem(412, "changed_meanwhile", api.patch(address, json={"title": "Second"}, headers={"If-Match": seen}))
    expect_problem(412, "changed_meanwhile", api.delete(address, headers={"If-Match": seen}))
    assert api.asset(asset["id"])["title"] == "First"
    expect(200, api.patch(address, json={"title": "Any"}, headers={"If-Match": "*"}))
    current = api.get(address).headers["ETag"]
    expect_problem(412, "changed_meanwhile", api.patch(address, json={"title": "Weak"}, headers={"If-Match": f"W/{current}"}))
    edited = api.patch(address, json={"title": "Listed"}, headers={"If-Match": f'"other", {current}'})
    expect(200, edited)
    expect(204, api.delete(address, headers={"If-Match": edited.headers["ETag"]}))


# Delete


def test_a_deleted_asset_is_gone_from_everywhere_but_trash_and_purged_with_its_files(api):
    asset = api.settled(api.upload(some_png()))
    addresses = [asset["publicUrl"], asset["thumbnailUrl"], asset["cardUrl"]]
    assert [api.get(address).status_code for address in addresses] == [200, 200, 200]
    answer = api.delete(f"{ASSETS}/{asset['id']}")
    assert answer.status_code == 204 and answer.content == b""
    expect_problem(404, "asset_not_found", api.get(f"{ASSETS}/{asset['id']}"))
    expect_problem(404, "asset_not_found", api.delete(f"{ASSETS}/{asset['id']}"))
    expect_problem(404, "asset_not_found", api.patch(f"{ASSETS}/{asset['id']}", json={"title": "x"}))
    assert [api.get(address).status_code for address in addresses] == [404, 404, 404]
    assert api.assets()["total"] == 0 and api.storage()["totalBytes"] == asset["byteSize"]
    assert expect(204, api.post(f"{ASSETS}/{asset['id']}/purge")) is None
    assert api.storage()["totalBytes"] == 0


def test_an_asset_deleted_before_its_thumbnail_is_made_leaves_nothing(own_server):
    api = own_server.create_organization("hasty").api()
    for _ in range(5):
        api.delete_for_good(api.upload(pictures.picture("jpeg", 1200, 600)))
    own_server.stop()
    own_server.cli("sweep", "--grace", "0s")
    own_server.cli("verify", "--checksums")


# Storage


def test_the_storage_summary_equals_the_sums(api):
    uploads = [api.upload(some_png()), api.upload(some_png()), api.upload(pictures.PDF, "a.pdf"), api.upload(b"text\n", "a.txt")]
    api.delete_for_good(api.upload(some_png()))
    summary = api.storage()
    by_kind = {}
    for asset in uploads:
        by_kind[asset["kind"]] = by_kind.get(asset["kind"], 0) + asset["byteSize"]
    assert {kind: size for kind, size in summary["bytesByKind"].items() if size} == by_kind
    assert summary["totalBytes"] == summary["internalBytes"] == sum(by_kind.values())
    assert (summary["reservedBytes"], summary["archivedBytes"], summary["trashedBytes"], summary["externalAssetCount"]) == (
        0,
        0,
        0,
        0,
    )
    assert (summary["limitBytes"], summary["maxFileBytes"]) == (50 * 1024**3, 250 * 1024**2)


# Who may


def test_without_a_token_every_route_answers_401(server):
    nobody = Session(server)
    identifier = uuid.uuid4()
    for method, path in [
        ("GET", ASSETS),
        ("POST", ASSETS),
        ("GET", f"{ASSETS}/storage"),
        ("GET", f"{ASSETS}/{identifier}"),
        ("PATCH", f"{ASSETS}/{identifier}"),
        ("PUT", f"{ASSETS}/{identifier}"),
        ("DELETE", f"{ASSETS}/{identifier}"),
        ("GET", "/session"),
    ]:
        answer = nobody.request(method, path)
        expect_problem(401, "sign_in_required", answer)
        assert "WWW-Authenticate" in answer.headers


@pytest.mark.parametrize("value", ["Bearer nonsense", "Bearer ", "Basic dTpw", "Bearer " + "x" * 600, "nonsense"])
def test_a_wrong_token_is_401(server, value):
    expect_problem(401, "invalid_token", Session(server).get(ASSETS, headers={"Authorization": value}))


def test_scopes_and_roles_decide_and_the_answer_names_the_rule(organization):
    asset = organization.api().upload(some_png())
    address = f"{ASSETS}/{asset['id']}"
    for session, code, word in [
        (organization.api(scope="read"), "scope_missing", "write"),
        (organization.api("member"), "role_too_low", "manager"),
    ]:
        expect(200, session.get(ASSETS))
        expect(200, session.get(address))
        for answer in (
            session.post(ASSETS, files={"file": ("a.png", some_png())}),
            session.patch(address, json={"title": "x"}),
            session.delete(address),
        ):
            assert word in expect_problem(403, code, answer)["detail"]
    assert organization.api("manager").asset(asset["id"])["title"] is None
    expect(204, organization.api("manager").delete(address))


def test_a_known_address_with_a_wrong_method_is_405_and_names_the_right_ones(api):
    answer = api.delete(ASSETS)
    expect_problem(405, "method_not_allowed", answer)
    assert {"GET", "HEAD", "POST"} == set(answer.headers["Allow"].split(", "))
    expect_problem(404, "not_found", api.get("/organization/nothing"))


# Names


@pytest.mark.parametrize(
    "name",
    [
        "写真 一覧.png",
        'it\'s "quoted" & <b>.png',
        "🌅 sunset 🏖️.png",
        "Ünïcödé ß.png",
        "per%cent+plus.png",
        "a" * 251 + ".png",
        "no-extension",
    ],
)
def test_a_name_survives_as_it_was_written(api, name):
    # As browsers do: quotes in names are percent-encoded by some and backslashed by others.
    body, headers = raw_http.form(raw_http.part("file", some_png(), name.replace("\\", "\\\\").replace('"', '\\"')))
    asset = expect(201, api.post(ASSETS, data=body, headers=headers))
    assert asset["originalName"] == asset["displayName"] == name
    assert api.assets(q=name[:20])["items"][0]["id"] == asset["id"]
    disposition = api.get(asset["publicUrl"]).headers["Content-Disposition"]
    assert disposition.isascii() and disposition.isprintable() and disposition.startswith("inline")


def test_names_are_kept_in_nfc_and_found_in_both_forms(api):
    composed, decomposed = "Caf\u00e9.png", "Cafe\u0301.png"
    body, headers = raw_http.form(raw_http.part("file", some_png(), decomposed))
    asset = expect(201, api.post(ASSETS, data=body, headers=headers))
    assert asset["originalName"] == composed
    edited = expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": "re\u0301sume\u0301"}))
    assert edited["title"] == "r\u00e9sum\u00e9"
    for query in (composed, decomposed, "CAF\u00c9", "re\u0301SUM"):
        assert [item["id"] for item in api.assets(q=query)["items"]] == [asset["id"]], query


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\photos\\cat.png", "cat.png"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("", None),
    ],
)
def test_a_file_name_is_never_a_path(api, sent, kept):
    body, headers = raw_http.form(raw_http.part("file", some_png(), sent))
    asset = expect(201, api.post(ASSETS, data=body, headers=headers))
    assert asset["originalName"] == (kept or "file")
    assert asset["publicUrl"].endswith(f"/media/{asset['id']}.png")
