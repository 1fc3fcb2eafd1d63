"""Markdown documents as a browser without JavaScript writes and shows them, and as the command line tells them."""

import html
import re

import pages
import pictures
import pytest
from vitrine_client import expect


@pytest.fixture
def session(organization):
    return organization.user().sign_in()


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}/documents"


def write(session, home, title="Notes", markdown="*words*", action="save", **options):
    page = session.get(f"{home}/new")
    return pages.form(page, "/documents").send(session, page, {"title": title, "markdown": markdown, "action": action}, **options)


def change(session, address, **fields):
    page = session.get(f"{address}/edit")
    return pages.form(page, "/edit").send(session, page, {"action": "save", **fields})


def address_of(answer):
    return answer.url.split("?")[0]


def test_a_document_is_written_shown_changed_and_deleted(session, home, api):
    asset = api.upload(pictures.picture("png"), "report.png")
    assert "No documents yet." in session.get(home).text
    saved = write(session, home, "Notes <1>", "*words* ![chart](report.png)\r\n[gone](gone/<b>.pdf)")
    assert saved.status_code == 200 and "notice=documentSaved" in saved.url
    assert "Notes &lt;1&gt;" in saved.text and "<em>words</em>" in saved.text and f'{asset["id"]}.png" alt="chart"' in saved.text
    assert "<li><code><bdi>gone/&lt;b&gt;.pdf</bdi></code></li>" in saved.text and "One reference leads nowhere" in saved.text
    address = address_of(saved)
    form = pages.form(session.get(f"{address}/edit"), "/edit")
    assert form.fields["markdown"] == "*words* ![chart](report.png)\n[gone](gone/<b>.pdf)"
    changed = change(session, address, title="Renamed", markdown="other")
    assert "<p>other</p>" in changed.text and "lead nowhere" not in changed.text
    assert "Renamed" in session.get(home).text
    gone = pages.form(changed, "/delete").send(session, changed)
    assert "notice=documentDeleted" in gone.url and session.get(address).status_code == 404


def test_the_preview_button_shows_what_was_typed_and_saves_nothing(session, home):
    previewed = write(session, home, "Draft", "# Seen\n\n[gone](gone.pdf)", action="preview")
    assert previewed.status_code == 200 and "<h1>Seen</h1>" in previewed.text and "gone.pdf</bdi>" in previewed.text
    form = pages.form(previewed, "/documents")
    assert (form.fields["title"], form.fields["markdown"]) == ("Draft", "# Seen\n\n[gone](gone.pdf)")
    assert "No documents yet." in session.get(home).text
    saved = form.send(session, previewed, {"action": "save"})
    assert "<h1>Seen</h1>" in saved.text


def test_a_text_that_begins_with_an_empty_line_comes_back_as_it_was(session, home):
    address = address_of(write(session, home, markdown="\n\n    code\n"))
    assert pages.form(session.get(f"{address}/edit"), "/edit").fields["markdown"] == "\n\n    code\n"


def test_what_was_typed_is_kept_when_somebody_else_was_faster(session, home, organization):
    address = address_of(write(session, home))
    page = session.get(f"{address}/edit")
    mine = pages.form(page, "/edit")
    change(organization.user("owner").sign_in(), address, markdown="theirs")
    refused = mine.send(session, page, {"title": "Mine", "markdown": "my words", "action": "save"})
    assert refused.status_code == 409 and "Somebody else changed this document" in refused.text
    kept = pages.form(refused, "/edit")
    assert (kept.fields["title"], kept.fields["markdown"]) == ("Mine", "my words")
    assert "<p>theirs</p>" in session.get(address).text
    # Knowing that, saving again replaces theirs.
    assert "<p>my words</p>" in kept.send(session, refused, {"action": "save"}).text


def test_what_was_typed_is_kept_when_somebody_deleted_the_document(session, home, organization):
    address = address_of(write(session, home))
    page = session.get(f"{address}/edit")
    shown = session.get(address)
    pages.form(shown, "/delete").send(session, shown)
    for action in ("preview", "save"):
        refused = pages.form(page, "/edit").send(session, page, {"title": "Mine", "markdown": "my words", "action": action})
        assert refused.status_code == 404 and "Somebody else deleted this document" in refused.text
    again = pages.form(refused, "/documents").send(session, refused, {"action": "save"})
    assert "<p>my words</p>" in again.text and address_of(again) != address


def test_a_document_that_changed_since_it_was_shown_is_not_deleted(session, home):
    address = address_of(write(session, home))
    shown = session.get(address)
    change(session, address, markdown="newer")
    refused = pages.form(shown, "/delete").send(session, shown)
    assert refused.status_code == 409 and "<p>newer</p>" in refused.text and 'role="alert"' in refused.text
    assert session.get(address).status_code == 200


def test_fields_are_checked_and_what_was_typed_is_kept(session, home):
    refused = write(session, home, " ", "my words")
    assert refused.status_code == 422 and "This cannot be empty." in refused.text
    assert pages.form(refused, "/documents").fields["markdown"] == "my words"
    large = write(session, home, "Large", "é" * (512 * 1024) + "x")
    assert large.status_code == 422 and "1048576" in large.text
    fits = write(session, home, "Fits", "é" * 512 * 1024)
    assert fits.status_code == 200 and "notice=documentSaved" in fits.url


def test_a_text_that_cannot_be_read_is_refused_with_the_reason_and_stays_in_its_form(session, home):
    text = "".join(f"[a]({number})" for number in range(5_001))
    saved = write(session, home, markdown=text)
    assert saved.status_code == 422 and "too complex" in saved.text and "[a](5000)" in saved.text
    assert "too complex" in write(session, home, markdown=text, action="preview").text


def test_titles_are_searched_and_pages_turned(session, home):
    for number in range(51):
        assert write(session, home, f"Entry {number:02}").status_code == 200
    first = session.get(home)
    assert "Entry 50" in first.text and "Entry 00" not in first.text and f'{home}?page=2' in first.text
    assert "Entry 00" in session.get(f"{home}?page=2").text
    found = session.get(home, params={"q": "ENTRY 07"}).text
    assert "Entry 07" in found and "Entry 08" not in found
    assert "No document has “&lt;b&gt;%” in its title." in session.get(home, params={"q": "<b>%"}).text


def test_readers_read_and_find_no_way_to_write(organization, session, home):
    address = address_of(write(session, home))
    reader = organization.user("member").sign_in()
    page = reader.get(address)
    assert page.status_code == 200 and "<em>words</em>" in page.text and "/edit" not in page.text and "/delete" not in page.text
    assert "New document" not in reader.get(home).text
    assert reader.get(f"{home}/new").status_code == 403 and reader.get(f"{address}/edit").status_code == 403


def test_a_form_without_the_token_writes_nothing(session, home):
    assert write(session, home).status_code == 200
    page = session.get(f"{home}/new")
    form = pages.form(page, "/documents")
    for token in ("", "wrong"):
        form.fields["csrf"] = token
        assert form.send(session, page, {"title": "x", "markdown": "x", "action": "save"}).status_code == 403
    assert len(re.findall(r'href="[^"]*/documents/[0-9a-f-]{36}"', session.get(home).text)) == 1


def test_the_policy_of_a_document_lets_in_players_and_nothing_else(session, home, organization):
    policy = write(session, home).headers["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com https://player.vimeo.com;" in policy
    assert "script-src 'self';" in policy and "style-src 'self';" in policy and "default-src 'none'" in policy
    assert "frame-src" not in session.get(f"/org/{organization.slug}/media").headers["Content-Security-Policy"]


def test_the_audit_log_tells_who_wrote_what(session, home, api):
    address = address_of(write(session, home, "First"))
    change(session, address, title="Second", markdown="more")
    entries = expect(200, api.get("/organization/audit", params={"action": "document."}))["items"]
    assert [entry["action"] for entry in entries] == ["document.edit", "document.create"]
    changes = {change["field"]: (change["before"], change["after"]) for change in entries[0]["changes"]}
    assert changes == {"title": ("First", "Second"), "markdown": ("7 B", "4 B")}
    page = session.get(home.replace("documents", "settings/audit"), params={"action": "document."})
    assert "changed the document" in page.text


def test_the_command_line_lists_and_shows_documents(server, organization, session, home):
    address = address_of(write(session, home, "Für alle", "# Hello\n"))
    identifier = address.rsplit("/", 1)[1]
    listed = server.cli("document", "list", "--organization", organization.slug).stdout
    assert listed.startswith(identifier) and listed.endswith("\tFür alle\n")
    assert server.cli("document", "show", identifier, "--organization", organization.slug).stdout == "# Hello\n"
    missing = server.cli("document", "show", "nothing", "--organization", organization.slug, check=False)
    assert missing.returncode == 1 and "no such document" in html.unescape(missing.stderr)
