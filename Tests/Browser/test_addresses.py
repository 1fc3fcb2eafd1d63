"""Files and links added by their address, in the dialog and on its page."""

import pytest
from accessibility import SIZES, is_too_wide, violations
from playwright.sync_api import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def dialog(page):
    page.get_by_role("link", name="Add from an address").first.click()
    shown = page.locator("#page-dialog")
    expect(shown.get_by_role("heading", name="Add from an address")).to_be_visible()
    return shown


def test_a_link_is_added_in_a_dialog_and_shown_as_one(library):
    shown = dialog(library)
    expect(shown.get_by_label("Address", exact=True)).to_be_focused()
    shown.get_by_label("Address", exact=True).fill("http://127.0.0.1/picture.png")
    shown.get_by_role("button", name="Add").click()
    expect(shown).to_contain_text("does not fetch from that address")
    shown.get_by_label("Address", exact=True).fill(FILM)
    shown.get_by_label("A link").check()
    shown.get_by_label("Title").fill("The song")
    shown.get_by_role("button", name="Add").click()
    expect(shown).not_to_be_visible()
    card = library.locator(".card")
    expect(card).to_contain_text("YouTube")
    expect(library.get_by_role("main").get_by_text("The link is in the library.")).to_be_visible()
    card.locator(".card-link").click()
    panel = library.locator("#details")
    expect(panel.get_by_label("Leads to")).to_have_value(FILM)
    leading = panel.get_by_role("link", name="Open in a new tab")
    assert leading.get_attribute("href") == FILM and "noopener" in leading.get_attribute("rel")
    assert violations(library) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_form_is_sound_in_every_size(library, organization, size, scheme):
    width, height = SIZES[size]
    library.set_viewport_size({"width": width, "height": height})
    library.emulate_media(color_scheme=scheme)
    library.goto(f"/org/{organization.slug}/media/add")
    library.get_by_label("Address", exact=True).fill("http://127.0.0.1/x")
    library.get_by_role("button", name="Add", exact=True).click()
    expect(library.get_by_label("Address", exact=True)).to_have_attribute("aria-invalid", "true")
    assert violations(library) == [] and not is_too_wide(library)
    library.goto(f"/org/{organization.slug}/media")
    assert not is_too_wide(library)
