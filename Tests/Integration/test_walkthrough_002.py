"""A camp's media library from beginning to end, on one site: each test is a line of the checklist such a library is accepted by.

The lines about layout are in Tests/Browser.
"""

import concurrent.futures
import json
import re
import uuid

import pages
import pictures
import pytest
from pictures import UPRIGHT, Decoded
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def camp(server):
    """A site of its own; its tests go on where the ones before ended."""
    return server.create_organization(f"camp-{uuid.uuid4().hex[:8]}", profile="site", plan="business")


@pytest.fixture(scope="module")
def api(camp):
    return camp.api()


@pytest.fixture(scope="module")
def session(camp):
    """A browser of an administrator of the site."""
    return camp.user("admin").sign_in(camp.slug)


def image(api, name, **fields):
    return api.upload(pictures.picture("png"), name, **fields)


def tag(api, asset, *names):
    for name in names:
        expect(200, api.put(f"{ASSETS}/{asset['id']}/tags/{name}"))


def found(api, **query):
    return sorted(item["displayName"] for item in api.assets(**query)["items"])


def test_upload_single_image(api):
    asset = image(api, "lake.png")
    assert (asset["kind"], asset["mimeType"], asset["originalName"]) == ("image", "image/png", "lake.png")
    assert found(api) == ["lake.png"]


def test_upload_multiple_images_five_at_once(camp, api):
    names = [f"cabin {number}.png" for number in range(6)]
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        assets = list(pool.map(lambda name: image(camp.api(), name), names))
    assert [asset["displayName"] for asset in assets] == names and found(api, q="cabin") == names


@pytest.mark.parametrize("content", [b"only words", b"%PDF-1.7\n%%EOF\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_upload_fails_for_non_images(api, content):
    before = api.assets()["total"]
    answer = api.post(ASSETS, files={"file": ("looks-like-one.png", content, "image/png")})
    problem = expect_problem(415, "type_refused", answer)
    assert all(name in problem["detail"].upper() for name in ("JPEG", "PNG", "GIF", "WEBP"))
    assert api.assets()["total"] == before


def test_upload_fails_for_files_over_five_megabytes(api):
    picture = pictures.picture("png")
    just = api.upload(picture + bytes(5 * MEGABYTE - len(picture)), "just.png")
    assert just["byteSize"] == 5 * MEGABYTE
    answer = api.post(ASSETS, files={"file": ("over.png", picture + bytes(5 * MEGABYTE + 1 - len(picture)))})
    assert "5 MB" in expect_problem(413, "file_too_large", answer)["detail"]
    assert found(api, q="over") == [] and api.storage()["reservedBytes"] == 0
    api.delete_for_good(just)


def test_thumbnails_generate_correctly(api):
    asset = api.settled(image(api, "quarters.png"))
    assert asset["thumbnailStatus"] == "ready"
    small, card = api.get(asset["thumbnailUrl"]), api.get(asset["cardUrl"])
    assert Decoded(small.content, ".webp").corners() == UPRIGHT
    square = Decoded(card.content, ".jpg")
    assert card.headers["Content-Type"] == "image/jpeg" and (square.width, square.height) == (200, 200)
    assert square.corners() == UPRIGHT


def test_tags_can_be_added_and_removed(api):
    asset = image(api, "archery.png")
    tag(api, asset, "Summer", "boys", "summer")
    assert api.asset(asset["id"])["tags"] == ["boys", "summer"]
    assert [item["name"] for item in expect(200, api.get("/organization/tags?prefix=su"))["items"]] == ["summer"]
    expect(204, api.delete(f"{ASSETS}/{asset['id']}/tags/boys"))
    assert api.asset(asset["id"])["tags"] == ["summer"]


def test_search_finds_images_by_filename(api):
    assert found(api, q="ARCHER") == ["archery.png"] and found(api, q="no such name") == []


def test_search_finds_images_by_tags(api):
    assert found(api, q="summ") == ["archery.png"]


def test_filter_by_multiple_tags_means_all_of_them(api):
    lake, both = image(api, "boats.png"), image(api, "swimming.png")
    tag(api, lake, "lake")
    tag(api, both, "lake", "summer")
    assert found(api, tag="lake") == ["boats.png", "swimming.png"]
    assert found(api, tag=["lake", "summer"]) == ["swimming.png"] == found(api, tag=["Summer", " LAKE "])
    assert found(api, tag=["lake", "winter"]) == []


def test_show_orphaned_filter_works(api):
    assert api.assets(usage="orphaned")["total"] == api.assets()["total"] and api.assets(usage="used")["total"] == 0
    assert found(api, usage="orphaned", tag=["lake", "summer"]) == ["swimming.png"]


def test_delete_orphaned_image_with_a_simple_confirmation(camp, api, session):
    asset = image(api, "blurred.png")
    question = session.get(f"/org/{camp.slug}/media/assets/{asset['id']}/delete")
    assert "blurred.png" in question.text and api.asset(asset["id"])["status"] == "active"
    answer = pages.form(question, f"/assets/{asset['id']}/delete").send(session, question)
    assert answer.status_code == 200 and found(api, q="blurred") == []
    assert found(api, q="blurred", status="trashed") == ["blurred.png"]


def write(api, name, *blocks):
    """A page of the site with these blocks."""
    address = f"/organization/content/page/{name}"
    body = {"title": name.capitalize(), "url": f"https://camp.example/{name}", "body": {"blocks": list(blocks)}}
    saved = api.put(address, json=body)
    assert saved.status_code in (200, 201), saved.text


def test_usage_detection_finds_all_block_types(api):
    asset = image(api, "everywhere.png", logicalPath="site/everywhere.png")
    url = asset["publicUrl"]
    blocks = {
        "image": {"type": "image", "url": url}, "button": {"type": "button", "text": "Book", "image": url},
        "gallery": {"type": "gallery", "images": [{"url": url}]}, "hero": {"type": "hero", "image": {"assetId": asset["id"]}},
        "text": {"type": "text", "text": f'<img src="{url}" alt="">'},
        "markdown": {"type": "markdown", "markdown": "![](site/everywhere.png)"},
        "columns": {"type": "columns", "columns": [{"blocks": []}, {"blocks": [{"type": "image", "url": url}]}]},
    }
    for name, block in blocks.items():
        write(api, name, block)
    items = expect(200, api.get(f"{ASSETS}/{asset['id']}/usage"))["items"]
    assert {item["targetId"]: item["slotKey"] for item in items} == {
        "image": "blocks[0]", "button": "blocks[0].image", "gallery": "blocks[0].images[0]", "hero": "blocks[0].image",
        "text": "blocks[0].text", "markdown": "blocks[0].markdown", "columns": "blocks[0].columns[1].blocks[0]",
    }
    for name in blocks:
        write(api, name)
    assert expect(200, api.get(f"{ASSETS}/{asset['id']}/usage"))["items"] == []


def test_delete_in_use_image_shows_warning_with_locations(camp, api, session):
    asset = image(api, "in use.png")
    write(api, "homepage", {"type": "image", "url": asset["publicUrl"]})
    write(api, "about", {"type": "button", "image": asset["publicUrl"]})
    problem = expect_problem(409, "asset_in_use", api.delete(f"{ASSETS}/{asset['id']}"))
    assert [place["targetTitle"] for place in problem["usage"]["places"]] == ["Homepage", "About"]
    question = session.get(f"/org/{camp.slug}/media/assets/{asset['id']}/delete")
    for words in ("Used in 2 places", "Homepage", "About", "https://camp.example/about", "breaks these links", "Delete anyway"):
        assert words in question.text, words
    assert api.asset(asset["id"])["status"] == "active"


def test_delete_anyway_removes_file_and_record(camp, api, session):
    asset = image(api, "goes anyway.png")
    write(api, "homepage", {"type": "image", "url": asset["publicUrl"]})
    question = session.get(f"/org/{camp.slug}/media/assets/{asset['id']}/delete")
    answer = pages.form(question, f"/assets/{asset['id']}/delete").send(session, question)
    assert answer.status_code == 200
    assert session.get(asset["publicUrl"]).status_code == 404
    assert found(api, q="goes anyway", status="all") == []
    broken = expect(200, api.get("/organization/references/broken"))["items"]
    assert [(item["targetTitle"], item["reference"]) for item in broken] == [("Homepage", asset["publicUrl"])]


def test_selecting_an_image_fills_the_block_and_keeps_what_was_typed(camp, api, session):
    asset = image(api, "chosen.png")
    home = f"/org/{camp.slug}/content"
    page = session.get(f"{home}/new?type=page")

    def press(page, action, **typed):
        form = next(form for form in pages.forms(page) if "etag" in form.fields and form.enctype != "multipart/form-data")
        return form.send(session, page, typed | {"action": action})

    page = press(page, "add:blocks:image", title="Written")
    page = press(page, "pick:blocks[0]", **{"f:blocks[0].caption": "A caption"})
    assert "chosen.png" in page.text and "/delete" not in page.text
    page = press(press(page, "choose:" + asset["id"]), "save")
    assert page.status_code == 200 and "A caption" in page.text
    (item,) = expect(200, api.get(f"{ASSETS}/{asset['id']}/usage"))["items"]
    assert (item["targetTitle"], item["slotKey"]) == ("Written", "blocks[0]")


def test_direct_upload_from_a_block_makes_the_same_record(camp, api, session):
    page = session.get(f"/org/{camp.slug}/content/new?type=page")
    for action in ("add:blocks:image", "pick:blocks[0]"):
        form = next(form for form in pages.forms(page) if "etag" in form.fields and form.enctype != "multipart/form-data")
        page = form.send(session, page, {"title": "Direct", "action": action})
    form = pages.form(page, "/upload")
    page = form.send(session, page, files={"file": ("direct.png", pictures.picture("png"))})
    assert page.status_code == 200 and "direct" in page.text
    (asset,) = api.assets(q="direct.png")["items"]
    assert (asset["mimeType"], asset["provider"], asset["tags"]) == ("image/png", "upload", [])


def test_pagination_works_with_a_hundred_images_and_more(camp, api, session):
    album = expect(201, api.post("/organization/folders", json={"name": "album"}))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: image(api, f"photo {number:03}.png", folderId=album["id"]), range(105)))
    query = {"folder": album["id"], "sort": "title"}
    first, last = api.assets(**query), api.assets(page=3, **query)
    assert len(first["items"]) == 50 and len(last["items"]) == 5 and last["nextCursor"] is None
    assert (first["total"], first["totalIsExact"]) == (105, True)
    seen, cursor = [item["displayName"] for item in first["items"]], first["nextCursor"]
    while cursor:
        page = api.assets(cursor=cursor, **query)
        seen, cursor = seen + [item["displayName"] for item in page["items"]], page["nextCursor"]
    assert seen == [f"photo {number:03}.png" for number in range(105)]
    shown = session.get(f"/org/{camp.slug}/media", params=query | {"page": "3"})
    assert len(set(re.findall(r"photo \d{3}\.png", shown.text))) == 5


def takes_files(url):
    return url.endswith(("/upload", "/replace", "/logo", "/thumbnail", "/admin/media"))


def test_csrf_tokens_on_all_operations(server, camp, api, session):
    """Every route that changes something refuses a browser's session that does not prove where the request comes from."""
    asset = api.settled(image(api, "guarded.png"))
    routes = [json.loads(line) for line in server.cli("route", "list", "--json").stdout.splitlines()]
    changes = [route for route in routes if route["method"] not in ("GET", "HEAD", "OPTIONS") and route["access"] != "anybody"]
    assert len(changes) > 40
    wrong = []
    for route in changes:
        url = re.sub(r"\{\w+[^}]*\}", asset["id"], route["path"].replace("{slug}", camp.slug))
        form = {"data": {"name": "forged"}} | ({"files": {"file": ("forged.png", b"")}} if takes_files(url) else {})
        options = form if route["hasPages"] else {"json": {"name": "forged"}}
        for headers in ({}, {"X-CSRF-Token": "A" * 43}):
            answer = session.request(route["method"], url, headers=headers, allow_redirects=False, **options)
            if answer.status_code != 403:
                wrong.append(f"{route['method']} {url}: {answer.status_code} {answer.text[:100]}")
    assert not wrong, "\n".join(wrong)
    assert api.asset(asset["id"]) == asset
