"""A file replaced in all its places, and references that follow a rename, with scripts and without (M61, M64)."""

import uuid

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from playwright.sync_api import expect
from vitrine_client import wait_until


@pytest.fixture
def api(organization):
    return organization.api()


@pytest.fixture
def chart(api):
    return api.upload(uuid.uuid4().bytes, "chart.bin", logicalPath=f"{uuid.uuid4()}.bin")


def save(api, body):
    name = uuid.uuid4().hex
    answer = api.put(f"/organization/content/page/{name}", json={"title": "Tides", "body": {"markdown": body}})
    assert answer.status_code == 201, answer.text
    return name


def body(api, name):
    return api.get(f"/organization/content/page/{name}").json()["body"]["markdown"]


def details(page, organization, asset):
    page.goto(f"/org/{organization.slug}/media?asset={asset['id']}")
    return page.locator("#details")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_references_follow_a_rename_unless_the_box_is_cleared(visit, organization, editor, api, chart, has_scripts):
    name = save(api, f"![]({chart['logicalPath']})")
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    first, second = f"{uuid.uuid4()}.bin", f"{uuid.uuid4()}.bin"
    panel = details(page, organization, chart)
    expect(panel.get_by_label("Rewrite 1 reference")).to_be_checked()
    panel.get_by_label("Path", exact=True).fill(first)
    panel.get_by_role("button", name="Save", exact=True).click()
    wait_until(lambda: body(api, name) == f"![]({first})", what="the reference to follow")
    panel = details(page, organization, chart)
    panel.get_by_label("Rewrite 1 reference").uncheck()
    panel.get_by_label("Path", exact=True).fill(second)
    panel.get_by_role("button", name="Save", exact=True).click()
    broken = page.locator("#details").get_by_role("region", name="1 reference names an earlier path")
    expect(broken).to_contain_text(first)
    assert body(api, name) == f"![]({first})"
    broken.get_by_role("button", name="Rewrite 1 reference").click()
    expect(page.get_by_text("1 reference was rewritten.")).to_be_visible()
    assert body(api, name) == f"![]({second})"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_file_is_replaced_in_all_its_places(visit, organization, editor, api, chart, has_scripts):
    other = api.upload(uuid.uuid4().bytes, "newer.bin", logicalPath=f"{uuid.uuid4()}.bin")
    name = save(api, f"![]({chart['logicalPath']}) [x]({chart['logicalPath']}#x)")
    page = signed_in(visit(java_script_enabled=has_scripts), organization, editor)
    details(page, organization, chart).get_by_role("link", name="Replace in all 2 places").click()
    page.get_by_label("Search the library").fill(other["logicalPath"])
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="newer.bin").click()
    page.get_by_role("button", name="Replace in 2 places").click()
    expect(page.get_by_text("The file was replaced in 2 places.")).to_be_visible()
    assert body(api, name) == f"![]({other['logicalPath']}) [x]({other['logicalPath']}#x)"


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_its_pages_fit_and_break_no_rule(visit, organization, editor, api, chart, size):
    save(api, f"![]({chart['logicalPath']})")
    api.patch(f"/organization/assets/{chart['id']}", json={"logicalPath": f"{uuid.uuid4()}.bin"})
    save(api, chart["id"])
    other = api.upload(uuid.uuid4().bytes, "newer.bin")
    page = signed_in(visit(viewport={"width": size[0], "height": size[1]}), organization, editor)
    home = f"/org/{organization.slug}/media"
    for address in (
        f"{home}?asset={chart['id']}", f"{home}/assets/{chart['id']}/replace-usages",
        f"{home}/assets/{chart['id']}/replace-usages?with={other['id']}",
    ):
        page.goto(address)
        assert not is_too_wide(page)
        assert violations(page) == []
