"""Folders, tags, and several files at once."""

import re

import pytest
from browsing import signed_in
from playwright.sync_api import expect
from vitrine_client import expect as answered


@pytest.fixture
def api(organization):
    return organization.api()


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}/media"


def folder(api, name, parent=None):
    return answered(201, api.post("/organization/folders", json={"name": name, "parentId": parent}))


def files(api, count, **fields):
    return [api.upload(b"%d\n" % number, f"file-{number}.txt", **fields) for number in range(count)]


def test_a_folder_is_made_in_a_dialog_takes_an_upload_and_is_found_again(library, api, home, photos):
    page = library
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="New folder").click()
    dialog = page.get_by_role("dialog", name="New folder")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Press")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This folder is empty. Drop files here, or browse for them.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"folder=[0-9a-f-]{36}$"))
    tree = page.get_by_role("navigation", name="Folders", exact=True)
    expect(tree.get_by_role("link", name="Press")).to_have_attribute("aria-current", "page")

    page.get_by_role("link", name="New folder").click()
    dialog.get_by_label("Name").fill("a/b")
    dialog.get_by_role("button", name="Create folder").click()
    expect(dialog).to_contain_text("A name has no “/” in it")
    expect(dialog.get_by_label("Name")).to_have_value("a/b")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    page.set_input_files("#upload-files", photos[0])
    expect(page.locator(".card")).to_have_count(1, timeout=30_000)
    asset = api.assets()["items"][0]
    assert asset["folderId"] == page.url.split("folder=")[1]

    inner = folder(api, "Inner", asset["folderId"])
    tree.get_by_role("link", name="All files").click()
    expect(page).to_have_url(re.compile(f"{home}$"))
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(tree.get_by_role("link", name="Inner")).to_have_count(0)
    tree.get_by_role("button", name="Folders in Press").click()
    expect(tree.get_by_role("link", name="Inner")).to_be_visible()
    tree.get_by_role("button", name="Folders in Press").click()
    expect(tree.get_by_role("link", name="Inner")).to_be_hidden()
    tree.get_by_role("link", name="Press").click()
    page.locator(".folder-tile", has_text="Inner").click()
    expect(page).to_have_url(re.compile(f"folder={inner['id']}"))
    expect(tree.get_by_role("link", name="Inner")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page.locator(".card")).to_have_count(1)
    expect(tree.get_by_role("link", name="Press")).to_have_attribute("aria-current", "page")

    page.get_by_role("link", name="Delete").click()
    question = page.get_by_role("dialog", name="Delete this folder?")
    expect(question).to_contain_text("It holds 1 folder and 1 file.")
    question.get_by_label("Move them up").check()
    question.get_by_role("button", name="Delete folder").click()
    expect(page.get_by_text("The folder was deleted.").first).to_be_visible()
    expect(tree.get_by_role("link", name="Inner")).to_be_visible()
    assert api.asset(asset["id"])["folderId"] is None


def test_tags_are_put_on_taken_off_and_filtered_by(library, api, home):
    one, two = files(api, 2)
    answered(200, api.patch(f"/organization/assets/{two['id']}", json={"tags": ["harbour", "summer"]}))
    page = library
    page.goto(f"{home}?asset={one['id']}")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Title").fill("Not saved yet")
    tags = page.get_by_label("Tags", exact=True)
    tags.press_sequentially("har")
    expect(page.locator("#tag-entry-tags option")).to_have_count(1)
    tags.fill("Harbour")
    tags.press("Enter")
    expect(page.get_by_role("button", name="Remove the tag harbour")).to_be_visible()
    tags.fill("quay")
    tags.press("Enter")
    expect(page.get_by_role("button", name="Remove the tag quay")).to_be_visible()
    expect(page.locator(f"#card-{one['id']} .tag")).to_have_text(["harbour", "quay"])
    page.get_by_role("button", name="Remove the tag quay").click()
    expect(page.get_by_role("button", name="Remove the tag quay")).to_have_count(0)
    expect(tags).to_be_focused()
    assert api.asset(one["id"])["tags"] == ["harbour"]
    expect(page.get_by_label("Title")).to_have_value("Not saved yet")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#details .save-state")).to_have_text("Saved.")
    assert api.asset(one["id"])["title"] == "Not saved yet"
    page.keyboard.press("Escape")

    find = page.get_by_label("Filter by tag")
    find.fill("harbour")
    find.press("Enter")
    expect(page.locator(".summary")).to_have_text("2 matches")
    find.fill("summer")
    find.press("Enter")
    expect(page.locator(".summary")).to_have_text("1 match")
    assert "tag=harbour&tag=summer" in page.url
    find.fill("nowhere")
    find.press("Enter")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator(".card")).to_have_count(2)
    assert "tag=" not in page.url


def test_files_are_selected_by_keyboard_and_mouse_and_changed_together(library, api, home):
    assets = files(api, 5)
    target = folder(api, "Target")
    page = library
    page.goto(home)
    page.wait_for_load_state("networkidle")
    bar = page.get_by_role("group", name="With the selected files")
    expect(bar).to_be_hidden()
    page.locator(".card a").first.focus()
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 selected")
    page.keyboard.press("Control+a")
    expect(bar).to_contain_text("5 selected: everything on this page")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()

    boxes = page.get_by_role("checkbox", name=re.compile("Select file"))
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 selected")
    bar.get_by_label("Tags").fill("one, two")
    bar.get_by_role("button", name="Tag", exact=True).click()
    expect(page.locator(".main").get_by_text("3 files were tagged.")).to_be_visible()
    expect(bar).to_be_hidden()
    assert [len(api.asset(asset["id"])["tags"]) for asset in assets] == [0, 2, 2, 2, 0]

    boxes.nth(0).check()
    boxes.nth(4).check()
    bar.get_by_role("button", name="Move…").click()
    dialog = page.get_by_role("dialog", name="Move 2 files")
    dialog.get_by_role("link", name="Target").click()
    dialog.get_by_role("button", name="Move to Target").click()
    expect(page.locator(".main").get_by_text("2 files were moved.")).to_be_visible()
    assert len(api.assets(folder=target["id"])["items"]) == 2

    boxes.nth(0).check()
    page.get_by_role("navigation", name="Folders", exact=True).get_by_role("link", name="Target").click()
    expect(page.locator(".card")).to_have_count(2)
    expect(bar).to_be_hidden()
    page.get_by_role("link", name=re.compile("file-0.txt")).focus()
    page.keyboard.press("Control+a")
    bar.get_by_role("button", name="Delete…").click()
    question = page.get_by_role("dialog", name="Move 2 files to Trash?")
    expect(question.get_by_role("link", name="Cancel")).to_be_focused()
    question.get_by_role("button", name="Move to Trash").click()
    expect(page.locator(".main").get_by_text("2 files are in Trash.")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator("#trash-link")).to_contain_text("2")


def test_a_file_the_library_holds_is_used_or_uploaded_again(library, api, home, photos):
    first = api.upload(photos[0].read_bytes(), "first.jpg")
    page = library
    page.goto(home)
    page.wait_for_load_state("networkidle")
    page.set_input_files("#upload-files", photos[0])
    row = page.get_by_role("region", name="1 file is in the library already").get_by_role("listitem")
    expect(row).to_contain_text("The library has this file already.", timeout=30_000)
    row.get_by_role("link", name="Use the existing").click()
    expect(page.locator("#details")).to_contain_text("first.jpg")
    assert f"asset={first['id']}" in page.url and api.assets()["total"] == 1
    page.get_by_role("button", name="Upload a copy of").click()
    expect(page.get_by_text("1 file uploaded").first).to_be_visible(timeout=30_000)
    assert api.assets()["total"] == 2


def test_a_selection_is_moved_and_tagged_without_scripts(visit, organization, editor, api, home):
    files(api, 3)
    folder(api, "Target")
    page = signed_in(visit(java_script_enabled=False), organization, editor)
    page.get_by_role("checkbox", name="Select file-1.txt").check()
    page.get_by_role("group", name="With the selected files").get_by_role("button", name="Move…").click()
    page.get_by_role("link", name="Target").click()
    page.get_by_role("button", name="Move to Target").click()
    expect(page.get_by_text("1 file was moved.")).to_be_visible()
    page.get_by_role("navigation", name="Folders", exact=True).get_by_role("link", name="Target").click()
    expect(page.locator(".card")).to_have_count(1)
