"""Listing: search, filters, orders, pages and cursors."""

import json

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
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"displayName": "after.pdf", "title": "Quarterly"}))
    assert ids(api.assets(q="after")) == ids(api.assets(q="quarter")) == [asset["id"]]
    assert api.assets(q="before")["items"] == []


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
    ],
)
def test_a_parameter_that_is_unknown_or_wrong_is_400_and_named(library, query, field):
    problem = expect_problem(400, "invalid_parameters", library.get(ASSETS, params=query))
    assert [error["field"] for error in problem["errors"]] == [field]


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
