"""The media of companies and people, line by line as their description has them: attributes, relationships, what the system computes,
and the operations. In an organization of the profile `records`."""

import http.server
import threading
import uuid
from datetime import datetime

import pictures
import pytest
from json_api import (
    COMPANIES, MEDIAS, PEOPLE, change, company, document, errors, linked, make, medias, read, resource, send, source,
)
from vitrine_client import expect
from vitrine_server import Server

LOGO = {"mediaType": "logo"}
ATTRIBUTES = {"media_type", "label", "url", "created_at", "updated_at", "deleted_at"}
TYPES = ["avatar", "logo", "banner"]


@pytest.fixture
def records(server, numbers):
    api = server.create_organization(f"records-{next(numbers)}", name="Well", profile="records").api()
    api.own = expect(200, api.get("/organization"))
    return api


@pytest.fixture
def picture():
    return pictures.bmp()


def media(api, asset):
    return read(api, f"{MEDIAS}/{asset['id']}")["data"]


def presigned(api, content, name="logo.bmp", **details):
    """The id of an upload whose bytes are there, and of which no asset was made yet."""
    begun = expect(201, api.post(
        "/organization/assets/uploads", json={"fileName": name, "byteSize": len(content), "mimeType": "image/bmp"} | details))
    sent = api.request(begun["method"], begun["url"], data=content, headers={**begun["headers"], "Authorization": None})
    assert sent.status_code in (200, 201, 204), sent.text
    return begun["uploadId"]


# The attributes


def test_media_id_is_made_here_and_is_the_resources_id(records, picture):
    """media_id: string, UUID, system; unique."""
    ids = [make(records, MEDIAS, "media", {"media_type": "logo", "upload_id": presigned(records, picture)})["id"] for _ in range(2)]
    assert len({uuid.UUID(text) for text in ids}) == 2
    own = resource("media", {"media_type": "logo", "url": "https://example.com/a.png"}, str(uuid.uuid4()))
    assert source(403, "client_generated_id", send(records, "POST", MEDIAS, own)) == {"pointer": "/data/id"}
    refused = send(records, "PATCH", f"{MEDIAS}/{ids[0]}", resource("media", {"media_id": ids[1]}, ids[0]))
    assert source(422, "unknown_field", refused) == {"pointer": "/data/attributes/media_id"}


def test_media_type_is_required_and_one_of_three(records, picture):
    """media_type: enum avatar, logo, banner; required, not null."""
    for kind in TYPES:
        made = make(records, MEDIAS, "media", {"media_type": kind, "upload_id": presigned(records, picture)})
        assert made["attributes"]["media_type"] == kind == media(records, made)["attributes"]["media_type"]
    link = {"url": "https://example.com/a.png"}
    for attributes, pointer in (
        (link, "/data/attributes"), (link | {"media_type": None}, "/data/attributes/media_type"),
        (link | {"media_type": "poster"}, "/data/attributes/media_type"), (link | {"media_type": "Logo"}, "/data/attributes/media_type"),
    ):
        (error,) = document(422, send(records, "POST", MEDIAS, resource("media", attributes)))["errors"]
        assert error["source"] == {"pointer": pointer}
    cleared = send(records, "PATCH", made["links"]["self"], resource("media", {"media_type": None}, made["id"]))
    assert source(422, "required", cleared) == {"pointer": "/data/attributes/media_type"}
    assert change(records, made, {"media_type": "avatar"})["attributes"]["media_type"] == "avatar"
    assert read(records, MEDIAS)["meta"]["page"]["total"] == 3


def test_label_is_optional_and_at_most_255_characters(records, picture):
    """label: varchar(255), nullable; free text."""
    made = make(records, MEDIAS, "media", {"media_type": "logo", "upload_id": presigned(records, picture)})
    assert made["attributes"]["label"] is None
    for label in ("Acme Corp primary logo", "Profile photo — Q1 2026", "ß" * 255):
        assert change(records, made, {"label": label})["attributes"]["label"] == label
    long = send(records, "PATCH", made["links"]["self"], resource("media", {"label": "x" * 256}, made["id"]))
    assert source(422, "too_long", long) == {"pointer": "/data/attributes/label"}
    assert change(records, made, {"label": None})["attributes"]["label"] is None
    labelled = make(records, MEDIAS, "media", {"media_type": "logo", "label": "given", "upload_id": presigned(records, picture)})
    assert labelled["attributes"]["label"] == "given"


def test_url_leads_to_the_bytes_or_to_where_the_media_was_before(records, picture):
    """url: nullable column of old records; what is answered is resolved."""
    stored = media(records, records.upload(picture, "a.bmp", **LOGO))["attributes"]["url"]
    assert stored.startswith(("http://", "https://")) and records.get(stored).content == picture
    old = make(records, MEDIAS, "media", {"media_type": "logo", "url": "https://cdn.example.com/old/logo.png"})
    assert old["attributes"]["url"] == "https://cdn.example.com/old/logo.png"
    for url in ("nonsense", "javascript:alert(1)", "ftp://example.com/a"):
        (error,) = document(422, send(records, "POST", MEDIAS, resource("media", {"media_type": "logo", "url": url})))["errors"]
        assert error["source"] == {"pointer": "/data/attributes/url"}
    moved = send(records, "PATCH", old["links"]["self"], resource("media", {"url": "https://example.com/new.png"}, old["id"]))
    assert source(422, "read_only", moved) == {"pointer": "/data/attributes/url"}


def test_path_is_neither_shown_nor_taken(records, picture):
    """path: the object's key; a matter of the store."""
    asset = records.upload(picture, "a.bmp", **LOGO)
    for path in (MEDIAS, f"{MEDIAS}/{asset['id']}"):
        answer = send(records, "GET", path)
        shown = answer.json()["data"]
        assert set((shown[0] if path == MEDIAS else shown)["attributes"]) == ATTRIBUTES
        for raw in ("storage_key", "storageKey", "bucket", '"path"', "source_url", "public_url"):
            assert raw not in answer.text
    for attributes in ({"path": "workspaces/x/media/y.png"}, {"storage_key": "x"}, {"bucket": "x"}):
        refused = send(records, "PATCH", f"{MEDIAS}/{asset['id']}", resource("media", attributes, asset["id"]))
        assert source(422, "unknown_field", refused) == {"pointer": f"/data/attributes/{next(iter(attributes))}"}


def test_created_at_is_set_here_and_never_changes(records, picture):
    """created_at: not null, immutable."""
    made = media(records, records.upload(picture, "a.bmp", **LOGO))
    created = made["attributes"]["created_at"]
    assert abs((datetime.fromisoformat(created) - datetime.now(datetime.fromisoformat(created).tzinfo)).total_seconds()) < 600
    assert change(records, made, {"label": "later"})["attributes"]["created_at"] == created
    refused = send(records, "PATCH", made["links"]["self"], resource("media", {"created_at": "2020-01-01T00:00:00Z"}, made["id"]))
    assert source(422, "read_only", refused) == {"pointer": "/data/attributes/created_at"}


def test_updated_at_is_null_until_the_first_edit_and_moves_with_each(records, picture):
    """updated_at: nullable; set on every write after the first."""
    asset = records.upload(pictures.picture("png"), "a.png", **LOGO)
    records.settled(asset)
    made = media(records, asset)
    assert made["attributes"]["updated_at"] is None
    first = change(records, made, {"label": "one"})["attributes"]["updated_at"]
    assert change(records, made, {"label": "one"})["attributes"]["updated_at"] == first
    second = change(records, made, {"label": "two"})["attributes"]["updated_at"]
    assert made["attributes"]["created_at"] < first < second


def test_deleted_at_is_null_for_whatever_is_shown(records, picture):
    """deleted_at: soft delete; every query leaves deleted rows out."""
    asset, other = (records.upload(picture, f"{name}.bmp", **LOGO) for name in "ab")
    acme = company(records, medias=medias(asset, other))
    assert media(records, asset)["attributes"]["deleted_at"] is None
    expect(204, send(records, "DELETE", f"{MEDIAS}/{asset['id']}"))
    errors(404, "asset_not_found", send(records, "GET", f"{MEDIAS}/{asset['id']}"))
    errors(404, "asset_not_found", send(records, "DELETE", f"{MEDIAS}/{asset['id']}"))
    errors(404, "asset_not_found", send(records, "PATCH", f"{MEDIAS}/{asset['id']}", resource("media", {}, asset["id"])))
    at = acme["links"]["self"]
    for shown in (read(records, MEDIAS)["data"], read(records, f"{at}/medias")["data"], read(records, at, include="medias")["included"]):
        assert [(item["id"], item["attributes"]["deleted_at"]) for item in shown] == [(other["id"], None)]
    assert read(records, MEDIAS, **{"filter[media_type]": "logo"})["meta"]["page"]["total"] == 1


# The relationship


def test_a_media_belongs_to_one_workspace(records, server, numbers, picture):
    """workspace: to-one, the organization; nothing is seen from another."""
    asset = records.upload(picture, "a.bmp", **LOGO)
    found = read(records, f"{MEDIAS}/{asset['id']}", include="workspace")
    identifier = {"type": "workspace", "id": records.own["id"]}
    assert found["data"]["relationships"] == {"workspace": {"data": identifier}}
    assert found["included"] == [{**identifier, "attributes": {"name": "Well", "slug": records.own["slug"]}}]
    again = resource("media", {"label": "x"}, asset["id"], workspace=identifier)
    document(200, send(records, "PATCH", f"{MEDIAS}/{asset['id']}", again))
    other = server.create_organization(f"records-other-{next(numbers)}", profile="records").api()
    assert read(other, MEDIAS)["data"] == []
    errors(404, "asset_not_found", send(other, "GET", f"{MEDIAS}/{asset['id']}"))


def test_a_deleted_workspace_orphans_its_media_and_takes_nothing_with_it(server, numbers, picture):
    """ON DELETE SET NULL: the file stays at its address."""
    organization = server.create_organization(f"records-gone-{next(numbers)}", profile="records")
    api = organization.api()
    asset = api.upload(picture, "a.bmp", **LOGO)
    company(api, medias=medias(asset))
    url = media(api, asset)["attributes"]["url"]
    server.cli("organization", "delete", organization.slug, "--yes")
    assert api.get(url, headers={"Authorization": None}).content == picture
    root = server.create_user(f"root-{uuid.uuid4().hex}@example.com", superadmin=True).sign_in()
    assert asset["id"] in [item["id"] for item in expect(200, root.get("/detached-assets?limit=100"))["items"]]


# What the system computes


def test_no_delete_is_a_hard_one(records, picture):
    """deleted_at: the application never issues hard deletes."""
    asset = records.upload(picture, "a.bmp", **LOGO)
    expect(204, send(records, "DELETE", f"{MEDIAS}/{asset['id']}"))
    (trashed,) = records.assets(status="trashed")["items"]
    assert trashed["id"] == asset["id"] and trashed["deletedAt"] is not None
    assert records.post(f"/organization/assets/{asset['id']}/purge").status_code == 403
    expect(200, records.post(f"/organization/assets/{asset['id']}/restore"))
    assert records.get(media(records, asset)["attributes"]["url"]).content == picture


class OnePicture(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        content = pictures.bmp()
        self.send_response(200)
        self.send_header("Content-Type", "image/bmp")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def test_where_there_are_bytes_the_old_address_is_not_shown(picture):
    """URL resolution: the key's address, and only without a key the old url."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnePicture) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        old = f"http://127.0.0.1:{elsewhere.server_port}/old/logo.bmp"
        with Server(environment={"VITRINE_OUTBOUND_ALLOW": "127.0.0.1"}) as server:
            api = server.create_organization("imports", profile="records").api()
            asset = expect(201, api.post("/organization/assets", json={"importUrl": old, "mediaType": "logo"}))
            assert asset["sourceUrl"] == old
            answer = send(api, "GET", f"{MEDIAS}/{asset['id']}")
            url = document(200, answer)["data"]["attributes"]["url"]
            assert old not in answer.text and url == asset["publicUrl"] and api.get(url).content == picture
        elsewhere.shutdown()


def test_a_shared_media_is_one_row_in_each_workspace(records, server, numbers, picture):
    """Workspace scoping: what two workspaces show are two media."""
    other = server.create_organization(f"records-second-{next(numbers)}", profile="records").api()
    ours, theirs = (media(api, api.upload(picture, "a.bmp", **LOGO)) for api in (records, other))
    assert ours["id"] != theirs["id"] and ours["attributes"]["url"] != theirs["attributes"]["url"]


@pytest.mark.parametrize(("path", "type_"), [(COMPANIES, "company"), (PEOPLE, "person")])
def test_the_composite_list_and_the_primary_media_follow_the_pivots(records, picture, path, type_):
    """composite_media_list: id, label and type of each; primary media: that of the newest pivot whose media is not deleted."""
    first, second, third = (
        media(records, records.upload(picture, f"{kind}.bmp", mediaType=kind, label=f"the {kind}")) for kind in TYPES
    )

    def listed(*found):
        return [{"media_id": item["id"], "label": item["attributes"]["label"], "media_type": item["attributes"]["media_type"]} for item in found]

    def shown():
        attributes = read(records, owner["links"]["self"])["data"]["attributes"]
        return attributes["composite_media_list"], attributes["primary_media"]

    def expected(*found):
        return listed(*found), listed(found[0])[0] | {"url": found[0]["attributes"]["url"]} if found else None

    owner = make(records, path, type_, {"name": "Acme Corp"})
    links = owner["relationships"]["medias"]["links"]["self"]
    assert shown() == expected()
    for added in (first, second, third):
        expect(204, send(records, "POST", links, {"data": medias(added)}))
    assert shown() == expected(third, second, first)
    expect(204, send(records, "DELETE", f"{MEDIAS}/{third['id']}"))
    assert shown() == expected(second, first)
    expect(200, records.post(f"/organization/assets/{third['id']}/restore"))
    assert shown() == expected(third, second, first)
    expect(204, send(records, "DELETE", links, {"data": medias(third)}))
    expect(204, send(records, "POST", links, {"data": medias(first)}))
    assert shown() == expected(second, first), "a pivot that is there already is no newer for being asked for again"
    expect(204, send(records, "DELETE", links, {"data": medias(first)}))
    expect(204, send(records, "POST", links, {"data": medias(first)}))
    assert shown() == expected(first, second)
    (item,) = read(records, path)["data"]
    assert (item["attributes"]["composite_media_list"], item["attributes"]["primary_media"]) == expected(first, second)
    first = change(records, first, {"label": "renamed", "media_type": "banner"})
    assert shown() == expected(first, second)


def test_pivots_are_rows_of_their_own_and_a_media_knows_none_of_them(records, picture):
    """CompanyMedia and PersonMedia each lead to a media, which declares nothing in return."""
    asset = records.upload(picture, "a.bmp", **LOGO)
    acme, globex = company(records, "Acme", medias=medias(asset)), company(records, "Globex", medias=medias(asset))
    person = make(records, PEOPLE, "person", {"name": "Editor"}, medias=medias(asset))
    assert set(media(records, asset)["relationships"]) == {"workspace"}
    assert records.asset(asset["id"])["usageCount"] == 3
    expect(204, send(records, "DELETE", acme["links"]["self"]))
    assert linked(records, globex) == linked(records, person) == [asset["id"]] and records.asset(asset["id"])["usageCount"] == 2
    expect(204, send(records, "PATCH", globex["relationships"]["medias"]["links"]["self"], {"data": []}))
    assert linked(records, globex) == [] and records.asset(asset["id"])["usageCount"] == 1
    assert records.server.cli("verify", "--organization", records.own["slug"]).returncode == 0


# The operations, and the example


def test_a_media_is_made_of_an_upload_listed_retrieved_changed_and_deleted(records, picture):
    upload = presigned(records, picture)
    body = resource("media", {"media_type": "logo", "label": "Acme Corp primary logo", "upload_id": upload})
    answer = send(records, "POST", MEDIAS, body)
    made = document(201, answer)["data"]
    assert answer.headers["Location"] == made["links"]["self"] == f"{MEDIAS}/{made['id']}" and answer.headers["ETag"]
    assert made == {
        "type": "media", "id": made["id"],
        "attributes": {
            "media_type": "logo", "label": "Acme Corp primary logo", "url": made["attributes"]["url"],
            "created_at": made["attributes"]["created_at"], "updated_at": None, "deleted_at": None,
        },
        "relationships": {"workspace": {"data": {"type": "workspace", "id": records.own["id"]}}},
        "links": {"self": f"{MEDIAS}/{made['id']}"},
    }
    assert read(records, MEDIAS)["data"] == [made] and read(records, made["links"]["self"])["data"] == made
    assert document(200, send(records, "POST", MEDIAS, body))["data"]["id"] == made["id"], "an upload is one media"
    assert change(records, made, {"label": "another", "media_type": "banner"})["attributes"]["media_type"] == "banner"
    expect(204, send(records, "DELETE", made["links"]["self"]))
    assert read(records, MEDIAS)["data"] == []
    for wrong in (str(uuid.uuid4()), "nonsense"):
        refused = send(records, "POST", MEDIAS, resource("media", {"media_type": "logo", "upload_id": wrong}))
        assert refused.status_code == 404
    for attributes in ({"media_type": "logo"}, {"media_type": "logo", "url": "https://example.com/a.png", "upload_id": upload}):
        assert document(422, send(records, "POST", MEDIAS, resource("media", attributes)))["errors"]


@pytest.mark.parametrize(("path", "type_"), [(COMPANIES, "company"), (PEOPLE, "person")])
def test_companies_and_people_are_made_listed_retrieved_changed_and_deleted(records, picture, path, type_):
    assets = [records.upload(picture, f"{number}.bmp", **LOGO) for number in range(3)]
    answer = send(records, "POST", path, resource(type_, {"name": "  Acme Corp "}, medias=medias(*assets[:2])))
    made = document(201, answer)["data"]
    at = made["links"]["self"]
    assert answer.headers["Location"] == at == f"{path}/{made['id']}" and answer.headers["ETag"]
    assert set(made["attributes"]) == {"name", "primary_media", "composite_media_list", "created_at", "updated_at"}
    assert made["attributes"]["name"] == "Acme Corp" and made["attributes"]["updated_at"] is None
    assert made["attributes"]["primary_media"]["media_id"] == assets[1]["id"]
    links = made["relationships"]["medias"]["links"]
    assert links == {"self": f"{at}/relationships/medias", "related": f"{at}/medias"}
    assert read(records, links["self"])["data"] == made["relationships"]["medias"]["data"] == medias(assets[1], assets[0])
    assert [item["id"] for item in read(records, links["related"])["data"]] == [assets[1]["id"], assets[0]["id"]]
    assert read(records, path)["data"] == [made] == [read(records, at)["data"]]

    renamed = change(records, made, {"name": "Acme Limited"})
    assert renamed["attributes"]["updated_at"] > made["attributes"]["created_at"]
    assert change(records, made, {"name": "Acme Limited"}) == renamed
    replaced = change(records, made, None, medias=medias(assets[2], assets[0]))
    assert replaced["relationships"]["medias"]["data"] == medias(assets[2], assets[0]), "what stays keeps its age"
    expect(204, send(records, "PATCH", links["self"], {"data": medias(assets[1])}))
    expect(204, send(records, "POST", links["self"], {"data": medias(assets[0], assets[0], assets[1])}))
    assert linked(records, made) == [assets[0]["id"], assets[1]["id"]]
    expect(204, send(records, "DELETE", links["self"], {"data": medias(assets[1], assets[2])}))
    assert linked(records, made) == [assets[0]["id"]]
    expect(204, send(records, "DELETE", at))
    errors(404, f"{type_}_not_found", send(records, "GET", at))
    assert read(records, path)["data"] == [] and read(records, MEDIAS)["meta"]["page"]["total"] == 3


def test_uses_are_told_to_readers_of_the_change_feed_and_deleted_ones_are_not(records, picture):
    asset, trashed = (records.upload(picture, f"{name}.bmp", **LOGO) for name in "ab")
    acme = company(records, medias=medias(trashed))
    expect(204, send(records, "DELETE", f"{MEDIAS}/{trashed['id']}"))
    last = expect(200, records.get("/organization/changes"))["items"][-1]["sequence"]
    tag = send(records, "GET", f"{MEDIAS}/{asset['id']}").headers["ETag"]
    expect(204, send(records, "PATCH", acme["relationships"]["medias"]["links"]["self"], {"data": medias(asset)}))
    changes = expect(200, records.get(f"/organization/changes?after={last}"))["items"]
    assert [item["assetId"] for item in changes] == [asset["id"]] and changes[0]["asset"]["usageCount"] == 1
    assert send(records, "GET", f"{MEDIAS}/{asset['id']}").headers["ETag"] == tag, "who edits it is not refused for a use of it"
    expect(200, records.post(f"/organization/assets/{trashed['id']}/restore"))
    assert linked(records, acme) == [asset["id"]], "in Trash it was given up too"


def test_a_company_has_a_hundred_media_at_most(records):
    assets = [records.upload(b"BM" + pictures.bmp()[2:], f"{number}.bmp", **LOGO) for number in range(2)]
    many = [{"id": make(records, MEDIAS, "media", {"media_type": "logo", "url": f"https://example.com/{number}"})["id"]} for number in range(99)]
    acme = company(records, medias=medias(*many, assets[0]))
    links = acme["relationships"]["medias"]["links"]["self"]
    errors(409, "too_many_media", send(records, "POST", links, {"data": medias(assets[1])}))
    strangers = medias(*({"id": str(uuid.uuid4())} for _ in range(101)))
    for verb in ("POST", "PATCH"):
        errors(409, "too_many_media", send(records, verb, links, {"data": strangers}))
    expect(204, send(records, "DELETE", links, {"data": medias(many[0])}))
    expect(204, send(records, "POST", links, {"data": medias(assets[1])}))
    assert len(read(records, acme["links"]["self"], include="medias")["included"]) == 100
