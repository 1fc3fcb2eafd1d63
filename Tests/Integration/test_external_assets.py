"""Assets that are links (M9), and files fetched by their address."""

import html
import json
import random
import re
import uuid

import pictures
import pytest
from outbound_network import Listener
from vitrine_client import expect, expect_problem
from vitrine_server import Server

ASSETS = "/organization/assets"
FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture(scope="module")
def elsewhere():
    """A server of somebody else's, to which this one may go."""
    content = random.Random(9).randbytes(200_000)
    with Listener(content, {"Content-Disposition": "attachment; filename=\"plain.bin\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.bin"}) as running:
        yield running


@pytest.fixture(scope="module")
def open_server(elsewhere):
    with Server(environment={"VITRINE_LOG": "json", "VITRINE_OUTBOUND_ALLOW": f"127.0.0.1:{elsewhere.port}"}) as running:
        yield running


@pytest.fixture
def team(open_server, numbers):
    return open_server.create_organization(f"outbound-{next(numbers)}")


@pytest.fixture
def fetching(team):
    """An administrator's session on the server that may fetch from `elsewhere`."""
    return team.api()


def create(api, status=201, path=ASSETS, headers=None, **body):
    return expect(status, api.post(path, json=body, headers=headers))


def problems(api, status=422, **body):
    answer = api.post(ASSETS, json=body)
    return {(error["field"], error["code"]) for error in expect(status, answer)["errors"]}


# Links


def test_a_film_is_known_by_its_address_and_has_no_bytes(api):
    answer = api.post(ASSETS, json={"sourceUrl": FILM, "title": "Never", "altText": "A man sings", "tags": ["Music", "film"]})
    film = expect(201, answer)
    assert answer.headers["Location"] == f"{ASSETS}/{film['id']}" and answer.headers["ETag"]
    assert {name: film[name] for name in ("provider", "kind", "isExternal", "sourceUrl", "publicUrl", "title")} == {
        "provider": "youtube", "kind": "video", "isExternal": True, "sourceUrl": FILM, "publicUrl": FILM, "title": "Never",
    }
    nothing = ("byteSize", "checksum", "mimeType", "storageProvider", "thumbnailUrl", "width", "durationSeconds")
    assert all(film[name] is None for name in nothing) and film["thumbnailStatus"] == "none"
    assert film["tags"] == ["film", "music"] and api.asset(film["id"]) == film


@pytest.mark.parametrize(
    ("address", "provider", "kind", "title"),
    [
        ("https://example.org/a/Chart%20of%20June.PDF?x=1#p2", "generic", "pdf", "Chart of June.PDF"),
        ("http://example.org:8080/", "generic", "other", "example.org"),
        ("https://EXAMPLE.org/photo.jpg", "generic", "image", "photo.jpg"),
        ("https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", "generic", "other", "watch"),
        ("https://youtu.be/dQw4w9WgXcQ?t=4", "youtube", "video", "YouTube dQw4w9WgXcQ"),
    ],
)
def test_a_link_is_told_by_its_address_until_somebody_says_more(api, address, provider, kind, title):
    link = create(api, sourceUrl=address)
    assert (link["provider"], link["kind"], link["title"], link["displayName"]) == (provider, kind, title, title)
    assert link["sourceUrl"] == link["publicUrl"] == address.replace("EXAMPLE", "example")
    assert create(api, sourceUrl=address, provider="external_url")["provider"] == "external_url"


def test_all_that_is_wrong_is_told_together(api):
    wrong = problems(
        api, sourceUrl="https://user@example.org/", provider="vimeo", thumbnailUrl="ftp://example.org/", title=5, tags="one", label="x" * 256,
        visibility="secret", logicalPath="/a", colour="red", folderId=7, mediaType="poster",
    )
    assert wrong == {
        ("sourceUrl", "invalid_address"), ("provider", "unknown_value"), ("thumbnailUrl", "invalid_address"), ("title", "wrong_type"),
        ("tags", "wrong_type"), ("label", "too_long"), ("visibility", "unknown_value"), ("logicalPath", "slash_at_end"),
        ("colour", "unknown_field"), ("folderId", "wrong_type"), ("mediaType", "unknown_value"),
    }
    assert api.assets()["total"] == 0


def test_a_body_says_one_thing(api):
    assert problems(api) == {("sourceUrl", "blank")} == problems(api, title="x", sourceUrl=None)
    assert problems(api, sourceUrl=FILM, importUrl="https://example.org/x") == {("sourceUrl", "ambiguous")}
    assert problems(api, importUrl="nowhere", uploadId=str(uuid.uuid4())) == {("importUrl", "ambiguous"), ("importUrl", "invalid_address")}
    assert problems(api, importUrl="https://example.org/x", provider="generic") == {("provider", "not_for_files")}
    assert problems(api, sourceUrl=FILM, provider="generic") == {("provider", "provider_mismatch")}
    assert problems(api, sourceUrl="https://example.org/", provider="youtube") == {("provider", "provider_mismatch")}
    assert problems(api, sourceUrl=FILM, provider="upload") == {("provider", "unknown_value")}
    for folder in (str(uuid.uuid4()), "none"):
        expect_problem(404, "folder_not_found", api.post(ASSETS, json={"sourceUrl": FILM, "folderId": folder}))
    for upload in (str(uuid.uuid4()), "none"):
        expect_problem(404, "upload_not_found", api.post(ASSETS, json={"uploadId": upload}))
    expect_problem(415, "unsupported_media_type", api.post(ASSETS, data=b"{}", headers={"Content-Type": "text/json"}))
    assert api.assets()["total"] == 0


def test_the_same_address_again_is_what_the_client_wants_it_to_be(api):
    first = create(api, sourceUrl=FILM)
    answer = api.post(ASSETS, json={"sourceUrl": FILM})
    second = expect(201, answer)
    assert answer.headers["Vitrine-Duplicate-Of"] == first["id"] != second["id"]
    assert second["logicalPath"] != first["logicalPath"]
    assert create(api, 200, f"{ASSETS}?onDuplicate=reuse", sourceUrl=FILM)["id"] == first["id"]
    answer = api.post(f"{ASSETS}?onDuplicate=error", json={"sourceUrl": FILM})
    expect_problem(409, "duplicate_asset", answer)
    assert answer.headers["Vitrine-Duplicate-Of"] == first["id"] and api.assets()["total"] == 2
    expect(204, api.delete(f"{ASSETS}/{first['id']}"))
    assert create(api, 200, f"{ASSETS}?onDuplicate=reuse", sourceUrl=FILM)["id"] == second["id"]
    expect(400, api.post(f"{ASSETS}?onDuplicate=often", json={"sourceUrl": FILM}))


def test_a_repeated_request_makes_one(api):
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    first, again = (api.post(ASSETS, json={"sourceUrl": FILM}, headers=headers) for _ in range(2))
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true" and api.assets()["total"] == 1
    expect_problem(409, "idempotency_key_reused", api.post(ASSETS, json={"sourceUrl": FILM, "title": "x"}, headers=headers))


@pytest.mark.parametrize(("profile", "accepts"), [("cms", True), ("records", True), ("learning", True), ("site", False), ("docs", False)])
def test_whether_links_are_taken_is_a_rule(server, numbers, profile, accepts):
    organization = server.create_organization(f"links-{next(numbers)}", profile=profile)
    api, owner = organization.api(), organization.api("owner")
    body = {"sourceUrl": FILM, "mediaType": "banner"}
    if not accepts:
        problem = expect_problem(415, "external_refused", api.post(ASSETS, json=body))
        assert "acceptsExternalAssets" in problem["detail"]
        expect(200, owner.patch("/organization", json={"policy": {"acceptsExternalAssets": "true"}}))
    create(api, **body)
    server.cli("organization", "set", organization.slug, "acceptsExternalAssets=false")
    expect_problem(415, "external_refused", api.post(ASSETS, json=body))
    assert api.assets()["total"] == 1


def test_links_count_as_links_and_to_nothing_else(organization, api):
    api.upload(b"12345", "a.txt")
    before = api.storage()
    links = [create(api, sourceUrl=f"https://example.org/{number}.mp4") for number in range(3)]
    after = api.storage()
    assert after == {**before, "externalAssetCount": 3} and after["totalBytes"] == 5
    expect(200, api.post(f"{ASSETS}/{links[0]['id']}/archive"))
    expect(204, api.delete(f"{ASSETS}/{links[1]['id']}"))
    assert api.storage() == after
    expect(204, api.post(f"{ASSETS}/{links[1]['id']}/purge"))
    assert api.storage() == {**after, "externalAssetCount": 2}
    organization.server.cli("verify", "--organization", organization.slug)


def test_links_are_found_as_everything_is(api):
    film = create(api, sourceUrl=FILM, tags=["one"])
    page = create(api, sourceUrl="https://example.org/manual", title="Manual")
    file = api.upload(b"bytes", "b.txt")
    assert [asset["id"] for asset in api.assets(kind="video")["items"]] == [film["id"]]
    assert [asset["id"] for asset in api.assets(kind="other")["items"]] == [page["id"]]
    assert [asset["id"] for asset in api.assets(q="manual")["items"]] == [page["id"]]
    assert [asset["id"] for asset in api.assets(tag="one")["items"]] == [film["id"]]
    for sort in ("byteSize", "-byteSize", "title", "-createdAt"):
        seen, cursor = [], None
        while True:
            answer = api.assets(sort=sort, limit=1, **({"cursor": cursor} if cursor else {}))
            seen += [asset["id"] for asset in answer["items"]]
            if not (cursor := answer["nextCursor"]):
                break
        assert sorted(seen) == sorted([film["id"], page["id"], file["id"]])
        assert sort != "byteSize" or seen[-1] == file["id"]


def test_a_link_lives_as_any_asset_but_where_a_file_is_wanted(organization, api):
    link = create(api, sourceUrl=FILM)
    here = f"{ASSETS}/{link['id']}"
    edited = expect(200, api.patch(here, json={"title": "New", "tags": ["a"], "visibility": "private", "displayName": "film"}))
    assert edited["sourceUrl"] == edited["publicUrl"] == FILM and edited["title"] == "New"
    expect_problem(422, "invalid_fields", api.patch(here, json={"sourceUrl": "https://example.org/"}))
    expect_problem(409, "no_file", api.post(f"{here}/replace", files={"file": ("a.mp4", b"bytes")}))
    expect_problem(409, "no_file", api.post(f"{here}/signed-url", json={}))
    expect_problem(409, "no_file", api.get(f"/media/{link['id']}/download"))
    expect(404, api.get(f"/files/organizations/{organization.id}/media/{link['id']}.mp4"))
    archived = expect(200, api.post(f"{here}/archive"))
    assert archived["status"] == "archived" and expect(200, api.post(f"{here}/restore"))["status"] == "active"
    expect(204, api.delete(here))
    expect(404, api.get(here))
    assert expect(200, api.post(f"{here}/restore"))["publicUrl"] == FILM
    results = expect(200, api.post(f"{ASSETS}/bulk", json={"ids": [link["id"]], "action": "delete"}))["results"]
    assert results[0]["status"] == 204, results
    changes = expect(200, api.get("/organization/changes"))["items"]
    assert changes[-1]["assetId"] == link["id"]
    expect(204, api.post(f"{here}/purge"))
    expect(404, api.post(f"{here}/restore"))
    entries = expect(200, api.get("/organization/audit", params={"limit": 100}))["items"]
    actions = [entry["action"] for entry in entries if entry["subjectId"] == link["id"]]
    assert actions[-1] == "asset.link" and actions[0] == "asset.purge"
    organization.server.cli("verify", "--organization", organization.slug)
    organization.server.cli("sweep", "--grace", "0s")
    assert api.assets(status="all")["total"] == 0


def test_a_link_stays_detached_when_its_organization_is_deleted(server, numbers):
    organization = server.create_organization(f"former-{next(numbers)}")
    link = create(organization.api("owner"), sourceUrl=FILM, tags=["one"])
    server.cli("organization", "delete", organization.slug, "--yes")
    root = server.create_user(f"root-{next(numbers)}@example.org", superadmin=True).sign_in()
    listed = expect(200, root.get("/detached-assets", headers={"Accept": "application/json"}))["items"]
    [found] = [asset for asset in listed if asset["id"] == link["id"]]
    assert found["publicUrl"] == FILM and found["byteSize"] is None
    server.cli("verify")


# Their thumbnails


def test_a_link_gets_the_picture_it_was_given_with(fetching, team, elsewhere):
    elsewhere.content = pictures.picture("png", 640, 480)
    link = create(fetching, sourceUrl=FILM, thumbnailUrl=f"http://127.0.0.1:{elsewhere.port}/poster")
    ready = fetching.settled(link)
    assert ready["thumbnailStatus"] == "ready" and ready["width"] is None and ready["placeholder"]
    for name, kind in (("thumbnailUrl", "image/webp"), ("cardUrl", "image/jpeg")):
        picture = fetching.get(ready[name])
        assert picture.status_code == 200 and picture.headers["Content-Type"] == kind
    here = f"{ASSETS}/{link['id']}"
    chosen = expect(200, fetching.put(f"{here}/thumbnail", files={"file": ("own.png", pictures.picture("png"))}))
    assert chosen["thumbnailUrl"] != ready["thumbnailUrl"]
    assert fetching.get(ready["thumbnailUrl"]).content == fetching.get(chosen["thumbnailUrl"]).content != picture.content
    expect(200, fetching.delete(f"{here}/thumbnail"))
    assert fetching.settled(link)["thumbnailStatus"] == "ready"
    fetching.delete_for_good(link)
    expect(404, fetching.get(chosen["thumbnailUrl"]))
    team.server.cli("sweep", "--grace", "0s")
    assert not [key for key in team.server.stored_keys() if link["id"] in key]
    team.server.cli("verify", "--organization", team.slug, "--checksums")


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("status?code=404", b"", "status 404"), ("page", b"<!doctype html><title>No picture</title>", "text/html"),
        ("empty", b"", "empty"), ("large", b"\x89PNG\r\n\x1a\n" + bytes(10 << 20), "10 MB"),
        ("broken", pictures.picture("png")[:200], ""),
    ],
    ids=["missing", "page", "empty", "large", "broken"],
)
def test_a_picture_that_cannot_be_had_blocks_nothing(fetching, elsewhere, path, content, reason):
    elsewhere.content = content
    link = create(fetching, sourceUrl=FILM, thumbnailUrl=f"http://127.0.0.1:{elsewhere.port}/{path}")
    failed = fetching.settled(link)
    assert failed["thumbnailStatus"] == "failed" and reason in failed["thumbnailError"]
    expect(200, fetching.put(f"{ASSETS}/{link['id']}/thumbnail", files={"file": ("own.png", pictures.picture("png"))}))
    fetching.delete_for_good(link)


# Files fetched by their address


def test_a_file_is_fetched_as_if_it_were_uploaded(fetching, elsewhere, team):
    elsewhere.content = random.Random(1).randbytes(700_000)
    address = f"http://127.0.0.1:{elsewhere.port}/download?id=4"
    asset = create(fetching, importUrl=address + "#x", title="Fetched", tags=["far"], logicalPath="far/away.bin", label="L")
    assert (asset["checksum"], asset["byteSize"], asset["isExternal"]) == (elsewhere.checksum, 700_000, False)
    assert (asset["originalName"], asset["sourceUrl"], asset["logicalPath"]) == ("日本.bin", address, "far/away.bin")
    assert (asset["title"], asset["tags"], asset["label"], asset["provider"]) == ("Fetched", ["far"], "L", "upload")
    assert fetching.get(asset["publicUrl"]).content == elsewhere.content
    assert fetching.storage()["externalAssetCount"] == 0 and fetching.storage()["internalBytes"] == 700_000
    answer = fetching.post(f"{ASSETS}?onDuplicate=error", json={"importUrl": address})
    expect_problem(409, "duplicate_asset", answer)
    assert create(fetching, 200, f"{ASSETS}?onDuplicate=reuse", importUrl=address)["id"] == asset["id"]
    team.server.cli("verify", "--organization", team.slug, "--checksums")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("status?code=500", 422, "address_status"), ("status?code=404", 422, "address_status"), ("cut", 422, "fetch_interrupted")],
)
def test_a_file_that_cannot_be_fetched_leaves_nothing(fetching, team, elsewhere, path, status, code):
    elsewhere.content = random.Random(2).randbytes(3_000_000)
    before = team.server.stored_keys()
    expect_problem(status, code, fetching.post(ASSETS, json={"importUrl": f"http://127.0.0.1:{elsewhere.port}/{path}"}))
    left_nothing(fetching, team, before)


def left_nothing(api, team, before):
    assert api.assets(status="all")["total"] == 0
    assert api.storage()["internalBytes"] == api.storage()["reservedBytes"] == 0
    assert team.server.stored_keys() == before
    team.server.cli("verify", "--organization", team.slug)


@pytest.mark.parametrize("path", ["file", "chunked"])
def test_a_file_that_is_too_large_is_refused_whether_it_says_so_or_not(fetching, team, elsewhere, path):
    elsewhere.content = bytes(600_000)
    team.server.cli("organization", "set", team.slug, "maxFileBytes=100000")
    before = team.server.stored_keys()
    address = f"http://127.0.0.1:{elsewhere.port}/{path}"
    expect_problem(413, "file_too_large", fetching.post(ASSETS, json={"importUrl": address}))
    team.server.cli("organization", "set", team.slug, "maxFileBytes=", "maxStorageBytes=500000")
    expect_problem(413, "quota_exceeded", fetching.post(ASSETS, json={"importUrl": address}))
    left_nothing(fetching, team, before)


def test_a_fetched_file_is_told_by_its_bytes_and_refused_by_the_same_rules(fetching, team, elsewhere):
    elsewhere.content = b"<!doctype html><title>No picture</title><p>at all"
    team.server.cli("organization", "set", team.slug, "acceptedTypes=image")
    problem = expect_problem(415, "type_refused", fetching.post(ASSETS, json={"importUrl": f"http://127.0.0.1:{elsewhere.port}/x.png"}))
    assert "text/html" in problem["detail"]


def test_nothing_goes_out_for_who_may_not(team, elsewhere):
    member = team.api("member")
    before = elsewhere.connections
    for body in ({"importUrl": f"http://127.0.0.1:{elsewhere.port}/x"}, {"sourceUrl": FILM}):
        expect(403, member.post(ASSETS, json=body))
    expect(422, team.api().post(ASSETS, json={"importUrl": f"http://127.0.0.1:{elsewhere.port}/x", "title": "\u202e"}))
    assert elsewhere.connections == before


def test_the_command_line_makes_both(fetching, team, elsewhere):
    elsewhere.content = b"fetched by a command"
    run = team.server.cli
    at = ("--organization", team.slug)
    link = run("asset", "link", FILM, *at, "--title", "Sung", "--tag", "one,two").stdout.split()[0]
    shown = fetching.asset(link)
    assert (shown["provider"], shown["title"], shown["tags"]) == ("youtube", "Sung", ["one", "two"])
    address = f"http://127.0.0.1:{elsewhere.port}/x"
    fetched = run("asset", "fetch", address, *at, "--path", "a/b.txt").stdout.split()[0]
    assert fetching.asset(fetched)["logicalPath"] == "a/b.txt"
    again = json.loads(run("asset", "fetch", address, *at, "--on-duplicate", "reuse", "--json").stdout)
    assert again == {"id": fetched, "url": address, "isNew": False, "duplicateOf": fetched}
    refused = run("asset", "fetch", "http://127.0.0.2/", *at, check=False)
    assert refused.returncode == 1 and "does not fetch from that address" in refused.stderr
    assert run("asset", "link", "nowhere", *at, check=False).returncode == 1


# The page


def browser(team, role="manager"):
    session = team.user(role).sign_in(team.slug)
    session.headers["Origin"] = team.server.url
    return session


def form(session, page):
    """The address form's page, and a way to send it."""
    shown = session.get(page)
    assert shown.status_code == 200, shown.text[:500]
    csrf = re.search(r'name="csrf"[^>]*value="([^"]+)"', shown.text)[1]
    return shown.text, lambda **fields: session.post(page, data={"csrf": csrf, **fields}, allow_redirects=False)


def test_the_page_adds_either_without_scripts(fetching, team, elsewhere):
    elsewhere.content = b"fetched by a page"
    session, page = browser(team), f"/org/{team.slug}/media/add"
    assert f'href="{page}"' in session.get(f"/org/{team.slug}/media").text
    text, send = form(session, page)
    assert 'name="url"' in text and 'value="link"' in text
    added = send(way="link", url=FILM, title="Sung", tags="one, two")
    assert added.status_code == 303 and added.headers["Location"].endswith("notice=linked")
    added = send(way="fetch", url=f"http://127.0.0.1:{elsewhere.port}/x", tags="three")
    assert added.headers["Location"].endswith("notice=fetched")
    assert {(asset["isExternal"], *asset["tags"]) for asset in fetching.assets()["items"]} == {(True, "one", "two"), (False, "three")}
    shown = session.get(f"/org/{team.slug}/media").text
    assert "and 1 link to another place" in shown
    assert "YouTube</span>" in shown and "www.youtube.com" in shown and "<video" not in shown
    for fields, status, words in (
        ({"way": "fetch", "url": "http://127.0.0.2/<x>"}, 403, "does not fetch from that address"),
        ({"way": "link", "url": "javascript:alert(1)"}, 422, "This is no whole address"),
        ({"way": "link", "url": FILM, "thumbnailUrl": "x"}, 422, "This is no whole address"),
        ({"way": "fetch", "url": f"http://127.0.0.1:{elsewhere.port}/status?code=404"}, 422, "status 404"),
    ):
        refused = send(**fields, title="Kept <b>")
        assert refused.status_code == status and words in refused.text and "Kept &lt;b&gt;" in refused.text
        assert html.escape(fields["url"]) in refused.text
    assert session.post(page, data={"url": FILM, "way": "link"}, allow_redirects=False).status_code == 403
    assert fetching.assets()["total"] == 2


def test_the_drawer_of_a_link_leads_there_and_offers_no_other_file(fetching, team):
    link = create(fetching, sourceUrl="https://example.org/a%22b?<x>&y=1#z")
    session = browser(team, "admin")
    shown = session.get(f"/org/{team.slug}/media", params={"asset": link["id"]}).text
    address = html.escape(link["sourceUrl"])
    assert re.search(rf'<a [^>]*href="{re.escape(address)}" target="_blank" rel="noopener noreferrer"', shown)
    assert "/replace" not in shown and "/thumbnail" in shown


def test_the_page_offers_no_links_where_the_rules_take_none(team):
    team.server.cli("organization", "set", team.slug, "acceptsExternalAssets=false", "requiresMediaType=true")
    text, send = form(browser(team), f"/org/{team.slug}/media/add")
    assert 'value="link"' not in text and 'name="mediaType"' in text
    assert send(way="link", url=FILM).status_code == 415
    assert browser(team, "member").get(f"/org/{team.slug}/media/add").status_code == 403
