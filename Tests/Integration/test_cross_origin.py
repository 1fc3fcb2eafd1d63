"""Pages of other sites: which may use an organization's API, and how browsers are told."""

import json

import pytest
from vitrine_client import Session, expect, expect_problem

ASSETS = "/organization/assets"
SITE = "https://cms.example"
OTHER = "https://other.example"


@pytest.fixture
def trusting(organization, numbers):
    """An organization that lets one site in; its origin is nobody else's."""
    organization.site = f"https://cms-{next(numbers)}.example:8443"
    expect(200, organization.api("owner").patch("/organization", json={"allowedOrigins": [organization.site.upper()]}))
    return organization


def preflight(server, path, origin, method="POST"):
    return Session(server).options(path, headers={"Origin": origin, "Access-Control-Request-Method": method})


def shared(response, origin):
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers
    return response


def test_a_listed_site_may_use_the_api_with_a_token(trusting):
    api = trusting.api()
    api.headers["Origin"] = trusting.site
    made = shared(api.post(ASSETS, files={"file": ("a.txt", b"bytes")}), trusting.site)
    expect(201, made)
    assert {
        "etag", "location", "retry-after", "x-request-id", "idempotency-replayed", "vitrine-duplicate-of",
        "vitrine-broken-references", "vitrine-rewritten-references",
    } == {
        name.strip().lower() for name in made.headers["Access-Control-Expose-Headers"].split(",")
    }
    expect(200, shared(api.get(ASSETS), trusting.site))
    # Errors can be read there, too.
    expect(404, shared(api.get(f"{ASSETS}/nothing"), trusting.site))
    expect(422, shared(api.patch(made.headers["Location"], json={"nothing": 1}), trusting.site))
    expect(401, shared(Session(trusting.server, "vt_none").get(ASSETS, headers={"Origin": trusting.site}), trusting.site))


@pytest.mark.parametrize("origin", [OTHER, "null", "https://cms.example.evil.example", "file://"])
def test_any_other_site_is_refused_before_anything_happens(trusting, origin):
    api = trusting.api()
    answer = api.post(ASSETS, files={"file": ("a.txt", b"bytes")}, headers={"Origin": origin})
    expect_problem(403, "origin_not_allowed", answer)
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert api.assets()["total"] == 0
    bad = Session(trusting.server, "vt_none").get(ASSETS, headers={"Origin": origin})
    assert bad.status_code == 401 and "Access-Control-Allow-Origin" not in bad.headers


def test_a_site_is_let_into_the_organization_that_lists_it_and_no_other(trusting, other_organization):
    answer = other_organization.api().get(ASSETS, headers={"Origin": trusting.site})
    expect_problem(403, "origin_not_allowed", answer)


def test_programs_and_the_servers_own_pages_are_not_asked_for_an_origin(trusting):
    api = trusting.api()
    for headers in ({}, {"Origin": trusting.server.url}):
        answer = api.get(ASSETS, headers=headers)
        expect(200, answer)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_session_never_crosses(trusting):
    session = trusting.user("owner").sign_in(trusting.slug)
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    answer = session.patch("/organization", json={"name": "Taken"}, headers={"Origin": trusting.site})
    expect_problem(403, "cross_site_request", answer)
    read = session.get("/organization", headers={"Origin": trusting.site})
    assert "Access-Control-Allow-Origin" not in read.headers


def test_a_preflight_is_answered_for_sites_that_some_organization_lists(trusting):
    for path, methods in (
        (ASSETS, {"GET", "POST"}), (f"{ASSETS}/one", {"GET", "PATCH", "PUT", "DELETE"}), ("/organization", {"GET", "PATCH"}),
        ("/organization/changes", {"GET"}), ("/organization/members/one", {"DELETE"}),
    ):
        answer = shared(preflight(trusting.server, path, trusting.site), trusting.site)
        expect(204, answer)
        assert methods <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
        allowed = answer.headers["Access-Control-Allow-Headers"].lower()
        assert all(name in allowed for name in ("authorization", "content-type", "if-match", "idempotency-key", "x-organization"))
        assert answer.headers["Access-Control-Max-Age"] == "600"
        refused = preflight(trusting.server, path, OTHER)
        expect_problem(403, "origin_not_allowed", refused)
        assert "Access-Control-Allow-Origin" not in refused.headers
    assert preflight(trusting.server, "/session", trusting.site).status_code == 405
    assert Session(trusting.server).options(ASSETS).status_code == 405


def test_files_can_be_read_from_anywhere(trusting):
    url = trusting.api().upload(b"bytes", "a.txt")["publicUrl"]
    assert Session(trusting.server).get(url, headers={"Origin": OTHER}).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "origins",
    [
        ["*"], ["https://*.example.com"], ["https://example.com/path"], ["https://example.com/"], ["example.com"], ["null"],
        ["ftp://example.com"], ["https://user@example.com"], ["https://example.com:0"], [""], [" "], ["https://bücher.example"],
        [f"https://{number}.example" for number in range(51)], "https://example.com", 1, {}, [1], [None], True,
    ],
    ids=str,
)
def test_what_is_no_origin_is_refused(organization, origins):
    api = organization.api("owner")
    problem = expect_problem(422, "invalid_fields", api.patch("/organization", json={"allowedOrigins": origins}))
    assert [error["field"] for error in problem["errors"]] == ["allowedOrigins"]
    assert expect(200, api.get("/organization"))["allowedOrigins"] == []


def test_origins_are_kept_as_browsers_write_them_and_each_once(organization):
    api = organization.api("admin")
    given = ["https://B.example:443", "https://a.example", "http://localhost:5173", "https://b.example"]
    kept = ["https://b.example", "https://a.example", "http://localhost:5173"]
    changed = api.patch("/organization", json={"allowedOrigins": given})
    assert expect(200, changed)["allowedOrigins"] == kept
    assert changed.headers["ETag"] == api.get("/organization").headers["ETag"]
    (entry,) = expect(200, api.get("/organization/audit?action=organization.change&limit=1"))["items"]
    assert entry["changes"] == [{"field": "allowedOrigins", "before": None, "after": ", ".join(kept)}]
    for empty in ([], None):
        assert expect(200, api.patch("/organization", json={"allowedOrigins": empty}))["allowedOrigins"] == []
    expect_problem(403, "role_too_low", organization.api("manager").patch("/organization", json={"allowedOrigins": []}))


def test_origins_are_set_on_the_command_line_and_on_the_settings_page(server, organization):
    server.cli("organization", "set", organization.slug, f"allowedOrigins={SITE},{OTHER}")
    shown = json.loads(server.cli("organization", "show", organization.slug, "--json").stdout)
    assert shown["allowedOrigins"] == [SITE, OTHER]
    assert server.cli("organization", "set", organization.slug, "allowedOrigins=*", check=False).returncode == 1
    page = organization.user("owner").sign_in()
    path = f"/org/{organization.slug}/settings"
    assert f"{SITE}\n{OTHER}</textarea>" in page.get(path).text
    csrf = expect(200, page.get("/session", headers={"X-Organization": organization.slug}))["csrfToken"]

    def save(text):
        form = {"csrf": csrf, "allowedOrigins": text}
        return page.post(f"{path}/origins", data=form, headers={"Origin": server.url}, allow_redirects=False)

    refused = save(f"{SITE}\r\nhttps://example.com/path")
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.text and "https://example.com/path" in refused.text
    assert save(f"{OTHER}\r\n").status_code == 303
    assert expect(200, organization.api().get("/organization"))["allowedOrigins"] == [OTHER]
    server.cli("organization", "set", organization.slug, "allowedOrigins=")
    assert expect(200, organization.api().get("/organization"))["allowedOrigins"] == []
