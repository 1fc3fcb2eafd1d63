"""Content written and looked at in the browser: by forms alone, in every size and light."""

import uuid

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from pictures import picture
from playwright.sync_api import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")

LONG = "A caption that goes on and on, with averyveryverylongwordthatnobodybreaksanywhereatallnotevenonce in it."


def test_a_page_is_written_with_a_file_uploaded_on_the_way(visit, organization, editor, tmp_path):
    file = tmp_path / "harbour.png"
    file.write_bytes(picture("png", 320, 200))
    page = signed_in(visit(), organization, editor)
    page.get_by_role("link", name="Content", exact=True).click()
    page.get_by_role("link", name="New page").click()
    page.get_by_role("textbox", name="Title").fill("The harbour")
    page.get_by_label("Heading").fill("By the sea")
    page.get_by_role("button", name="Add Picture").click()
    page.get_by_role("button", name="Choose from the library File").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and use it").click()
    expect(page.get_by_text("show everywhere")).to_be_visible()
    page.get_by_label("Caption").fill("Boats")
    page.get_by_role("button", name="Add Text").click()
    page.get_by_role("button", name="Move up Text 2").click()
    page.get_by_role("group", name="Text 1").get_by_label("Text").fill("Ships come and go.")
    # Enter in a field saves, whatever buttons come before.
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_role("heading", name="The harbour", level=1)).to_be_visible()
    expect(page.get_by_role("img", name="harbour.png")).to_be_visible()
    shown = page.locator(".content-body").inner_text()
    places = [shown.index(words) for words in ("By the sea", "Ships come and go.", "Boats")]
    assert places == sorted(places)
    page.get_by_role("link", name="harbour.png").click()
    expect(page.get_by_text("The harbour").first).to_be_visible()


@pytest.fixture
def written(organization):
    """Content of every sort, with long words and broken links; the addresses of its pages, and of their editors."""
    api = organization.api()
    asset = api.upload(picture("png", 320, 200), "harbour.png", title="The harbour at noon", altText="Boats", logicalPath=f"{uuid.uuid4()}.png")
    named, lost = {"assetId": asset["id"]}, {"assetId": str(uuid.UUID(int=7))}
    question = {"text": "Where is it?", "prompt": {"text": "Look", "media": named}, "explanation": {"text": "There", "media": lost}}
    inner = [{"type": "text", "text": "Left"}, {"type": "image", **named, "caption": LONG}]
    bodies = {
        "page": {
            "hero": {"heading": "Welcome", "text": "To the sea", "image": named},
            "blocks": [
                {"type": "markdown", "text": f"## Written\n\n**Bold** words\n\n![no]({uuid.uuid4()}.png)"}, {"type": "image", **lost},
                {"type": "gallery", "images": [named, named]}, {"type": "button", "text": "Read on", "url": "/more"},
                {"type": "columns", "columns": [{"blocks": inner}, {"blocks": [{"type": "columns", "columns": [{"blocks": inner}]}]}]},
                {"type": "chart", "data": {"url": "x" * 90}},
            ],
        },
        "lesson": {"videos": [{"type": "youtube", "link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": LONG}], "documents": [{"name": "n", "link": "/x", **named}]},
        "exercise": {"attachments": [named], "questions": [question]},
        "question": question,
        "recipe": {"photo": asset["id"], "steps": ["x" * 120]},
    }
    names = {}
    for type, body in bodies.items():
        name = str(uuid.uuid4())
        answer = api.put(f"/organization/content/{type}/{name}", json={"title": f"{LONG} {type}", "url": "https://example.com/" + "x" * 80, "body": body})
        assert answer.status_code == 201, answer.text
        names[type] = f"/org/{organization.slug}/content/{type}/{name}"
    return names


@pytest.mark.parametrize("light", ["light", "dark"])
def test_every_page_of_content_is_accessible_and_fits(visit, organization, editor, written, light):
    page = signed_in(visit(color_scheme=light), organization, editor)
    home = f"/org/{organization.slug}/content"
    addresses = [home, f"{home}?q=nothing+has+this", f"{home}/new?type=lesson", *written.values(), *[f"{address}/edit" for address in written.values()]]
    for number, address in enumerate(addresses):
        page.goto(address)
        look(page, f"{light}-{number:02}")
    page.goto(f"{written['page']}/edit")
    page.get_by_role("button", name="Choose another Picture").first.click()
    expect(page.get_by_role("heading", name="Upload here")).to_be_visible()
    look(page, f"{light}-picker")


def look(page, name):
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert not is_too_wide(page), f"{page.url} at {width}"
    found = violations(page)
    assert not found, f"{page.url}: {found}"
