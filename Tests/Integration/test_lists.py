"""Listing: search, filters, orders, pages and cursors."""

import hashlib
import json
import uuid

import pictures
import pytest
import raw_http
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"
COUNT = 23


@pytest.fixture(scope="module")
def library(server):
    """An organization with assets whose titles and sizes often tie."""
    api = server.create_organization("listed").api()
    for number in range(COUNT):
        name = f"photo-{number:02}"
        if number % 3 == 0:
            api.upload(pictures.PDF, f"{name}.pdf", title=f"title {number % 4}")
        elif number % 3 == 1:
            api.upload(b"text\n" * (1 + number % 2), f"{name}.txt", title=f"Title {number % 4}")
        else:
            api.upload(pictures.bmp(), f"{name}.bmp")
    return api


def ids(page):
    return [item["id"] for item in page["items"]]


def key(sort):
    field = sort.lstrip("-")
    if field == "title":
        return lambda item: ((item["title"] or item["displayName"]).lower(), item["id"])
    return lambda item: (item[field], item["id"])


SORTS = [sign + field for field in ("createdAt", "updatedAt", "title", "byteSize") for sign in ("", "-")]


@pytest.mark.parametrize("sort", SORTS)
def test_each_order_is_the_same_by_pages_and_by_cursors_and_misses_nothing(library, sort):
    everything = library.assets(sort=sort, limit=100)["items"]
    assert len(everything) == COUNT
    assert everything == sorted(everything, key=key(sort), reverse=sort.startswith("-"))
    expected = [item["id"] for item in everything]

    by_pages = [library.assets(sort=sort, limit=5, page=page) for page in range(1, 6)]
    assert [identifier for page in by_pages for identifier in ids(page)] == expected
    assert all(page["total"] == COUNT and page["totalIsExact"] for page in by_pages)
    assert by_pages[-1]["nextCursor"] is None and library.assets(sort=sort, limit=5, page=6)["items"] == []

    seen, cursor = [], None
    while True:
        page = library.assets(sort=sort, limit=5, **({"cursor": cursor} if cursor else {}))
        seen += ids(page)
        assert page["total"] == COUNT
        if not (cursor := page["nextCursor"]):
            break
    assert seen == expected


def test_the_newest_come_first_and_fifty_at_a_time(library):
    assert ids(library.assets()) == ids(library.assets(sort="-createdAt", limit=50, page=1))


def test_a_cursor_keeps_its_order_when_assets_come_and_go(api):
    for number in range(6):
        api.upload(pictures.PDF, f"{number}.pdf")
    first = api.assets(sort="createdAt", limit=3)
    expect(204, api.delete(f"{ASSETS}/{ids(first)[2]}"))
    api.upload(pictures.PDF, "6.pdf")
    rest = api.assets(sort="createdAt", limit=100, cursor=first["nextCursor"])
    assert [item["displayName"] for item in rest["items"]] == ["3.pdf", "4.pdf", "5.pdf", "6.pdf"]


def test_kinds_are_joined_by_or(library):
    kinds = {
        kind: {item["id"] for item in library.assets(kind=kind, limit=100)["items"]} for kind in ("pdf", "document", "image")
    }
    assert sum(map(len, kinds.values())) == COUNT and all(kinds.values())
    both = library.assets(kind=["pdf", "image"], limit=100)
    assert set(ids(both)) == kinds["pdf"] | kinds["image"] and both["total"] == len(both["items"])
    assert library.assets(kind="video") == {"items": [], "nextCursor": None, "total": 0, "totalIsExact": True}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("photo-1", 10),
        ("PHOTO-1", 10),
        ("hoto-07", 1),
        ("7", 2),
        ("0.p", 1),
        ("title", 16),
        ("photo", COUNT),
        ("nothing", 0),
        ("  photo-07 ", 1),
        ("%", 0),
        ("_", 0),
        ('"', 0),
        ("'", 0),
        ("*", 0),
        ("photo OR x", 0),
        ("", COUNT),
        ("\\", 0),
    ],
)
def test_search_finds_what_names_and_titles_contain_and_nothing_else(library, text, found):
    page = library.assets(q=text, limit=100)
    assert len(page["items"]) == page["total"] == found
    if found and text.strip():
        wanted = text.strip().lower()
        assert all(wanted in item["displayName"].lower() or wanted in (item["title"] or "").lower() for item in page["items"])


def test_search_and_kind_hold_together_across_pages(library):
    whole = library.assets(q="photo", kind="pdf", limit=100)
    first = library.assets(q="photo", kind="pdf", limit=3)
    second = library.assets(q="photo", kind="pdf", limit=100, cursor=first["nextCursor"])
    assert ids(first) + ids(second) == ids(whole) and first["total"] == len(whole["items"])


def test_an_edited_name_is_found_and_the_old_one_is_not(api):
    asset = api.upload(pictures.PDF, "before.pdf")
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"displayName": "after.pdf", "title": "Quarterly", "logicalPath": "after.pdf"}))
    assert ids(api.assets(q="after")) == ids(api.assets(q="quarter")) == [asset["id"]]
    assert api.assets(q="before")["items"] == []


@pytest.fixture(scope="module")
def organized(server):
    """An organization with folders, tags, logical paths and media types, and the names of its folders' ids."""
    api = server.create_organization("organized").api()
    outer = expect(201, api.post("/organization/folders", json={"name": "Outer"}))["id"]
    inner = expect(201, api.post("/organization/folders", json={"name": "Inner", "parentId": outer}))["id"]
    api.upload(b"one\n", "1.txt", tag=["red", "blue"], folderId=outer, logicalPath="2026/One.txt")
    api.upload(b"two\n", "2.txt", tag=["red"], folderId=inner, logicalPath="2026/two.txt", mediaType="logo")
    api.upload(b"three\n", "3.txt", tag=["Blue ", "dark  green"], folderId=inner)
    api.upload(b"three\n", "4.txt", logicalPath="2025/four.txt", mediaType="banner")
    api.folders = {"outer": outer, "inner": inner}
    return api


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"tag": "red"}, "12"),
        ({"tag": " RED"}, "12"),
        ({"tag": ["red", "blue"]}, "1"),
        ({"tag": ["red", "dark green"]}, ""),
        ({"tag": "nobody's"}, ""),
        ({"folder": "outer"}, "1"),
        ({"folder": "inner"}, "23"),
        ({"folder": "outer", "recursive": "true"}, "123"),
        ({"folder": "outer", "recursive": "false"}, "1"),
        ({"folder": "root"}, "4"),
        ({"folder": "root", "recursive": "true"}, "1234"),
        ({"path": "2026/"}, "12"),
        ({"path": "2026/ONE"}, "1"),
        ({"path": "202"}, "124"),
        ({"path": "2026/%"}, ""),
        ({"usage": "used"}, ""),
        ({"usage": "orphaned"}, "1234"),
        ({"mediaType": "logo"}, "2"),
        ({"checksum": hashlib.sha256(b"three\n").hexdigest()}, "34"),
        ({"checksum": hashlib.sha256(b"three\n").hexdigest().upper()}, "34"),
        ({"checksum": "0" * 64}, ""),
        ({"q": "dark g"}, "3"),
        ({"q": "2026/o"}, "1"),
        ({"tag": "blue", "folder": "inner", "q": "3", "kind": "document"}, "3"),
        ({"tag": "blue", "folder": "inner", "status": "archived"}, ""),
    ],
)
def test_each_filter_finds_what_it_says_in_every_order(organized, query, found):
    if (name := query.get("folder")) in organized.folders:
        query = {**query, "folder": organized.folders[name]}
    for sort in ("title", "createdAt"):
        page = organized.assets(**query, sort=sort)
        assert [item["displayName"] for item in page["items"]] == [f"{number}.txt" for number in found]
        assert (page["total"], page["totalIsExact"]) == (len(found), True)
        if len(found) > 1:
            first = organized.assets(**query, sort=sort, limit=1)
            rest = organized.assets(**query, sort=sort, cursor=first["nextCursor"])
            assert ids(first) + ids(rest) == ids(page) and first["total"] == len(found)


def test_a_folder_of_another_organization_and_none_answer_alike(organized, api):
    foreign = api.get(ASSETS, params={"folder": organized.folders["outer"]})
    missing = api.get(ASSETS, params={"folder": str(uuid.uuid4())})
    expect_problem(404, "folder_not_found", missing)
    assert (foreign.status_code, foreign.json()) == (404, missing.json())


def test_a_tag_of_another_organization_finds_nothing(organized, api):
    assert organized.assets(tag="red")["total"] == 2 and api.assets(tag="red")["total"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "99999999999999999999"}, "limit"),
        ({"page": 0}, "page"),
        ({"page": "x"}, "page"),
        ({"page": "99999999999999999999"}, "page"),
        ({"page": 2**62}, "page"),
        ({"sort": "size"}, "sort"),
        ({"sort": "--title"}, "sort"),
        ({"kind": "picture"}, "kind"),
        ({"kind": ["image", "picture"]}, "kind"),
        ({"colour": "red"}, "colour"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": ""}, "cursor"),
        ({"status": "gone"}, "status"),
        ({"tag": ""}, "tag"),
        ({"tag": "a,b"}, "tag"),
        ({"tag": "a\x1b"}, "tag"),
        ({"tag": "x" * 65}, "tag"),
        ({"folder": ""}, "folder"),
        ({"folder": "Outer"}, "folder"),
        ({"recursive": "yes"}, "recursive"),
        ({"path": ""}, "path"),
        ({"path": "a\x1b"}, "path"),
        ({"path": "x" * 513}, "path"),
        ({"usage": "both"}, "usage"),
        ({"checksum": "a" * 63}, "checksum"),
        ({"checksum": "g" * 64}, "checksum"),
        ({"mediaType": "poster"}, "mediaType"),
    ],
)
def test_a_parameter_that_is_unknown_or_wrong_is_400_and_named(library, query, field):
    problem = expect_problem(400, "invalid_parameters", library.get(ASSETS, params=query))
    assert [error["field"] for error in problem["errors"]] == [field]


def test_all_wrong_parameters_are_named_at_once(library):
    problem = expect_problem(400, "invalid_parameters", library.get(ASSETS, params={"usage": "x", "folder": "x", "page": 0}))
    assert [error["field"] for error in problem["errors"]] == ["usage", "folder", "page"]


def test_cursor_and_page_together_are_400(library):
    cursor = library.assets(limit=5)["nextCursor"]
    expect_problem(400, "invalid_parameters", library.get(ASSETS, params={"cursor": cursor, "page": 1}))


def test_a_cursor_of_another_order_is_400(library):
    cursor = library.assets(limit=5, sort="title")["nextCursor"]
    expect_problem(400, "invalid_parameters", library.get(ASSETS, params={"cursor": cursor, "sort": "-byteSize"}))


def test_a_query_that_is_no_query_is_400(library):
    for query in ("q=%zz", "q=%f", "q=%ff"):
        answer = raw_http.get(library.server.url, f"{ASSETS}?{query}", f"Authorization: {library.headers['Authorization']}")
        assert (answer.status, json.loads(answer.body)["code"]) == (400, "malformed_query")


def test_a_cursor_of_one_organization_shows_nothing_of_it_in_another(library, api):
    cursor = library.assets(limit=5)["nextCursor"]
    assert api.assets(cursor=cursor)["items"] == []
