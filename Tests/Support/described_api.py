"""What schemathesis is told about Vitrine: things to ask about, and care for the credentials it asks with.

It loads this file as its hooks (`schemathesis.toml`), in a process of its own; `VITRINE_SCHEMA_WORLD` leads to what the test has made.
Most requests ask about things that are there, or success would hardly ever be seen; destructive ones get a thing of their own. What is
generated wrong on purpose stays as it is.
"""

import json
import os
import re
import subprocess
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from hypothesis import strategies
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import UseAfterFree
from vitrine_client import Session, User, expect

WORLD = json.loads(Path(os.environ["VITRINE_SCHEMA_WORLD"]).read_text())
SERVER = SimpleNamespace(url=WORLD["url"])
PASSWORD = WORLD["password"]
numbers = count(1)
JSON_API = "application/vnd.api+json"
#: What files begin with that take another's place.
WORDS = b"words "

# Formats: values that only the server can say are right.

schemathesis.openapi.format("entity-tag", strategies.just("*"))
schemathesis.openapi.format("seen-entity-tag", strategies.sampled_from(["*", '"unseen"']))
schemathesis.openapi.format("byte-range", strategies.sampled_from(["bytes=0-9", "bytes=5-", "bytes=-4", "bytes=900000-"]))
schemathesis.openapi.format("cursor", strategies.just(""))  # Taken out again below: each list has its own.
schemathesis.openapi.format("web-address", strategies.sampled_from(["https://example.com/a.png", "http://example.org/?q=%C3%A4#b"]))
schemathesis.openapi.format("film-address", strategies.sampled_from(["https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1"]))
# The server reaches no other network when it is tested: this one it must not.
schemathesis.openapi.format("import-address", strategies.just("http://127.0.0.1/file"))
schemathesis.openapi.format("own-slug", strategies.just("its-own"))
schemathesis.openapi.format("own-password", strategies.just(PASSWORD))
schemathesis.openapi.format(
    "expiry", strategies.integers(1, 3000).map(lambda days: (datetime.now(timezone.utc) + timedelta(days)).isoformat())
)


# Things to ask about


def bearer(token):
    return Session(SERVER, token)


def browser(email):
    """A session of a new sign-in, with what proves a change."""
    session = User(SERVER, email, PASSWORD).sign_in()
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    return session


owner = bearer(WORLD["token"])
superadmin, invited = browser(WORLD["superadmin"]), browser(WORLD["invited"])


def asset(session=owner):
    name = f"fresh-{next(numbers)}.txt"
    return session.upload(name.encode(), name)["id"]


def trashed():
    identifier = asset()
    expect(204, owner.delete(f"/organization/assets/{identifier}"))
    return identifier


def folder():
    return expect(201, owner.post("/organization/folders", json={"name": f"fresh {next(numbers)}"}))["id"]


def record(kind):
    """A new one of the companies or people."""
    type_ = {"companies": "company", "people": "person"}[kind]
    document = {"data": {"type": type_, "attributes": {"name": f"fresh {next(numbers)}"}}}
    answer = owner.post(f"/v1/{kind}", data=json.dumps(document), headers={"Content-Type": JSON_API})
    return expect(201, answer)["data"]["id"]


def token():
    return expect(201, owner.post("/organization/tokens", json={"name": "fresh", "scopes": ["read"]}))["id"]


def invitation():
    request = {"email": f"fresh-{next(numbers)}@example.com", "role": "member"}
    return expect(201, owner.post("/organization/invitations", json=request))["id"]


def person():
    """The address of a new account, a member of the organization."""
    email = f"member-{next(numbers)}@example.com"
    environment = {**WORLD["environment"], "VITRINE_PASSWORD": PASSWORD}
    command = [WORLD["program"], "user", "create", email, "--organization", WORLD["slug"], "--role", "member"]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return email


def member():
    email = person()
    members = expect(200, owner.get("/organization/members"))["items"]
    return next(member["userId"] for member in members if member["email"] == email)


def organization():
    """The slug of a new one, the superadmin's."""
    slug = f"fresh-{next(numbers)}"
    expect(201, superadmin.post("/organizations", json={"slug": slug, "name": slug}))
    superadmin.headers["X-Organization"] = slug
    return slug


def detached():
    """What a deleted organization left."""
    slug = organization()
    identifier = asset(superadmin)
    expect(204, superadmin.delete("/organization", json={"slug": slug}))
    return identifier


def secret():
    """Of an invitation for whoever asks with the session."""
    organization()
    request = {"email": WORLD["invited"], "role": "member"}
    return expect(201, superadmin.post("/organization/invitations", json=request))["url"].rsplit("/", 1)[1]


def upload(size=3):
    """One that waits for its bytes, as it was answered."""
    request = {"fileName": "fresh.txt", "byteSize": size, "mimeType": "text/plain"}
    return expect(201, owner.post("/organization/assets/uploads", json=request))


#: Whose requests need one of their own each time.
FRESH = {
    "DELETE /organization/assets/{id}": ("id", asset),
    "GET /organization/assets/uploads/{id}": ("id", lambda: upload()["uploadId"]),
    "DELETE /organization/assets/uploads/{id}": ("id", lambda: upload()["uploadId"]),
    "POST /organization/assets/{id}/archive": ("id", asset),
    "POST /organization/assets/{id}/purge": ("id", trashed),
    "POST /organization/assets/{id}/restore": ("id", trashed),
    "POST /organization/assets/{id}/replace": ("id", asset),
    "PATCH /organization/folders/{id}": ("id", folder),
    "PUT /organization/folders/{id}": ("id", folder),
    "DELETE /organization/folders/{id}": ("id", folder),
    "DELETE /organization/tokens/{id}": ("id", token),
    "DELETE /organization/invitations/{id}": ("id", invitation),
    "GET /organization/members/{userId}": ("userId", member),
    "PATCH /organization/members/{userId}": ("userId", member),
    "PUT /organization/members/{userId}": ("userId", member),
    "DELETE /organization/members/{userId}": ("userId", member),
    "DELETE /users/{id}": ("id", member),
    "DELETE /v1/medias/{id}": ("id", asset),
    "DELETE /v1/companies/{id}": ("id", lambda: record("companies")),
    "DELETE /v1/people/{id}": ("id", lambda: record("people")),
    "DELETE /detached-assets/{id}": ("id", detached),
    "POST /invitations/{secret}/accept": ("secret", secret),
}
#: These would end or change the credentials of all the others, so they use up some of their own.
OWN_SESSION = {"DELETE /session", "DELETE /sessions", "PUT /session/password"}
#: These change what everybody may do in the organization, so theirs is another.
OWN_ORGANIZATION = {"PATCH /organization", "PUT /organization"}


#: The ids of tokens and people that are there from the beginning.
OWN = {token["id"] for token in expect(200, owner.get("/organization/tokens"))["items"]}
OWN |= {person["userId"] for person in expect(200, owner.get("/organization/members"))["items"]}
OWN |= {expect(200, session.get("/session"))["user"]["id"] for session in (superadmin, invited)}


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None:
        return
    label = f"{case.method.upper()} {case.operation.path}"
    # Sequences of requests bring their own things, and check what becomes of them.
    is_sequence = case.meta.phase.name == TestPhase.STATEFUL
    spare(label, case)
    if not is_sequence and not case.meta.is_negative_at(ParameterLocation.PATH):
        place(label, case)
    if not case.meta.is_negative_at(ParameterLocation.QUERY):
        turn_page(case)
    if not is_sequence and case.media_type == "application/json" and not case.meta.is_negative_at(ParameterLocation.BODY):
        name_things(case)
    if not is_sequence and case.media_type == JSON_API and not case.meta.is_negative_at(ParameterLocation.BODY):
        name_resources(case)
    if label == "PUT /organization/assets/uploads/{id}/file" and not is_sequence:
        sign(case)
    if label == "POST /organization/assets/{id}/replace" and not is_sequence:
        write_words(case)
    identify(label, case)


def write_words(case):
    """A file of the kind that is there, mostly."""
    wrong = (ParameterLocation.HEADER, ParameterLocation.PATH, ParameterLocation.BODY)
    if any(case.meta.is_negative_at(location) for location in wrong) or not isinstance(case.body, dict):
        return
    if next(numbers) % 4:
        case.body = {**case.body, "file": WORDS + str(next(numbers)).encode()}


def sign(case):
    """An address of this server, and as many bytes as it takes; the query is as it was signed or it is wrong."""
    wrong = (ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.BODY)
    if any(case.meta.is_negative_at(location) for location in wrong):
        return
    case.body = b"bytes"
    address = urlsplit(upload(len(case.body))["url"])
    case.path_parameters["id"] = address.path.split("/")[-2]
    case.query = dict(parse_qsl(address.query))


def spare(label, case):
    """What the others ask with, or are, is none to take away: answers have shown it, and it comes back in addresses."""
    name, make = FRESH.get(label, (None, None))
    if (case.path_parameters or {}).get(name) in OWN:
        case.path_parameters[name] = make()


def place(label, case):
    name, make = FRESH.get(label, (None, None))
    if name in (case.path_parameters or {}):
        case.path_parameters[name] = make()
    elif label == "GET /files/{key}":
        case.path_parameters["key"] = WORLD["key"]
    elif label == "GET /uploads/{path}":
        case.path_parameters["path"] = WORLD["upload"]
    elif case.operation.path.startswith("/organization/assets/{id}"):
        case.path_parameters["id"] = WORLD["picture"] if next(numbers) % 4 else case.path_parameters["id"]
    elif case.operation.path.startswith("/v1/") and "id" in (case.path_parameters or {}):
        own = WORLD["records"].get(case.operation.path.split("/")[2], WORLD["picture"])
        case.path_parameters["id"] = own if next(numbers) % 4 else case.path_parameters["id"]
    elif case.operation.path == "/organization/folders/{id}":
        case.path_parameters["id"] = WORLD["folder"] if next(numbers) % 4 else case.path_parameters["id"]


def name_things(case):
    """Folders and assets that are there, mostly."""
    if next(numbers) % 4 == 0:
        return
    named = {name: WORLD["folder"] for name in ("parentId", "folderId") if case.body.get(name)}
    if case.body.get("withAssetId"):
        named["withAssetId"] = asset()
    if case.body.get("ids"):
        named["ids"] = [asset(), *case.body["ids"][1:]]
    if named:
        case.body = {**case.body, **named}


def name_resources(case):
    """The resource of the address, and media that are there, mostly."""
    data = case.body["data"]
    if isinstance(data, list):
        linked = data
    else:
        if "id" in data:
            data = {**data, "id": case.path_parameters["id"]}
        linked = data.get("relationships", {}).get("medias", {}).get("data", [])
    named = [{**item, "id": WORLD["picture"]} for item in linked] if next(numbers) % 4 else linked
    if isinstance(data, list):
        data = named
    elif linked:
        medias = {**data["relationships"]["medias"], "data": named}
        data = {**data, "relationships": {**data["relationships"], "medias": medias}}
    case.body = {**case.body, "data": data}


def turn_page(case):
    """A cursor is the list's own; it excludes a page number, and brings its order with it."""
    for parameter in ("cursor", "page[after]"):
        if parameter in (case.query or {}):
            cursor = WORLD["cursors"].get(case.operation.path)
            query = {name: value for name, value in case.query.items() if name not in (parameter, "page", "sort")}
            case.query = {**query, parameter: cursor} if cursor else query


def identify(label, case):
    """Other credentials for some operations; where there are none on purpose it stays so."""
    has_token = case.headers.get("Authorization") == f"Bearer {WORLD['token']}"
    if label in OWN_ORGANIZATION and has_token:
        case.headers["Authorization"] = f"Bearer {WORLD['changing']}"
    if label == "DELETE /organization" and has_token:
        # Tokens may not do it at all.
        del case.headers["Authorization"]
        case.headers["X-Organization"] = slug = organization()
        adopt(case, superadmin)
        if not case.meta.is_negative_at(ParameterLocation.BODY):
            case.body = {"slug": slug}
    if case.cookies.get("vitrine_session") == WORLD["session"]:
        if label in OWN_SESSION:
            adopt(case, browser(person()))
        elif label == "POST /invitations/{secret}/accept":
            adopt(case, invited)


def adopt(case, session):
    case.cookies = {**(case.cookies or {}), "vitrine_session": session.cookies["vitrine_session"]}
    case.headers["X-CSRF-Token"] = session.headers["X-CSRF-Token"]


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Leaves out what was accepted rightly: three ways in which a request only looks wrong, and a deletion that only looks like one."""
    # What is deleted there are members of a relationship; the relationship itself stays.
    if isinstance(failure, UseAfterFree) and failure.free.endswith("/relationships/medias"):
        return False
    if not isinstance(failure, AcceptedNegativeData):
        return True
    # Generated right, given another id here or by a sequence, and judged anew as it is encoded.
    if "positive test case" in failure.message:
        return False
    # So is a form whose file was written here.
    if isinstance(case.body, dict) and case.body.get("file", b"").startswith(WORDS):
        return False
    # A length is that of the text without white space around it, which no schema can say.
    if "maxLength" in failure.message and any(text != " ".join(text.split()) for text in texts(case.body)):
        return False
    # A form with a file is wrong to the judge, as bytes are no text: what was to miss a pattern may fit it all the same.
    return not (case.media_type == "multipart/form-data" and "`pattern`" in failure.message and fits_patterns(case))


def fits_patterns(case):
    fields = case.operation.definition.raw["requestBody"]["content"][case.media_type]["schema"]["properties"]
    given = {name: value for name, value in case.body.items() if isinstance(value, str)}
    return given.keys() <= fields.keys() and all(
        re.search(fields[name].get("pattern", ""), value) for name, value in given.items()
    )


def texts(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)
