"""Folders, tags and several files at once, as a browser without JavaScript uses the library page."""

import html
import re
import uuid

import pages
import pictures
import pytest
from vitrine_client import expect


@pytest.fixture
def session(organization):
    return organization.user().sign_in()


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}/media"


def folder(api, name, parent=None):
    return expect(201, api.post("/organization/folders", json={"name": name, "parentId": parent}))


def link(page, words):
    """The address of the first link or of the only one with these words."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:<svg[^>]*><use[^>]*></use></svg>)?<(?:span|bdi)[^>]*>{re.escape(words)}<', page.text)
    assert found, f"no link {words}"
    return html.unescape(found[1])


def names(page):
    """The files the page shows."""
    return sorted(html.unescape(name) for name in re.findall(r'<bdi class="clip" title="[^"]*">([^<]*)</bdi></span>\n', page.text))


def test_a_folder_is_made_renamed_moved_and_deleted(session, home, api):
    question = session.get(link(session.get(home), "New folder"))
    made = pages.form(question, "/folders").send(session, question, {"name": "A <b>&"})
    assert "The folder was created." in made.text and "A &lt;b&gt;&amp;" in made.text and "<b>&" not in made.text
    assert "This folder is empty." in made.text
    identifier = re.search(r"folder=([0-9a-f-]+)", made.url)[1]

    question = session.get(link(made, "Rename"))
    form = pages.form(question, "/rename")
    assert form.fields["name"] == "A <b>&"
    refused = form.send(session, question, {"name": "a/b"})
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.text
    assert pages.form(refused, "/rename").fields["name"] == "a/b"
    stale = pages.form(question, "/rename")
    renamed = form.send(session, question, {"name": "Beta"})
    assert "The folder was renamed." in renamed.text
    assert stale.send(session, question, {"name": "Gamma"}).status_code == 409, "another state was seen"

    other = folder(api, "Other")
    asked = session.get(link(renamed, "Move"))
    inside = session.get(link(asked, "Other"))
    moved = pages.form(inside, "/move").send(session, inside)
    assert "The folder was moved." in moved.text
    assert expect(200, api.get(f"/organization/folders/{identifier}"))["parentId"] == other["id"]

    asked = session.get(f"{home}/folders/{other['id']}/move?in={identifier}")
    assert pages.form(asked, "/move").send(session, asked).status_code == 409, "not into itself"

    question = session.get(link(session.get(f"{home}?folder={identifier}"), "Delete"))
    assert "It is empty." in question.text
    gone = pages.form(question, "/delete").send(session, question)
    assert "The folder was deleted." in gone.text and f"folder={other['id']}" in gone.url
    assert session.get(f"{home}?folder={identifier}").status_code == 404


def test_a_name_that_is_taken_is_told_beside_what_was_typed(session, home, api):
    folder(api, "Taken")
    question = session.get(f"{home}/folders/new")
    refused = pages.form(question, "/folders").send(session, question, {"name": "TAKEN"})
    assert refused.status_code == 409 and "There is a folder of this name" in refused.text
    assert pages.form(refused, "/folders").fields["name"] == "TAKEN"


@pytest.mark.parametrize("fate", ["move-up", "delete"])
def test_what_a_deleted_folder_holds_goes_where_the_form_says(session, home, api, fate):
    outer = folder(api, "Outer")
    doomed = folder(api, "Doomed", outer["id"])
    folder(api, "Inner", doomed["id"])
    asset = api.upload(pictures.picture("png"), "inside.png", folderId=doomed["id"])
    question = session.get(f"{home}/folders/{doomed['id']}/delete")
    assert "It holds 1 folder and 1 file." in html.unescape(question.text)
    form = pages.form(question, "/delete")
    assert form.fields["contents"] == "move-up" and 'value="refuse"' not in question.text
    assert form.send(session, question, {"contents": "refuse"}).status_code == 409
    assert form.send(session, question, {"csrf": "wrong"}).status_code == 403
    assert "The folder was deleted." in form.send(session, question, {"contents": fate}).text
    if fate == "move-up":
        assert api.asset(asset["id"])["folderId"] == outer["id"]
    else:
        assert api.get(f"/organization/assets/{asset['id']}").status_code == 404
    inner = [each["name"] for each in expect(200, api.get("/organization/folders"))["items"]]
    assert ("Inner" in inner) == (fate == "move-up")


def test_an_upload_lands_in_the_open_folder_and_a_search_looks_below_it(session, home, api):
    outer = folder(api, "Outer")
    inner = folder(api, "Inner", outer["id"])
    api.upload(pictures.picture("png"), "deep.png", folderId=inner["id"])
    api.upload(pictures.picture("png"), "elsewhere.png")
    page = session.get(f"{home}?folder={outer['id']}")
    assert "There are no files right in this folder." in page.text
    done = pages.form(page, "/upload").send(session, page, files=[("file", ("here.png", pictures.picture("png", 30, 20)))])
    assert f"folder={outer['id']}" in done.url and names(done) == ["here.png"]
    assert names(session.get(f"{home}?folder={outer['id']}&q=png")) == ["deep.png", "here.png"]
    assert names(session.get(f"{home}?folder=root")) == ["elsewhere.png"]
    assert len(names(session.get(home))) == 3
    fragment = session.get(f"{home}/fragments/grid?folder={inner['id']}")
    assert names(fragment) == ["deep.png"] and "All files" in fragment.text


def test_the_tree_shows_one_level_at_a_time(session, home, api):
    outer = folder(api, "Outer")
    inner = folder(api, "Inner", outer["id"])
    folder(api, "Innermost", inner["id"])
    tree = session.get(f"{home}/fragments/tree").text
    assert "Outer" in tree and "Inner" not in tree and 'aria-label="Folders in Outer"' in tree
    tree = session.get(f"{home}/fragments/tree?folder={outer['id']}").text
    assert "Inner<" in tree and "Innermost" not in tree
    level = session.get(f"{home}/fragments/folders?in={inner['id']}").text
    assert "Innermost" in level and "Outer" not in level and "Folders in Innermost" not in level, "nothing to open"
    listed = session.get(f"{home}/folders?in={outer['id']}")
    assert "Inner<" in listed.text and "Innermost" not in listed.text


def test_tags_path_type_and_visibility_are_edited_in_the_form_and_filtered_by(session, home, api):
    one, two = api.upload(pictures.picture("png"), "one.png"), api.upload(pictures.picture("gif"), "two.gif")
    page = session.get(f"{home}?asset={one['id']}")
    changes = {"tags": "Sea,  big SKY ,", "logicalPath": "2026/one.png", "mediaType": "logo", "visibility": "private"}
    saved = pages.form(page, f"/assets/{one['id']}").send(session, page, changes)
    assert saved.status_code == 200
    asset = api.asset(one["id"])
    assert (asset["tags"], asset["logicalPath"]) == (["big sky", "sea"], "2026/one.png")
    assert (asset["mediaType"], asset["visibility"]) == ("logo", "private")
    expect(200, api.patch(f"/organization/assets/{two['id']}", json={"tags": ["sea"]}))
    assert pages.form(saved, f"/assets/{one['id']}").fields["tags"] == "big sky, sea"

    assert names(session.get(f"{home}?tag=SEA")) == ["one.png", "two.gif"]
    both = session.get(f"{home}?tag=sea&tag=big+sky")
    assert names(both) == ["one.png"] and "Remove the filter by the tag sea" in both.text
    assert names(session.get(f"{home}?path=2026/")) == ["one.png"]
    assert len(names(session.get(f"{home}?usage=orphaned"))) == 2
    nothing = session.get(f"{home}?tag=nowhere")
    assert "Nothing matches these filters." in nothing.text and "Clear filters" in nothing.text

    refused = pages.form(saved, f"/assets/{one['id']}").send(session, saved, {"logicalPath": "a//b", "tags": "x" * 65})
    assert refused.status_code == 422 and refused.text.count('aria-invalid="true"') == 2
    assert pages.form(refused, f"/assets/{one['id']}").fields["logicalPath"] == "a//b"


def bulk(session, page, action, assets, **fields):
    form = pages.form(page, "/bulk")
    data = {**form.fields, "action": action, "id": [asset["id"] for asset in assets], **fields}
    return session.post(form.action, data=data, headers={"Origin": session.server.url})


def test_several_files_are_tagged_moved_archived_and_deleted_together(session, home, api):
    assets = [api.upload(b"%d\n" % number, f"{number}.txt") for number in range(3)]
    page = session.get(home)
    assert 'name="id"' in page.text
    assert "3 files were tagged." in bulk(session, page, "tag", assets, tags="Red, blue").text
    assert api.asset(assets[2]["id"])["tags"] == ["blue", "red"]
    assert "2 files were untagged." in bulk(session, page, "untag", assets[:2], tags="red").text
    assert api.asset(assets[0]["id"])["tags"] == ["blue"]

    target = folder(api, "Target")
    asked = bulk(session, page, "move", assets[:2])
    assert "Move 2 files" in asked.text
    inside = session.get(link(asked, "Target"))
    assert "2 files were moved." in pages_send_all(session, inside, assets[:2]).text
    assert [api.asset(asset["id"])["folderId"] for asset in assets] == [target["id"], target["id"], None]

    assert "1 file was archived." in bulk(session, page, "archive", assets[2:]).text
    archive = session.get(f"{home}?status=archived")
    assert "1 file was restored." in bulk(session, archive, "restore", assets[2:]).text

    asked = bulk(session, page, "delete", assets)
    assert "Move 3 files to Trash?" in asked.text and "restored from Trash for 30 days" in asked.text
    assert api.assets()["total"] == 3, "asking deletes nothing"
    assert "3 files are in Trash." in pages_send_all(session, asked, assets).text
    assert api.assets()["total"] == 0


def pages_send_all(session, page, assets):
    """The form of a page that holds several ids."""
    form = pages.form(page, "/bulk")
    data = {**form.fields, "id": [asset["id"] for asset in assets]}
    return session.post(form.action, data=data, headers={"Origin": session.server.url})


def test_what_could_not_be_changed_is_told_with_its_reason_and_the_rest_is_done(session, home, api):
    kept, gone = api.upload(b"kept\n", "kept.txt"), api.upload(b"gone\n", "gone.txt")
    page = session.get(home)
    expect(204, api.delete(f"/organization/assets/{gone['id']}"))
    answer = bulk(session, page, "tag", [kept, gone], tags="x")
    assert answer.status_code == 422
    assert "1 file was not changed. The other one was." in answer.text and "There is no such asset" in answer.text
    assert api.asset(kept["id"])["tags"] == ["x"]


def test_a_bulk_form_says_what_is_missing_and_needs_its_token(session, home, api):
    asset = api.upload(b"one\n", "one.txt")
    page = session.get(home)
    assert "Select files first." in bulk(session, page, "archive", []).text
    assert "Write the tags first" in bulk(session, page, "tag", [asset], tags=" , ").text
    too_long = bulk(session, page, "tag", [asset], tags="x" * 65)
    assert too_long.status_code == 422 and "at most 64 characters" in too_long.text
    assert bulk(session, page, "archive", [asset], csrf="wrong").status_code == 403
    assert api.asset(asset["id"])["status"] == "active"


def test_folders_of_others_are_as_unknown_as_missing_ones(session, home, api, server, numbers):
    other = server.create_organization(f"others-{next(numbers)}").api()
    foreign = folder(other, "Secret plans")["id"]
    asset = api.upload(b"one\n", "one.txt")
    for identifier in (foreign, str(uuid.uuid4())):
        for address in (f"?folder={identifier}", f"/folders?in={identifier}", f"/folders/{identifier}/delete", f"/fragments/folders?in={identifier}"):
            answer = session.get(home + address)
            assert answer.status_code == 404 and "Secret" not in answer.text
        moved = bulk(session, session.get(home), "move", [asset], **{"in": identifier})
        assert moved.status_code == 404 and api.asset(asset["id"])["folderId"] is None


def test_what_is_no_folders_id_takes_nothing_out_of_its_folder(session, home, api):
    outer = folder(api, "Stays")
    inner = folder(api, "Inner", outer["id"])
    asset = api.upload(b"one\n", "one.txt", folderId=outer["id"])
    page = session.get(home)
    assert bulk(session, page, "move", [asset], **{"in": "nonsense"}).status_code == 404
    assert api.asset(asset["id"])["folderId"] == outer["id"]
    question = session.get(f"{home}/folders/{inner['id']}/move?in={outer['id']}")
    assert pages.form(question, "/move").send(session, question, {"in": "nonsense"}).status_code == 404
    assert expect(200, api.get(f"/organization/folders/{inner['id']}"))["parentId"] == outer["id"]
    question = session.get(f"{home}/folders/new")
    assert pages.form(question, "/folders").send(session, question, {"name": "Lost", "in": "nonsense"}).status_code == 404
    assert [item["name"] for item in expect(200, api.get("/organization/folders?parent=root"))["items"]] == ["Stays"]


def test_a_level_of_more_than_two_hundred_folders_comes_in_parts(session, home, api):
    outer = folder(api, "Outer")
    for number in range(203):
        folder(api, f"Folder {number:03}", outer["id"])
    page = session.get(f"{home}?folder={outer['id']}")
    assert "Folder 199" in page.text and "Folder 200" not in page.text
    rest = session.get(html.unescape(re.search(r'<li class="folder-more"><a href="([^"]*)"', page.text)[1]))
    assert "Folder 200" in rest.text and "Folder 202" in rest.text and "Folder 199" not in rest.text
    deep = expect(201, api.post("/organization/folders", json={"name": "Zuletzt", "parentId": outer["id"]}))
    assert 'aria-current="page"' in session.get(f"{home}/fragments/tree?folder={deep['id']}").text, "shown although it is far down"
