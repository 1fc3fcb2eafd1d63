"""The pages on which an organization is run: settings, audit log, and the detached files of superadmins."""

import pictures
import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from vitrine_client import expect as expect_status

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_settings_and_audit_log_are_accessible_and_fit(visit, organization, size, scheme):
    api = organization.api("owner")
    asset = api.upload(pictures.picture("png"), "A file whose name is as long as a name of a file may well be in a log.png")
    expect_status(200, api.patch(f"/organization/assets/{asset['id']}", json={"title": "Shore", "altText": "word " * 60}))
    page = opened(visit, size, scheme)
    signed_in(page, organization, organization.user("owner"))

    def check(what):
        assert violations(page) == [], what
        assert not is_too_wide(page), what

    page.goto(f"/org/{organization.slug}/settings")
    check("settings")
    page.get_by_label("Largest file").first.fill("very large")
    page.get_by_role("button", name="Save rules").click()
    check("a rule that cannot be")
    page.goto(f"/org/{organization.slug}/settings/audit")
    assert page.get_by_text("Shore").count() == 1
    check("audit log")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_detached_files_are_accessible_and_fit(visit, server, organization, numbers, size, scheme):
    gone = server.create_organization(f"gone-{next(numbers)}", name="A house that is no more")
    gone.api().upload(pictures.picture("png"), "left behind.png")
    server.cli("organization", "delete", gone.slug, "--yes")
    page = opened(visit, size, scheme)
    superadmin = server.create_user(f"superadmin-{next(numbers)}@example.org", organization, role="owner", superadmin=True)
    signed_in(page, organization, superadmin)
    page.goto("/organizations")
    page.get_by_role("link", name="Detached files").click()
    assert page.get_by_text("A house that is no more").count() >= 1
    assert violations(page) == [] and not is_too_wide(page)


def opened(visit, size, scheme):
    width, height = SIZES[size]
    return visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce")
