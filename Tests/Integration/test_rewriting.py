"""Another asset wherever one is used, and paths that follow a rename, by every door (M61, M64)."""

import json
import uuid

import pages
import pytest
from vitrine_client import expect, expect_problem

ASSETS = "/organization/assets"


@pytest.fixture(scope="module")
def team(server):
    return server.create_organization(f"rewriting-{uuid.uuid4().hex[:8]}")


@pytest.fixture(scope="module")
def house(team):
    return team.api("manager")


def asset(api, path=None):
    data = {"logicalPath": path or f"{uuid.uuid4()}.txt"}
    return expect(201, api.post(ASSETS, files={"file": ("file.txt", uuid.uuid4().bytes.hex().encode())}, data=data))


def save(api, body, name=None, kind="page"):
    name = name or uuid.uuid4().hex
    response = api.put(f"/organization/content/{kind}/{name}", json={"title": "A page", "body": body})
    assert response.status_code in (200, 201), response.text
    return name


def body(api, name, kind="page"):
    return expect(200, api.get(f"/organization/content/{kind}/{name}"))["body"]


def replace(api, old, new):
    return api.post(f"{ASSETS}/{old['id']}/replace-usages", json={"withAssetId": new["id"]})


def test_an_asset_is_replaced_in_content_and_where_it_was_attached(house):
    old, new = asset(house), asset(house)
    text = f"![]({old['logicalPath']}) `{old['logicalPath']}`"
    name = save(house, {"hero": {"assetId": old["id"], "url": old["publicUrl"]}, "markdown": text, "n": 1})
    place = {"targetType": "menu", "targetId": "1", "slotType": "menu_media"}
    expect(201, house.post(f"{ASSETS}/{old['id']}/attach", json=place))
    assert expect(200, replace(house, old, new)) == {"replacedUsages": 3, "rewrittenItems": 1, "notRewritten": []}
    written = {"hero": {"assetId": new["id"], "url": new["publicUrl"]}, "n": 1}
    written["markdown"] = f"![]({new['logicalPath']}) `{old['logicalPath']}`"
    assert body(house, name) == written
    assert house.asset(old["id"])["usageCount"] == 0 and house.asset(new["id"])["usageCount"] == 3
    assert expect(200, replace(house, old, new)) == {"replacedUsages": 0, "rewrittenItems": 0, "notRewritten": []}


def test_what_takes_another_ones_place_is_another_of_the_same_library(house, server):
    old, new = asset(house), asset(house)
    foreign = server.create_organization(f"foreign-{uuid.uuid4().hex[:8]}").api("manager").upload(b"theirs")
    for other in (foreign["id"], str(uuid.uuid4()), "none"):
        problem = expect_problem(404, "asset_not_found", house.post(f"{ASSETS}/{old['id']}/replace-usages", json={"withAssetId": other}))
        assert [(error["field"], error["code"]) for error in problem["errors"]] == [("withAssetId", "asset_not_found")]
    problem = expect_problem(422, "invalid_fields", replace(house, old, old))
    assert problem["errors"][0]["code"] == "same_asset"
    missing = house.post(f"{ASSETS}/{uuid.uuid4()}/replace-usages", json={"withAssetId": new["id"]})
    theirs = house.post(f"{ASSETS}/{foreign['id']}/replace-usages", json={"withAssetId": new["id"]})
    assert missing.status_code == theirs.status_code == 404 and missing.json()["code"] == theirs.json()["code"]


def test_references_follow_a_rename_when_they_are_asked_to(house):
    item = asset(house)
    old, first, second = item["logicalPath"], f"{uuid.uuid4()}.txt", f"{uuid.uuid4()} (2).txt"
    name = save(house, {"markdown": f"![]({old}) [b]({old}#x)"})
    answer = house.patch(f"{ASSETS}/{item['id']}", json={"logicalPath": first})
    expect(200, answer)
    assert answer.headers["Vitrine-Broken-References"] == "2" and answer.json()["usageCount"] == 0
    assert expect(200, house.post(f"{ASSETS}/{item['id']}/rewrite-references")) == {
        "rewrittenReferences": 2, "rewrittenItems": 1, "notRewritten": [],
    }
    assert body(house, name) == {"markdown": f"![]({first}) [b]({first}#x)"}
    answer = house.patch(f"{ASSETS}/{item['id']}?references=rewrite", json={"logicalPath": second})
    assert expect(200, answer)["usageCount"] == 2
    assert answer.headers["Vitrine-Rewritten-References"] == "2" and "Vitrine-Broken-References" not in answer.headers
    written = second.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    assert body(house, name) == {"markdown": f"![]({written}) [b]({written}#x)"}
    assert "Vitrine-Broken-References" not in house.patch(f"{ASSETS}/{item['id']}", json={"title": "x"}).headers
    expect_problem(400, "invalid_parameters", house.patch(f"{ASSETS}/{item['id']}?references=all", json={"title": "y"}))


def test_the_pages_do_the_same(team, house):
    old, new = asset(house), asset(house)
    name = save(house, {"assetId": old["id"], "markdown": f"![]({old['logicalPath']})"})
    session = team.user("manager").sign_in(team.slug)
    home = f"/org/{team.slug}/media"
    choosing = session.get(f"{home}/assets/{old['id']}/replace-usages?find={new['logicalPath']}")
    assert new["id"] in choosing.text
    asking = session.get(f"{home}/assets/{old['id']}/replace-usages?with={new['id']}")
    done = pages.form(asking, f"/assets/{old['id']}/replace-usages").send(session, asking, {})
    assert done.status_code == 200 and "replaced in 2 places" in done.text
    assert body(house, name) == {"assetId": new["id"], "markdown": f"![]({new['logicalPath']})"}

    details = session.get(f"{home}?asset={new['id']}")
    form = pages.form(details, f"/media/assets/{new['id']}")
    assert "Rewrite 1 reference" in details.text
    first, second = f"{uuid.uuid4()}.txt", f"{uuid.uuid4()}.txt"
    form.send(session, details, {"logicalPath": first})
    assert body(house, name)["markdown"] == f"![]({first})"
    details = session.get(f"{home}?asset={new['id']}")
    broken = pages.form(details, f"/media/assets/{new['id']}").send(session, details, {"logicalPath": second, "references": None})
    assert "1 reference names an earlier path" in broken.text and body(house, name)["markdown"] == f"![]({first})"
    mended = pages.form(broken, "/rewrite-references").send(session, broken, {})
    assert "1 reference was rewritten" in mended.text and body(house, name)["markdown"] == f"![]({second})"


def test_the_page_of_paths_breaks_references_unless_asked(team, house):
    item = asset(house)
    name = save(house, f"![]({item['logicalPath']})", kind="document")
    session = team.user("manager").sign_in(team.slug)
    page = session.get(f"/admin/media/{item['id']}/edit?organization={team.slug}")
    first, second = f"{uuid.uuid4()}.txt", f"{uuid.uuid4()}.txt"
    pages.form(page, f"/admin/media/{item['id']}").send(session, page, {"logical_path": first})
    assert body(house, name, "document") == f"![]({item['logicalPath']})"
    expect(200, house.post(f"{ASSETS}/{item['id']}/rewrite-references"))
    page = session.get(f"/admin/media/{item['id']}/edit?organization={team.slug}")
    pages.form(page, f"/admin/media/{item['id']}").send(session, page, {"logical_path": second, "references": "rewrite"})
    assert body(house, name, "document") == f"![]({second})"


def test_the_command_line_does_the_same(server, team, house):
    old, new = asset(house), asset(house)
    name = save(house, {"assetId": old["id"]})
    said = server.cli("asset", "replace-usages", old["id"], new["id"], "--organization", team.slug, "--json").stdout
    assert json.loads(said) == {"replacedUsages": 1, "rewrittenItems": 1, "notRewritten": []}
    assert body(house, name) == {"assetId": new["id"]}
    said = server.cli("asset", "rewrite-references", new["id"], "--organization", team.slug).stdout
    assert said.startswith("0 references rewritten")
