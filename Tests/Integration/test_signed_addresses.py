"""Private files answer by a signed address alone, with headers that keep them out of shared caches."""

import pictures
import pytest
from vitrine_client import Session, expect, expect_problem


@pytest.fixture
def private_picture(api):
    asset = api.settled(api.upload(pictures.picture("jpeg"), "harbour.jpg"))
    return expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"visibility": "private"}))


def sign(api, asset, **body):
    return expect(200, api.post(f"/organization/assets/{asset['id']}/signed-url", json=body))


@pytest.fixture
def anybody(server):
    return Session(server)


def expect_file(answer):
    assert answer.status_code == 200, answer.text[:500]
    return answer


def test_a_private_file_answers_by_a_signed_address_alone(api, anybody, private_picture):
    expect_problem(404, "asset_not_found", anybody.get(private_picture["publicUrl"]))
    signed = sign(api, private_picture)
    assert signed["url"].startswith(private_picture["publicUrl"] + "?expires=")
    answer = expect_file(anybody.get(signed["url"]))
    assert int(answer.headers["Content-Length"]) == private_picture["byteSize"]
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    assert answer.headers["Content-Disposition"].startswith("inline")
    again = anybody.get(signed["url"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.headers["Cache-Control"].startswith("private")
    part = anybody.get(signed["url"], headers={"Range": "bytes=0-9"})
    assert part.status_code == 206 and len(part.content) == 10
    # What was opened so is not open to everybody after it.
    expect_problem(404, "asset_not_found", anybody.get(private_picture["publicUrl"]))


def test_the_pictures_of_a_private_asset_are_private_as_well(anybody, private_picture):
    for address in (private_picture["thumbnailUrl"], private_picture["cardUrl"]):
        plain = address.split("?")[0]
        assert plain != address
        expect_problem(404, "asset_not_found", anybody.get(plain))
        expect_file(anybody.get(address))


def test_a_signed_address_can_ask_for_the_file_to_be_saved(api, anybody, private_picture):
    signed = sign(api, private_picture, disposition="attachment", expiresIn=60)
    answer = expect_file(anybody.get(signed["url"]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert int(answer.headers["Cache-Control"].split("=")[1]) <= 60
    expect_problem(404, "asset_not_found", anybody.get(signed["url"].replace("disposition=attachment&", "")))


def test_nothing_may_be_added_to_a_signed_address(api, anybody, private_picture):
    url = sign(api, private_picture)["url"]
    for other in (url + "&x=1", url + "&disposition=attachment", url.replace("?", "?v=1&"), url[:-1], url + "A"):
        expect_problem(404, "asset_not_found", anybody.get(other))


def test_what_is_in_trash_opens_by_a_signed_address_until_it_is_purged(api, anybody, private_picture):
    expect(204, api.delete(f"/organization/assets/{private_picture['id']}"))
    url = sign(api, private_picture)["url"]
    expect_file(anybody.get(url))
    expect(204, api.post(f"/organization/assets/{private_picture['id']}/purge"))
    expect_problem(404, "asset_not_found", anybody.get(url))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"expiresIn": 59}, "expiresIn"),
        ({"expiresIn": 604_801}, "expiresIn"),
        ({"expiresIn": "1h"}, "expiresIn"),
        ({"expiresIn": 60.5}, "expiresIn"),
        ({"disposition": "none"}, "disposition"),
        ({"method": "PUT"}, "method"),
    ],
)
def test_a_wrong_field_is_named(api, private_picture, body, field):
    answer = api.post(f"/organization/assets/{private_picture['id']}/signed-url", json=body)
    assert [problem["field"] for problem in expect_problem(422, "invalid_fields", answer)["errors"]] == [field]


def test_the_command_line_signs_and_every_process_of_a_server_knows_the_secret(server, organization, anybody, private_picture):
    path = server.cli("asset", "sign", private_picture["id"], "--organization", organization.slug).stdout.strip()
    expect_file(anybody.get(server.url + path))


def test_the_secret_is_made_once_for_its_owner_alone(own_server):
    path = own_server.data / "secret"
    assert path.stat().st_mode & 0o777 == 0o600 and len(path.read_text().strip()) >= 32
    before = path.read_text()
    own_server.cli("organization", "list")
    assert path.read_text() == before
