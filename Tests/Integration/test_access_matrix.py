"""Every route × who asks × whose thing it is: the routes come from the program itself, so that a new one is in the matrix (M2, M3).

What a route declares (`vitrine route list`) is what it must hold to. Two organizations have an asset, members, a token and an
invitation each, with words in them that are only theirs: whoever reads one of those without belonging there has found a leak.
"""

import itertools
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import json_api
import pages
import pictures
import pytest
import tus
from vitrine_client import Session, expect, wait_until

ROLES = ["member", "manager", "admin", "owner"]
#: The least role for each capability under the profile `cms`.
LEAST = {
    "read": "member", "download": "member", "upload": "manager", "edit": "manager", "delete": "manager", "purge": "manager",
    "export": "admin", "administer": "admin",
}
SCOPES = {"read": "read", "download": "read", "export": "read", "administer": "admin"}
INCLUDED = {"read": {"read"}, "write": {"read", "write"}, "admin": {"read", "write", "admin"}}
#: Refusals to callers who have the capability: the finer rules about owners, superadmins and oneself.
FINER = {"owner_required", "superadmin_required", "role_too_low", "session_required"}
#: Routes that declare the least they need and ask for more by what they are asked to do.
GRADED = {("POST", "/organization/assets/{id}/restore"), ("DELETE", "/organization/members/{userId}")}
SAFE = {"GET", "HEAD", "OPTIONS"}
#: The types of resources of JSON:API.
RESOURCES = {"medias": "media", "companies": "company", "people": "person"}


@dataclass
class Who:
    """Somebody who asks, and what they are in the first organization."""

    name: str
    session: Session
    kind: str = "nobody"  # session, token, nobody
    role: str | None = None
    scope: str = "admin"
    superadmin: bool = False

    def may(self, route):
        match route["access"]:
            case "anybody":
                return True
            case "session":
                return self.kind == "session"
            case "superadmin":
                return self.kind == "session" and self.superadmin
            case "page" if self.kind != "session":
                return False
            case "member":
                return self.kind != "nobody" and (self.role is not None or self.superadmin)
        capability = route["capability"]
        has_role = self.superadmin or (self.role is not None and ROLES.index(self.role) >= ROLES.index(LEAST[capability]))
        return self.kind != "nobody" and has_role and SCOPES.get(capability, "write") in INCLUDED[self.scope]

    def __str__(self):
        return self.name


@dataclass
class World:
    server: object
    ours: object
    theirs: object
    routes: list
    owner: Session = None
    people: list = field(default_factory=list)

    def person(self, name):
        return next(who for who in self.people if who.name == name)


@pytest.fixture(scope="module")
def world(server):
    routes = [json.loads(line) for line in server.cli("route", "list", "--json").stdout.splitlines()]
    assert len(routes) > 40
    numbers = f"{time.time_ns():x}"
    ours = server.create_organization(f"matrix-ours-{numbers}", name="Orchid Hall")
    theirs = server.create_organization(f"matrix-theirs-{numbers}", name="Walnut Court")
    for organization, word in ((ours, "orchid"), (theirs, "walnut")):
        api = organization.api("owner")
        organization.asset = api.upload(pictures.picture("png"), f"{word}.png", title=f"{word} in secret")
        organization.word, organization.things = word, {}
        organization.member = server.create_user(f"{word}@{word}.example", organization, "member")
    world = World(server, ours, theirs, routes, ours.api("owner"))
    for role in ROLES:
        user = ours.user(role)
        world.people.append(Who(f"session of {role}", signed_in(user, ours.slug), "session", role))
        world.people.append(Who(f"token of {role}", token(server, user, ours), "token", role))
    for scope in ("read", "write"):
        world.people.append(Who(f"token to {scope}", token(server, ours.user("owner"), ours, scope), "token", "owner", scope))
    outsider = theirs.user("owner")
    world.people.append(Who("session of an outsider", signed_in(outsider, ours.slug), "session"))
    world.people.append(Who("token of an outsider", token(server, outsider, theirs), "elsewhere"))
    root = server.create_user(f"root-{numbers}@example.com", superadmin=True)
    world.people.append(Who("superadmin", signed_in(root, ours.slug), "session", superadmin=True))
    world.people += ended(server, ours, numbers)
    return world


def ended(server, ours, numbers):
    """Those whose credentials are none, or none any more."""
    yield Who("nobody", Session(server))
    yield Who("an invented token", Session(server, "vt_" + "A" * 43))
    invented = Session(server)
    invented.cookies.set("vitrine_session", "A" * 43)
    yield Who("an invented session", invented)
    admin = ours.api("owner")
    revoked = expect(201, admin.post("/organization/tokens", json={"name": "revoked", "scopes": ["admin"]}))
    expect(204, admin.delete(f"/organization/tokens/{revoked['id']}"))
    yield Who("a revoked token", Session(server, revoked["token"]))
    expired = Session(server, server.create_token(ours.user("owner"), ours, expires="1s"))
    wait_until(lambda: expired.get("/organization").status_code == 401, what="the token's end")
    yield Who("an expired token", expired)
    left = signed_in(ours.user("admin"), ours.slug)
    cookie = left.cookies.get_dict()
    csrf = left.headers["X-CSRF-Token"]
    left.post("/logout", data={"csrf": csrf}, headers={"Origin": server.url}, allow_redirects=False)
    left.cookies.update(cookie)
    yield Who("a session signed out", left)
    gone = server.create_user(f"gone-{numbers}@example.com", ours, "owner")
    session, of_token = signed_in(gone, ours.slug), token(server, gone, ours)
    server.cli("member", "remove", gone.email, "--organization", ours.slug)
    yield Who("session of a former owner", session, "session")
    yield Who("token of a former owner", of_token)


def signed_in(user, slug):
    session = user.sign_in()
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    session.headers["X-Organization"] = slug
    return session


def token(server, user, organization, scope="read,write,admin"):
    return Session(server, server.create_token(user, organization, scope))


# What is asked


#: The names routes give their parameters, without `slug`.
def parameters(route):
    return [name for name in re.findall(r"\{(\w+)[^}]*\}", route["path"]) if name != "slug"]


def address(route, slug, values):
    text = route["path"].replace("{slug}", slug)
    text = text.replace("/content/{type}", "/content/page")
    return re.sub(r"\{(\w+)[^}]*\}", lambda match: values.get(match[1], values["id"]), text)


def ask(who, route, url):
    """The route, with the headers and the form field every change needs and nothing else in its body."""
    options = {"allow_redirects": False, "headers": {"Origin": who.session.server.url}}
    if route["method"] not in SAFE and route["hasPages"]:
        options["data"] = {"csrf": who.session.headers.get("X-CSRF-Token", "")}
    if route["path"].startswith("/tus"):
        options["headers"] |= tus.VERSION
    if route["path"].startswith("/v1/") and route["method"] not in SAFE:
        options["data"] = json.dumps(document(route, url))
        options["headers"]["Content-Type"] = json_api.TYPE
    return who.session.request(route["method"], url, **options)


def document(route, url):
    """The least that a route of JSON:API reads: without it nothing would be looked for."""
    if url.endswith("/relationships/medias"):
        return {"data": []}
    identifier = {"id": url.rpartition("/")[2]} if parameters(route) else {}
    return {"data": {"type": RESOURCES[route["path"].split("/")[2]], **identifier, "attributes": {}}}


def seen(response):
    """Status and body without what differs from request to request."""
    request = response.headers.get("X-Request-Id", "-")
    body = response.text.replace(request, "")
    return response.status_code, re.sub(r'value="[^"]*"', "", body), response.headers.get("Location")


def ids(world, organization, route):
    """The id of a thing of that organization, of the noun the route is about."""
    noun = next((noun for noun in ("members", "tokens", "invitations", "folders", "companies", "people", "documents", "content", "uploads", "tus") if f"/{noun}/" in route["path"]), "assets")
    if noun not in organization.things:
        organization.things[noun] = make(organization, noun)
    return organization.things[noun]


def make(organization, noun):
    owner = organization.api("owner")
    if noun == "members":
        people = expect(200, owner.get("/organization/members"))["items"]
        return next(person["userId"] for person in people if person["email"] == organization.member.email)
    if noun == "tokens":
        return expect(200, owner.get("/organization/tokens"))["items"][0]["id"]
    if noun == "invitations":
        invited = {"email": f"{uuid.uuid4().hex}@{organization.word}.example", "role": "member"}
        return expect(201, owner.post("/organization/invitations", json=invited))["id"]
    if noun in ("uploads", "tus"):
        return tus.begin(owner, 3, title=f"{organization.word} on its way").rpartition("/")[2]
    if noun == "folders":
        return expect(201, owner.post("/organization/folders", json={"name": f"{organization.word} in a folder"}))["id"]
    if noun == "documents":
        session, home = organization.user("owner").sign_in(), f"/org/{organization.slug}/documents"
        page = session.get(f"{home}/new")
        written = {"title": f"{organization.word} in a document", "markdown": organization.word, "action": "save"}
        saved = pages.form(page, "/documents").send(session, page, written)
        return saved.url.split("/")[-1].split("?")[0]
    if noun == "content":
        pushed = {"title": f"{organization.word} in content", "body": {"assetId": organization.asset["id"]}}
        name = str(uuid.uuid4())
        expect(201, owner.put(f"/organization/content/page/{name}", json=pushed))
        return name
    if noun in RESOURCES:
        named = json_api.resource(RESOURCES[noun], {"name": f"{organization.word} in a record"})
        named["data"]["relationships"] = {"medias": {"data": json_api.medias(organization.asset)}}
        return json_api.document(201, json_api.send(owner, "POST", f"/v1/{noun}", named))["data"]["id"]
    return organization.asset["id"]


def leaks(response, organization, sent):
    """The words of that organization which an answer holds although the request did not."""
    words = [organization.word, organization.id, organization.asset["id"], organization.slug]
    text = response.text + json.dumps(dict(response.headers))
    return [word for word in words if word in text and word not in sent]


# The matrix


def test_what_routes_declare_is_what_was_decided(server):
    """A route that is new, gone or open to others than before is a change in routes.txt too, where it is seen."""
    decided = Path(__file__).with_name("routes.txt").read_text()
    assert server.cli("route", "list").stdout.splitlines() == decided.splitlines()


def test_whoever_may_not_use_a_route_is_refused_alike_whatever_it_is_asked_about(world):
    wrong = []
    for route, who in itertools.product(world.routes, world.people):
        if who.may(route) or who.kind == "elsewhere":
            continue
        for identifier in [ids(world, world.ours, route), str(uuid.uuid4())] if parameters(route) else [""]:
            url = address(route, world.ours.slug, {"id": identifier})
            answer = ask(who, route, url)
            if not refused(answer, who, route):
                wrong.append(f"{route['method']} {url} by {who}: {answer.status_code} {answer.text[:200]}")
            if who.role is None and (found := leaks(answer, world.ours, url + who.session.headers.get("X-Organization", ""))):
                wrong.append(f"{route['method']} {url} by {who} tells {found}")
    assert not wrong, "\n".join(wrong)


def refused(answer, who, route):
    if who.kind == "nobody" or (who.kind == "token" and route["access"] in ("session", "superadmin", "page")):
        if route["hasPages"]:
            return answer.status_code == 303 and answer.headers["Location"].startswith("/login")
        return answer.status_code == 401
    if who.role is None and not who.superadmin and route["access"] in ("api", "member", "asset", "page"):
        return answer.status_code == 404
    return answer.status_code == 403


def test_whoever_may_use_a_route_is_not_refused(world):
    wrong = []
    for route, who in itertools.product(world.routes, world.people):
        changes_oneself = route["access"] in ("session", "superadmin") and route["method"] not in SAFE
        if not who.may(route) or route["access"] == "anybody" or changes_oneself:
            continue
        identifier = own_target(world, route) if parameters(route) else ""
        answer = ask(who, route, address(route, world.ours.slug, {"id": identifier}))
        if answer.status_code >= 500 or answer.status_code == 401 or (answer.status_code == 403 and not is_finer(answer, route)):
            wrong.append(f"{route['method']} {route['path']} by {who}: {answer.status_code} {answer.text[:200]}")
    assert not wrong, "\n".join(wrong)


def own_target(world, route):
    """A thing of the first organization; one made for it where the route may take it away."""
    own = ids(world, world.ours, route)
    if route["method"] in SAFE:
        return own
    return world.owner.upload(b"one more", "orchid.txt")["id"] if own == world.ours.asset["id"] else str(uuid.uuid4())


def is_finer(answer, route):
    """Pages are asked with an empty form and say no in words of their own."""
    if "json" not in answer.headers["Content-Type"]:
        return route["method"] not in SAFE
    code = answer.json()["code"]
    return code in FINER or (code == "scope_missing" and (route["method"], route["path"]) in GRADED)


def test_what_is_of_another_organization_answers_as_what_is_not_there(world):
    wrong, asked = [], 0
    for route, who in itertools.product(world.routes, world.people):
        if not parameters(route) or route["access"] not in ("api", "asset", "page") or not who.may(route) or who.superadmin:
            continue
        theirs, nobodys = ids(world, world.theirs, route), str(uuid.uuid4())
        foreign = ask(who, route, url := address(route, world.ours.slug, {"id": theirs}))
        missing = ask(who, route, address(route, world.ours.slug, {"id": nobodys}))
        asked += 1
        if missing.status_code < 400 or seen(foreign) != tuple(
            part.replace(nobodys, theirs) if isinstance(part, str) else part for part in seen(missing)
        ):
            wrong.append(f"{route['method']} {url} by {who}: {seen(foreign)} is not {seen(missing)}")
        if found := leaks(foreign, world.theirs, url):
            wrong.append(f"{route['method']} {url} by {who} tells {found}")
    assert asked > 50 and not wrong, "\n".join(wrong)


def test_another_organization_answers_as_one_that_is_not_there(world):
    wrong = []
    for route, who in itertools.product(world.routes, world.people):
        if route["access"] not in ("api", "page") or who.kind != "session" or who.superadmin or who.role is None:
            continue
        answers = []
        for slug in (world.theirs.slug, world.theirs.slug.replace("theirs", "nobody")):
            who.session.headers["X-Organization"] = slug
            answer = ask(who, route, address(route, slug, {"id": world.theirs.asset["id"]}))
            answers.append(tuple(part.replace(slug, "SLUG") if isinstance(part, str) else part for part in seen(answer)))
            if found := leaks(answer, world.theirs, slug + world.theirs.asset["id"]):
                wrong.append(f"{route['method']} {route['path']} by {who} tells {found}")
        who.session.headers["X-Organization"] = world.ours.slug
        if answers[0] != answers[1] or answers[0][0] != 404:
            wrong.append(f"{route['method']} {route['path']} by {who}: {answers[0]} is not {answers[1]}")
    assert not wrong, "\n".join(wrong)


def test_nothing_of_the_other_organization_was_seen_or_changed(world):
    """After all of the above."""
    theirs = world.theirs.api("owner")
    assert theirs.asset(world.theirs.asset["id"])["title"] == "walnut in secret"
    assert theirs.assets()["total"] == 1
    members = {person["email"] for person in expect(200, theirs.get("/organization/members"))["items"]}
    assert members == {world.theirs.member.email, world.theirs.user("owner").email}
    for who in world.people:
        if who.superadmin or who.kind == "elsewhere":
            continue
        for path in ("/organization/assets", "/organization", "/session", f"/org/{world.ours.slug}/media", "/"):
            assert leaks(who.session.get(path), world.theirs, "") == [] or "outsider" in who.name, f"{who} at {path}"


def test_a_token_knows_one_organization_whatever_else_it_names(world):
    outsider = world.person("token of an outsider")
    answer = outsider.session.get("/organization/assets", headers={"X-Organization": world.ours.slug})
    assert [item["id"] for item in expect(200, answer)["items"]] == [world.theirs.asset["id"]]
    assert outsider.session.get(f"/organization/assets/{world.ours.asset['id']}").status_code == 404
