"""Nothing of one organization is ever seen or changed from another (M1, M2)."""

import uuid

import pictures
import pytest
from vitrine_client import Session, expect, expect_problem

ASSETS = "/organization/assets"


@pytest.fixture(scope="module")
def two(server):
    """Two organizations with an asset each, whose names are only theirs."""
    ours, theirs = server.create_organization("ours"), server.create_organization("theirs")
    ours.asset = ours.api().settled(ours.api().upload(pictures.picture("png"), "our-picture.png", title="Ours alone"))
    theirs.asset = theirs.api().settled(theirs.api().upload(pictures.picture("gif"), "their-picture.gif", title="Theirs alone"))
    return ours, theirs


def as_session(organization):
    """A signed-in browser as an API client, its token for changes included."""
    session = organization.user().sign_in()
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    return session


@pytest.mark.parametrize("client", [lambda organization: organization.api(), as_session], ids=["token", "session"])
def test_a_list_shows_its_own_assets_only(two, client):
    ours, theirs = two
    for organization, other in ((ours, theirs), (theirs, ours)):
        api = client(organization)
        assert [item["id"] for item in api.assets()["items"]] == [organization.asset["id"]]
        assert api.assets(q="picture")["total"] == 1 and api.assets(q="alone")["total"] == 1
        assert api.assets(q=other.asset["title"])["total"] == 0
        assert api.storage()["totalBytes"] == organization.asset["byteSize"]


@pytest.mark.parametrize("client", [lambda organization: organization.api(), as_session], ids=["token", "session"])
@pytest.mark.parametrize(
    ("method", "options"),
    [("GET", {}), ("PATCH", {"json": {"title": "Taken"}}), ("PUT", {"json": {"title": "Taken"}}), ("DELETE", {})],
)
def test_a_foreign_asset_answers_exactly_as_a_missing_one(two, client, method, options):
    ours, theirs = two
    api = client(ours)
    for extra in ({}, {"If-Match": "*"}, {"If-Match": '"x"'}):
        foreign = api.request(method, f"{ASSETS}/{theirs.asset['id']}", headers=extra, **options)
        missing = api.request(method, f"{ASSETS}/{uuid.uuid4()}", headers=extra, **options)
        expect_problem(404, "asset_not_found", foreign)
        assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
        assert without_identity(foreign.headers) == without_identity(missing.headers)
    after = theirs.api().asset(theirs.asset["id"])
    assert after == theirs.asset


def without_identity(headers):
    return {name: value for name, value in headers.items() if name not in ("Date", "X-Request-Id")}


def test_the_header_of_a_foreign_organization_answers_as_that_of_a_missing_one(two):
    ours, theirs = two
    session = as_session(ours)
    for path in (ASSETS, f"{ASSETS}/storage", f"{ASSETS}/{theirs.asset['id']}", "/session"):
        foreign = session.get(path, headers={"X-Organization": theirs.slug})
        missing = session.get(path, headers={"X-Organization": "never-made"})
        expect_problem(404, "organization_unknown", foreign)
        assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    foreign = session.post(ASSETS, files={"file": ("a.txt", b"x\n")}, headers={"X-Organization": theirs.slug})
    assert foreign.status_code == 404
    assert theirs.api().assets()["total"] == 1


def test_a_token_stays_in_its_organization_whatever_the_header_says(two):
    ours, theirs = two
    for slug in (theirs.slug, "never-made"):
        page = expect(200, ours.api().get(ASSETS, headers={"X-Organization": slug}))
        assert [item["id"] for item in page["items"]] == [ours.asset["id"]]


PAGES = [
    "/org/{slug}/media",
    "/org/{slug}/media?asset={id}",
    "/org/{slug}/media/fragments/grid",
    "/org/{slug}/media/fragments/asset/{id}",
    "/org/{slug}/media/fragments/card/{id}",
    "/org/{slug}/media/assets/{id}/delete",
    "/org/{slug}/settings",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_a_foreign_organization_answers_as_that_of_a_missing_one(two, path):
    ours, theirs = two
    session = ours.user().sign_in()
    foreign = session.get(path.format(slug=theirs.slug, id=theirs.asset["id"]))
    missing = session.get(path.format(slug="never-made", id=theirs.asset["id"]))
    assert foreign.status_code == missing.status_code == 404
    assert "Theirs" not in foreign.text and "their-picture" not in foreign.text
    same = foreign.text.replace(theirs.slug, "never-made").replace(
        foreign.headers["X-Request-Id"], missing.headers["X-Request-Id"]
    )
    assert same == missing.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_no_foreign_asset_in_ones_own_organization(two, path):
    ours, theirs = two
    answer = ours.user().sign_in().get(path.format(slug=ours.slug, id=theirs.asset["id"]))
    assert answer.status_code == (404 if "{id}" in path and "?asset" not in path else 200)
    assert "Theirs" not in answer.text and "their-picture" not in answer.text


@pytest.mark.parametrize("action", ["upload", "assets/{id}", "assets/{id}/delete"])
def test_a_form_changes_nothing_in_a_foreign_organization(two, action):
    ours, theirs = two
    session = ours.user().sign_in()
    csrf = expect(200, session.get("/session"))["csrfToken"]
    for slug in (theirs.slug, ours.slug):
        if slug == ours.slug and action == "upload":
            continue
        path = f"/org/{slug}/media/{action.format(id=theirs.asset['id'])}"
        if action == "upload":
            answer = session.post(path, data={"csrf": csrf}, files={"file": ("a.txt", b"x\n")})
        else:
            answer = session.post(path, data={"csrf": csrf, "displayName": "taken.png", "title": "Taken"})
        assert answer.status_code == 404
    assert theirs.api().asset(theirs.asset["id"]) == theirs.asset
    assert theirs.api().assets()["total"] == 1


def test_somebody_in_both_sees_each_by_itself(server, two):
    ours, theirs = two
    both = server.create_user("both@example.org", ours, "member")
    server.create_user("both@example.org", theirs, "member")
    session = both.sign_in()
    assert {entry["slug"] for entry in expect(200, session.get("/session"))["organizations"]} == {ours.slug, theirs.slug}
    for organization, other in ((ours, theirs), (theirs, ours)):
        items = expect(200, session.get(ASSETS, headers={"X-Organization": organization.slug}))["items"]
        assert [item["id"] for item in items] == [organization.asset["id"]]
        assert session.get(f"{ASSETS}/{other.asset['id']}", headers={"X-Organization": organization.slug}).status_code == 404
        page = session.get(f"/org/{organization.slug}/media").text
        assert organization.asset["displayName"] in page and other.asset["displayName"] not in page


def test_somebody_in_none_sees_nothing(server, two):
    session = server.create_user("nobody@example.org").sign_in()
    assert expect(200, session.get("/session"))["organizations"] == []
    assert session.get(ASSETS).status_code == 404
    for organization in two:
        assert session.get(ASSETS, headers={"X-Organization": organization.slug}).status_code == 404
        assert session.get(f"/org/{organization.slug}/media").status_code == 404


def test_a_user_made_for_one_organization_gets_no_token_for_another(server, two):
    ours, theirs = two
    result = server.cli("token", "create", "--user", ours.user().email, "--organization", theirs.slug, check=False)
    assert result.returncode == 1 and result.stdout == ""


def test_without_a_session_pages_lead_to_the_sign_in_page_alike(server, two):
    nobody = Session(server)
    for slug in (two[0].slug, "never-made"):
        answer = nobody.get(f"/org/{slug}/media?q=x", allow_redirects=False)
        assert answer.status_code == 303 and answer.headers["Location"] == f"/login?next=%2Forg%2F{slug}%2Fmedia%3Fq%3Dx"
