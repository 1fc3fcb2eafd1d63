"""A file takes another's place: the address stays, and every page that uses it shows the new one."""

import os
import re

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from pictures import picture
from playwright.sync_api import expect

ABOUT = "The address stays the same; every page that uses it shows the new file."


def shot(page, name):
    """Kept for people to look at, where VITRINE_TEST_SHOTS names a folder."""
    if folder := os.environ.get("VITRINE_TEST_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


@pytest.fixture
def uploaded(organization, photos):
    api = organization.api()
    return api, api.settled(api.upload(photos[0].read_bytes(), "beach.jpg"))


def test_a_photo_is_replaced_in_place_on_every_page(visit, organization, editor, uploaded, tmp_path):
    api, asset = uploaded
    host = tmp_path / "article.html"
    host.write_text(f'<!doctype html><title>Article</title><img id="photo" src="{asset["publicUrl"]}">')
    article = visit().context.browser.new_context().new_page()
    article.goto(host.as_uri())
    expect(article.locator("#photo")).to_have_js_property("naturalWidth", asset["width"])

    page = signed_in(visit(), organization, editor)
    page.get_by_role("link", name=re.compile("beach.jpg")).click()
    form = page.get_by_role("form", name="Replace file")
    expect(form.get_by_text(ABOUT)).to_be_visible()
    other = tmp_path / "city.png"
    other.write_bytes(picture("png", width=123, height=77))
    form.get_by_label("New file").set_input_files(other)
    form.get_by_role("button", name="Replace file").click()
    expect(page.get_by_role("status").filter(has_text="The file was replaced.")).to_be_visible()
    expect(page.get_by_label("Public address", exact=True)).to_have_value(asset["publicUrl"])
    expect(page.locator("#details")).to_contain_text("123 × 77")
    expect(page.locator("#details-title")).to_have_text("beach.jpg")
    assert api.asset(asset["id"])["version"] == 2

    article.reload()
    expect(article.locator("#photo")).to_have_js_property("naturalWidth", 123)
    article.context.close()


def test_what_is_refused_is_told_under_the_file(visit, organization, editor, uploaded, tmp_path):
    api, asset = uploaded
    notes = tmp_path / "notes.txt"
    notes.write_text("just words")
    page = signed_in(visit(), organization, editor)
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    form = page.get_by_role("form", name="Replace file")
    form.get_by_label("New file").set_input_files(notes)
    form.get_by_role("button", name="Replace file").click()
    field = page.get_by_role("form", name="Replace file").get_by_label("New file")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("text/plain.*image files"))
    expect(page.locator("#replace-file-error")).to_be_in_viewport()
    assert violations(page) == []
    assert api.asset(asset["id"])["version"] == 1

    api.patch(f"/organization/assets/{asset['id']}", json={"title": "Somebody else's"})
    other = tmp_path / "city.png"
    other.write_bytes(picture("png"))
    field.set_input_files(other)
    page.get_by_role("form", name="Replace file").get_by_role("button", name="Replace file").click()
    expect(page.locator("#replace-file-error")).to_contain_text("Someone changed this file meanwhile.")
    expect(page.get_by_label("Title")).to_have_value("Somebody else's")
    assert api.asset(asset["id"])["version"] == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_form_is_accessible_and_fits(visit, organization, editor, uploaded, size, scheme):
    _, asset = uploaded
    width, height = SIZES[size]
    page = signed_in(
        visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce"), organization, editor)
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    button = page.get_by_role("form", name="Replace file").get_by_role("button", name="Replace file")
    button.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport()
    shot(page, f"replace-{size}-{scheme}")
    assert violations(page) == []
    assert not is_too_wide(page)
    box, body = button.bounding_box(), page.locator(".drawer-body").bounding_box()
    assert box["x"] >= body["x"] and box["x"] + box["width"] <= body["x"] + body["width"]


def test_who_may_not_edit_sees_no_form(visit, server, organization, uploaded, numbers):
    _, asset = uploaded
    member = server.create_user(f"member-{next(numbers)}@example.org", organization, role="member")
    page = signed_in(visit(), organization, member)
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    expect(page.locator("#details-title")).to_be_visible()
    expect(page.get_by_role("form", name="Replace file")).to_have_count(0)
