"""No WCAG violation on any page, in light and dark, on phone, tablet and desk."""

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect


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
