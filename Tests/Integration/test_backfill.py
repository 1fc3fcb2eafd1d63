"""`vitrine backfill` (M50) and `vitrine reconcile` (M51), as who runs them sees them."""

import json

import lessons
import pictures
import pytest
from vitrine_client import expect

CONTENT = "/organization/content/lesson"


#: Fields of an entry with an asset that say what the library says.
CURRENT = ("link", "title", "name", "size")


def picture(width, height):
    return pictures.picture("png", width, height)


def backfill(server, organization, file, *flags, check=True):
    text = file if isinstance(file, str) else json.dumps(file, ensure_ascii=False)
    result = server.cli("backfill", "-", "--organization", organization.slug, "--json", *flags, input=text, check=check, timeout=900)
    return json.loads(result.stdout) if check else result


def reconcile(server, organization, *flags):
    result = server.cli("reconcile", "--organization", organization.slug, "--json", *flags, check=False, timeout=900)
    assert result.returncode in (0, 1), result.stderr
    return result.returncode, json.loads(result.stdout)


def without_places(report):
    return {name: value for name, value in report.items() if name != "skippedEntries"}


def changes(api):
    """The end of the change feed and the last audit entry: what moves when anything changes."""
    sequence, after = 0, 0
    while True:
        page = expect(200, api.get("/organization/changes", params={"after": after, "limit": 100}))
        if not page["items"]:
            break
        after = sequence = page["items"][-1]["sequence"]
    return sequence, expect(200, api.get("/organization/audit", params={"limit": 1}))["items"]


def check_backfill(server, organization, count, seed):
    """The whole of it, against the generator's own ledger."""
    api = organization.api()
    asset = api.upload(picture(3, 3), "here.png")
    generator = lessons.Generator(seed, organization.slug, asset["id"])
    file = generator.file(count)
    ledger = generator.ledger
    for key, content in ledger.stored.items():
        server.put_blob(key, content)

    planned = backfill(server, organization, file, "--dry-run")
    assert without_places(planned) == ledger.report(True)
    assert expect(200, api.get("/organization/assets", params={"limit": 1}))["total"] == 1
    done = backfill(server, organization, file)
    assert {**done, "dryRun": True} == planned
    assert {(entry["lesson"], entry["slot"]): entry["reason"] for entry in done["skippedEntries"]} == ledger.reasons
    assert done["entries"] == done["created"] + done["reused"] + sum(done["skippedByReason"].values())

    storage = api.storage()
    assert storage["totalBytes"] == ledger.found_bytes + asset["byteSize"]
    assert storage["externalAssetCount"] == ledger.links
    before = changes(api)
    again = backfill(server, organization, file)
    assert (again["created"], again["reused"], again["lessonsUnchanged"]) == (0, ledger.created + ledger.reused, count)
    assert again["skippedByReason"] == ledger.skipped and changes(api) == before
    assert server.cli("verify", "--organization", organization.slug, check=False).returncode == 0
    code, drift = reconcile(server, organization)
    assert (code, drift["drift"], drift["items"]) == (0, 0, count) and drift["unknownSizes"] == ledger.unknown_sizes
    return api, asset, file, ledger


def check_lessons(api, file, ledger, sample):
    """Entries of the same make have one asset, different ones different assets, and skipped ones stay as they were."""
    ids = {}
    for lesson in sample:
        item = expect(200, api.get(f"{CONTENT}/{lesson['id']}"))
        body = item["body"] if isinstance(item["body"], dict) else json.loads(item["body"])
        for list_name in ("videos", "documents"):
            given, kept = lesson.get(list_name, []), body[list_name]
            assert len(given) == len(kept)
            for slot, (before, after) in enumerate(zip(given, kept)):
                place = (lesson["id"], f"{list_name}[{slot}]")
                if place in ledger.reasons:
                    assert after == before
                    continue
                # What the library knows better is told as it is now (M12).
                kept_names = before.keys() - {"assetId", *CURRENT}
                assert {name: before[name] for name in kept_names} == {name: after[name] for name in kept_names}
                ids.setdefault(ledger.assets[place], set()).add(after["assetId"])
    assert all(len(found) == 1 for found in ids.values())
    assert len(set.union(*ids.values())) == len(ids)
    return {name: found.pop() for name, found in ids.items()}


def test_a_file_of_lessons_becomes_assets_and_usages_once(server, organization):
    api, asset, file, ledger = check_backfill(server, organization, 200, seed=50)
    ids = check_lessons(api, file, ledger, file["lessons"])
    for name in (f"asset:{asset['id']}", next(name for name in ids if name.startswith("link:"))):
        places = {place for place, made_of in ledger.assets.items() if made_of == name}
        usage = expect(200, api.get(f"/organization/assets/{ids[name]}/usage", params={"limit": 100}))
        assert {(use["targetId"], use["slotKey"]) for use in usage["items"]} == places
        assert {use["slotType"] for use in usage["items"]} <= {"lesson_video", "lesson_document"}


def one(server, organization, key, **entry):
    file = {"lessons": [{"id": "one", "title": "One", "videos": [{"type": "upload", "link": "", "key": key, **entry}]}]}
    report = backfill(server, organization, file)
    body = expect(200, organization.api().get(f"{CONTENT}/one"))["body"]
    body = body if isinstance(body, dict) else json.loads(body)
    return report, body["videos"][0].get("assetId")


def test_a_file_that_was_stored_before_is_delivered_replaced_and_removed_like_any_other(server, organization):
    api, key = organization.api(), f"old/{organization.slug}/picture.png"
    content = picture(40, 30)
    server.put_blob(key, content)
    report, identifier = one(server, organization, key, title="Stored")
    assert (report["created"], report["bytes"], report["unknownSizes"]) == (1, len(content), 0)
    adopted = api.settled(api.asset(identifier))
    assert (adopted["byteSize"], adopted["mimeType"], adopted["kind"], adopted["title"]) == (len(content), "image/png", "image", "Stored")
    assert adopted["publicUrl"].endswith(f"/files/{key}") and adopted["thumbnailStatus"] == "ready"
    answer = api.get(f"/files/{key}")
    assert (answer.status_code, answer.content) == (200, content)
    assert api.get(f"/files/{key}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304

    newer = picture(41, 31)
    expect(200, api.post(f"/organization/assets/{identifier}/replace", files={"file": ("new.png", newer)}))
    assert api.get(f"/files/{key}").content == newer
    again, same = one(server, organization, key, title="Stored")
    assert (again["reused"], same) == (1, identifier)
    assert key not in server.stored_keys()
    assert server.cli("verify", "--checksums", "--organization", organization.slug, check=False).returncode == 0
    api.delete(f"/organization/assets/{identifier}", params={"force": "true"})
    api.post(f"/organization/assets/{identifier}/purge")
    assert api.get(f"/files/{key}").status_code == 404 and api.storage()["totalBytes"] == 0


def test_a_size_nobody_knew_is_counted_when_the_file_is_found(server, organization):
    api, key = organization.api(), f"late/{organization.slug}/film.bin"
    _, identifier = one(server, organization, key)
    assert api.asset(identifier)["byteSize"] is None and api.storage()["totalBytes"] == 0
    assert api.get(f"/files/{key}").status_code == 404
    assert server.cli("verify", "--organization", organization.slug, check=False).returncode == 0
    content = picture(20, 20)
    server.put_blob(key, content)
    assert api.get(f"/files/{key}").content == content
    code, report = reconcile(server, organization)
    assert (code, report["driftByKind"]) == (1, {"unknown_size": 1})
    code, report = reconcile(server, organization, "--repair")
    assert (code, report["repaired"]) == (0, 1)
    assert api.asset(identifier)["byteSize"] == len(content) == api.storage()["totalBytes"]
    assert api.asset(identifier)["kind"] == "image"
    assert reconcile(server, organization)[0] == 0
    assert server.cli("verify", "--organization", organization.slug, check=False).returncode == 0


def test_two_organizations_may_have_used_one_file(server, organization, other_organization):
    key, content = f"shared/{organization.slug}.png", picture(9, 9)
    server.put_blob(key, content)
    ours, theirs = (one(server, team, key)[1] for team in (organization, other_organization))
    assert ours != theirs
    api = organization.api()
    api.delete(f"/organization/assets/{ours}", params={"force": "true"})
    api.post(f"/organization/assets/{ours}/purge")
    assert api.get(f"/organization/assets/{ours}").status_code == 404
    assert other_organization.api().get(f"/files/{key}").content == content


def test_what_a_lesson_has_beside_its_lists_stays(server, organization):
    api = organization.api()
    text = '{"note": "kept", "n": 1.50, "videos": [], "quiz": [1, 2]}'
    expect(201, api.put(f"{CONTENT}/kept", json={"title": "Old", "body": json.loads(text)}))
    film = {"type": "youtube", "link": "https://youtu.be/dQw4w9WgXcQ"}
    report = backfill(server, organization, {"lessons": [{"id": "kept", "title": "New", "videos": [film]}]})
    assert (report["lessonsChanged"], report["created"]) == (1, 1)
    item = expect(200, api.get(f"{CONTENT}/kept"))
    body = item["body"] if isinstance(item["body"], dict) else json.loads(item["body"])
    assert (body["note"], body["n"], body["quiz"]) == ("kept", 1.5, [1, 2]) and body["videos"][0]["link"] == film["link"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "file"), ("[]", "object"), ("{}", "lessons"), ('{"lessons": {}}', "lessons"), ('{"lessons": [', "byte"),
        ('{"lessons": [{"id": "a"}, 5]}', "lessons[1]"), ('{"lessons": [{"title": "x"}]}', "lessons[0].id"),
        ('{"lessons": [{"id": "a"}, {"id": "a"}]}', "lessons[1].id"), ('{"lessons": [{"id": "a", "videos": 1}]}', "lessons[0].videos"),
        ('{"lessons": [{"id": "a", "title": 4}]}', "lessons[0].title"), ('{"lessons": [{"id": "a",}]}', "lessons[0]"),
        ('{"lessons": []} x', "follows"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(server, organization, text, named):
    good = '{"lessons": [{"id": "z", "title": "Z", "videos": [{"type": "youtube", "link": "https://youtu.be/dQw4w9WgXcQ"}]}, '
    if text.startswith('{"lessons": [{'):
        text = good + text.removeprefix('{"lessons": [')
        named = named.replace("[1]", "[2]").replace("[0]", "[1]")
    result = backfill(server, organization, text, check=False)
    assert result.returncode == 1 and named in result.stderr, result.stderr
    assert expect(200, organization.api().get("/organization/assets"))["total"] == 0
