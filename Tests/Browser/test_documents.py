"""Writing Markdown documents as an editor does, with the keyboard, the mouse and files."""

import re

import pytest
from accessibility import SIZES, is_too_wide, violations
from browsing import signed_in
from pictures import picture
from playwright.sync_api import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}/documents"


@pytest.fixture
def page(visit, organization, editor):
    return signed_in(visit(), organization, editor)


def write(page, home, title, markdown):
    page.goto(f"{home}/new")
    page.get_by_label("Title").fill(title)
    page.get_by_role("textbox", name="Text").fill(markdown)
    return page


def dropped(page, *names):
    """Drops files of these names on the text, as a file manager does: pictures, and others."""
    transfer = page.evaluate_handle(
        """([names, bytes]) => {
            const transfer = new DataTransfer();
            for (const name of names) {
              const [type, content] = name.endsWith(".png") ? ["image/png", new Uint8Array(bytes)] : ["text/plain", "words"];
              transfer.items.add(new File([content, name], name, { type }));
            }
            return transfer;
        }""",
        [names, list(picture("png"))],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("textarea", event, {"dataTransfer": transfer})


def test_a_document_is_written_with_a_preview_saved_changed_and_deleted(page, home, organization):
    asset = organization.api().upload(picture("png"), "report.png", logicalPath="2026/report.png")
    page.goto(home)
    page.get_by_role("link", name="New document").click()
    page.get_by_label("Title").fill("First notes")
    text = page.get_by_role("textbox", name="Text")
    text.press_sequentially("# Hello\n\n![chart](2026/report.png) [gone](missing.pdf)")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Hello")).to_be_visible()
    expect(preview.get_by_role("img", name="chart")).to_have_js_property("complete", True)
    expect(preview).to_contain_text("One reference leads nowhere")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_have_text("The document was saved.")
    chart = page.get_by_role("img", name="chart")
    assert asset["id"] in chart.get_attribute("src") and chart.evaluate("image => image.naturalWidth") > 0
    expect(page.get_by_text("missing.pdf")).to_be_visible()

    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    page.get_by_role("textbox", name="Text").fill("Better *words*")
    expect(page.get_by_role("region", name="Preview").locator("em")).to_have_text("words")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article em")).to_have_text("words")
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete document").click()
    expect(page.get_by_text("The document was deleted.")).to_be_visible()
    expect(page.get_by_text("No documents yet.")).to_be_visible()


def test_files_dropped_pasted_and_chosen_go_into_the_text_at_the_caret(page, home, organization):
    write(page, home, "Pictures", "before  after")
    text = page.get_by_role("textbox", name="Text")
    text.evaluate("field => { field.focus(); field.setSelectionRange(7, 7) }")
    dropped(page, "図 (1).png")
    expect(text).to_have_value("before ![図 (1).png](図%20%281%29.png) after")
    expect(page.get_by_role("region", name="Preview").get_by_role("img", name="図 (1).png")).to_be_visible()
    # The same name again gets a number, and the reference is to that.
    dropped(page, "図 (1).png")
    expect(text).to_have_value("before ![図 (1).png](図%20%281%29.png)![図 (1).png](図%20%281%29-2.png) after")
    page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File(["words"], "notes [a].txt", { type: "text/plain" }));
            document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    expect(text).to_have_value(re.compile(r"\[notes \\\[a\\\]\.txt\]\(notes%20\[a\]\.txt\) after$"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files…").click()
    chooser.value.set_files([{"name": "chosen.png", "mimeType": "image/png", "buffer": picture("png")}])
    expect(text).to_have_value(re.compile(r"!\[chosen\.png\]\(chosen\.png\) after$"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article img")).to_have_count(3)
    expect(page.locator("article a")).to_have_count(1)
    expect(page.get_by_text("lead nowhere")).to_have_count(0)


def test_a_refused_file_is_told_and_the_text_stays_as_it_is(visit, server, numbers):
    organization = server.create_organization(f"small-{next(numbers)}", profile="site")
    person = server.create_user(f"small-{next(numbers)}@example.org", organization, role="owner")
    page, home = signed_in(visit(), organization, person), f"/org/{organization.slug}/documents"
    write(page, home, "Pictures", "words")
    dropped(page, "notes.txt")
    expect(page.get_by_role("alert")).to_contain_text("notes.txt was not added:")
    expect(page.get_by_role("textbox", name="Text")).to_have_value("words")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("size, scheme", [("phone", "dark"), ("tablet", "light"), ("desk", "dark"), ("desk", "light")])
def test_the_pages_of_documents_are_accessible_and_fit(visit, organization, editor, home, size, scheme):
    width, height = SIZES[size]
    page = visit(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce")
    organization.api().upload(picture("png"), "report.png")
    signed_in(page, organization, editor)
    markdown = """## Part\n\nA [link](report.png), a broken [one](gone.pdf), `code`, ~~struck~~ and ![a chart](report.png)

- [x] done\n- [ ] to do\n\n| Name | Amount |\n|---|--:|\n| a | 1 |\n\n> quoted\n\n```\na line of code that is longer than any phone is wide, and a word: Donaudampfschifffahrtsgesellschaftskapitän\n```

![Film](/files/none.mp4) ![Sound](/files/none.mp3)\n"""
    write(page, home, "A title that is longer than a phone is wide, and then some", markdown)
    expect(page.get_by_role("region", name="Preview").get_by_role("heading", name="Part")).to_be_visible()
    assert violations(page) == [] and not is_too_wide(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article")).to_be_visible()
    page.get_by_role("button", name="Delete…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == [] and not is_too_wide(page)
    page.goto(home)
    assert violations(page) == [] and not is_too_wide(page)
