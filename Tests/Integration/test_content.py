"""Content items as their own systems push them, and what their bodies name (M35, M36, M39)."""

import json
import uuid
from urllib.parse import quote

import pictures
import pytest
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"
CONTENT = "/organization/content"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def house(server):
    return server.create_organization(f"content-{uuid.uuid4().hex[:8]}", plan="business")


@pytest.fixture(scope="module")
def api(house):
    return house.api("manager")


def picture(api, path=None, **data):
    path = path or f"{uuid.uuid4()}.png"
    files = {"file": ("picture.png", pictures.picture("png"))}
    return expect(201, api.post(ASSETS, files=files, data={"mediaType": "logo", "logicalPath": path} | data))


def address(type, name):
    return f"{CONTENT}/{type}/{quote(name, safe='')}"


def push(api, type, body, name=None, **more):
    answer = api.put(address(type, name or str(uuid.uuid4())), json={"title": "A thing", "body": body} | more)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def usages(api, asset):
    return expect(200, api.get(f"{ASSETS}/{asset['id']}/usage"))["items"]


def slots(api, asset):
    return [(usage["slotType"], usage["slotKey"], usage["position"]) for usage in usages(api, asset)]


# The doors


def test_an_item_is_made_changed_read_and_deleted(api):
    name = "a/b c%2F?ü"
    url = address("page", name)
    first = api.put(url, json={"title": "Home", "url": "/home", "body": {"blocks": [], "n": 12345678901234567890}})
    made = expect(201, first)
    assert made["externalId"] == name and made["revision"] == 1 and made["format"] == "json" and made["url"] == "/home"
    assert '"body":{"blocks": [], "n": 12345678901234567890}' in first.text
    again = api.put(url, json={"title": "Home", "url": "/home", "body": {"blocks": []}}, headers={"If-Match": first.headers["ETag"]})
    assert expect(200, again)["revision"] == 2 and again.headers["ETag"] != first.headers["ETag"]
    expect_problem(412, "changed_meanwhile", api.put(url, json={"title": "Late"}, headers={"If-Match": first.headers["ETag"]}))
    read = api.get(url)
    assert expect(200, read) == again.json() and read.headers["ETag"] == again.headers["ETag"]
    assert expect(200, api.put(url, json={"title": "Empty"}))["body"] is None
    expect_problem(412, "changed_meanwhile", api.delete(url, headers={"If-Match": first.headers["ETag"]}))
    expect(204, api.delete(url))
    expect_problem(404, "content_not_found", api.get(url))
    expect_problem(404, "content_not_found", api.delete(url))


def test_an_older_revision_is_refused(api):
    url = address("page", str(uuid.uuid4()))
    assert expect(201, api.put(url, json={"title": "Seven", "revision": 7}))["revision"] == 7
    problem = expect_problem(409, "older_revision", api.put(url, json={"title": "Six", "revision": 6}))
    assert problem["errors"][0]["field"] == "revision"
    assert expect(200, api.put(url, json={"title": "Seven again", "revision": 7}))["title"] == "Seven again"
    assert expect(200, api.get(url))["title"] == "Seven again"


@pytest.mark.parametrize(
    "body, fields",
    [
        ({}, {"title"}), ({"title": 3, "url": 4, "revision": "x", "extra": 1}, {"title", "url", "revision", "extra"}),
        ({"title": " ", "url": "javascript:alert(1)"}, {"title", "url"}), ({"title": "x", "revision": -1}, {"revision"}),
        ({"title": "x", "revision": 2**53}, {"revision"}),
        ({"title": "x", "body": "a\0b"}, {"body"}), ({"title": "x", "body": "y" * (4 << 20)}, {"body"}),
    ],
)
def test_everything_wrong_with_an_item_is_told_at_once(api, body, fields):
    answer = api.put(address("page", "wrong"), json=body)
    assert {error["field"] for error in expect_problem(422, "invalid_fields", answer)["errors"]} == fields


def test_types_and_bodies_that_are_none_are_refused(api):
    for type in ("Page", "1page", "p" * 65, "p.q"):
        answer = api.put(f"{CONTENT}/{type}/1", json={"title": "x"})
        assert [error["field"] for error in expect_problem(422, "invalid_fields", answer)["errors"]] == ["type"]
        expect_problem(404, "content_not_found", api.get(f"{CONTENT}/{type}/1"))
    headers = {"Content-Type": "application/json"}
    assert api.put(address("page", "1"), data='{"title": "x", "body": {"a": 1, "a": 2}}', headers=headers).status_code == 400
    assert api.put(address("page", "1"), data="[]", headers=headers).status_code == 400
    assert api.put(address("page", "1"), data="{}").status_code == 415
    deep = '{"title": "x", "body": ' + "[" * 200 + "]" * 200 + "}"
    assert api.put(address("page", "1"), data=deep, headers=headers).status_code == 400


def test_the_list_goes_page_by_page_and_filters(server):
    api = server.create_organization(f"content-{uuid.uuid4().hex[:8]}").api("manager")
    asset = picture(api)
    for number in range(5):
        push(api, "page", {"assetId": asset["id"], "imageAssetId": NOBODY}, f"{number}", title=f"Page {number}")
    push(api, "recipe", "# Soup", "soup", title="100 % soup")
    seen, cursor = [], None
    while True:
        page = expect(200, api.get(CONTENT, params={"limit": 4} | ({"cursor": cursor} if cursor else {})))
        seen += page["items"]
        assert page["total"] == 6 and page["totalIsExact"]
        if not (cursor := page["nextCursor"]):
            break
    assert [item["externalId"] for item in seen] == ["soup", "4", "3", "2", "1", "0"] and "body" not in seen[0]
    assert (seen[1]["referenceCount"], seen[1]["brokenCount"], seen[0]["referenceCount"]) == (1, 1, 0)
    names = lambda **query: [item["externalId"] for item in expect(200, api.get(CONTENT, params=query))["items"]]
    assert names(type="recipe") == names(q="100 % S") == ["soup"] and names(q="PAGE 3") == ["3"] and names(type="page", q="soup") == []
    for query in ({"colour": "red"}, {"type": "A"}, {"cursor": "x"}, {"limit": 0}):
        assert api.get(CONTENT, params=query).status_code == 400


def test_readers_read_and_write_nothing(house, api):
    made = push(api, "page", {})
    reader = house.api("member")
    assert expect(200, reader.get(address("page", made["externalId"])))["id"] == made["id"]
    assert expect(200, reader.get(CONTENT))["total"] >= 1
    assert reader.put(address("page", "x"), json={"title": "x"}).status_code == 403
    assert reader.delete(address("page", made["externalId"])).status_code == 403


# What bodies name

BLOCKS = [
    ("page", lambda a: {"hero": {"heading": "x", "image": {"assetId": a}}}, "page_media", "hero.image", None),
    ("page", lambda a: {"hero": {"video": {"assetId": a}}}, "page_media", "hero.video", None),
    ("page", lambda a: {"blocks": [{"type": "hero", "image": {"assetId": a}}]}, "page_media", "blocks[0].image", None),
    ("page", lambda a: {"blocks": [{"type": "image", "assetId": a}]}, "page_media", "blocks[0]", 0),
    ("page", lambda a: {"blocks": [{}, {"type": "gallery", "images": [{"assetId": a}]}]}, "page_media", "blocks[1].images[0]", 0),
    ("page", lambda a: {"blocks": [{"type": "button", "image": {"assetId": a}}]}, "page_media", "blocks[0].image", None),
    ("page", lambda a: {"blocks": [{"columns": [{}, {"blocks": [{}, {}, {"assetId": a}]}]}]}, "page_media", "blocks[0].columns[1].blocks[2]", 2),
    ("page", lambda a: {"blocks": [{"columns": [{"blocks": [{"columns": [{"blocks": [{"assetId": a}]}]}]}]}]}, "page_media", "blocks[0].columns[0].blocks[0].columns[0].blocks[0]", 0),
    ("page", lambda a: {"assetIds": ["x", a]}, "page_media", "assetIds[1]", 1),
    ("lesson", lambda a: {"videos": [{"type": "upload", "link": "https://old.example/x", "assetId": a}]}, "lesson_video", "videos[0]", 0),
    ("lesson", lambda a: {"documents": [{}, {"name": "n", "link": "/x", "assetId": a}]}, "lesson_document", "documents[1]", 1),
    ("lesson", lambda a: {"cover": {"assetId": a}}, "lesson_media", "cover", None),
    ("exercise", lambda a: {"attachments": [{"assetId": a}]}, "exercise_attachment", "attachments[0]", 0),
    ("exercise", lambda a: {"questions": [{}, {}, {"prompt": {"media": {"assetId": a}}}]}, "question_prompt_media", "questions[2].prompt.media", None),
    ("exercise", lambda a: {"questions": [{"explanation": {"media": {"assetId": a}}}]}, "question_explanation_media", "questions[0].explanation.media", None),
    ("question", lambda a: {"prompt": {"media": {"assetId": a}}}, "question_prompt_media", "prompt.media", None),
    ("question", lambda a: {"explanation": {"media": a}}, "question_explanation_media", "explanation.media", None),
    ("recipe", lambda a: {"steps": [{"photo": a}]}, "recipe_media", "steps[0].photo", None),
]


@pytest.mark.parametrize("type, body, slot_type, slot_key, position", BLOCKS, ids=[f"{row[0]}-{row[3]}" for row in BLOCKS])
def test_every_block_and_slot_is_a_usage_while_it_is_there(api, type, body, slot_type, slot_key, position):
    asset, name = picture(api), str(uuid.uuid4())
    pushed = push(api, type, body(asset["id"]), name, url="/where")
    [usage] = usages(api, asset)
    assert (usage["slotType"], usage["slotKey"], usage["position"]) == (slot_type, slot_key, position)
    assert (usage["targetType"], usage["targetId"], usage["targetTitle"], usage["targetUrl"]) == (type, name, "A thing", "/where")
    assert usage["origin"] == "extracted"
    [reference] = [reference for reference in pushed["references"] if reference["assetId"]]
    assert reference["slotKey"] == slot_key and list(pushed["assets"]) == [asset["id"]]
    expect(409, api.delete(f"{ASSETS}/{asset['id']}"))
    assert push(api, type, {}, name)["references"] == [] and usages(api, asset) == []
    push(api, type, body(asset["id"]), name)
    expect(204, api.delete(address(type, name)))
    assert usages(api, asset) == [] and api.asset(asset["id"])["usageCount"] == 0


FORMS = {
    "id": lambda a, s: a["id"],
    "upper case id": lambda a, s: a["id"].upper(),
    "public address": lambda a, s: a["publicUrl"],
    "path of the file": lambda a, s: "/files/" + a["publicUrl"].partition("/files/")[2] if "/files/" in a["publicUrl"] else a["publicUrl"],
    "with a version": lambda a, s: a["publicUrl"] + "?v=0123456789abcdef",
    "thumbnail": lambda a, s: f"/files/organizations/{a['organizationId']}/media/thumbnails/{a['id']}.webp",
    "another host": lambda a, s: f"https://cdn.example/bucket/organizations/{a['organizationId']}/media/{a['id']}.png?X-Amz-Signature=1",
    "rendition": lambda a, s: f"/assets/{a['id']}?width=300",
    "download": lambda a, s: f"https://media.example/media/{a['id']}/download",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_reference_is_found_whole_and_in_a_text(server, api, form):
    asset = picture(api)
    written = FORMS[form](asset, server)
    name = str(uuid.uuid4())
    push(api, "page", {"blocks": [{"image": {"url": written}}]}, name)
    assert slots(api, asset) == [("page_media", "blocks[0].image", None)]
    if "id" not in form:
        push(api, "page", {"html": f'<p>See</p><img src="{written}" alt="x">'}, name)
        assert slots(api, asset) == [("page_media", "html", 0)]
        push(api, "page", f"# Title\n\n![x]({written})", name)
        assert slots(api, asset) == [("page_media", None, 0)]


def test_markdown_is_read_as_markdown(api):
    paths = [f"{uuid.uuid4()}/{word}.png" for word in ("inline", "reference", "titled", "code", "fence", "own title", "angle")]
    inline, reference, titled, code, fence, spaced, angle = paths
    assets = {path: picture(api, path) for path in paths}
    text = f"""
![a]({inline}) and [ref][r], again ![a]({inline})

[r]: {reference} "a title"

[t]({titled} 'title with {code}')

`![no]({code})`

```
![no]({fence})
```

[x](<{spaced}>) <!-- ![no]({angle}) --> \\![no]\\({angle}\\)
"""
    made = push(api, "document", text)
    assert made["format"] == "markdown" and made["body"] == text
    found = {path for path in paths if usages(api, assets[path])}
    assert found == {inline, reference, titled, spaced}
    assert slots(api, assets[inline]) == [("document_media", None, 0)] and slots(api, assets[reference])[0][2] == 1
    made = push(api, "page", {"blocks": [{"type": "markdown", "text": f"![a]({code})"}, {"text": f"plain {angle}"}]})
    assert slots(api, assets[code]) == [("page_media", "blocks[0].text", 0)] and slots(api, assets[angle]) == []
    assert made["unresolved"] == []


def test_what_leads_nowhere_is_told_and_found_when_the_path_appears(api):
    path, name = f"{uuid.uuid4()}.png", str(uuid.uuid4())
    made = push(api, "document", f"![x]({path})\n\n[elsewhere](https://example.com/x.png)", name)
    assert made["unresolved"] == [path] and made["assets"] == {}
    assert made["references"] == [{"slotType": "document_media", "slotKey": None, "position": 0, "reference": path, "assetId": None}]
    asset = picture(api, path)
    assert slots(api, asset) == [("document_media", None, 0)]
    now = expect(200, api.get(address("document", name)))
    assert now["unresolved"] == [] and list(now["assets"]) == [asset["id"]]
    expect(204, api.delete(f"{ASSETS}/{asset['id']}?force=true"))
    assert expect(200, api.get(address("document", name)))["unresolved"] == [path]
    expect(200, api.post(f"{ASSETS}/{asset['id']}/restore"))
    assert slots(api, asset) == [("document_media", None, 0)]


def test_an_address_of_another_organization_names_nothing(server, api):
    other = server.create_organization(f"content-{uuid.uuid4().hex[:8]}").api("manager")
    theirs = picture(other)
    made = push(api, "page", {"assetId": theirs["id"], "url": theirs["publicUrl"], "html": f"<img src='{theirs['publicUrl']}'>"})
    assert made["assets"] == {} and usages(other, theirs) == [] and theirs["id"] in made["unresolved"]


def test_lessons_read_by_the_canonical_asset(api):
    asset = picture(api, title="Before")
    video = {"type": "upload", "link": "https://old.example/1.mp4?expired", "title": "Old", "assetId": asset["id"], "note": 12345678901234567890}
    other = {"type": "youtube", "link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Elsewhere"}
    body = {"intro": "x", "videos": [video, other], "documents": [{"name": "Old", "link": "/x", "size": 1, "assetId": asset["id"]}]}
    made = push(api, "lesson", body)
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": "After", "altText": "now"}))
    answer = api.get(address("lesson", made["externalId"]))
    now = expect(200, answer)
    asset = api.asset(asset["id"])
    assert now["body"]["videos"] == [video | {"title": "After", "link": asset["publicUrl"]}, other]
    assert now["body"]["documents"] == [{"name": "After", "link": asset["publicUrl"], "size": asset["byteSize"], "assetId": asset["id"]}]
    assert "12345678901234567890" in answer.text and now["assets"][asset["id"]]["altText"] == "now"


# The command line


def test_the_command_line_puts_gets_lists_and_deletes(server, house, api, tmp_path):
    asset = picture(api)
    body = tmp_path / "body.json"
    body.write_text(json.dumps({"assetId": asset["id"], "otherAssetId": NOBODY}))
    on = ("--organization", house.slug)
    put = server.cli("content", "put", "page", "by-hand", str(body), *on, "--title", "By hand", "--revision", "3")
    assert NOBODY in put.stderr and slots(api, asset) == [("page_media", "assetId", None)]
    assert json.loads(server.cli("content", "get", "page", "by-hand", *on).stdout)["assetId"] == asset["id"]
    lines = [line.split("\t") for line in server.cli("content", "list", *on, "--search", "by HAND").stdout.splitlines()]
    assert [(line[0], line[1], line[3], line[4]) for line in lines] == [("page", "by-hand", "1", "1")]
    server.cli("content", "delete", "page", "by-hand", *on)
    assert usages(api, asset) == [] and server.cli("content", "list", *on, "--search", "by hand").stdout == ""
