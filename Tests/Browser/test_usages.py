"""Where files are used, and what asks before one in use is deleted (M37, M38, UX 23)."""

import re

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect

ASSETS = "/organization/assets"


@pytest.fixture
def api(organization):
    return organization.api()


@pytest.fixture
def beach(api, photos):
    """A picture that two lessons show; the library holds neither."""
    asset = api.settled(api.upload(photos[0].read_bytes(), "beach.jpg"))
    for lesson in ("first-lesson", "second-lesson"):
        attach(api, asset, lesson)
    return asset


def attach(api, asset, lesson):
    place = {"targetType": "lesson", "targetId": lesson, "slotType": "lesson_video"}
    assert api.post(f"{ASSETS}/{asset['id']}/attach", json=place).status_code == 201


def open_details(page, organization, asset):
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    return page.locator("#details")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_deleting_lists_the_places_and_starts_on_cancel(visit, organization, editor, api, beach, has_scripts):
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    open_details(page, organization, beach).get_by_role("link", name=re.compile("Delete")).click()
    question = page.get_by_role("dialog") if has_scripts else page.locator("main")
    expect(question.get_by_role("heading", name="This file is in use")).to_be_visible()
    expect(question.locator(".usages > li")).to_have_count(2)
    expect(question).to_contain_text("Deleting it breaks these links")
    if has_scripts:
        expect(question.get_by_role("link", name="Cancel")).to_be_focused()
    question.get_by_role("link", name="Cancel").click()
    assert api.asset(beach["id"])["status"] == "active"
    open_details(page, organization, beach).get_by_role("link", name=re.compile("Delete")).click()
    question.get_by_role("button", name="Delete anyway").click()
    expect(page.get_by_text("The file is in Trash.").first).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator("#details")).to_have_count(0)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_file_is_detached_where_the_question_is_asked_instead(visit, organization, editor, api, beach, has_scripts):
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    open_details(page, organization, beach).get_by_role("link", name=re.compile("Delete")).click()
    question = page.get_by_role("dialog") if has_scripts else page.locator("main")
    question.get_by_role("button", name="Detach first-lesson").click()
    expect(question.locator(".usages > li")).to_have_count(1)
    question.get_by_role("button", name="Detach second-lesson").click()
    expect(question.get_by_role("heading", name="Move this file to Trash?")).to_be_visible()
    assert api.asset(beach["id"])["usageCount"] == 0


def test_one_that_came_into_use_meanwhile_is_asked_about_again(library, organization, api, photos):
    asset = api.settled(api.upload(photos[1].read_bytes(), "dune.jpg"))
    open_details(library, organization, asset).get_by_role("link", name=re.compile("Delete")).click()
    attach(api, asset, "a-lesson")
    library.get_by_role("button", name="Move to Trash").click()
    question = library.locator("#page-dialog")
    expect(question).to_contain_text("a-lesson")
    expect(question.get_by_role("button", name="Delete anyway")).to_be_visible()
    assert api.asset(asset["id"])["status"] == "active"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_details_show_the_places_and_take_the_file_off_one(visit, organization, editor, api, beach, has_scripts):
    for number in range(12):
        attach(api, beach, f"lesson-{number:02}")
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    details = open_details(page, organization, beach)
    section = details.locator(".usage-section")
    expect(section.get_by_role("heading")).to_have_text("Used in 14 places")
    expect(section.locator("li")).to_have_count(10)
    section.get_by_role("link", name="Show all places").click()
    expect(page.locator(".usages > li")).to_have_count(14)
    page.get_by_role("link", name="Back to the file").click()
    page.locator("#details").get_by_role("button", name="Detach first-lesson").click()
    expect(page.get_by_text("The file was detached there.").first).to_be_visible()
    expect(page.locator("#details .usage-section").get_by_role("heading")).to_have_text("Used in 13 places")


def test_the_library_is_filtered_by_use(library, organization, api, beach):
    idle = api.settled(api.upload(b"idle", "idle.txt"))
    library.goto(f"/org/{organization.slug}/media")
    expect(library.locator(f"#card-{beach['id']}").get_by_text("Used 2×")).to_be_visible()
    library.get_by_text("Unused", exact=True).click()
    expect(library.locator(".card")).to_have_count(1)
    expect(library.locator(f"#card-{idle['id']}")).to_be_visible()
    library.get_by_text("Unused", exact=True).click()
    library.get_by_text("Used", exact=True).click()
    expect(library.locator(f"#card-{beach['id']}")).to_be_visible()
    expect(library.locator(".card")).to_have_count(1)
    assert "usage=used" in library.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_fit(visit, organization, editor, api, beach, scheme):
    page = signed_in(visit(color_scheme=scheme, reduced_motion="reduce"), organization, editor)
    address = f"/org/{organization.slug}/media"
    pages = [
        f"{address}?asset={beach['id']}", f"{address}/assets/{beach['id']}/delete", f"{address}/assets/{beach['id']}/usages",
        f"{address}/bulk/delete?id={beach['id']}", f"/org/{organization.slug}/references",
    ]
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        for url in pages:
            page.goto(url)
            assert violations(page) == [], url
            assert not is_too_wide(page), (url, width)
