"""The picture that stands for an asset can be chosen, and taken back."""

import pytest
from pictures import picture
from vitrine_client import Session, expect, expect_problem, wait_until


@pytest.fixture
def document(api):
    return api.upload(b"an agenda\n", "agenda.txt")


def choose(api, asset, content=None, **options):
    return api.put(
        f"/organization/assets/{asset['id']}/thumbnail", files={"file": ("cover.png", content or picture("png"))}, **options
    )


def content_of(server, address):
    return Session(server).get(address).content


def test_a_document_is_given_a_picture(server, api, document):
    assert document["thumbnailUrl"] is None and document["thumbnailStatus"] == "none"
    asset = expect(200, choose(api, document))
    assert asset["thumbnailStatus"] == "ready" and asset["placeholder"]
    assert content_of(server, asset["thumbnailUrl"])[8:12] == b"WEBP"
    assert content_of(server, asset["cardUrl"])[:3] == b"\xff\xd8\xff"
    assert asset["width"] is None, "the picture is no fact of the file"
    assert api.asset(document["id"])["thumbnailUrl"] == asset["thumbnailUrl"]
    back = expect(200, api.delete(f"/organization/assets/{document['id']}/thumbnail"))
    assert back["thumbnailUrl"] is None and back["thumbnailStatus"] == "none"


def test_a_chosen_picture_is_taken_back_and_the_files_own_is_made_again(server, api):
    photo = api.settled(api.upload(picture("jpeg"), "photo.jpg"))
    own = content_of(server, photo["thumbnailUrl"])
    chosen = expect(200, choose(api, photo, picture("png", width=30, height=90)))
    assert chosen["thumbnailUrl"] != photo["thumbnailUrl"] and content_of(server, chosen["thumbnailUrl"]) != own
    expect(200, api.delete(f"/organization/assets/{photo['id']}/thumbnail"))
    back = api.settled(photo)
    assert back["thumbnailUrl"] not in (photo["thumbnailUrl"], chosen["thumbnailUrl"])
    assert content_of(server, back["thumbnailUrl"]) == own
    # What somebody linked to shows the present picture.
    wait_until(lambda: content_of(server, chosen["thumbnailUrl"]) == own, what="the former address to lead to the present one")


def test_two_editors_do_not_overwrite_each_other(api, document):
    tag = api.get(f"/organization/assets/{document['id']}").headers["ETag"]
    expect(200, choose(api, document, headers={"If-Match": tag}))
    expect_problem(412, "changed_meanwhile", choose(api, document, headers={"If-Match": tag}))


def test_what_is_no_picture_is_refused_and_said_so(api, document):
    problem = expect_problem(415, "type_refused", choose(api, document, b"plain words"))
    assert "text/plain" in problem["detail"]
    expect_problem(422, "unreadable_picture", choose(api, document, picture("png")[:-30]))
    address = f"/organization/assets/{document['id']}/thumbnail"
    expect_problem(422, "missing_file", api.put(address, files={"other": b"x"}))
    expect_problem(400, "malformed_body", api.put(address, files=[("file", ("a.png", picture("png"))), ("file", ("b.png", b"x"))]))
    expect_problem(415, "unsupported_media_type", api.put(address, data=b"x", headers={"Content-Type": "image/png"}))
    assert api.asset(document["id"])["thumbnailUrl"] is None


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"atSeconds": 1.5}, "no_moments", "atSeconds"),
        ({"atSeconds": -1}, "invalid_fields", "atSeconds"),
        ({"atSeconds": "1"}, "invalid_fields", "atSeconds"),
        ({}, "invalid_fields", "atSeconds"),
        ({"atSeconds": 1, "x": 2}, "invalid_fields", "x"),
    ],
)
def test_a_moment_is_refused_in_words(api, document, body, code, field):
    answer = api.put(f"/organization/assets/{document['id']}/thumbnail", json=body)
    assert [problem["field"] for problem in expect_problem(422, code, answer)["errors"]] == [field]


def test_the_command_line_does_the_same(server, organization, api, document, tmp_path):
    cover = tmp_path / "cover.png"
    cover.write_bytes(picture("png"))
    slug = ("--organization", organization.slug)
    server.cli("asset", "thumbnail", document["id"], "--file", cover, *slug)
    assert api.asset(document["id"])["thumbnailUrl"]
    server.cli("asset", "thumbnail", document["id"], "--reset", *slug)
    assert api.asset(document["id"])["thumbnailUrl"] is None
    assert server.cli("asset", "thumbnail", document["id"], *slug, check=False).returncode == 2
