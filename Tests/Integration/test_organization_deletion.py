"""Deleting an organization: who may, what stays, what is gone, and what superadmins do with what it left (M5)."""

import hashlib
import json
import threading
import uuid

import pages
import pictures
import pytest
from vitrine_client import Session, expect, expect_problem, wait_until
from vitrine_server import key_of

HERE = "/organization"
ASSETS = "/organization/assets"
LOGO = "/organization/logo"
DETACHED = "/detached-assets"


def with_csrf(session):
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    return session


@pytest.fixture
def owner(organization):
    return with_csrf(organization.user("owner").sign_in(organization.slug))


@pytest.fixture(scope="module")
def superadmin(server):
    return with_csrf(server.create_user("root@deletions.example.org", superadmin=True).sign_in())


def delete(session, organization):
    return session.delete(HERE, json={"slug": organization.slug})


def without_identity(answer):
    return answer.status_code, answer.content, {k: v for k, v in answer.headers.items() if k not in ("Date", "X-Request-Id")}


def detached(superadmin, organization):
    """The detached assets of a former organization, over all pages."""
    items, cursor = [], None
    while True:
        page = expect(200, superadmin.get(DETACHED, params={"limit": 100, **({"cursor": cursor} if cursor else {})}))
        items += page["items"]
        cursor = page["nextCursor"]
        if not cursor:
            return [item for item in items if item["formerOrganization"]["id"] == organization.id]


def stored(server, organization):
    return [key for key in server.stored_keys() if f"organizations/{organization.id}/" in key]


def stored_logos(server, organization):
    return [key for key in server.store.logos.keys() if f"organizations/{organization.id}/" in key]


# Who may


def test_an_owner_deletes_it_by_its_slug(organization, owner):
    for confirmation in ({}, {"slug": ""}, {"slug": organization.slug.upper()}, {"slug": None}, {"name": organization.slug}):
        problem = expect_problem(422, "not_confirmed", owner.delete(HERE, json=confirmation))
        assert [error["field"] for error in problem["errors"]] == ["slug"] and organization.slug in problem["detail"]
    assert delete(owner, organization).status_code == 204
    expect_problem(404, "organization_unknown", owner.get(HERE))


def test_nobody_else_deletes_it(organization, other_organization):
    admin = with_csrf(organization.user("admin").sign_in(organization.slug))
    assert "owner" in expect_problem(403, "owner_required", delete(admin, organization))["detail"]
    manager = with_csrf(organization.user("manager").sign_in(organization.slug))
    expect_problem(403, "role_too_low", delete(manager, organization))
    expect_problem(403, "session_required", delete(organization.api("owner"), organization))
    stranger = with_csrf(other_organization.user("owner").sign_in())
    stranger.headers["X-Organization"] = organization.slug
    expect_problem(404, "organization_unknown", delete(stranger, organization))
    expect_problem(401, "sign_in_required", delete(Session(organization.server), organization))
    without_token = organization.user("owner").sign_in(organization.slug)
    expect_problem(403, "cross_site_request", delete(without_token, organization))
    assert expect(200, organization.api().get(HERE))["id"] == organization.id


def test_a_superadmin_deletes_any(organization, superadmin):
    answer = superadmin.delete(HERE, json={"slug": organization.slug}, headers={"X-Organization": organization.slug})
    assert answer.status_code == 204
    expect_problem(404, "organization_unknown", superadmin.get(HERE, headers={"X-Organization": organization.slug}))


def test_the_settings_page_deletes_after_the_slug_was_typed(organization):
    session = organization.user("owner").sign_in()
    path = f"/org/{organization.slug}/settings"
    page = session.get(path)
    wrong = pages.form(page, "/settings/delete").send(session, page, {"slug": "something else"})
    assert wrong.status_code == 422 and "Nothing was deleted." in wrong.text
    html = {"Accept": "text/html", "Origin": session.server.url}
    done = pages.form(wrong, "/settings/delete").send(session, wrong, {"slug": organization.slug}, headers=html)
    assert done.status_code == 200 and "The organization was deleted." in done.text
    assert session.get(path).status_code == 404


def test_the_command_line_deletes_after_yes_only(server, organization):
    refused = server.cli("organization", "delete", organization.slug, check=False)
    assert refused.returncode == 1 and "nothing was deleted" in refused.stderr
    assert server.cli("organization", "delete", organization.slug, "--yes").stdout == f"Deleted {organization.slug}.\n"
    assert server.cli("organization", "delete", organization.slug, "--yes", check=False).returncode == 1
    assert server.cli("organization", "show", organization.slug, check=False).returncode == 1


# What stays and what is gone


@pytest.fixture
def left(server, organization, owner, superadmin):
    """An organization with an asset in every state, deleted: the answers of its public addresses before, by status."""
    api = organization.api()
    assets = {
        "active": api.settled(api.upload(pictures.picture("png"), "shown.png", title="Shown")),
        "archived": api.settled(api.upload(pictures.picture("jpeg"), "archived.jpg")),
        "trashed": api.settled(api.upload(pictures.picture("gif"), "trashed.gif")),
    }
    expect(200, api.post(f"{ASSETS}/{assets['archived']['id']}/archive"))
    expect(204, api.delete(f"{ASSETS}/{assets['trashed']['id']}"))
    organization.logo = expect(200, api.put(LOGO, files={"file": ("logo.png", pictures.picture("png"))}))["logoUrl"]
    organization.assets = assets
    organization.before = {
        url: Session(server).get(url)
        for asset in assets.values()
        for url in (asset["publicUrl"], asset["thumbnailUrl"], asset["cardUrl"])
    }
    organization.token = api
    organization.session = with_csrf(organization.user("admin").sign_in(organization.slug))
    assert delete(owner, organization).status_code == 204
    return organization


def test_public_addresses_go_on_answering_and_those_in_trash_do_not(server, left):
    anybody = Session(server)
    for status, asset in left.assets.items():
        for url in (asset["publicUrl"], asset["thumbnailUrl"], asset["cardUrl"]):
            answer, before = anybody.get(url), left.before[url]
            assert answer.status_code == before.status_code == (404 if status == "trashed" else 200), (status, url)
            assert status == "trashed" or (answer.content, answer.headers["ETag"]) == (before.content, before.headers["ETag"])
    assert anybody.get(left.logo).status_code == 404 and stored_logos(server, left) == []


def test_nobody_but_superadmins_sees_it(server, left, other_organization, superadmin):
    members, strangers = left.session, with_csrf(other_organization.user("owner").sign_in())
    some = left.assets["active"]["id"]
    for session in (members, strangers, superadmin):
        for path in (HERE, ASSETS, f"{ASSETS}/storage", f"{ASSETS}/{some}", "/organization/audit", "/session"):
            gone = session.get(path, headers={"X-Organization": left.slug})
            missing = session.get(path, headers={"X-Organization": "never-made"})
            assert gone.status_code == 404 and without_identity(gone) == without_identity(missing), path
        for path in ("media", "settings", "settings/audit"):
            assert session.get(f"/org/{left.slug}/{path}").status_code == 404
    expect_problem(401, "invalid_token", left.token.get(ASSETS))
    unknown = Session(server, "vt_" + "x" * 43)
    assert without_identity(left.token.get(ASSETS)) == without_identity(unknown.get(ASSETS))
    theirs = other_organization.api()
    assert without_identity(theirs.get(f"{ASSETS}/{some}")) == without_identity(theirs.get(f"{ASSETS}/{uuid.uuid4()}"))
    assert theirs.assets(status="all")["total"] == 0
    assert left.slug not in [place["slug"] for place in expect(200, superadmin.get("/session"))["organizations"]]
    for session, code in ((strangers, 403), (Session(server), 401)):
        assert session.get(DETACHED).status_code == code and session.delete(f"{DETACHED}/{some}").status_code == code
    assert other_organization.api("owner").get(DETACHED).status_code == 401
    assert Session(server).get(left.assets["active"]["publicUrl"]).status_code == 200
    assert {item["id"] for item in detached(superadmin, left)} == {asset["id"] for asset in left.assets.values()}


def test_another_organization_with_the_same_slug_inherits_nothing(server, left):
    heir = server.create_organization(left.slug)
    # Those who belonged to the one that is gone do not belong to this one, whatever their browser still sends.
    expect_problem(404, "organization_unknown", left.session.get(HERE))
    assert left.session.get(f"/org/{left.slug}/media").status_code == 404
    expect_problem(401, "invalid_token", left.token.get(ASSETS))
    newcomer = server.create_user(f"first@{left.id}.example", heir, "owner")
    api = Session(server, server.create_token(newcomer, heir))
    shown = expect(200, api.get(HERE))
    assert shown["id"] == heir.id != left.id and shown["logoUrl"] is None and shown["usedBytes"] == 0
    assert api.assets(status="all")["total"] == 0
    log = expect(200, api.get("/organization/audit"))["items"]
    assert {item["action"] for item in log} <= {"organization.create", "member.role", "member.add", "member.join", "token.create"}
    assert left.id not in str(log)
    for asset in left.assets.values():
        expect_problem(404, "asset_not_found", api.get(f"{ASSETS}/{asset['id']}"))
    storage = api.storage()
    assert storage["totalBytes"] == 0 and storage["reservedBytes"] == 0
    logo = expect(200, api.put(LOGO, files={"file": ("logo.png", pictures.picture("png"))}))["logoUrl"]
    assert Session(server).get(logo).status_code == 200 and Session(server).get(left.logo).status_code == 404
    assert heir.id in logo
    # Its own end takes nothing of the former one along.
    server.cli("organization", "delete", heir.slug, "--yes")
    assert Session(server).get(left.assets["active"]["publicUrl"]).status_code == 200


def test_verify_and_sweep_know_what_it_left(own_server):
    organization = own_server.create_organization("leaving")
    api = organization.api()
    assets = [api.settled(api.upload(pictures.picture("png"), f"{number}.png")) for number in range(3)]
    expect(200, api.put(LOGO, files={"file": ("logo.png", pictures.picture("gif"))}))
    own_server.cli("organization", "delete", "leaving", "--yes")
    assert own_server.cli("verify", "--checksums").returncode == 0
    keys = stored(own_server, organization)
    assert len(keys) == 9
    orphan = f"organizations/{organization.id}/media/orphan.bin"
    own_server.put_blob(orphan, b"nobody's")
    report = own_server.cli("verify", check=False)
    assert report.returncode == 1 and orphan in report.stdout
    own_server.cli("sweep", "--grace", "0s")
    assert stored(own_server, organization) == keys and own_server.cli("verify").returncode == 0
    own_server.remove_blob(key_of(assets[0]["publicUrl"]))
    report = own_server.cli("verify", check=False)
    assert report.returncode == 1 and assets[0]["id"] in report.stdout


def test_an_upload_on_its_way_is_given_up_and_leaves_nothing(server, organization, owner, superadmin):
    api, begun, gone = organization.api(), threading.Event(), threading.Event()

    def body():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n' + b"a" * 600_000
        begun.set()
        assert gone.wait(60)
        yield b"a" * 600_000 + b"\r\n--x--\r\n"

    answers = []
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    upload = threading.Thread(target=lambda: answers.append(api.post(ASSETS, data=body(), headers=headers)))
    upload.start()
    assert begun.wait(60)
    wait_until(lambda: owner.get(f"{ASSETS}/storage").json()["reservedBytes"] > 0, what="a reservation")
    assert delete(owner, organization).status_code == 204
    gone.set()
    upload.join(60)
    assert expect_problem(503, "interrupted", answers[0])
    assert stored(server, organization) == [] and detached(superadmin, organization) == []


# What superadmins do with it


def test_the_list_names_the_former_organization(server, left, superadmin):
    items = {item["status"]: item for item in detached(superadmin, left)}
    assert set(items) == {"active", "archived", "trashed"}
    shown = items["active"]
    assert shown["displayName"] == "shown.png" and shown["publicUrl"] == left.assets["active"]["publicUrl"]
    assert shown["formerOrganization"]["slug"] == left.slug and shown["formerOrganization"]["name"] == left.slug
    assert shown["kind"] == "image" and shown["byteSize"] == left.assets["active"]["byteSize"] and shown["deletionError"] is None
    lines = json.loads(server.cli("detached", "list", "--json").stdout)
    ours = {line["id"]: line for line in lines if line["organizationSlug"] == left.slug}
    assert {asset["id"] for asset in left.assets.values()} <= ours.keys()
    assert shown["id"] in server.cli("detached", "list").stdout


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=x", "page=1", "colour=red"])
def test_the_list_refuses_what_it_does_not_know(superadmin, query):
    expect_problem(400, "invalid_parameters", superadmin.get(f"{DETACHED}?{query}"))


def test_the_list_goes_on_without_gap_or_repetition(left, superadmin):
    seen, cursor = [], None
    while True:
        page = expect(200, superadmin.get(DETACHED, params={"limit": 2, **({"cursor": cursor} if cursor else {})}))
        assert page["totalIsExact"] and len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        cursor = page["nextCursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == page["total"] >= 3


def test_a_superadmin_deletes_one_for_good(server, left, superadmin):
    asset, kept = left.assets["active"], left.assets["archived"]
    urls = [asset["publicUrl"], asset["thumbnailUrl"], asset["cardUrl"]]
    without_token = Session(server)
    without_token.cookies.update(superadmin.cookies)
    expect_problem(403, "cross_site_request", without_token.delete(f"{DETACHED}/{asset['id']}"))
    assert superadmin.delete(f"{DETACHED}/{asset['id']}").status_code == 204
    assert [Session(server).get(url).status_code for url in urls] == [404, 404, 404]
    assert not any(asset["id"] in key for key in stored(server, left))
    expect_problem(404, "asset_not_found", superadmin.delete(f"{DETACHED}/{asset['id']}"))
    expect_problem(404, "asset_not_found", superadmin.delete(f"{DETACHED}/{uuid.uuid4()}"))
    server.cli("detached", "delete", left.assets["trashed"]["id"])
    assert [item["id"] for item in detached(superadmin, left)] == [kept["id"]]
    assert hashlib.sha256(Session(server).get(kept["publicUrl"]).content).hexdigest() == kept["checksum"]
    assert server.cli("detached", "delete", str(uuid.uuid4()), check=False).returncode == 1
    assert server.cli("detached", "delete", "x", check=False).returncode == 2


def test_an_asset_of_an_organization_is_none_of_them(api, superadmin):
    asset = api.upload(b"mine", "mine.txt")
    expect_problem(404, "asset_not_found", superadmin.delete(f"{DETACHED}/{asset['id']}"))
    assert api.asset(asset["id"])["status"] == "active"


def test_the_page_lists_and_deletes_them(server, left, superadmin):
    html = {"Accept": "text/html"}
    page = superadmin.get(DETACHED, headers=html)
    assert page.status_code == 200 and "shown.png" in page.text and left.slug in page.text
    asset = left.assets["active"]
    assert asset["publicUrl"] in page.text and left.assets["trashed"]["publicUrl"] not in page.text
    done = pages.form(page, f"{asset['id']}/delete").send(superadmin, page, headers={**html, "Origin": server.url})
    assert done.status_code == 200 and "The file was deleted for good." in done.text and asset["publicUrl"] not in done.text
    forged = superadmin.post(f"{DETACHED}/{left.assets['archived']['id']}/delete", data={"csrf": "wrong"})
    assert forged.status_code == 403
    signed_out = Session(server).get(DETACHED, headers=html, allow_redirects=False)
    assert signed_out.status_code == 303 and signed_out.headers["Location"].startswith("/login")


def test_one_whose_bytes_could_not_be_removed_is_shown_with_the_reason_and_tried_again(own_server):
    organization = own_server.create_organization("stubborn")
    asset = organization.api().upload(b"stay", "stay.txt")
    superadmin = with_csrf(own_server.create_user("root@example.org", superadmin=True).sign_in())
    own_server.cli("organization", "delete", "stubborn", "--yes")
    own_server.database.execute(
        "UPDATE asset SET status = 'deleting', deleted_at = 1, deletion_error = 'The disk is <read-only>.'"
    )
    assert own_server.cli("verify").returncode == 0
    item = detached(superadmin, organization)[0]
    assert item["status"] == "deleting" and item["deletionError"] == "The disk is <read-only>."
    page = superadmin.get(DETACHED, headers={"Accept": "text/html"})
    assert "Try again" in page.text and "The disk is &lt;read-only&gt;." in page.text
    assert Session(own_server).get(asset["publicUrl"]).status_code == 404
    assert superadmin.delete(f"{DETACHED}/{asset['id']}").status_code == 204
    assert detached(superadmin, organization) == [] and stored(own_server, organization) == []
    assert own_server.cli("verify").returncode == 0
