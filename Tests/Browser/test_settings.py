"""The settings page in a browser: the logo, with and without scripts, on every size."""

import re

import pictures
import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(pictures.translucent_png(320, 120))
    return path


def decoded(image):
    expect(image).to_have_js_property("complete", True)
    return image.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_administrator_sets_and_removes_the_logo(visit, organization, logo, tmp_path, scripts):
    page = signed_in(visit(java_script_enabled=scripts), organization, organization.user("owner"))
    page.get_by_role("link", name="Settings", exact=True).click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    wrong = tmp_path / "page.html"
    wrong.write_bytes(pictures.HTML)
    page.get_by_label("Picture").set_input_files(wrong)
    page.get_by_role("button", name="Upload logo").click()
    expect(page.locator("#logo-file-error")).to_contain_text("text/html")
    expect(page.get_by_label("Picture")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Picture").set_input_files(logo)
    page.get_by_role("button", name="Upload logo").click()
    expect(page.get_by_role("status")).to_have_text("The logo is in place.")
    expect(page.get_by_role("img", name=f"Logo of {organization.slug}")).to_be_visible()
    expect(page.get_by_label("Public address")).to_have_value(re.compile(r"/files/organizations/.*/logo/[0-9a-f]{16}\.png$"))
    page.get_by_role("link", name=organization.slug, exact=True).click()
    expect(page.locator(".topbar img.logo")).to_be_visible()
    assert not scripts or all(decoded(image) for image in page.locator("img.logo").all())
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_role("button", name="Remove logo").click()
    expect(page.get_by_role("status")).to_have_text("The logo was removed.")
    expect(page.get_by_text("No logo yet")).to_be_visible()


def test_an_svg_logo_is_shown_and_runs_nothing(visit, organization, tmp_path):
    path = tmp_path / "logo.svg"
    path.write_bytes(pictures.svg(inside="<script>alert(1)</script>"))
    page = signed_in(visit(), organization, organization.user("owner"))
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    page.goto(f"/org/{organization.slug}/settings")
    page.get_by_label("Picture").set_input_files(path)
    page.get_by_role("button", name="Upload logo").click()
    assert decoded(page.get_by_role("img", name=f"Logo of {organization.slug}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_settings_are_accessible_and_fit(visit, organization, logo, size, scheme):
    width, height = SIZES[size]
    page = visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce")
    signed_in(page, organization, organization.user("owner"))
    path = f"/org/{organization.slug}/settings"

    def check(what):
        assert violations(page) == [], what
        assert not is_too_wide(page), what

    page.goto(path)
    check("empty")
    page.get_by_label("Picture").set_input_files(logo)
    page.get_by_role("button", name="Upload logo").click()
    expect(page.get_by_role("status")).to_be_visible()
    check("with a logo")
    page.get_by_label("Picture").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"only words"})
    page.get_by_role("button", name="Replace logo").click()
    expect(page.locator("#logo-file-error")).to_be_visible()
    check("refused")
    if size == "phone":
        page.get_by_role("button", name="Open menu").click()
        expect(page.get_by_role("link", name="Settings", exact=True)).to_be_visible()
        check("menu")
    page.goto(path.replace("settings", "media"))
    check("library")
