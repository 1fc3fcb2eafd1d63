"""The profile and the pages of API tokens: usable by everybody, on any screen, with a keyboard."""

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect
from vitrine_client import Session
from vitrine_client import expect as expect_status
from vitrine_server import PASSWORD

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_profile_and_tokens_are_accessible_and_fit(visit, organization, size, scheme):
    width, height = SIZES[size]
    page = visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce")
    signed_in(page, organization, organization.user("owner"))
    tokens = f"/org/{organization.slug}/settings/tokens"

    def check(what):
        assert violations(page) == [], what
        assert not is_too_wide(page), what

    page.goto("/profile")
    check("profile")
    page.get_by_label("Current password").fill("wrong")
    page.get_by_label("New password").fill("another password")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    check("a wrong password")
    page.goto(tokens)
    check("no tokens")
    page.get_by_label("Name").fill("A token whose name is as long as a name may well be in a list of tokens")
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_label("Token", exact=True)).to_be_focused()
    check("a new token")


def test_a_token_is_made_and_revoked_with_the_keyboard(visit, organization):
    page = visit()
    signed_in(page, organization, organization.user("owner"))
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="API tokens").click()
    page.get_by_label("Name").press_sequentially("Build")
    page.keyboard.press("Enter")
    secret = page.get_by_label("Token", exact=True).input_value()
    api = Session(organization.server, secret)
    expect_status(200, api.get("/organization/assets"))
    page.get_by_role("button", name="Revoke Build").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The token was revoked.")
    expect_status(401, api.get("/organization/assets"))


def test_the_account_leads_to_the_profile_where_the_password_is_changed(visit, organization):
    user = organization.user("manager")
    page = visit()
    signed_in(page, organization, user)
    page.get_by_role("link", name=user.email).click()
    expect(page).to_have_title("Profile · Vitrine")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill("another password")
    page.get_by_label("New password").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The password was changed.")
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page).to_have_title("Sign in · Vitrine")
    user.password = "another password"
    user.sign_in()
