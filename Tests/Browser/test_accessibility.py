"""No WCAG violation on any page, in light and dark, on phone, tablet and desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import signed_in
from playwright.sync_api import expect

SIZES = {"phone": (320, 700), "tablet": (768, 1000), "desk": (1440, 900)}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_and_fits(visit, organization, editor, photos, size, scheme):
    width, height = SIZES[size]
    page = visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.goto("/login")
    assert violations(page) == []
    signed_in(page, organization, editor)
    expect(page.get_by_text("This library is empty.")).to_be_visible()
    assert violations(page) == []

    api = organization.api()
    asset = api.settled(api.upload(photos[0].read_bytes(), "beach.jpg"))
    api.settled(api.upload(b"just words", "notes.txt"))
    library = f"/org/{organization.slug}/media"
    for path in (library, f"{library}?asset={asset['id']}", f"{library}?q=nothing", f"{library}/assets/{asset['id']}/delete", "/nowhere"):
        page.goto(path)
        assert violations(page) == [], path
        assert not is_too_wide(page), path
