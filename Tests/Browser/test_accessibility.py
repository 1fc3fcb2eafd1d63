"""No WCAG violation on any page, in light and dark, on phone, tablet and desk."""

import json_api
import pytest
import tus
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on, and this takes a minute")


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
    company = json_api.company(api, "A company of a name that no line of a small screen can hold", medias=json_api.medias(asset))
    folder = api.post("/organization/folders", json={"name": "A name that no line of a small screen can hold, nor the tree"}).json()["id"]
    api.post("/organization/folders", json={"name": "Inner", "parentId": folder})
    api.patch(f"/organization/assets/{asset['id']}", json={"tags": ["sea", "a tag of many words"], "folderId": folder, "logicalPath": "a/b.jpg"})
    tus.begin(api, 10, filename="A-film-whose-name-no-line-of-a-small-screen-can-hold-nor-would-ever.mp4")
    for path in (
        library, f"{library}?asset={asset['id']}", f"{library}?q=nothing", f"{library}/assets/{asset['id']}/delete", "/nowhere",
        f"{library}?folder={folder}", f"{library}?tag=sea&path=a/", f"{library}/folders/{folder}/delete",
        f"{library}/bulk/move?id={asset['id']}",
        f"/org/{organization.slug}/uploads", f"/org/{organization.slug}/people", f"/org/{organization.slug}/companies",
        f"/org/{organization.slug}/companies/{company['id']}?add=yes",
    ):
        page.goto(path)
        assert violations(page) == [], path
        assert not is_too_wide(page), path
    page.goto(library)
    page.wait_for_load_state("networkidle")
    page.get_by_role("checkbox", name="Select beach.jpg").check()
    assert violations(page) == [] and not is_too_wide(page)
    page.get_by_role("button", name="Delete…").click()
    expect(page.get_by_role("dialog", name="Move 1 file to Trash?")).to_be_visible()
    assert violations(page) == [] and not is_too_wide(page)
