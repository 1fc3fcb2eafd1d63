"""Every field of a record with every hostile text: a clear refusal that names the field and stores nothing, or the text given back exactly.

What to expect is computed from rules written down a second time in hostile_texts.py, so that every database has to answer alike.
"""

import http.client
import json
import re
from urllib.parse import quote, urlsplit

import hostile_texts as hostile
import pytest
from vitrine_client import expect, expect_problem

ASSETS, FOLDERS, TAGS = "/organization/assets", "/organization/folders", "/organization/tags"
WRONG = [True, 0, -1.5, 1e308, [], [None], {}, {"a": "b"}, [["a"]]]
TEXTS = [*hostile.FIELDS, "logicalPath"]


@pytest.fixture(scope="module")
def api(server):
    return server.create_organization("hostile").api("owner")


@pytest.fixture
def asset(api, numbers):
    return api.upload(b"bytes", f"plain-{next(numbers)}.txt")


def record(asset):
    """What people write, and what tells that they wrote."""
    fields = [*TEXTS, "tags", "folderId", "mediaType", "visibility", "updatedAt", "version"]
    return {field: asset[field] for field in fields}


def rule(field, value):
    return hostile.path(value) if field == "logicalPath" else hostile.field(field, value)


def codes(answer, status=422):
    """The codes of each field that was refused."""
    assert answer.status_code == status and answer.headers["Content-Type"] == "application/problem+json", answer.text
    found = {}
    for error in answer.json()["errors"]:
        assert error["detail"]
        found.setdefault(error["field"], set()).add(error["code"])
    return found


def asked(client, method, path, body=None, **headers):
    """One request whose path nothing tidies up on its way."""
    connection = http.client.HTTPConnection(urlsplit(client.server.url).netloc, timeout=60)
    try:
        connection.request(method, path, body, {"Authorization": client.headers["Authorization"], **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_record_takes_each_text_or_names_every_field_that_does_not(api, asset):
    address, own_name = f"{ASSETS}/{asset['id']}", asset["logicalPath"]
    for value in hostile.ALL:
        expected = {field: rule(field, value) for field in TEXTS}
        refused = {field: problems for field, (_, problems) in expected.items() if problems}
        before = record(api.asset(asset["id"]))
        if refused:
            assert codes(api.patch(address, json=dict.fromkeys(TEXTS, value))) == refused, repr(value)
            assert record(api.asset(asset["id"])) == before, repr(value)
        taken = [field for field in TEXTS if field not in refused]
        kept = expect(200, api.patch(address, json=dict.fromkeys(taken, value)))
        assert {field: kept[field] for field in taken} == {
            field: expected[field][0] or (own_name if field == "logicalPath" else None) for field in taken}, repr(value)
        assert record(api.asset(asset["id"])) == record(kept)


def test_what_was_written_is_found_by_searching_for_it(api, asset):
    for value in hostile.ALL:
        kept, problems = hostile.field("title", value)
        if problems or kept is None or len(kept) > 100:
            continue
        expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": value}))
        assert asset["id"] in [item["id"] for item in api.assets(q=value)["items"]], repr(value)


def test_tags_take_each_text_in_one_form_or_name_what_is_wrong(api, asset):
    address = f"{ASSETS}/{asset['id']}"
    for value in hostile.ALL:
        kept, problems = hostile.tag(value)
        if problems:
            assert codes(api.patch(address, json={"tags": ["ok", value]})) == {"tags": problems}, repr(value)
            assert api.asset(asset["id"])["tags"] == [], repr(value)
        else:
            assert expect(200, api.patch(address, json={"tags": [value, value]}))["tags"] == ([kept] if kept else []), repr(value)
        if "\0" in value:
            expect_problem(400, "malformed_query", api.get(TAGS, params={"prefix": value}))
            continue
        if len(quote(value)) > 6000:
            expect(200, api.patch(address, json={"tags": []}))
            continue
        listed = expect(200, api.get(TAGS, params={"prefix": value, "limit": 100}))["items"]
        assert (kept in [tag["name"] for tag in listed]) == (kept is not None and not problems), repr(value)
        if kept and not problems:
            assert [item["id"] for item in api.assets(tag=value)["items"]] == [asset["id"]], repr(value)
        expect(200, api.patch(address, json={"tags": []}))


def test_a_tag_in_an_address_is_the_same_as_in_a_body(api, asset):
    for value in hostile.ALL:
        if not value:
            continue
        kept, problems = hostile.tag(value)
        problems = problems or (set() if kept else {"blank"})
        address = f"{ASSETS}/{asset['id']}/tags/{quote(value, safe='')}"
        if len(address) > 8000:
            continue
        status, body = asked(api, "PUT", address)
        if "\0" in value:
            assert status == 404, repr(value)
            continue
        if problems:
            assert status == 422 and {error["code"] for error in json.loads(body)["errors"]} == problems, repr(value)
            assert {error["field"] for error in json.loads(body)["errors"]} == {"name"}
        else:
            assert (status, json.loads(body)["tags"]) == (200, [kept]), repr(value)
        assert asked(api, "DELETE", address)[0] == 204, repr(value)
        assert api.asset(asset["id"])["tags"] == []


def test_an_upload_takes_each_text_or_names_every_field_that_does_not_and_stores_nothing(api):
    api.upload(b"bytes", "first.txt", logicalPath="uploads/first")
    seen = set()
    for value in hostile.ALL:
        expected = {field: rule(field, value) for field in TEXTS if field != "displayName"}
        refused = {field: problems for field, (_, problems) in expected.items() if problems}
        tags = [hostile.tag(part) for part in value.split(",")]
        if wrong := set().union(*(problems for _, problems in tags)):
            refused["tag"] = wrong
        form = {field: (None, value) for field in (*expected, "tag")}
        before = api.storage()
        answer = api.post(ASSETS, files={"file": ("same.txt", b"bytes"), **form})
        path = hostile.folded(expected["logicalPath"][0] or "")
        if refused:
            assert codes(answer) == refused, repr(value)
        elif path in seen:
            expect_problem(409, "logical_path_taken", answer)
        else:
            kept = expect(201, answer)
            for field, (text, _) in expected.items():
                assert kept[field] == text or field == "logicalPath" and text is None, (field, value)
            assert kept["tags"] == sorted({name for name, _ in tags if name}), repr(value)
            if path:
                seen.add(path)
            continue
        assert api.storage() == before


def test_a_file_may_be_called_anything(api):
    for value in hostile.ALL:
        name = re.sub("[\r\n\"]", "", value)
        if len(quote(name)) > 4000:
            continue
        body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''%b\r\n\r\nbytes\r\n--x--\r\n"
        status, answer = asked(
            api, "POST", ASSETS, body % quote(name, safe="").encode(), **{"Content-Type": "multipart/form-data; boundary=x"})
        if status == 400:
            assert any(map(hostile.is_refused, name)) or not name, (name, answer)
            continue
        kept = json.loads(answer)
        assert status == 201, (name, answer)
        assert kept["displayName"] and not any(map(hostile.is_refused, kept["displayName"])) and "/" not in kept["displayName"]
        assert hostile.path(kept["logicalPath"]) == (kept["logicalPath"], set())
        assert record(api.asset(kept["id"])) == record(kept)


def test_folders_take_each_name_once_or_name_the_field(api):
    parent = expect(201, api.post(FOLDERS, json={"name": "hostile"}))["id"]
    seen = set()
    for value in hostile.ALL:
        kept, problems = hostile.folder(value)
        answer = api.post(FOLDERS, json={"name": value, "parentId": parent})
        if problems:
            assert codes(answer) == {"name": problems}, repr(value)
        elif hostile.folded(kept) in seen:
            expect_problem(409, "folder_name_taken", answer)
        else:
            made = expect(201, answer)
            seen.add(hostile.folded(kept))
            assert made["name"] == kept, repr(value)
            assert expect(200, api.get(f"{FOLDERS}/{made['id']}"))["name"] == kept
    assert expect(200, api.get(FOLDERS, params={"parent": parent, "limit": 100}))["total"] == len(seen)


@pytest.mark.parametrize("field", [*TEXTS, "tags", "folderId", "mediaType", "visibility"])
def test_a_wrong_type_is_named_and_nothing_is_stored(api, asset, field):
    for value in WRONG:
        if field == "tags" and value == []:
            continue
        answer = api.patch(f"{ASSETS}/{asset['id']}", json={"description": "not kept", field: value})
        assert set(codes(answer)) == {field} - {"description"} | ({"description"} if field == "description" else set()), value
    assert record(api.asset(asset["id"])) == record(asset)


def test_what_is_no_choice_or_no_folder_is_named_and_nothing_is_stored(api, asset):
    address = f"{ASSETS}/{asset['id']}"
    for value in hostile.ALL:
        for field in ("mediaType", "visibility"):
            assert codes(api.patch(address, json={"title": "not kept", field: value})) == {field: {"unknown_value"}}, repr(value)
        assert codes(api.patch(address, json={"title": "not kept", "folderId": value}), 404) == {"folderId": {"folder_not_found"}}
        if value not in TEXTS and value not in ("tags",):
            assert codes(api.patch(address, json={value: "x"})) == {value: {"unknown_field"}}, repr(value)
    assert record(api.asset(asset["id"])) == record(asset)


def nested(levels, start, end):
    return b'{"title":' + start * levels + b"1" + end * levels + b"}"


BODIES = {
    "empty": b"", "no object": b"[]", "a number": b"1", "cut": b'{"title":"a', "a comma too many": b'{"title":"a",}', "two": b'{"title":"a"}{}',
    "single quotes": b"{'title':'a'}", "a comment": b'{"title":"a"/**/}', "not a number": b'{"title":NaN}', "too large": b'{"title":1e999}',
    "a zero in front": b'{"title":01}', "half a pair": b'{"title":"\\ud800"}', "the other half": b'{"title":"\\udc00\\ud800"}',
    "a raw control": b'{"title":"a\nb"}', "no UTF-8": b'{"title":"\xff"}', "a surrogate in UTF-8": b'{"title":"\xed\xa0\x80"}',
    "a long form": b'{"title":"\xc0\xaf"}', "a name twice": b'{"title":"a","title":"b"}', "the same name spelled": b'{"title":"a","\\u0074itle":"b"}',
    "deep lists": nested(10_000, b"[", b"]"), "deep objects": nested(10_000, b'{"a":', b"}"), "deep and open": b'{"title":' + b"[" * 900_000,
    "UTF-16": '{"title":"a"}'.encode("utf-16"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_sound_json_is_refused_at_once(api, asset, name):
    status, body = asked(api, "PATCH", f"{ASSETS}/{asset['id']}", BODIES[name], **{"Content-Type": "application/json"})
    problem = json.loads(body)
    assert (status, problem["code"]) == (400, "malformed_body") and problem["detail"]
    assert record(api.asset(asset["id"])) == record(asset)


def test_escapes_and_white_space_mean_what_they_mean(api, asset):
    body = b'\xef\xbb\xbf \r\n\t{ "title" : "\\u00e9\\ud83d\\ude00\\/\\\\\\"" , "label":null }\n'
    status, answer = asked(api, "PATCH", f"{ASSETS}/{asset['id']}", body, **{"Content-Type": "application/json"})
    assert (status, json.loads(answer)["title"]) == (200, "\u00e9\U0001f600/\\\"")


def test_twins_are_one_tag_one_path_and_one_folder_name(api):
    first, second = (api.upload(b"bytes", f"{name}.txt") for name in ("twin-one", "twin-two"))
    for asset, name in ((first, "caf\u00e9"), (second, "CAFE\u0301")):
        expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"tags": [name]}))
    assert expect(200, api.get(TAGS, params={"prefix": "Caf\u00e9"}))["items"] == [{"name": "caf\u00e9", "assets": 2}]
    expect(200, api.patch(f"{ASSETS}/{first['id']}", json={"logicalPath": "twins/caf\u00e9"}))
    taken = api.patch(f"{ASSETS}/{second['id']}", json={"logicalPath": "Twins/CAFE\u0301"})
    assert codes(taken, 409) == {"logicalPath": {"logical_path_taken"}}
    expect(201, api.post(FOLDERS, json={"name": "caf\u00e9"}))
    assert codes(api.post(FOLDERS, json={"name": "CAFE\u0301"}), 409) == {"name": {"folder_name_taken"}}


@pytest.mark.parametrize("path", [ASSETS, FOLDERS, TAGS])
def test_parameters_of_lists_take_each_text_or_are_named(api, path):
    names = {
        ASSETS: ["q", "kind", "tag", "folder", "recursive", "path", "usage", "checksum", "mediaType", "status", "sort", "limit", "page", "cursor"],
        FOLDERS: ["parent", "limit", "cursor"], TAGS: ["prefix", "limit", "cursor"],
    }[path]
    for value in hostile.ALL:
        if len(quote(value)) > 6000:
            continue
        for name in names:
            answer = api.get(path, params={name: value})
            if "\0" in value:
                expect_problem(400, "malformed_query", answer)
            elif answer.status_code == 404:
                assert (path, name) in ((FOLDERS, "parent"), (ASSETS, "folder"))
            elif answer.status_code != 200:
                assert set(codes(answer, 400)) == {name}, (name, value)
        if value and value not in names and "\0" not in value:
            assert codes(api.get(path, params={value: "x"}), 400) == {value: {"unknown_parameter"}}, repr(value)
