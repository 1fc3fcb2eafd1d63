"""What a new user does first: drop photos, see them, find one, use its address elsewhere."""

import re

import pytest
import requests
from browsing import drop, expect_thumbnails, signed_in
from playwright.sync_api import expect
from vitrine_client import wait_until


@pytest.mark.parametrize("way", ["drop", "browse"])
def test_twenty_photos_become_a_library_with_public_addresses(library, photos, way, tmp_path):
    page = library
    expect(page.get_by_text("This library is empty.")).to_be_visible()

    if way == "drop":
        drop(page, photos)
    else:
        page.set_input_files("#upload-files", photos)
    expect(page.get_by_text("20 files uploaded").first).to_be_visible(timeout=60_000)
    expect_thumbnails(page, 20)
    expect(page.get_by_text("20 items")).to_be_visible()

    # Upright: a photo that lies on its side is shown 480 wide and 640 high.
    turned = page.locator(".card", has_text="holiday-03.jpg")
    expect(turned).to_contain_text("480 × 640")
    width, height = turned.locator("img.picture").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert (width, height) == (240, 320)

    page.get_by_label("Search names, tags and paths").fill("holiday-07")
    expect(page.locator(".card")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"[?&]q=holiday-07"))

    page.get_by_role("link", name=re.compile("holiday-07.jpg")).click()
    address = page.get_by_label("Public address", exact=True).input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#details").get_by_role("button", name="Copy public address").click()
    assert page.evaluate("navigator.clipboard.readText()") == address

    # Somebody else's page shows it without any session; this one lies on its side, and the browser turns it up too.
    assert requests.get(address, timeout=10).content == photos[7].read_bytes()
    other = page.context.browser.new_context().new_page()
    host = tmp_path / "article.html"
    host.write_text(f'<!doctype html><title>Article</title><img id="photo" src="{address}">')
    other.goto(host.as_uri())
    expect(other.locator("#photo")).to_have_js_property("naturalWidth", 480)
    other.context.close()


def test_each_file_shows_its_progress_and_one_refusal_stops_no_other(library, photos, server, organization, tmp_path):
    server.cli("organization", "set", organization.slug, "acceptedTypes=image")
    page = library
    script = tmp_path / "notes.jpg"
    script.write_text("#!/bin/sh\necho not a picture\n")
    page.set_input_files("#upload-files", [photos[0], script, photos[1]])
    panel = page.get_by_role("region", name="1 file failed")
    expect(panel).to_be_visible(timeout=30_000)
    expect(panel.get_by_role("progressbar")).to_be_visible()
    expect(panel.get_by_role("listitem").filter(has_text="notes.jpg")).to_contain_text("text/x-shellscript")
    expect(panel.get_by_role("listitem").filter(has_text="Uploaded")).to_have_count(2)
    expect(panel.get_by_role("button", name="Retry all failed")).to_be_visible()
    expect_thumbnails(page, 2)


def test_metadata_is_edited_in_place_and_a_conflict_keeps_what_was_typed(library, photos, organization):
    api = organization.api()
    asset = api.settled(api.upload(photos[0].read_bytes(), "beach.jpg"))
    page = library
    page.reload()
    page.get_by_role("link", name=re.compile("beach.jpg")).click()
    expect(page.get_by_text("A change shows everywhere the file is used.")).to_be_visible()
    page.get_by_label("Title").fill("At the beach")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#details .save-state")).to_have_text("Saved.")
    assert api.asset(asset["id"])["title"] == "At the beach"

    api.patch(f"/organization/assets/{asset['id']}", json={"title": "Somebody else's title"})
    page.get_by_label("Title").fill("My second title")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Someone changed this file while you were editing.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("My second title")
    assert api.asset(asset["id"])["title"] == "Somebody else's title"


def test_deleting_asks_first_with_the_focus_on_cancel(library, photos, organization):
    api = organization.api()
    asset = api.settled(api.upload(photos[0].read_bytes(), "old.jpg"))
    page = library
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    page.locator("#details").get_by_role("link", name=re.compile("Delete")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("old.jpg")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    assert api.get(f"/organization/assets/{asset['id']}").status_code == 200

    page.locator("#details").get_by_role("link", name=re.compile("Delete")).click()
    dialog.get_by_role("button", name="Move to Trash").click()
    expect(page.locator(".card")).to_have_count(0)
    assert api.get(f"/organization/assets/{asset['id']}").status_code == 404
    assert requests.get(asset["publicUrl"], timeout=10).status_code == 404


def test_the_keyboard_alone_finds_and_opens(library, photos, organization):
    api = organization.api()
    for name in ("alpha.jpg", "beta.jpg", "gamma.jpg"):
        api.settled(api.upload(photos[0].read_bytes(), name))
    page = library
    page.reload()
    # On a busy machine the page is there a moment before its scripts listen.
    page.wait_for_load_state("networkidle")
    search = page.get_by_label("Search names, tags and paths")
    wait_until(lambda: search.evaluate("field => field === document.activeElement") or page.keyboard.press("/"))
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.type("beta")
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_label("Search names, tags and paths").fill("")
    expect(page.locator(".card")).to_have_count(3)
    page.locator(".card a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_contain_text("beta.jpg")
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_have_count(0)


def test_it_all_works_without_scripts(visit, organization, editor, photos):
    page = signed_in(visit(java_script_enabled=False), organization, editor)
    page.get_by_role("link", name="Upload", exact=True).first.click()
    page.set_input_files("#upload-files", photos[:3])
    page.locator("#upload-form").get_by_role("button", name="Upload").click()
    expect(page.get_by_text("The files are in the library.")).to_be_visible()
    api = organization.api()
    for asset in api.assets()["items"]:
        api.settled(asset)

    page.get_by_label("Search names, tags and paths").fill("holiday-01")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(1)
    page.locator(".card a").first.click()
    page.get_by_label("Title").fill("Found it")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Found it")
    page.locator("#details").get_by_role("link", name=re.compile("Delete")).click()
    page.get_by_role("button", name="Move to Trash").click()
    expect(page.get_by_text("The file is in Trash.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
