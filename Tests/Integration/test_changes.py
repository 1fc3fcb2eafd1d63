"""The change feed, as hosts that sync read it."""

import json

import pictures
import pytest
from vitrine_client import expect, expect_problem

CHANGES = "/organization/changes"


def read(api, after=0, limit=2):
    """All entries after one, page by page."""
    entries = []
    while True:
        page = expect(200, api.get(CHANGES, params={"after": after, "limit": limit}))
        assert len(page["items"]) <= limit
        entries += page["items"]
        assert page["next"] == (entries[-1]["sequence"] if page["items"] else after)
        after = page["next"]
        if not page["hasMore"]:
            return entries, after


def test_a_host_that_asks_again_after_the_last_entry_hears_of_everything_once(api):
    assert expect(200, api.get(CHANGES)) == {"items": [], "next": 0, "hasMore": False}
    kept, gone = api.upload(b"kept", "kept.txt"), api.upload(b"gone", "gone.txt")
    entries, position = read(api)
    assert [(entry["type"], entry["assetId"]) for entry in entries] == [("upsert", kept["id"]), ("upsert", gone["id"])]
    assert entries[0]["asset"] == api.asset(kept["id"])
    expect(200, api.patch(f"/organization/assets/{kept['id']}", json={"title": "Kept"}))
    expect(204, api.delete(f"/organization/assets/{gone['id']}"))
    entries, end = read(api, position)
    assert [(entry["type"], entry["assetId"]) for entry in entries] == [("upsert", kept["id"]), ("tombstone", gone["id"])]
    assert entries[0]["asset"]["title"] == "Kept" and entries[1]["asset"] is None
    assert [entry["sequence"] for entry in entries] == sorted(entry["sequence"] for entry in entries) and end > position
    expect(200, api.post(f"/organization/assets/{gone['id']}/restore"))
    assert [entry["type"] for entry in read(api, end)[0]] == ["upsert"]
    # From the beginning, each entry tells of its asset as it is now.
    assert {entry["asset"]["title"] for entry in read(api)[0] if entry["assetId"] == kept["id"]} == {"Kept"}


def test_a_picture_that_is_drawn_later_is_told_of(api):
    asset = api.upload(pictures.picture("png"), "drawn.png")
    api.settled(asset)
    entries, _ = read(api)
    assert [entry["type"] for entry in entries] == ["upsert", "upsert"]
    assert entries[-1]["asset"]["thumbnailStatus"] == "ready"


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=", "after=9223372036854775808", "limit=0", "limit=101", "cursor=a", "after=1.0"]
)
def test_wrong_parameters_are_told(api, query):
    assert expect_problem(400, "invalid_parameters", api.get(f"{CHANGES}?{query}"))["errors"][0]["field"] == query.split("=")[0]


def test_the_command_line_prints_a_line_an_entry(server, organization):
    asset = organization.api().upload(b"bytes", "a.txt")
    lines = server.cli("changes", "--organization", organization.slug).stdout.splitlines()
    (entry,) = map(json.loads, lines)
    assert entry["type"] == "upsert" and entry["assetId"] == asset["id"] and entry["displayName"] == "a.txt"
    assert server.cli("changes", "--organization", organization.slug, "--after", entry["sequence"]).stdout == ""
    assert server.cli("changes", "--organization", organization.slug, "--after", "-1", check=False).returncode == 2
