"""Members, invitations by link, and the organizations of a person, through HTTP and the command line (M3, M6)."""

import re
import uuid

import pages
import pytest
from vitrine_client import Session, User, expect, expect_problem
from vitrine_server import PASSWORD

MEMBERS = "/organization/members"
INVITATIONS = "/organization/invitations"


def signed_in(user, slug=None):
    """A session that sends its CSRF token as scripts do."""
    session = user.sign_in(slug)
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    return session


def members(api):
    return {member["email"]: member for member in expect(200, api.get(MEMBERS))["items"]}


def invite(api, email, role="member", **fields):
    return expect(201, api.post(INVITATIONS, json={"email": email, "role": role, **fields}))


def path_of(invitation):
    return "/invitations/" + invitation["url"].split("/invitations/")[1]


@pytest.fixture
def address(numbers):
    """Somebody nobody knows yet."""
    return f"guest-{next(numbers)}@example.org"


@pytest.fixture
def owner(organization):
    return organization.api("owner")


@pytest.fixture
def superadmin(server, numbers):
    return server.create_user(f"root-{next(numbers)}@example.org", superadmin=True)


# Members


def test_members_are_listed_with_what_they_are(organization, owner):
    organization.user("member")
    listed = expect(200, owner.get(MEMBERS))["items"]
    assert [(member["email"].split("@")[0], member["role"]) for member in listed] == [("owner", "owner"), ("member", "member")]
    assert all({"userId", "email", "role", "createdAt"} == member.keys() for member in listed)


def test_a_role_is_changed_by_whoever_administers(organization, owner):
    organization.user("member")
    member = members(owner)[f"member@{organization.slug}.example"]
    path = f"{MEMBERS}/{member['userId']}"
    admin = organization.api("admin")
    assert expect(200, admin.patch(path, json={"role": "manager"})) == {**member, "role": "manager"}
    assert expect(200, owner.put(path, json={"role": "admin"}))["role"] == "admin"
    for body in ({}, {"role": None}, {"role": "king"}, {"role": 1}, {"role": "member", "email": "x@example.org"}):
        assert expect_problem(422, "invalid_fields", owner.patch(path, json=body))["errors"]
    assert members(owner)[member["email"]]["role"] == "admin"
    expect_problem(403, "role_too_low", organization.api("manager").patch(path, json={"role": "member"}))
    expect_problem(403, "scope_missing", organization.api("owner", "read,write").patch(path, json={"role": "member"}))


def test_an_admin_neither_makes_nor_touches_an_owner(organization, owner):
    admin = organization.api("admin")
    everybody = members(owner)
    own = f"{MEMBERS}/{everybody[f'admin@{organization.slug}.example']['userId']}"
    theirs = f"{MEMBERS}/{everybody[f'owner@{organization.slug}.example']['userId']}"
    for answer in (
        admin.patch(own, json={"role": "owner"}),
        admin.patch(theirs, json={"role": "member"}),
        admin.delete(theirs),
        admin.post(INVITATIONS, json={"email": "new@example.org", "role": "owner"}),
    ):
        assert "owner" in expect_problem(403, "role_above_own", answer)["detail"]
    assert members(owner) == everybody


def test_the_last_owner_stays(organization, owner):
    own = f"{MEMBERS}/{members(owner)[f'owner@{organization.slug}.example']['userId']}"
    expect_problem(409, "last_owner", owner.patch(own, json={"role": "admin"}))
    expect_problem(409, "last_owner", owner.delete(own))
    assert [member["role"] for member in members(owner).values()] == ["owner"]


@pytest.mark.parametrize("method, options", [("PATCH", {"json": {"role": "member"}}), ("DELETE", {})])
def test_a_foreign_member_answers_exactly_as_a_missing_or_malformed_one(
    organization, other_organization, owner, method, options
):
    foreign = members(other_organization.api("owner"))[f"owner@{other_organization.slug}.example"]["userId"]
    answers = [owner.request(method, f"{MEMBERS}/{name}", **options) for name in (foreign, uuid.uuid4(), "nonsense")]
    for answer in answers:
        expect_problem(404, "member_not_found", answer)
    assert len({answer.content for answer in answers}) == 1
    assert len(members(other_organization.api("owner"))) == 1


def test_whoever_is_removed_has_no_way_back(organization, owner):
    user = organization.user("member")
    token, session = organization.api("member"), user.sign_in(organization.slug)
    expect(200, token.get("/organization"))
    assert session.get(f"/org/{organization.slug}/media").status_code == 200
    expect(204, owner.delete(f"{MEMBERS}/{members(owner)[user.email]['userId']}"))
    expect_problem(401, "invalid_token", token.get("/organization"))
    expect_problem(404, "organization_unknown", session.get("/organization"))
    assert session.get(f"/org/{organization.slug}/media").status_code == 404
    # A member again has no token again.
    organization.server.create_user(user.email, organization, "member")
    expect_problem(401, "invalid_token", token.get("/organization"))


def test_everybody_may_leave_and_nobody_may_remove_others_by_it(organization, owner):
    user = organization.user("member")
    everybody = members(owner)
    session = signed_in(user, organization.slug)
    theirs = everybody[f"owner@{organization.slug}.example"]["userId"]
    for name in (theirs, uuid.uuid4(), "nonsense"):
        expect_problem(403, "role_too_low", session.delete(f"{MEMBERS}/{name}"))
    own = f"{MEMBERS}/{everybody[user.email]['userId']}"
    expect_problem(403, "scope_missing", organization.api("member", "read,write").delete(own))
    without_token = session.delete(own, headers={"X-CSRF-Token": ""})
    expect_problem(403, "cross_site_request", without_token)
    expect(204, session.delete(own))
    assert user.email not in members(owner)


# Invitations


def test_an_invitation_becomes_an_account_a_membership_and_a_session(server, organization, owner, address):
    invitation = invite(owner, address.upper(), "manager")
    assert invitation["url"].startswith(f"{server.url}/invitations/") and invitation["email"] == address
    assert [item["id"] for item in expect(200, owner.get(INVITATIONS))["items"]] == [invitation["id"]]
    assert all(item["url"] is None for item in expect(200, owner.get(INVITATIONS))["items"] if "url" in item)

    browser = Session(server)
    page = browser.get(path_of(invitation))
    assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
    for word in (organization.slug, address, "Manager"):
        assert word in page.text
    form = pages.form(page, path_of(invitation))
    short = form.send(browser, page, {"password": "1234567"})
    assert short.status_code == 422 and "at least 8" in short.text
    joined = form.send(browser, page, {"password": PASSWORD}, allow_redirects=False)
    assert joined.status_code == 303 and joined.headers["Location"] == f"/org/{organization.slug}/media"
    assert expect(200, browser.get("/session"))["user"]["email"] == address
    assert members(owner)[address]["role"] == "manager"
    assert expect(200, owner.get(INVITATIONS))["items"] == []
    assert expect(200, User(server, address, PASSWORD).sign_in().get("/session"))["activeOrganization"]["slug"] == organization.slug
    assert browser.get(path_of(invitation)).status_code == 404


def test_whoever_has_an_account_signs_in_first_and_then_accepts(server, organization, owner, address):
    server.create_user(address)
    invitation = invite(owner, address, "admin")
    browser = Session(server)
    page = browser.get(path_of(invitation))
    assert "has an account" in page.text and not pages.forms(page)
    way = re.search(r'href="(/login\?next=[^"]+)"', page.text)[1]
    login = browser.get(way)
    form = pages.form(login, "/login")
    back = form.send(browser, login, {"email": address, "password": PASSWORD})
    assert back.url == server.url + path_of(invitation)
    joined = pages.form(back, path_of(invitation)).send(browser, back, allow_redirects=False)
    assert joined.headers["Location"] == f"/org/{organization.slug}/media"
    assert members(owner)[address]["role"] == "admin"


def test_a_session_accepts_by_the_api_once(server, organization, owner, address):
    person = server.create_user(address)
    invitation = invite(owner, address)
    session = signed_in(person)
    path = path_of(invitation) + "/accept"
    expect_problem(403, "cross_site_request", session.post(path, headers={"X-CSRF-Token": "x"}))
    expect_problem(401, "sign_in_required", Session(server).post(path))
    assert expect(200, session.post(path))["slug"] == organization.slug
    expect_problem(404, "invitation_not_found", session.post(path))


def test_somebody_else_is_told_whom_it_is_for_and_may_sign_out(server, organization, owner, other_organization, address):
    invitation = invite(owner, address)
    other = other_organization.user("member")
    browser = other.sign_in()
    page = browser.get(path_of(invitation))
    assert address in page.text and other.email in page.text
    expect_problem(403, "invitation_for_another", signed_in(other).post(path_of(invitation) + "/accept"))
    csrf = pages.form(page, "/logout").fields["csrf"]
    refused = browser.post(path_of(invitation), data={"csrf": csrf, "password": PASSWORD}, headers={"Origin": server.url})
    assert refused.status_code == 403 and other.email not in members(owner)
    out = pages.form(page, "/logout").send(browser, page)
    assert out.url == server.url + path_of(invitation) and "Choose a password" in out.text


def test_links_that_no_longer_work_are_one_and_the_same_page(server, organization, owner, address):
    used, revoked, replaced = invite(owner, f"a-{address}"), invite(owner, f"b-{address}"), invite(owner, f"c-{address}")
    invite(owner, f"c-{address}")
    expect(204, owner.delete(f"{INVITATIONS}/{revoked['id']}"))
    browser = Session(server)
    page = browser.get(path_of(used))
    pages.form(page, path_of(used)).send(browser, page, {"password": PASSWORD})
    anonymous = Session(server)
    answers = [anonymous.get(path_of(each)) for each in (used, revoked, replaced)]
    answers += [anonymous.get(path) for path in ("/invitations/x", "/invitations/" + "A" * 43)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r"<code>.*?</code>", "", answer.text) for answer in answers}) == 1


def test_an_invitation_form_from_elsewhere_makes_nothing(server, organization, owner, address):
    invitation = invite(owner, address)
    path = path_of(invitation)
    page = Session(server).get(path)
    stranger = Session(server)
    for data in ({"password": PASSWORD}, {"password": PASSWORD, "csrf": pages.form(page, path).fields["csrf"]}):
        answer = stranger.post(path, data=data, headers={"Origin": server.url}, allow_redirects=False)
        assert answer.status_code == 403 and "too long" in answer.text
    browser = Session(server)
    page = browser.get(path)
    evil = pages.form(page, path).send(browser, page, {"password": PASSWORD}, headers={"Origin": "https://evil.example"})
    assert evil.status_code == 403
    assert browser.post(path, json={"password": PASSWORD}).status_code == 415
    assert members(owner).keys() == {f"owner@{organization.slug}.example"}


def test_invitations_that_cannot_be_are_refused(organization, owner):
    expect_problem(
        409, "already_member", owner.post(INVITATIONS, json={"email": f"owner@{organization.slug}.example", "role": "member"})
    )
    for body, field in (
        ({"email": "nobody", "role": "member"}, "email"),
        ({"role": "member"}, "email"),
        ({"email": "a@example.org"}, "role"),
        ({"email": "a@example.org", "role": "king"}, "role"),
        ({"email": "a@example.org", "role": "member", "expiresInDays": 0}, "expiresInDays"),
        ({"email": "a@example.org", "role": "member", "expiresInDays": 31}, "expiresInDays"),
        ({"email": "a@example.org", "role": "member", "expiresInDays": 1.5}, "expiresInDays"),
        ({"email": "a@example.org", "role": "member", "colour": "red"}, "colour"),
    ):
        problem = expect_problem(422, "invalid_fields", owner.post(INVITATIONS, json=body))
        assert [error["field"] for error in problem["errors"]] == [field], body
    for role in ("manager", "member"):
        expect_problem(403, "role_too_low", organization.api(role).post(INVITATIONS, json={"email": "a@example.org", "role": "member"}))
    assert expect(200, owner.get(INVITATIONS))["items"] == []


def test_a_foreign_invitation_answers_exactly_as_a_missing_one(owner, other_organization, address):
    foreign = invite(other_organization.api("owner"), address)
    answers = [owner.delete(f"{INVITATIONS}/{name}") for name in (foreign["id"], uuid.uuid4(), "nonsense")]
    for answer in answers:
        expect_problem(404, "invitation_not_found", answer)
    assert len({answer.content for answer in answers}) == 1
    assert Session(owner.server).get(path_of(foreign)).status_code == 200


def test_the_log_names_no_secret(server, organization, owner, address):
    invitation = invite(owner, address)
    secret = path_of(invitation).rsplit("/", 1)[1]
    browser = Session(server)
    browser.get(path_of(invitation))
    browser.post(path_of(invitation) + "/accept")
    browser.get(f"/login?next={path_of(invitation)}")
    expect(200, owner.get("/organization"))
    assert "/invitations/{secret}" in server.log() and secret not in server.log()


# The organizations of a person


def test_a_person_sees_their_organizations(server, organization, other_organization, superadmin):
    user = organization.user("manager")
    server.create_user(user.email, other_organization, "admin")
    items = expect(200, user.sign_in().get("/organizations"))["items"]
    assert {(item["slug"], item["role"]) for item in items} == {(organization.slug, "manager"), (other_organization.slug, "admin")}
    assert all({"id", "slug", "name", "role", "plan"} == item.keys() and item["plan"] == "business" for item in items)
    everything = expect(200, superadmin.sign_in().get("/organizations"))["items"]
    assert {(organization.slug, None), (other_organization.slug, None)} <= {(item["slug"], item["role"]) for item in everything}
    expect_problem(401, "sign_in_required", Session(server).get("/organizations"))
    assert Session(server).get("/organizations", headers={"Accept": "text/html"}).url.endswith("/login?next=%2Forganizations")


def test_a_superadmin_creates_an_organization_and_owns_it(server, organization, superadmin, numbers):
    slug = f"founded-{next(numbers)}"
    session = signed_in(superadmin)
    made = expect(201, session.post("/organizations", json={"slug": slug, "name": "Founded", "plan": "pro", "profile": "docs"}))
    assert (made["slug"], made["name"], made["role"], made["plan"]) == (slug, "Founded", "owner", "pro")
    session.headers["X-Organization"] = slug
    assert [member["role"] for member in members(session).values()] == ["owner"]
    expect_problem(409, "slug_taken", session.post("/organizations", json={"slug": slug, "name": "Again"}))
    expect_problem(422, "invalid_slug", session.post("/organizations", json={"slug": "-", "name": "Odd"}))
    expect_problem(422, "invalid_fields", session.post("/organizations", json={"slug": "odd", "name": "Odd", "plan": "gold"}))
    body = {"slug": f"mine-{next(numbers)}", "name": "Mine"}
    expect_problem(403, "superadmin_required", signed_in(organization.user("owner")).post("/organizations", json=body))
    expect_problem(403, "cross_site_request", session.post("/organizations", json=body, headers={"X-CSRF-Token": ""}))


def test_the_way_home_leads_to_where_one_was_last(server, organization, other_organization):
    user = organization.user("member")
    server.create_user(user.email, other_organization, "member")
    session = user.sign_in()
    for place in (other_organization, organization, other_organization):
        session.get(f"/org/{place.slug}/media")
        for path in ("/", "/dashboard/content/media"):
            assert session.get(path).url == f"{server.url}/org/{place.slug}/media"
        assert expect(200, session.get("/organization"))["slug"] == place.slug
    # The cookie opens nothing: whoever is no member any more goes home to another.
    api = other_organization.api("owner")
    expect(204, api.delete(f"{MEMBERS}/{members(api)[user.email]['userId']}"))
    assert session.get("/").url == f"{server.url}/org/{organization.slug}/media"
    session.cookies.set("vitrine_organization", "../evil")
    assert session.get("/").url == f"{server.url}/org/{organization.slug}/media"


def test_a_person_without_an_organization_is_told_what_to_do(server, address):
    session = server.create_user(address).sign_in()
    page = session.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 200 and page.url.endswith("/organizations")
    assert "You are in no organization yet." in page.text and address in page.text


# The command line


def test_the_command_line_manages_members_and_invitations(server, organization, owner, address):
    organization.user("member")
    email = f"member@{organization.slug}.example"
    flags = ("--organization", organization.slug)
    server.cli("member", "set", email, *flags, "--role", "manager")
    lines = server.cli("member", "list", *flags).stdout.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [[f"owner@{organization.slug}.example", "owner"], [email, "manager"]]
    server.cli("member", "remove", email.upper(), *flags)
    assert email not in members(owner)
    refused = server.cli("member", "remove", f"owner@{organization.slug}.example", *flags, check=False)
    assert refused.returncode == 1 and "last owner" in refused.stderr
    assert server.cli("member", "remove", "nobody@example.org", *flags, check=False).returncode == 1

    path = server.cli("invitation", "create", address, *flags, "--role", "admin").stdout.strip()
    assert re.fullmatch(r"/invitations/[\w-]{43}", path)
    assert organization.slug in Session(server).get(path).text
    assert server.cli("invitation", "list", *flags).stdout.startswith(f"{address}\tadmin\t")
    server.cli("invitation", "revoke", address, *flags)
    assert server.cli("invitation", "list", *flags).stdout == ""
    assert Session(server).get(path).status_code == 404
    public = {"VITRINE_PUBLIC_URL": "https://media.example"}
    url = server.cli("invitation", "create", address, *flags, environment=public).stdout.strip()
    assert url.startswith("https://media.example/invitations/")
    assert server.cli("invitation", "create", address, *flags, "--days", "31", check=False).returncode == 1
    assert server.cli("member", "set", email, *flags, check=False).returncode == 2


def test_adding_somebody_again_does_not_take_the_last_owner_away(server, numbers):
    organization = server.create_organization(f"kept-{next(numbers)}")
    owner = organization.user("owner")
    result = server.cli("user", "create", owner.email, "--organization", organization.slug, "--role", "member", check=False)
    assert result.returncode == 1 and "owner" in result.stderr
    organization.user("admin")
    assert server.cli("user", "create", organization.user("admin").email, "--organization", organization.slug, "--role", "owner")
    assert server.cli("user", "create", owner.email, "--organization", organization.slug, "--role", "member").returncode == 0
