"""Who gets in, and what a session or token is good for: CSRF, fixation, throttling, tokens, accounts (M4)."""

import concurrent.futures
import datetime
import json
import re
import uuid

import pages
import pytest
from vitrine_client import Session, User, expect, expect_problem, wait_until
from vitrine_server import PASSWORD, Server

EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def owner(server):
    """A superadmin who owns an organization: nobody is refused less, so that what is refused is refused for its sender."""
    return server.create_user("owner@access.example", server.create_organization("access"), "owner", superadmin=True)


def csrf(session):
    return expect(200, session.get("/session"))["csrfToken"]


def with_csrf(session):
    session.headers["X-CSRF-Token"] = csrf(session)
    return session


# Requests another site could send


def changing_routes(server):
    """Every route that changes something for a session, from the program itself, with ids that name nothing."""
    for line in server.cli("route", "list", "--json").stdout.splitlines():
        route = json.loads(line)
        if route["method"] in ("GET", "HEAD", "OPTIONS") or route["access"] == "anybody":
            continue
        route["path"] = re.sub(r"\{[^}]+\}", str(uuid.uuid4()), route["path"].replace("{slug}", "access"))
        yield route


def api_bodies():
    return [
        {},
        {"json": {}},
        {"data": "{}", "headers": {"Content-Type": "text/plain"}},
        {"data": "{}", "headers": {"Content-Type": "application/json; charset=utf-8"}},
        {"data": "a=b", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"data": b"{}", "headers": {"Content-Type": ""}},
        {"files": {"file": ("a.txt", b"x\n")}},
    ]


def form_bodies(token):
    """What a form may be sent as; the last three are no form of ours, whatever they hold."""
    fields = {"other": "1"} if token is None else {"csrf": token}
    return [
        {"data": fields},
        {"files": {**{name: (None, value) for name, value in fields.items()}, "file": ("a.txt", b"x\n")}},
        {"json": fields},
        {"data": json.dumps(fields), "headers": {"Content-Type": "text/plain"}},
        {"data": f"csrf={token}".encode(), "headers": {"Content-Type": "text/plain"}},
    ]


def answers(session, route, token, body, headers):
    headers = {**body.get("headers", {}), **headers}
    if token is not None and not route["hasPages"]:
        headers["X-CSRF-Token"] = token
    answer = session.request(
        route["method"], route["path"], **{**body, "headers": headers}, allow_redirects=False
    )
    return answer


SENDERS = {
    "no token": lambda right, other: (None, {}),
    "an empty token": lambda right, other: ("", {}),
    "a wrong token": lambda right, other: ("x" * len(right), {}),
    "another session's token": lambda right, other: (other, {}),
    "another origin": lambda right, other: (right, {"Origin": EVIL}),
    "an opaque origin": lambda right, other: (right, {"Origin": "null"}),
    "another site": lambda right, other: (right, {"Sec-Fetch-Site": "cross-site"}),
    "a sibling site": lambda right, other: (right, {"Sec-Fetch-Site": "same-site"}),
}


@pytest.mark.parametrize("sender", SENDERS)
def test_no_change_by_session_comes_from_elsewhere_whatever_it_is_sent_as(server, owner, sender):
    session, other = owner.sign_in("access"), owner.sign_in("access")
    token, headers = SENDERS[sender](csrf(session), csrf(other))
    looked_at = 0
    for route in changing_routes(server):
        bodies = form_bodies(token) if route["hasPages"] else api_bodies()
        statuses = []
        for body in bodies:
            answer = answers(session, route, token, body, headers)
            where = f"{route['method']} {route['path']} {body}: {answer.status_code} {answer.text[:300]}"
            if route["path"].startswith("/v1/"):
                assert [error["code"] for error in expect(403, answer)["errors"]] == ["cross_site_request"]
            elif not route["hasPages"]:
                expect_problem(403, "cross_site_request", answer)
            assert 400 <= answer.status_code < 500, where
            statuses.append(answer.status_code)
        assert 403 in statuses, f"{route['method']} {route['path']}: {statuses}"
        looked_at += 1
    assert looked_at > 20
    assert session.get("/session").status_code == 200 and other.get("/session").status_code == 200


def test_the_right_token_is_not_enough_for_a_form_in_another_content_type(server, owner):
    session = owner.sign_in("access")
    token = csrf(session)
    for route in changing_routes(server):
        if not route["hasPages"]:
            continue
        for body in form_bodies(token)[2:]:
            answer = answers(session, route, token, body, {})
            assert answer.status_code in (400, 403, 415, 422), f"{route['path']} {body}: {answer.status_code}"
    assert session.get("/session").status_code == 200


@pytest.mark.parametrize(
    "content_type, status",
    [
        ("application/json", 204),
        ("application/json; charset=utf-8", 204),
        ("APPLICATION/JSON;charset=UTF-8", 204),
        ("text/plain", 415),
        ("", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json-seq", 415),
    ],
)
def test_json_is_taken_as_json_only(server, numbers, content_type, status):
    session = with_csrf(server.create_user(f"json-{next(numbers)}@access.example").sign_in())
    body = json.dumps({"currentPassword": PASSWORD, "newPassword": "another password"})
    answer = session.put("/session/password", data=body, headers={"Content-Type": content_type})
    assert answer.status_code == status, answer.text


def test_a_bearer_token_needs_no_csrf_and_a_cookie_beside_it_gives_nothing(server, owner):
    """The header decides: another site cannot set it, and a bad one is not made up for by the session."""
    session = owner.sign_in("access")
    session.headers["Authorization"] = "Bearer wrong"
    expect_problem(401, "invalid_token", session.get("/organization/assets"))
    session.headers["Authorization"] = f"Bearer {server.create_token(owner, 'access')}"
    expect(201, session.post("/organization/tokens", json={"name": "by token", "scopes": ["read"]}))


# Sessions


def test_a_planted_session_is_not_adopted_and_signing_in_changes_the_id(server, owner):
    session = Session(server)
    session.cookies.set("vitrine_session", "planted", domain="127.0.0.1", path="/")
    assert session.get("/session").status_code == 401
    page = session.get("/login")
    answer = pages.form(page, "/login").send(
        session, page, {"email": owner.email, "password": PASSWORD}, allow_redirects=False
    )
    assert answer.status_code == 303
    first = answer.cookies["vitrine_session"]
    assert first != "planted" and len(first) >= 43
    assert not opens(server, "planted") and opens(server, first)


def test_signing_in_again_ends_the_session_before_it(server, owner):
    session = owner.sign_in()
    old, old_csrf = session.cookies["vitrine_session"], csrf(session)
    # The sign-in page sends those who are signed in away, so its form comes from another browser.
    form = Session(server).get("/login")
    token = form.cookies["vitrine_login"]
    answer = session.post(
        "/login", data={"email": owner.email, "password": PASSWORD, "csrf": token},
        headers={"Cookie": f"vitrine_session={old}; vitrine_login={token}"}, allow_redirects=False,
    )
    assert answer.status_code == 303
    new = answer.cookies["vitrine_session"]
    assert new != old and not opens(server, old) and opens(server, new)
    fresh = Session(server)
    fresh.cookies.set("vitrine_session", new)
    assert csrf(fresh) != old_csrf


def opens(server, cookie):
    session = Session(server)
    session.cookies.set("vitrine_session", cookie)
    return session.get("/session").status_code == 200


def test_signing_out_by_api_ends_the_session_on_the_server(server, owner):
    session, other = with_csrf(owner.sign_in()), owner.sign_in()
    kept = session.cookies["vitrine_session"]
    answer = session.delete("/session")
    assert answer.status_code == 204 and "max-age=0" in answer.headers["Set-Cookie"].lower()
    assert not opens(server, kept) and other.get("/session").status_code == 200


def test_signing_out_everywhere_ends_all_of_ones_own_sessions(server, numbers):
    person = server.create_user(f"everywhere-{next(numbers)}@access.example")
    stranger = server.create_user(f"everywhere-{next(numbers)}@access.example").sign_in()
    first, second = with_csrf(person.sign_in()), person.sign_in()
    assert first.delete("/sessions").status_code == 204
    assert first.get("/session").status_code == 401 and second.get("/session").status_code == 401
    assert stranger.get("/session").status_code == 200
    third, fourth = person.sign_in(), person.sign_in()
    page = third.get("/profile")
    answer = pages.form(page, "/profile/sign-out-everywhere").send(third, page, allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == "/login"
    assert fourth.get("/session").status_code == 401


def test_the_session_says_who_where_and_what_one_may(server, numbers):
    slugs = [f"place-{next(numbers)}" for _ in range(2)]
    first, second = (server.create_organization(slug, profile="site") for slug in slugs)
    person = server.create_user(f"{slugs[0]}@access.example", first, "member")
    server.create_user(person.email, second, "owner")
    body = expect(200, person.sign_in(slugs[0]).get("/session"))
    assert body["user"] == {"id": body["user"]["id"], "email": person.email, "isSuperadmin": False}
    assert [(place["slug"], place["role"]) for place in body["organizations"]] == [(slugs[0], "member"), (slugs[1], "owner")]
    assert body["activeOrganization"]["slug"] == slugs[0] and body["activeOrganization"]["role"] == "member"
    assert body["capabilities"] == []
    assert body["limits"].keys() == {"maxFileBytes", "maxStorageBytes"}
    assert body["policy"]["profile"] == "site" and body["policy"]["readRole"] == "admin"
    assert "administer" in expect(200, person.sign_in(slugs[1]).get("/session"))["capabilities"]
    nowhere = expect(200, server.create_user(f"nowhere-{next(numbers)}@access.example").sign_in().get("/session"))
    assert nowhere["activeOrganization"] is None and nowhere["limits"] is None and nowhere["policy"] is None
    foreign = person.sign_in("access").get("/session")
    missing = person.sign_in("no-such-place").get("/session")
    assert foreign.status_code == missing.status_code == 404 and foreign.content == missing.content


# Throttle


@pytest.fixture(scope="module")
def proxied():
    """A server behind a proxy it trusts, so that each test signs in from addresses of its own."""
    with Server(environment={"VITRINE_TRUSTED_PROXIES": "127.0.0.1"}) as running:
        yield running


@pytest.fixture
def tried(proxied, numbers):
    return proxied.create_user(f"tried-{next(numbers)}@access.example")


@pytest.fixture
def address(numbers):
    number = next(numbers)
    return f"198.51.{number // 250}.{number % 250 + 1}"


def try_password(user, address, password="wrong"):
    session = Session(user.server)
    session.headers["X-Forwarded-For"] = address
    page = session.get("/login")
    return pages.form(page, "/login").send(
        session, page, {"email": user.email, "password": password}, allow_redirects=False
    )


def test_the_eleventh_try_is_refused_with_the_time_to_wait_and_so_is_the_right_password(tried, address):
    for _ in range(10):
        assert try_password(tried, address).status_code == 401
    for password in ("wrong", PASSWORD):
        answer = try_password(tried, address, password)
        assert answer.status_code == 429 and "vitrine_session" not in answer.cookies
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
        assert "Too many tries" in answer.text and 'role="alert"' in answer.text
    assert try_password(tried, "203.0.113.77", PASSWORD).status_code == 303


def test_a_lie_before_the_proxys_own_word_changes_nothing(tried, address):
    for number in range(10):
        assert try_password(tried, f"192.0.2.{number}, {address}").status_code == 401
    assert try_password(tried, f"192.0.2.99, {address}").status_code == 429


def test_without_a_trusted_proxy_nobody_says_where_they_come_from(numbers):
    with Server() as server:
        user = server.create_user("tried@access.example")
        for number in range(10):
            assert try_password(user, f"192.0.2.{number}").status_code == 401
        assert try_password(user, "192.0.2.200", PASSWORD).status_code == 429


def test_success_begins_the_count_anew(tried, address):
    for _ in range(3):
        for _ in range(9):
            assert try_password(tried, address).status_code == 401
        assert try_password(tried, address, PASSWORD).status_code == 303


def test_an_unknown_account_is_throttled_as_a_known_one(proxied, tried, address):
    unknown = User(proxied, f"un{tried.email}", PASSWORD)
    known, other = [], []
    for _ in range(11):
        known.append(try_password(tried, address))
        other.append(try_password(unknown, address))
    assert [answer.status_code for answer in known] == [answer.status_code for answer in other] == [401] * 10 + [429]

    def plain(answer, user):
        return re.sub(r'value="[^"]*"', "", answer.text.replace(user.email, ""))

    for mine, theirs in zip(known, other):
        assert plain(mine, tried) == plain(theirs, unknown)


def test_guesses_sent_side_by_side_do_not_slip_past(tried, address):
    sessions = []
    for _ in range(64):
        session = Session(tried.server)
        session.headers["X-Forwarded-For"] = address
        sessions.append((session, session.get("/login")))

    def guess(part):
        session, page = part
        return pages.form(page, "/login").send(session, page, {"email": tried.email, "password": "wrong"}).status_code

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        statuses = list(pool.map(guess, sessions))
    assert sorted(statuses) == [401] * 10 + [429] * 54


def test_a_wrong_current_password_counts_too(tried, address):
    session = with_csrf(tried.sign_in())
    session.headers["X-Forwarded-For"] = address
    change = {"currentPassword": "wrong", "newPassword": "another password"}
    for _ in range(10):
        problem = expect_problem(422, "invalid_fields", session.put("/session/password", json=change))
        assert [error["field"] for error in problem["errors"]] == ["currentPassword"]
    answer = session.put("/session/password", json={**change, "currentPassword": PASSWORD})
    expect_problem(429, "too_many_attempts", answer)
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    page = session.get("/profile")
    answer = pages.form(page, "/profile/delete").send(session, page, {"password": PASSWORD}, allow_redirects=False)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert try_password(tried, address, PASSWORD).status_code == 429


# Accounts


def test_a_new_password_ends_all_other_sessions(server, numbers):
    person = server.create_user(f"password-{next(numbers)}@access.example")
    here, there = with_csrf(person.sign_in()), person.sign_in()
    for change, field in [
        ({"currentPassword": PASSWORD, "newPassword": "short"}, "newPassword"),
        ({"currentPassword": PASSWORD, "newPassword": "x" * 1025}, "newPassword"),
        ({"currentPassword": PASSWORD}, "newPassword"),
        ({"currentPassword": 7, "newPassword": "another password"}, "currentPassword"),
        ({"currentPassword": PASSWORD, "newPassword": "another password", "role": "owner"}, "role"),
    ]:
        problem = expect_problem(422, "invalid_fields", here.put("/session/password", json=change))
        assert [error["field"] for error in problem["errors"]] == [field]
    assert there.get("/session").status_code == 200
    change = {"currentPassword": PASSWORD, "newPassword": "another password"}
    assert here.put("/session/password", json=change).status_code == 204
    assert here.get("/session").status_code == 200 and there.get("/session").status_code == 401
    person.password = "another password"
    page = here.get("/profile")
    form = pages.form(page, "/profile/password")
    wrong = form.send(here, page, {"currentPassword": "wrong", "newPassword": "a third password"})
    assert wrong.status_code == 422 and "This is not your password." in wrong.text
    done = form.send(here, page, {"currentPassword": "another password", "newPassword": "a third password"})
    assert done.status_code == 200 and "The password was changed" in done.text
    person.password = "a third password"
    person.sign_in()


def test_the_profile_shows_where_one_belongs(server, owner, numbers):
    session = owner.sign_in()
    page = expect_page(session.get("/profile"))
    assert owner.email in page and "Owner" in page and "/org/access/media" in page and "Superadmin" in page
    library = session.get("/org/access/media").text
    assert re.search(rf'<a class="account" href="/profile"[^>]*>.*{re.escape(owner.email)}', library)
    alone = server.create_user(f"alone-{next(numbers)}@access.example").sign_in()
    assert "You are in no organization." in expect_page(alone.get("/profile"))
    assert Session(server).get("/profile", allow_redirects=False).headers["Location"] == "/login?next=%2Fprofile"


def expect_page(answer):
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"), answer.text[:500]
    return answer.text


def test_an_account_goes_with_its_password_and_what_it_uploaded_stays(server, numbers):
    organization = server.create_organization(f"leaving-{next(numbers)}")
    person, api = organization.user("manager"), organization.api("admin")
    mine = organization.api("manager")
    asset = mine.upload(b"stays\n", "stays.txt")
    assert asset["createdBy"]
    session = person.sign_in()
    page = session.get("/profile")
    form = pages.form(page, "/profile/delete")
    wrong = form.send(session, page, {"password": "wrong"})
    assert wrong.status_code == 422 and "This is not your password." in wrong.text
    answer = form.send(session, page, {"password": PASSWORD}, allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == "/login"
    assert session.get("/session").status_code == 401
    expect_problem(401, "invalid_token", mine.get("/organization/assets"))
    assert api.asset(asset["id"])["createdBy"] is None
    assert person.email not in server.cli("user", "list").stdout
    server.cli("verify", "--organization", organization.slug)


def test_the_last_owner_stays_until_there_is_another(server, owner, numbers):
    organization = server.create_organization(f"owned-{next(numbers)}")
    last = organization.user("owner")
    session = last.sign_in()
    page = session.get("/profile")
    refused = pages.form(page, "/profile/delete").send(session, page, {"password": PASSWORD})
    assert refused.status_code == 409 and organization.slug in refused.text
    identifier = expect(200, session.get("/session"))["user"]["id"]
    superadmin = with_csrf(owner.sign_in())
    problem = expect_problem(409, "last_owner", superadmin.delete(f"/users/{identifier}"))
    assert organization.slug in problem["detail"]
    refused = server.cli("user", "delete", last.email, check=False)
    assert refused.returncode == 1 and organization.slug in refused.stderr
    server.create_user(f"second@{organization.slug}.example", organization, "owner")
    assert superadmin.delete(f"/users/{identifier}").status_code == 204
    assert session.get("/session").status_code == 401


def test_only_superadmins_delete_others_and_missing_ids_answer_alike(server, owner, organization):
    person = with_csrf(organization.user("owner").sign_in())
    victim = expect(200, owner.sign_in().get("/session"))["user"]["id"]
    refusals = [person.delete(f"/users/{identifier}") for identifier in (victim, uuid.uuid4(), "x")]
    assert {answer.status_code for answer in refusals} == {403} and len({answer.content for answer in refusals}) == 1
    superadmin = with_csrf(owner.sign_in())
    for identifier in (uuid.uuid4(), "x"):
        expect_problem(404, "user_not_found", superadmin.delete(f"/users/{identifier}"))


def test_the_command_line_manages_accounts(server, numbers):
    person = server.create_user(f"account-{next(numbers)}@access.example")
    session = person.sign_in()
    listed = json.loads(server.cli("user", "list", "--json").stdout)
    assert [user["email"] for user in listed] == sorted(user["email"] for user in listed)
    assert any(user["email"] == person.email and user["isSuperadmin"] is False for user in listed)
    server.cli("user", "set-password", person.email, environment={"VITRINE_PASSWORD": "from the command line"})
    assert session.get("/session").status_code == 401
    User(server, person.email, "from the command line").sign_in()
    short = server.cli("user", "set-password", person.email, check=False, environment={"VITRINE_PASSWORD": "short"})
    assert short.returncode == 1 and "at least 8" in short.stderr
    server.cli("user", "delete", person.email)
    for command in ("delete", "set-password"):
        gone = server.cli("user", command, person.email, check=False, environment={"VITRINE_PASSWORD": PASSWORD})
        assert gone.returncode == 1 and "no such user" in gone.stderr


# API tokens


def made(api, **changes):
    return expect(201, api.post("/organization/tokens", json={"name": "Build", "scopes": ["read"], **changes}))


def test_a_token_is_shown_once_listed_and_revoked(organization, api):
    answer = api.post("/organization/tokens", json={"name": "Build", "scopes": ["write", "read"], "expiresAt": None})
    token = expect(201, answer)
    assert answer.headers["Location"] == f"/organization/tokens/{token['id']}"
    assert token["token"].startswith("vt_") and token["scopes"] == ["read", "write"] and token["expiresAt"] is None
    listing = expect(200, api.get("/organization/tokens"))
    assert listing["items"][0] == {name: value for name, value in token.items() if name != "token"}
    assert listing["items"][0]["createdBy"]["email"] == organization.user().email
    assert listing["total"] == 2 and listing["totalIsExact"] and token["token"] not in json.dumps(listing)
    with_it = Session(organization.server, token["token"])
    expect(200, with_it.get("/organization/assets"))
    assert api.delete(f"/organization/tokens/{token['id']}").status_code == 204
    expect_problem(401, "invalid_token", with_it.get("/organization/assets"))
    expect_problem(404, "token_not_found", api.delete(f"/organization/tokens/{token['id']}"))


def test_a_foreign_token_answers_as_a_missing_one(api, other_api):
    theirs = made(other_api)
    foreign, missing = api.delete(f"/organization/tokens/{theirs['id']}"), api.delete(f"/organization/tokens/{uuid.uuid4()}")
    assert foreign.status_code == missing.status_code == 404 and foreign.content == missing.content
    assert theirs["id"] not in api.get("/organization/tokens").text
    expect(200, Session(other_api.server, theirs["token"]).get("/organization/assets"))


@pytest.mark.parametrize(
    "scope, may",
    [("read", {"list"}), ("write", {"list", "upload"}), ("admin", {"list", "upload", "administer"})],
)
def test_a_scope_bounds_what_a_token_may(organization, api, scope, may):
    token = Session(organization.server, made(api, scopes=[scope])["token"])
    tried = {
        "list": (200, token.get("/organization/assets")),
        "upload": (201, token.post("/organization/assets", files={"file": ("a.txt", b"x\n")})),
        "administer": (200, token.get("/organization/tokens")),
    }
    for name, (status, answer) in tried.items():
        if name in may:
            expect(status, answer)
        else:
            expect_problem(403, "scope_missing", answer)


def test_a_token_expires_at_its_moment(organization, api):
    now = datetime.datetime.now(datetime.timezone.utc)
    past = (now - datetime.timedelta(minutes=1)).isoformat()
    soon = (now + datetime.timedelta(seconds=3)).isoformat()
    problem = expect_problem(
        422, "invalid_fields", api.post("/organization/tokens", json={"name": "x", "scopes": ["read"], "expiresAt": past})
    )
    assert [error["field"] for error in problem["errors"]] == ["expiresAt"]
    token = made(api, expiresAt=soon)
    session = Session(organization.server, token["token"])
    expect(200, session.get("/organization/assets"))
    wait_until(lambda: session.get("/organization/assets").status_code == 401, 10, "the token's end")
    expect_problem(401, "invalid_token", session.get("/organization/assets"))
    ended = organization.server.create_token(organization.user(), organization, expires="0s")
    expect_problem(401, "invalid_token", Session(organization.server, ended).get("/organization/assets"))


@pytest.mark.parametrize(
    "changes, fields",
    [
        ({"name": " "}, ["name"]),
        ({"name": None}, ["name"]),
        ({"name": "x" * 101}, ["name"]),
        ({"scopes": []}, ["scopes"]),
        ({"scopes": "read"}, ["scopes"]),
        ({"scopes": ["read", "root"]}, ["scopes"]),
        ({"scopes": [1]}, ["scopes"]),
        ({"expiresAt": "tomorrow"}, ["expiresAt"]),
        ({"expiresAt": "2030-01-01"}, ["expiresAt"]),
        ({"expiresAt": 7}, ["expiresAt"]),
        ({"expiresAt": "2099-01-01T00:00:00Z"}, ["expiresAt"]),
        ({"role": "owner"}, ["role"]),
    ],
    ids=str,
)
def test_a_token_is_asked_for_with_known_fields(api, changes, fields):
    answer = api.post("/organization/tokens", json={"name": "x", "scopes": ["read"], **changes})
    assert [error["field"] for error in expect_problem(422, "invalid_fields", answer)["errors"]] == fields


@pytest.mark.parametrize("moment", ["{}Z", "{}+00:00", "{}.5Z", "{}.123456Z"])
def test_an_expiry_comes_back_as_it_was_given(api, moment):
    given = moment.format(f"{datetime.date.today().year + 1}-06-01T12:30:15")
    told = datetime.datetime.fromisoformat(made(api, expiresAt=given)["expiresAt"])
    assert told == datetime.datetime.fromisoformat(given)


def test_the_list_of_tokens_goes_on_by_cursor(organization, api):
    names = [made(api, name=f"{number}")["name"] for number in range(5)]
    seen, query = [], {"limit": 2}
    while True:
        page = expect(200, api.get("/organization/tokens", params=query))
        seen += [item["name"] for item in page["items"]]
        if not page["nextCursor"]:
            break
        query["cursor"] = page["nextCursor"]
    assert seen == names[::-1] + [""], "the one of the session, made by the command line, has no name"
    for query in ({"limit": 101}, {"limit": 0}, {"cursor": "x"}, {"page": 2}):
        expect(400, api.get("/organization/tokens", params=query))


def test_the_last_use_of_a_token_is_noted(organization, api):
    token = made(api)
    session = Session(organization.server, token["token"])

    def used():
        return next(
            item for item in expect(200, api.get("/organization/tokens"))["items"] if item["id"] == token["id"]
        )["lastUsedAt"]

    assert used() is None
    expect(200, session.get("/organization/assets"))
    first = wait_until(used, 10, "the note of its use")
    for _ in range(20):
        expect(200, session.get("/organization/assets"))
    assert used() == first, "no more often than in five minutes"


def test_a_token_ends_with_its_owners_membership(organization, api):
    token = Session(organization.server, organization.server.create_token(organization.user("manager"), organization))
    expect(200, token.get("/organization/assets"))
    organization.server.cli("member", "remove", organization.user("manager").email, "--organization", organization.slug)
    expect_problem(401, "invalid_token", token.get("/organization/assets"))


def test_tokens_are_made_and_revoked_on_their_page(organization):
    session = organization.user("owner").sign_in()
    address = f"/org/{organization.slug}/settings/tokens"
    page = session.get(address)
    assert "There are no tokens yet." in expect_page(page)
    form = pages.form(page, address)
    blank = form.send(session, page, {"name": " ", "scope": "admin", "lifetime": "year"})
    assert blank.status_code == 422 and 'aria-invalid="true"' in blank.text and 'value="admin" selected' in blank.text
    answer = form.send(session, page, {"name": "<b>Build</b>", "scope": "write", "lifetime": "month"})
    text = expect_page(answer)
    secret = re.search(r'value="(vt_[^"]+)"', text)[1]
    assert "&lt;b&gt;Build&lt;/b&gt;" in text and answer.headers["Cache-Control"] == "private, no-store"
    api = Session(organization.server, secret)
    api.upload(b"x\n", "a.txt")
    expect_problem(403, "scope_missing", api.get("/organization/tokens"))
    page = session.get(address)
    assert secret not in page.text
    revocation = next(form for form in pages.forms(page) if form.action.endswith("/revoke"))
    done = revocation.send(session, page)
    assert "The token was revoked." in expect_page(done)
    expect_problem(401, "invalid_token", api.get("/organization/assets"))
    assert organization.user("manager").sign_in().get(address).status_code == 403


def test_the_command_line_lists_and_revokes_tokens(organization, api):
    server = organization.server
    token = made(api, name="From the API")
    listed = json.loads(server.cli("token", "list", "--organization", organization.slug, "--json").stdout)
    assert [item["name"] for item in listed] == ["From the API", ""]
    assert listed[0]["id"] == token["id"] and listed[0]["user"] == organization.user().email
    assert token["id"] in server.cli("token", "list", "--organization", organization.slug).stdout
    other = server.create_organization(f"{organization.slug}-other")
    for arguments in ([token["id"], "--organization", other.slug], ["x", "--organization", organization.slug]):
        refused = server.cli("token", "revoke", *arguments, check=False)
        assert refused.returncode == 1 and "no such API token" in refused.stderr
    server.cli("token", "revoke", token["id"], "--organization", organization.slug)
    expect_problem(401, "invalid_token", Session(server, token["token"]).get("/organization/assets"))
    assert server.cli("token", "list", check=False).returncode == 2
