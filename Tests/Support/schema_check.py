"""schemathesis over the whole served description, with all its checks."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import json_api
import pictures
from vitrine_client import Session, expect
from vitrine_server import PASSWORD, PROGRAM

SUPPORT = Path(__file__).parent
PROGRAM_OF_SCHEMATHESIS = Path(sys.executable).with_name("st")
#: Lists that are read by cursor, as far as a page of one does not end them.
LISTS = ["assets", "folders", "tags", "tokens", "audit"]


def run(server, folder, examples, minutes):
    """Runs it to its end with so many examples an operation; returns what it printed. Fails unless every operation was tried."""
    described = sum(len(operations) for operations in expect(200, Session(server).get("/openapi.json"))["paths"].values())
    environment = prepare(server, folder)
    ran = subprocess.run(
        [
            PROGRAM_OF_SCHEMATHESIS, "--config-file", SUPPORT / "schemathesis.toml", "run", f"{server.url}/openapi.json",
            "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(examples),
            "--generation-deterministic", "--continue-on-failure", "--no-color",
            # By itself it leaves the operation out that describes the others.
            "--include-path-regex", "^/",
        ],
        env=environment, cwd=SUPPORT, capture_output=True, text=True, timeout=minutes * 60,
    )
    output = ran.stdout + ran.stderr
    assert ran.returncode == 0, output
    counts = dict(re.findall(r"^\s*(Selected|Tested|Skipped): +(\S+)", output, re.MULTILINE))
    assert counts == {"Selected": f"{described}/{described}", "Tested": f"{described}"}, output
    assert all(f"✅ {phase}" in output for phase in ("Examples", "Coverage", "Fuzzing", "Stateful")), output
    return output


def imported(server, organization, folder):
    """The path of a file that was there before."""
    place = Path(folder, "imported")
    place.mkdir()
    (place / "before.txt").write_text("words of before\n")
    server.cli("import", place, "--organization", organization.slug)
    return "before.txt"


def prepare(server, folder):
    """Makes what there is to ask about, and an environment that tells described_api.py of it."""
    server.cli("seed")
    organization = server.create_organization("described")
    owner, changing = organization.api("owner"), server.create_organization("changing").api("owner")
    server.create_user("second@described.example", organization, "owner")
    invited = server.create_user("invited@described.example", organization, "member")
    superadmin = server.create_user("root@described.example", superadmin=True)
    browser = superadmin.sign_in(organization.slug)
    assets = [owner.upload(pictures.picture("png"), f"{number}.png", tag=f"tag {number}") for number in range(3)]
    folders = [expect(201, owner.post("/organization/folders", json={"name": f"folder {number}"})) for number in range(3)]
    expect(201, owner.post("/organization/tokens", json={"name": "one more", "scopes": ["read"]}))
    paths = [f"/organization/{noun}" for noun in LISTS]
    cursors = {path: expect(200, owner.get(path, params={"limit": 1}))["nextCursor"] for path in paths}
    records = {}
    for kind, type_ in (("companies", "company"), ("people", "person")):
        records[kind] = [json_api.make(owner, f"/v1/{kind}", type_, {"name": f"{type_} {number}"})["id"] for number in range(3)][0]
    for path in (json_api.MEDIAS, json_api.COMPANIES, json_api.PEOPLE):
        following = json_api.read(owner, path, **{"page[size]": 1})["links"]["next"]
        cursors[path] = parse_qs(urlsplit(following).query)["page[after]"][0]
    assert all(cursors.values()), cursors
    token, session = (owner.headers["Authorization"].split()[1], browser.cookies["vitrine_session"])
    world = {
        "url": server.url, "password": PASSWORD, "program": str(PROGRAM), "environment": server._environment,
        "slug": organization.slug, "token": token, "session": session,
        "changing": changing.headers["Authorization"].split()[1], "superadmin": superadmin.email, "invited": invited.email,
        "picture": assets[0]["id"], "folder": folders[0]["id"], "cursors": cursors, "records": records,
        "key": urlsplit(assets[1]["publicUrl"]).path.removeprefix("/files/"), "upload": imported(server, organization, folder),
    }
    place = Path(folder, "world.json")
    place.write_text(json.dumps(world))
    return {
        **os.environ, "PYTHONPATH": str(SUPPORT), "VITRINE_SCHEMA_WORLD": str(place), "VITRINE_SCHEMA_TOKEN": token,
        "VITRINE_SCHEMA_SESSION": session, "VITRINE_SCHEMA_CSRF": expect(200, browser.get("/session"))["csrfToken"],
    }
