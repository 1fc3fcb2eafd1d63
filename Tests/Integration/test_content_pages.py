"""Pages, lessons, exercises and questions written by forms that need no scripts, and shown with what the library says now (M12, M18)."""

import json
import uuid

import pages
import pictures
import pytest
from vitrine_client import expect

ASSETS = "/organization/assets"


@pytest.fixture(scope="module")
def house(server):
    return server.create_organization(f"written-{uuid.uuid4().hex[:8]}", plan="business")


@pytest.fixture(scope="module")
def api(house):
    return house.api("manager")


@pytest.fixture(scope="module")
def session(house):
    return house.user("manager").sign_in()


def picture(api, **more):
    files = {"file": (f"{uuid.uuid4()}.png", pictures.picture("png"))}
    return expect(201, api.post(ASSETS, files=files, data={"title": f"Picture {uuid.uuid4().hex[:6]}"} | more))


def slots(api, asset):
    return [usage["slotKey"] for usage in expect(200, api.get(f"{ASSETS}/{asset['id']}/usage"))["items"]]


class Editor:
    """One form on its way: every press sends it whole."""

    def __init__(self, house, session, path):
        self.session, self.home = session, f"/org/{house.slug}/content"
        self.page = session.get(self.home + path)
        assert self.page.status_code == 200, self.page.text

    @property
    def form(self):
        return next(form for form in pages.forms(self.page) if form.enctype != "multipart/form-data" and "etag" in form.fields)

    def press(self, action, **typed):
        self.page = self.form.send(self.session, self.page, {key.replace("__", "f:"): value for key, value in typed.items()} | {"action": action})
        return self

    def type(self, action, typed):
        self.page = self.form.send(self.session, self.page, {f"f:{path}": text for path, text in typed.items()} | {"action": action})
        return self

    def choose(self, path, asset):
        self.press(f"pick:{path}").press("find", q=asset["title"])
        assert f'choose:{asset["id"]}' in self.page.text
        return self.press(f"choose:{asset['id']}")

    def save(self, **typed):
        self.press("save", **typed)
        assert self.page.status_code == 200 and self.page.url.endswith("?notice=contentSaved"), self.page.text[-3000:]
        return self.page.url.split("?")[0]


def stored(api, address):
    type, name = address.split("/")[-2:]
    return expect(200, api.get(f"/organization/content/{type}/{name}"))


def test_a_text_that_cannot_be_read_is_refused_with_the_reason_and_stays_in_its_form(house, session):
    editor = Editor(house, session, "/new?type=page").press("add:blocks:markdown", title="Too much")
    editor.type("save", {"blocks[0].text": "".join(f"[a]({number})" for number in range(5_001))})
    assert editor.page.status_code == 422 and "too complex" in editor.page.text and "[a](5000)" in editor.page.text


@pytest.mark.parametrize("kind, name", [("markdown", "markdown"), ("markdown", "content"), ("text", "content")])
def test_a_blocks_text_is_shown_and_edited_under_the_name_its_host_gives_it(house, api, session, kind, name):
    expect(201, api.put(f"/organization/content/page/{kind}-{name}", json={"title": "T", "body": {"blocks": [{"type": kind, name: "first words"}]}}))
    assert "first words" in session.get(f"/org/{house.slug}/content/page/{kind}-{name}").text
    editor = Editor(house, session, f"/page/{kind}-{name}/edit")
    editor.type("save", {f"blocks[0].{name}": "other words"})
    assert stored(api, f"page/{kind}-{name}")["body"] == {"blocks": [{"type": kind, name: "other words"}]}


def test_a_page_of_every_block_is_written_chosen_for_shown_and_changed(house, api, session):
    hero, one, two, deep = (picture(api, altText=f"Words for {word}") for word in ("hero", "one", "two", "deep"))
    editor = Editor(house, session, "/new?type=page")
    editor.choose("hero.image", hero)
    for kind in ("text", "markdown", "image", "gallery", "button", "columns"):
        editor.press(f"add:blocks:{kind}", title="A home")
    editor.type("add:blocks[3].images:image", {"hero.heading": "Welcome", "blocks[0].text": "Line one\nline two", "blocks[1].text": "**bold** words", "blocks[4].text": "Read on", "blocks[4].url": "/more"})
    editor.press("add:blocks[5].columns[1].blocks:image").choose("blocks[5].columns[1].blocks[0]", deep)
    editor.choose("blocks[2]", one).choose("blocks[3].images[0]", two)
    editor.type("down:blocks[0]", {"blocks[2].caption": "A caption"})
    address = editor.save(url="https://example.com/home")
    body = stored(api, address)["body"]
    assert [block["type"] for block in body["blocks"]] == ["markdown", "text", "image", "gallery", "button", "columns"]
    assert body["blocks"][1]["text"] == "Line one\nline two" and body["hero"]["heading"] == "Welcome"
    assert slots(api, hero) == ["hero.image"] and slots(api, one) == ["blocks[2]"] and slots(api, two) == ["blocks[3].images[0]"]
    assert slots(api, deep) == ["blocks[5].columns[1].blocks[0]"]
    shown = session.get(address).text
    for words in ("Words for hero", "Words for one", "Words for deep", "<strong>bold</strong>", "A caption", "Welcome", 'href="/more"', "https://example.com/home"):
        assert words in shown, words
    expect(200, api.patch(f"{ASSETS}/{one['id']}", json={"altText": "Other words"}))
    assert "Other words" in session.get(address).text
    again = Editor(house, session, "/page/" + address.split("/")[-1] + "/edit")
    again.press("remove:blocks[2]").press("clear:hero.image").save()
    assert slots(api, one) == slots(api, hero) == [] and slots(api, two) == ["blocks[2].images[0]"]


def test_lessons_exercises_and_questions_are_written(house, api, session):
    asset = picture(api)
    lesson = Editor(house, session, "/new?type=lesson").press("add:videos:video", title="A lesson").press("add:documents:document")
    lesson.choose("documents[0]", asset).type("save", {"videos[0].type": "youtube", "videos[0].link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "videos[0].title": "Film"})
    body = stored(api, lesson.page.url.split("?")[0])["body"]
    assert body["videos"] == [{"type": "youtube", "link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Film"}]
    assert body["documents"] == [{"name": asset["title"], "link": asset["publicUrl"], "size": asset["byteSize"], "assetId": asset["id"]}]
    exercise = Editor(house, session, "/new?type=exercise").press("add:questions:question", title="An exercise").press("add:attachments:attachment")
    exercise.choose("questions[0].prompt.media", asset).choose("questions[0].explanation.media", asset).choose("attachments[0]", asset)
    exercise.type("save", {"questions[0].text": "Why?"})
    question = Editor(house, session, "/new?type=question").choose("prompt.media", asset)
    question.save(title="A question")
    assert sorted(slots(api, asset)) == ["attachments[0]", "documents[0]", "prompt.media", "questions[0].explanation.media", "questions[0].prompt.media"]


def test_what_a_host_says_besides_is_never_lost(house, api, session):
    body = {"blocks": [{"type": "text", "text": "a", "mood": "calm"}, {"type": "chart", "data": [1, 2.5]}, {"loose": True}], "seo": {"k": None}}
    url = f"/organization/content/page/{uuid.uuid4()}"
    expect(201, api.put(url, json={"title": "Pushed", "body": body}))
    editor = Editor(house, session, url.removeprefix("/organization/content") + "/edit")
    assert "chart" in editor.page.text
    editor.type("save", {"blocks[0].text": "b"})
    body["blocks"][0]["text"] = "b"
    assert expect(200, api.get(url))["body"] == body
    # What the fields cannot hold is edited as its source; what was not touched stays to the byte.
    answer = api.put(url, data='{"title": "Pushed", "body": {"blocks": "none",  "n": 12345678901234567890}}', headers={"Content-Type": "application/json"})
    expect(200, answer)
    editor = Editor(house, session, url.removeprefix("/organization/content") + "/edit")
    assert "source" in editor.form.fields
    editor.save(title="Renamed")
    assert '"body":{"blocks": "none",  "n": 12345678901234567890}' in api.get(url).text
    editor = Editor(house, session, url.removeprefix("/organization/content") + "/edit").press("save", source="{")
    assert editor.page.status_code == 422 and editor.form.fields["source"] == "{"


def test_types_of_hosts_are_shown_and_edited_as_source(house, api, session):
    asset = picture(api)
    url = f"/organization/content/recipe/{uuid.uuid4()}"
    expect(201, api.put(url, json={"title": "Soup", "body": {"photo": asset["id"], "otherAssetId": str(uuid.UUID(int=1))}}))
    address = f"/org/{house.slug}" + url.removeprefix("/organization")
    shown = session.get(address).text
    assert asset["displayName"] in shown and "Not in the library" in shown and "&quot;photo&quot;" in shown or '"photo"' in shown
    Editor(house, session, url.removeprefix("/organization/content") + "/edit").save(source="{}")
    assert slots(api, asset) == []


def test_somebody_was_faster_and_what_was_typed_is_kept(house, api, session):
    url = f"/organization/content/page/{uuid.uuid4()}"
    expect(201, api.put(url, json={"title": "First", "body": {"blocks": [{"type": "text", "text": "one"}]}}))
    editor = Editor(house, session, url.removeprefix("/organization/content") + "/edit")
    expect(200, api.put(url, json={"title": "Theirs", "body": {}}))
    editor.type("save", {"blocks[0].text": "mine"})
    assert editor.page.status_code == 412 and editor.form.fields["f:blocks[0].text"] == "mine"
    assert expect(200, api.get(url))["title"] == "Theirs"
    editor.save()
    assert expect(200, api.get(url))["body"]["blocks"][0]["text"] == "mine"
    empty = Editor(house, session, "/new?type=page").press("save", title=" ", url="javascript:x")
    assert empty.page.status_code == 422 and empty.form.fields["url"] == "javascript:x"


def test_a_file_uploaded_in_the_picker_is_an_asset_like_any_other(house, api, session):
    editor = Editor(house, session, "/new?type=page").press("add:blocks:image", title="With a file").press("pick:blocks[0]")
    upload = next(form for form in pages.forms(editor.page) if form.enctype == "multipart/form-data")
    name = f"{uuid.uuid4()}.png"
    refused = upload.send(session, editor.page, files={"file": ("x.png", b"")})
    assert refused.status_code == 422 and "With a file" in refused.text
    editor.page = upload.send(session, editor.page, files={"file": (name, pictures.picture("png"))})
    assert editor.form.fields["title"] == "With a file"
    made = stored(api, editor.save())
    asset = made["assets"][made["body"]["blocks"][0]["assetId"]]
    assert asset["displayName"] == name and asset["logicalPath"] == name and asset["usageCount"] == 1


def test_the_list_filters_and_deleting_frees_the_files(house, api, session):
    asset, url = picture(api), f"/organization/content/page/{uuid.uuid4()}"
    title = f"Title {uuid.uuid4().hex}"
    expect(201, api.put(url, json={"title": title, "body": {"assetId": asset["id"]}}))
    home = f"/org/{house.slug}/content"
    assert title in session.get(home, params={"q": title.upper(), "type": "page"}).text
    assert title not in session.get(home, params={"type": "lesson"}).text
    page = session.get(f"/org/{house.slug}" + url.removeprefix("/organization"))
    gone = pages.form(page, "/delete").send(session, page)
    assert gone.status_code == 200 and slots(api, asset) == [] and api.get(url).status_code == 404
    reader = house.user("member").sign_in()
    assert reader.get(home).status_code == 200 and reader.get(home + "/new").status_code == 403
