"""Inviting somebody and joining, with and without scripts; members, organizations and invitations on every size."""

import re

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect
from vitrine_server import PASSWORD

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")


@pytest.fixture
def guest(numbers):
    """An address nobody has an account with."""
    return f"guest-{next(numbers)}@example.org"


def invite(page, email, role="Member"):
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("Role", exact=True).select_option(role)
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("It is not shown again.")).to_be_visible()
    return page.get_by_label("Invitation link").input_value()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_somebody_is_invited_joins_is_promoted_and_removed(visit, organization, guest, scripts):
    owner = signed_in(visit(java_script_enabled=scripts), organization, organization.user("owner"))
    owner.get_by_role("link", name="Settings", exact=True).click()
    owner.get_by_role("link", name="Members", exact=True).click()
    expect(owner.get_by_role("heading", name="Members", exact=True)).to_be_visible()
    expect(owner.get_by_text("The only owner.")).to_be_visible()
    link = invite(owner, guest, "Manager")

    joining = visit(java_script_enabled=scripts)
    joining.goto(link)
    expect(joining.get_by_role("heading", name=f"Join {organization.slug}")).to_be_visible()
    joining.get_by_label("Choose a password").fill("short")
    joining.get_by_role("button", name="Create account and join").click()
    expect(joining.get_by_text("needs at least 8 characters")).to_be_visible()
    joining.get_by_label("Choose a password").fill(PASSWORD)
    joining.get_by_role("button", name="Create account and join").click()
    joining.wait_for_url(re.compile(f"/org/{organization.slug}/media$"))
    joining.goto(link)
    expect(joining.get_by_text("There is nothing here")).to_be_visible()

    owner.get_by_role("link", name="Members", exact=True).click()
    expect(owner.get_by_label(f"Role of {guest}")).to_have_value("manager")
    owner.get_by_label(f"Role of {guest}").select_option("Admin")
    owner.get_by_role("button", name=f"Save {guest}").click()
    expect(owner.get_by_role("status")).to_have_text("The role was changed.")
    expect(owner.get_by_label(f"Role of {guest}")).to_have_value("admin")
    owner.get_by_role("button", name=f"Remove… {guest}").click()
    dialog = owner.get_by_role("dialog", name=f"Remove {guest}?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).not_to_be_visible()
    owner.get_by_role("button", name=f"Remove… {guest}").click()
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(owner.get_by_role("status")).to_have_text("They are no longer a member.")

    joining.goto("/")
    expect(joining.get_by_text("You are in no organization yet.")).to_be_visible()


def test_what_is_wrong_with_an_invitation_stands_under_its_field(visit, organization):
    page = signed_in(visit(java_script_enabled=False), organization, organization.user("owner"))
    page.goto(f"/org/{organization.slug}/settings/members")
    page.get_by_label("Email", exact=True).fill(organization.user("owner").email)
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#invite-email-error")).to_contain_text("is a member of this organization already")
    expect(page.get_by_label("Email", exact=True)).to_have_value(organization.user("owner").email)
    expect(page.get_by_label("Email", exact=True)).to_have_attribute("aria-invalid", "true")


def test_a_superadmin_creates_an_organization_and_leaves_it(visit, server, numbers):
    root = server.create_user(f"root-{next(numbers)}@example.org", superadmin=True)
    slug = f"studio-{next(numbers)}"
    server.create_organization(slug)
    page = visit(java_script_enabled=False)
    page.goto("/organizations")
    page.get_by_label("Email").fill(root.email)
    page.get_by_label("Password").fill(root.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name").fill("The Studio")
    page.get_by_label("Address").fill(slug)
    page.get_by_role("button", name="Create organization").click()
    expect(page.locator("#organization-slug-error")).to_contain_text("exists already")
    expect(page.get_by_label("Name")).to_have_value("The Studio")
    page.get_by_label("Address").fill(f"{slug}-2")
    page.get_by_role("button", name="Create organization").click()
    page.wait_for_url(re.compile(f"/org/{slug}-2/media$"))
    page.get_by_role("link", name=re.compile("^The Studio.*All organizations$")).click()
    row = page.get_by_role("listitem").filter(has_text="The Studio")
    row.get_by_role("button", name="Leave…").click()
    row.get_by_role("dialog").get_by_role("button", name="Leave", exact=True).click()
    expect(row.get_by_role("alert")).to_contain_text("last owner")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible_and_fit(visit, server, organization, other_organization, guest, numbers, size, scheme, tmp_path):
    width, height = SIZES[size]
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
    page = visit(**options)
    owner = organization.user("owner")
    for role in ("admin", "manager"):
        organization.user(role)
    server.create_user(owner.email, other_organization, "member")
    server.create_user("somebody-with-a-rather-long-address@department.organization.example.org", organization, "owner")
    signed_in(page, organization, owner)

    def check(page, what):
        page.screenshot(path=tmp_path / f"{what.replace(' ', '-')}-{size}-{scheme}.png", full_page=True)
        assert violations(page) == [], what
        assert not is_too_wide(page), what

    members = f"/org/{organization.slug}/settings/members"
    page.goto(members)
    check(page, "members")
    page.get_by_role("button", name=re.compile("^Remove… manager@")).click()
    check(page, "removing")
    page.keyboard.press("Escape")
    link = invite(page, guest, "Admin")
    check(page, "invited")
    page.get_by_label("Email", exact=True).fill(owner.email)
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#invite-email-error")).to_be_visible()
    check(page, "refused")
    page.goto("/organizations")
    check(page, "organizations")
    page.goto(link)
    check(page, "another's invitation")

    anonymous = visit(**options)
    anonymous.goto(link)
    check(anonymous, "invitation")
    anonymous.get_by_label("Choose a password").fill("short")
    anonymous.get_by_role("button", name="Create account and join").click()
    check(anonymous, "password refused")
    server.create_user(guest)
    anonymous.goto(link)
    check(anonymous, "invitation with an account")
    anonymous.get_by_role("link", name="Sign in").click()
    anonymous.get_by_label("Email").fill(guest)
    anonymous.get_by_label("Password").fill(PASSWORD)
    anonymous.get_by_role("button", name="Sign in").click()
    expect(anonymous.get_by_role("button", name="Accept the invitation")).to_be_visible()
    check(anonymous, "accepting")
    anonymous.goto("/")
    check(anonymous, "no organization")
    root = server.create_user(f"root-{next(numbers)}@example.org", superadmin=True)
    founder = visit(**options)
    founder.goto("/organizations")
    founder.get_by_label("Email").fill(root.email)
    founder.get_by_label("Password").fill(root.password)
    founder.get_by_role("button", name="Sign in").click()
    expect(founder.get_by_role("heading", name="New organization")).to_be_visible()
    check(founder, "superadmin's organizations")
