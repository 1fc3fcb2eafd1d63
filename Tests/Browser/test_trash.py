"""Deleting, taking it back, and Trash."""

import re

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect


@pytest.fixture
def beach(organization, photos):
    api = organization.api()
    return api.settled(api.upload(photos[0].read_bytes(), "beach.jpg"))


def delete(page, organization, asset):
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    page.locator("#details").get_by_role("link", name=re.compile("Delete")).click()
    page.get_by_role("button", name="Move to Trash").click()
    expect(page.get_by_text("The file is in Trash.").first).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_delete_is_undone_from_its_notice(visit, organization, editor, beach, has_scripts):
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    delete(page, organization, beach)
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator("#trash-link")).to_contain_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The file is back in the library.")).to_be_visible()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert organization.api().asset(beach["id"])["status"] == "active"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_trash_is_restored_from_and_emptied(visit, organization, editor, beach, has_scripts):
    api = organization.api()
    notes = [api.upload(b"%d\n" % number, f"note-{number}.txt") for number in range(3)]
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    delete(page, organization, beach)
    for note in notes:
        assert api.delete(f"/organization/assets/{note['id']}").status_code == 204
    page.goto(f"/org/{organization.slug}/media")
    page.get_by_role("link", name=re.compile("Trash")).click()
    expect(page.get_by_role("heading", name="Trash", exact=True)).to_be_visible()
    expect(page.locator(".trash > li")).to_have_count(4)
    expect(page.get_by_text("stay here for 30 days")).to_be_visible()

    page.locator(".trash > li", has_text="beach.jpg").get_by_role("button", name="Restore").click()
    expect(page.get_by_text("The file is back in the library.")).to_be_visible()
    row = page.locator(".trash > li", has_text="note-0.txt")
    row.get_by_role("button", name=re.compile("Delete for good…")).click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    row.get_by_role("button", name=re.compile("Delete for good…")).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("The file was deleted for good.")).to_be_visible()
    expect(page.locator(".trash > li")).to_have_count(2)

    page.get_by_role("button", name=re.compile("Empty Trash…")).click()
    page.get_by_role("dialog").get_by_role("button", name="Empty Trash").click()
    expect(page.get_by_text("Trash is empty.")).to_be_visible()
    assert [item["id"] for item in api.assets(status="all")["items"]] == [beach["id"]]


def test_the_archive_is_chosen_in_the_toolbar_and_stays_in_the_address(visit, organization, editor, beach):
    page = signed_in(visit(), organization, editor)
    page.goto(f"/org/{organization.slug}/media?asset={beach['id']}")
    page.locator("#details").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("The file is in the archive.")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.get_by_label("Status").select_option("Archived")
    expect(page.locator(".card")).to_have_count(1)
    assert "status=archived" in page.url
    page.reload()
    expect(page.get_by_label("Status")).to_have_value("archived")
    expect(page.locator(".card")).to_have_count(1)
    page.locator(".card a").first.click()
    page.locator("#details").get_by_role("button", name="Restore from the archive").click()
    expect(page.get_by_text("Nothing is archived.")).to_be_visible()
    page.get_by_label("Status").select_option("Active")
    expect(page.locator(".card")).to_have_count(1)
    assert "status" not in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_trash_is_accessible_and_fits(visit, organization, editor, beach, size, scheme):
    width, height = SIZES[size]
    page = visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce")
    signed_in(page, organization, editor)
    trash = f"/org/{organization.slug}/trash"
    page.goto(trash)
    assert violations(page) == [] and not is_too_wide(page)
    api = organization.api()
    for name in ("notes.txt", "a name so long that no line of a small screen can hold it and it has to be broken somewhere.txt"):
        asset = api.upload(b"just words", name)
        assert api.delete(f"/organization/assets/{asset['id']}").status_code == 204
    delete(page, organization, beach)
    assert violations(page) == [] and not is_too_wide(page)
    page.goto(trash)
    assert violations(page) == [] and not is_too_wide(page)
    page.get_by_role("button", name=re.compile("Empty Trash…")).click()
    assert violations(page) == [] and not is_too_wide(page)
    page.goto(f"/org/{organization.slug}/media?status=archived")
    assert violations(page) == [] and not is_too_wide(page)
