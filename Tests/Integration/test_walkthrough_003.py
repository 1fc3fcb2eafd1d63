"""A learning platform's media manager from beginning to end: each test is a line of the checklist it is accepted by.

The backfill's own tests are in test_backfill.py, those of export and import in test_export.py and test_restore.py.
"""

import hashlib
import json
import uuid

import pictures
import pytest
import requests
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"


@pytest.fixture(scope="module")
def school(server):
    return server.create_organization(f"school-{uuid.uuid4().hex[:8]}", profile="learning", plan="business")


@pytest.fixture(scope="module")
def api(school):
    return school.api()


def usage(api, asset):
    return expect(200, api.get(f"{ASSETS}/{asset['id']}/usage"))["items"]


def attach(api, asset, **place):
    return api.post(f"{ASSETS}/{asset['id']}/attach", json=place)


def content(api, type, name, body):
    saved = api.put(f"/organization/content/{type}/{name}", json={"title": name, "body": body})
    assert saved.status_code in (200, 201), saved.text
    return saved.json()


def test_upload_attach_elsewhere_edit_metadata_and_see_it_everywhere(api):
    asset = api.upload(pictures.picture("png"), "intro.png", title="Intro")
    content(api, "lesson", "first", {"videos": [], "documents": []})
    content(api, "lesson", "second", {"videos": [{"type": "upload", "link": asset["publicUrl"], "title": "old words", "assetId": asset["id"]}]})
    expect(201, attach(api, asset, targetType="lesson", targetId="first", slotType="lesson_video"))
    expect(200, attach(api, asset, targetType="lesson", targetId="first", slotType="lesson_video"))
    expect(200, api.patch(f"{ASSETS}/{asset['id']}", json={"title": "A better title"}))
    for name in ("first", "second"):
        (video,) = expect(200, api.get(f"/organization/content/lesson/{name}"))["body"]["videos"]
        assert (video["title"], video["assetId"], video["link"]) == ("A better title", asset["id"], asset["publicUrl"])
    assert {item["targetId"] for item in usage(api, asset)} == {"first", "second"}


def test_one_asset_in_several_slots_of_one_exercise(api):
    asset = api.upload(pictures.picture("png"), "diagram.png")
    questions = [{"prompt": {"text": "?", "media": {"assetId": asset["id"]}}, "explanation": {"media": {"assetId": asset["id"]}}}, {}, {
        "prompt": {"media": {"assetId": asset["id"]}}}]
    content(api, "exercise", "quiz", {"questions": questions, "attachments": [{"assetId": asset["id"]}]})
    assert {(item["slotType"], item["slotKey"]) for item in usage(api, asset)} == {
        ("question_prompt_media", "questions[0].prompt.media"), ("question_explanation_media", "questions[0].explanation.media"),
        ("question_prompt_media", "questions[2].prompt.media"), ("exercise_attachment", "attachments[0]"),
    }
    assert api.asset(asset["id"])["usageCount"] == 4


def test_removing_one_use_detaches_and_deletes_nothing(api):
    asset = api.upload(b"words", "notes.txt")
    for target in ("one", "two"):
        expect(201, attach(api, asset, targetType="exercise", targetId=target, slotType="exercise_attachment"))
    expect(204, api.post(f"{ASSETS}/{asset['id']}/detach", json={"targetType": "exercise", "targetId": "one", "slotType": "exercise_attachment"}))
    assert [item["targetId"] for item in usage(api, asset)] == ["two"] and api.asset(asset["id"])["status"] == "active"
    problem = expect_problem(409, "asset_in_use", api.delete(f"{ASSETS}/{asset['id']}"))
    assert "archive" in problem["detail"].lower()
    assert expect(200, api.post(f"{ASSETS}/{asset['id']}/archive"))["status"] == "archived"


def test_the_storage_summary_is_right_whatever_is_used_how_often(server, api):
    before = expect(200, api.get(f"{ASSETS}/storage"))
    sizes = {"image": len(pictures.picture("png", width=33)), "document": 1234}
    image = api.upload(pictures.picture("png", width=33), "counted.png")
    api.upload(b"x" * sizes["document"], "counted.txt")
    expect(201, api.post(ASSETS, json={"provider": "youtube", "sourceUrl": "https://youtu.be/dQw4w9WgXcQ", "title": "Film"}))
    for number in range(5):
        expect(201, attach(api, image, targetType="lesson", targetId=f"counted-{number}", slotType="lesson_document"))
    after = expect(200, api.get(f"{ASSETS}/storage"))
    assert after["totalBytes"] - before["totalBytes"] == after["internalBytes"] - before["internalBytes"] == sum(sizes.values())
    assert after["externalAssetCount"] - before["externalAssetCount"] == 1
    for kind, size in sizes.items():
        assert after["bytesByKind"].get(kind, 0) - before["bytesByKind"].get(kind, 0) == size


def test_the_export_is_whole(school):
    api = school.api("owner")
    manifest = expect(200, api.get(f"{ASSETS}/export"))
    assets = {asset["id"]: asset for asset in manifest["assets"]}
    listed = [item for status in ("active", "archived") for item in api.assets(status=status, limit=100)["items"]]
    assert {item["id"] for item in listed} == set(assets)
    for item in listed:
        told = assets[item["id"]]
        assert len(told["usages"]) == item["usageCount"]
        assert {(use["targetType"], use["targetId"], use["slotType"]) for use in told["usages"]} == {
            (use["targetType"], use["targetId"], use["slotType"]) for use in usage(api, item)}
        if not item["isExternal"]:
            assert told["storageKey"]
            assert hashlib.sha256(requests.get(told["downloadUrl"], timeout=30).content).hexdigest() == item["checksum"]


def test_a_dry_run_of_the_backfill_changes_nothing_and_tells_what_the_run_does(server, school, tmp_path):
    film = {"type": "youtube", "link": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "title": "Film"}
    file = tmp_path / "lessons.json"
    file.write_text(json.dumps({"lessons": [{"id": "old", "title": "Old", "videos": [film, {"type": "upload", "link": "https://x.example/a?X-Amz-Expires=60&X-Amz-Signature=0"}], "documents": []}]}))
    api = school.api()
    before = api.assets(limit=1)["total"]
    dry = json.loads(server.cli("backfill", file, "--organization", school.slug, "--dry-run", "--json").stdout)
    assert api.assets(limit=1)["total"] == before
    run = json.loads(server.cli("backfill", file, "--organization", school.slug, "--json").stdout)
    assert {key: value for key, value in dry.items() if key != "dryRun"} == {key: value for key, value in run.items() if key != "dryRun"}
    assert api.assets(limit=1)["total"] == before + 1
