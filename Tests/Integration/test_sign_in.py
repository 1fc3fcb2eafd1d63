"""Signing in and out, and what protects a session from other sites."""

import re

import pages
import pictures
import pytest
from vitrine_client import Session, expect, expect_problem
from vitrine_server import PASSWORD, Server


@pytest.fixture(scope="module")
def person(server):
    return server.create_organization("signing").user()


@pytest.fixture
def browser(server):
    """A browser that has opened the sign-in page."""
    session = Session(server)
    session.page = session.get("/login")
    session.form = pages.form(session.page, "/login")
    return session


def send(browser, person, headers=None, **changes):
    changes = {"email": person.email, "password": person.password, **changes}
    return browser.form.send(browser, browser.page, changes, headers=headers or {}, allow_redirects=False)


def is_signed_in(session):
    return session.get("/session").status_code == 200


def cookie(answer, name):
    """The Set-Cookie line of `name`: value and attributes."""
    lines = [line for line in answer.raw.headers.getlist("Set-Cookie") if line.startswith(name + "=")]
    assert len(lines) == 1, lines
    value, *attributes = [part.strip() for part in lines[0].split(";")]
    return value.split("=", 1)[1], {attribute.lower() for attribute in attributes}


def test_the_right_password_opens_a_session(browser, person):
    answer = send(browser, person)
    assert answer.status_code == 303 and answer.headers["Location"] == "/"
    value, attributes = cookie(answer, "vitrine_session")
    assert len(value) >= 32
    assert {"httponly", "samesite=lax", "path=/"} <= attributes and "secure" not in attributes
    session = expect(200, browser.get("/session"))
    assert session["user"]["email"] == person.email and session["csrfToken"]
    assert session["activeOrganization"]["slug"] == "signing"
    assert set(session["capabilities"]) == {
        "read", "download", "upload", "edit", "delete", "purge", "export", "administer",
    }
    assert session["limits"] == {"maxFileBytes": 250 * 1024**2, "maxStorageBytes": 50 * 1024**3}
    library = browser.get("/")
    assert library.url.endswith("/org/signing/media") and library.status_code == 200


def test_signing_in_again_makes_a_new_session_and_a_new_token(person):
    first, second = person.sign_in(), person.sign_in()
    assert first.cookies["vitrine_session"] != second.cookies["vitrine_session"]
    assert expect(200, first.get("/session"))["csrfToken"] != expect(200, second.get("/session"))["csrfToken"]


def test_a_session_id_from_outside_is_never_taken_over(browser, person):
    browser.cookies.set("vitrine_session", "chosen-by-an-attacker")
    value, _ = cookie(send(browser, person), "vitrine_session")
    assert value != "chosen-by-an-attacker"


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "wrong"},
        {"password": ""},
        {"email": "nobody@example.org"},
        {"email": "not an address"},
        {"email": "' OR 1=1 --"},
    ],
)
def test_wrong_credentials_answer_alike_whoever_is_meant(browser, person, changes):
    answer = send(browser, person, **changes)
    assert answer.status_code == 401 and "vitrine_session" not in answer.cookies
    assert not is_signed_in(browser)
    alert = re.search(r'role="alert".*?<span>(.*?)</span>', answer.text, re.DOTALL)[1]
    assert (
        alert == re.search(r'role="alert".*?<span>(.*?)</span>', send(browser, person, password="also wrong").text, re.DOTALL)[1]
    )
    # What was typed is still there, but for the password.
    again = pages.form(answer, "/login")
    assert again.fields["email"] == changes.get("email", person.email) and again.fields["password"] == ""


def test_the_address_may_be_written_in_capitals(browser, person):
    assert send(browser, person, email=f" {person.email.upper()} ").status_code == 303


@pytest.mark.parametrize("csrf", ["", "wrong", "x" * 32])
def test_a_sign_in_without_the_forms_token_is_refused(browser, person, csrf):
    answer = send(browser, person, csrf=csrf)
    assert answer.status_code == 403 and not is_signed_in(browser)


def test_a_sign_in_without_the_forms_cookie_is_refused(browser, person):
    browser.cookies.clear()
    assert send(browser, person).status_code == 403 and not is_signed_in(browser)


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_sign_in_from_another_site_is_refused(browser, person, headers):
    assert send(browser, person, headers=headers).status_code == 403 and not is_signed_in(browser)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_change_by_session_comes_from_another_site(person, headers):
    session = person.sign_in()
    csrf = expect(200, session.get("/session"))["csrfToken"]
    options = {"files": {"file": ("a.txt", b"x\n")}, "headers": {"X-CSRF-Token": csrf, **headers}}
    expect_problem(403, "cross_site_request", session.post("/organization/assets", **options))
    assert session.post("/logout", data={"csrf": csrf}, headers=headers).status_code == 403
    upload = session.post("/org/signing/media/upload", data={"csrf": csrf}, files={"file": ("a.txt", b"x\n")}, headers=headers)
    assert upload.status_code == 403
    assert is_signed_in(session)


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_no_change_by_session_goes_without_its_token_whatever_the_content_type(person, token):
    session = person.sign_in()
    headers = {} if token is None else {"X-CSRF-Token": token}
    for options in (
        {"files": {"file": ("a.txt", b"x\n")}},
        {"data": b"x", "headers": {"Content-Type": "text/plain"}},
        {"data": b""},
        {"json": {}},
    ):
        options["headers"] = {**options.get("headers", {}), **headers}
        expect_problem(403, "cross_site_request", session.post("/organization/assets", **options))
        expect_problem(403, "cross_site_request", session.delete("/organization/assets/x", headers=headers))


def test_a_session_with_its_token_uses_the_api(person):
    session = person.sign_in()
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    asset = session.upload(pictures.picture("png"))
    expect(200, session.patch(f"/organization/assets/{asset['id']}", json={"title": "By session"}))
    expect(204, session.delete(f"/organization/assets/{asset['id']}"))


def test_the_token_of_one_session_does_not_serve_another(person):
    first, second = person.sign_in(), person.sign_in()
    token = expect(200, first.get("/session"))["csrfToken"]
    answer = second.post("/organization/assets", files={"file": ("a.txt", b"x\n")}, headers={"X-CSRF-Token": token})
    expect_problem(403, "cross_site_request", answer)


def test_signing_out_ends_the_session_for_good(person):
    session = person.sign_in()
    old = session.cookies["vitrine_session"]
    page = session.get("/org/signing/media")
    assert pages.form(page, "/logout").send(session, page, {"csrf": "wrong"}).status_code == 403 and is_signed_in(session)
    answer = pages.form(page, "/logout").send(session, page, allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == "/login"
    assert "max-age=0" in cookie(answer, "vitrine_session")[1]
    assert not is_signed_in(session)
    copy = Session(person.server)
    copy.cookies.set("vitrine_session", old)
    assert not is_signed_in(copy)


def test_a_signed_in_browser_skips_the_sign_in_page(person):
    answer = person.sign_in().get("/login", allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == "/"


def test_next_leads_back_to_where_one_came_from(server, person):
    session = Session(server)
    page = session.get("/org/signing/media?q=a%20b&kind=image")
    assert page.url.startswith(server.url + "/login?next=")
    answer = pages.form(page, "/login").send(session, page, {"email": person.email, "password": PASSWORD}, allow_redirects=False)
    assert answer.headers["Location"] == "/org/signing/media?q=a%20b&kind=image"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/%0d%0aX: y",
        "/\r\nSet-Cookie: a=b",
        "",
        "evil",
        "http:evil.example",
        " //evil.example",
    ],
)
def test_next_never_leads_to_another_site(browser, person, target):
    answer = send(browser, person, next=target)
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/") and not re.match(r"/[/\\\s]", location), location
    assert "X" not in answer.headers and "a" not in answer.cookies


def test_every_page_has_the_strict_policy(server, person):
    session, nobody = person.sign_in(), Session(server)
    answers = [
        nobody.get("/login"),
        nobody.post("/login", data={}),
        session.get("/org/signing/media"),
        session.get("/org/none/media"),
        session.get("/org/signing/media/assets/none/delete"),
        session.get("/org/signing/media/fragments/grid"),
        session.post("/org/signing/media/upload"),
    ]
    for answer in answers:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8", answer.url
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy
        for directive in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "script-src 'self'"):
            assert directive in policy, answer.url
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|style=", answer.text), answer.url


def test_behind_https_the_cookie_is_secure_and_addresses_are_the_public_ones():
    with Server(environment={"VITRINE_PUBLIC_URL": "https://media.example.org/"}) as server:
        organization = server.create_organization("public")
        session = Session(server)
        page = session.get("/login")
        # The jar keeps a secure cookie from plain http, as it should; carried over by hand.
        token, attributes = cookie(page, "vitrine_login")
        assert {"secure", "httponly", "samesite=lax"} <= attributes
        answer = session.post(
            "/login",
            data={"email": organization.user().email, "password": PASSWORD, "csrf": token},
            headers={"Cookie": f"vitrine_login={token}", "Origin": "https://media.example.org"},
            allow_redirects=False,
        )
        assert answer.status_code == 303
        assert {"secure", "httponly", "samesite=lax"} <= cookie(answer, "vitrine_session")[1]
        asset = organization.api().upload(pictures.picture("png"))
        assert asset["publicUrl"].startswith("https://media.example.org/files/")


def test_forwarded_headers_are_believed_from_a_trusted_proxy_only():
    for proxies, secure in (("127.0.0.1", True), ("10.0.0.1", False), (None, False)):
        with Server(environment={"VITRINE_TRUSTED_PROXIES": proxies}) as server:
            page = Session(server).get("/login", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"})
            assert ("secure" in cookie(page, "vitrine_login")[1]) == secure, proxies
