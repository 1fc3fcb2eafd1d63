"""A documentation site's files from beginning to end: each test is a part of how such a site's media manager is described, and they go
on where the ones before ended. What Markdown makes of them has its tests where Markdown is."""

import re
import urllib.parse
import uuid

import backends
import crash_faults
import pages
import pictures
import pytest
from crash_faults import Faults
from vitrine_client import Session, expect, expect_problem, wait_until
from vitrine_server import Server

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def docs(server):
    return server.create_organization(f"docs-{uuid.uuid4().hex[:8]}", profile="docs", plan="pro")


@pytest.fixture(scope="module")
def api(docs):
    return docs.api()


@pytest.fixture(scope="module")
def session(docs):
    """A browser of an administrator."""
    return docs.user("admin").sign_in(docs.slug)


@pytest.fixture(scope="module")
def editor(session):
    """The same browser with its token, as the script of a Markdown editor sends it."""
    token = expect(200, session.get("/session"))["csrfToken"]

    def send(name, content, **options):
        return session.post("/images/upload", files={"image": (name, content)}, headers={"X-CSRF-Token": token}, **options)

    return send


def submit(session, name, content, path=""):
    page = session.get("/admin/media")
    form = pages.form(page, "/admin/media")
    return form.send(session, page, {"logical_path": path}, files={"file": (name, content)})


def paths(api):
    return sorted(item["logicalPath"] for item in api.assets()["items"])


def find(api, path):
    return next(item for item in api.assets(q=path)["items"] if item["logicalPath"] == path)


def test_the_form_uploads_under_the_files_name_when_the_path_is_left_blank(session, api):
    answer = submit(session, "report.png", pictures.picture("png"))
    assert answer.status_code == 200 and "/admin/media" in answer.url and "notice=uploaded" in answer.url
    assert 'role="status"' in answer.text and "<bdi>report.png</bdi>" in answer.text
    asset = find(api, "report.png")
    assert asset["originalName"] == "report.png" and asset["createdBy"]


def test_the_page_finds_a_file_however_its_name_is_typed(session):
    for typed in ("report", "REPORT", "  Report "):
        answer = session.get("/admin/media", params={"q": typed})
        assert answer.status_code == 200 and "<bdi>report.png</bdi>" in answer.text, typed


def test_the_form_uploads_under_a_path_of_its_own(session, api):
    answer = submit(session, "spec.pdf", PDF, "2026/spec.pdf")
    assert "notice=uploaded" in answer.url
    asset = find(api, "2026/spec.pdf")
    assert (asset["originalName"], asset["kind"]) == ("spec.pdf", "pdf")
    # Where the bytes are is the server's own name, which has nothing of the path.
    assert "2026" not in asset["publicUrl"] and asset["publicUrl"].endswith(f"{asset['id']}.pdf")


@pytest.mark.parametrize("path", ["report.png", "REPORT.png", ""])
def test_a_path_that_is_taken_is_an_error_beside_the_field_and_nothing_is_stored(session, api, path):
    before = paths(api)
    answer = submit(session, "report.png", pictures.picture("png", width=40), path)
    assert answer.status_code == 409
    form = pages.form(answer, "/admin/media")
    assert form.fields["logical_path"] == path
    assert re.search(r'id="upload-logical_path-error">Another file has this path', answer.text)
    assert paths(api) == before


@pytest.mark.parametrize("path", ["/a.png", "a.png/", "a//b.png", "../a.png", "a/../b.png"])
def test_a_path_against_the_rules_is_an_error_beside_the_field(session, api, path):
    before = paths(api)
    answer = submit(session, "other.png", pictures.picture("png"), path)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    assert paths(api) == before


def test_what_is_no_accepted_type_is_refused_with_what_is_accepted(session, api):
    answer = submit(session, "page.html", b"<!doctype html><title>x</title>")
    assert answer.status_code == 415
    assert "text/html" in answer.text and "image/png" in answer.text


def test_the_form_without_a_file_says_so(session):
    page = session.get("/admin/media")
    answer = pages.form(page, "/admin/media").send(session, page)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text


def test_the_form_without_its_token_is_refused(session, api):
    page = session.get("/admin/media")
    form = pages.form(page, "/admin/media")
    form.fields["csrf"] = "wrong"
    assert form.send(session, page, files={"file": ("no.png", pictures.picture("png"))}).status_code == 403
    assert "no.png" not in paths(api)


def test_the_editor_gets_the_logical_path_and_collisions_count_up_to_100(editor, api):
    """`report.png` is there; the editor's come beside it, from -2 to -100, and the next is an error that takes nothing."""
    content = pictures.picture("gif")
    first = expect(200, editor("diagram.gif", content))
    assert first == {"data": {"filePath": "diagram.gif"}}
    for number in range(2, 101):
        assert expect(200, editor("diagram.gif", content)) == {"data": {"filePath": f"diagram-{number}.gif"}}
    problem = expect_problem(409, "no_free_path", editor("diagram.gif", content))
    assert problem["error"] == problem["detail"] and "diagram.gif" in problem["detail"]
    found = [item["logicalPath"] for item in api.assets(q="diagram", limit=100)["items"]]
    assert len(found) == 100 and len(set(found)) == 100
    assert expect(200, editor("report.png", pictures.picture("png"))) == {"data": {"filePath": "report-2.png"}}
    storage = api.storage()
    assert storage["reservedBytes"] == 0


def test_the_editor_is_told_what_it_can_show(editor):
    problem = expect_problem(415, "type_refused", editor("page.html", b"<!doctype html><title>x</title>"))
    assert problem["error"] == problem["detail"]


def test_the_editor_proves_where_it_comes_from(session):
    answer = session.post("/images/upload", files={"image": ("a.png", pictures.picture("png"))})
    expect_problem(403, "cross_site_request", answer)


def test_the_editors_part_is_called_image(session):
    token = expect(200, session.get("/session"))["csrfToken"]
    answer = session.post(
        "/images/upload", files={"file": ("a.png", pictures.picture("png"))}, headers={"X-CSRF-Token": token}
    )
    assert "image" in expect_problem(422, "missing_file", answer)["detail"]


def test_renaming_changes_the_path_and_nothing_else(session, api):
    before = find(api, "2026/spec.pdf")
    page = session.get("/admin/media", params={"q": "spec"})
    link = re.search(rf'href="(/admin/media/{before["id"]}/edit[^"]*)"', page.text)[1].replace("&amp;", "&")
    page = session.get(link)
    form = pages.form(page, f"/admin/media/{before['id']}")
    assert form.fields["logical_path"] == "2026/spec.pdf" and form.fields["_method"] == "PUT"
    answer = form.send(session, page, {"logical_path": "2026/specification.pdf"})
    assert answer.status_code == 200 and "notice=renamed" in answer.url
    after = api.asset(before["id"])
    assert after["logicalPath"] == "2026/specification.pdf"
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"logicalPath", "updatedAt"}
    assert session.get(after["publicUrl"]).content == PDF


def test_renaming_to_a_path_that_is_taken_keeps_what_was_typed(session, api):
    asset = find(api, "2026/specification.pdf")
    page = session.get(f"/admin/media/{asset['id']}/edit")
    answer = pages.form(page, f"/admin/media/{asset['id']}").send(session, page, {"logical_path": "report.png"})
    assert answer.status_code == 409
    assert pages.form(answer, f"/admin/media/{asset['id']}").fields["logical_path"] == "report.png"
    assert api.asset(asset["id"])["logicalPath"] == "2026/specification.pdf"


def test_an_old_reference_is_unresolved_after_the_rename(api):
    answer = expect(
        200,
        api.post(
            "/organization/markdown/render", json={"markdown": "[old](2026/spec.pdf) and [new](2026/specification.pdf)"}
        ),
    )
    assert answer["unresolved"] == ["2026/spec.pdf"]
    assert find(api, "2026/specification.pdf")["publicUrl"] in answer["html"]


@pytest.mark.parametrize("name", ["報告書 2026年.pdf", 'the "final" report.pdf', "L'été; café.pdf"])
def test_any_member_downloads_under_the_original_name(server, docs, api, name):
    asset = api.upload(PDF + name.encode(), name, logicalPath=f"downloads/{uuid.uuid4().hex}.pdf")
    assert asset["originalName"] == name
    member = docs.user("member").sign_in()
    answer = member.get(f"/media/{asset['id']}/download")
    assert answer.status_code == 200 and answer.content == PDF + name.encode()
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ") and disposition.isascii()
    encoded = re.search(r"filename\*=UTF-8''([^;]+)$", disposition)
    plain = re.search(r'filename="([^"\\]*)"', disposition)
    assert (urllib.parse.unquote(encoded[1]) if encoded else plain[1]) == name
    assert "private" in answer.headers["Cache-Control"]
    # The library itself is the administrators'.
    assert member.get("/admin/media").status_code == 403


def test_the_command_line_downloads_too(server, docs, api, tmp_path):
    asset = find(api, "report.png")
    where = ("--organization", docs.slug, "--output", str(tmp_path / "copy.png"))
    server.cli("asset", "download", asset["id"], *where)
    assert (tmp_path / "copy.png").read_bytes() == pictures.picture("png")
    # What is there is not written over.
    again = server.cli("asset", "download", asset["id"], *where, check=False)
    assert again.returncode == 1 and "copy.png" in again.stderr
    missing = server.cli("asset", "download", str(uuid.uuid4()), "--organization", docs.slug, check=False)
    assert missing.returncode == 1 and "no such asset" in missing.stderr


def test_downloading_takes_a_session_of_the_organization(server, api, numbers):
    asset = find(api, "report.png")
    address = f"/media/{asset['id']}/download"
    nobody = Session(server)
    expect_problem(401, "sign_in_required", nobody.get(address))
    page = nobody.get(address, headers={"Accept": "text/html"}, allow_redirects=False)
    assert page.status_code == 303 and page.headers["Location"].startswith("/login?next=")
    stranger = server.create_organization(f"else-{next(numbers)}").user().sign_in()
    foreign = expect_problem(404, "asset_not_found", stranger.get(address))
    missing = expect_problem(404, "asset_not_found", stranger.get(f"/media/{uuid.uuid4()}/download"))
    assert foreign == missing


def test_the_files_address_is_public_and_does_not_move(server, api):
    asset = find(api, "report.png")
    assert Session(server).get(asset["publicUrl"]).status_code == 200


def test_deleting_removes_the_bytes_and_the_row(session, api):
    asset = find(api, "report-2.png")
    page = session.get("/admin/media", params={"q": "report-2"})
    form = pages.form(page, f"/admin/media/{asset['id']}")
    assert form.fields["_method"] == "DELETE"
    answer = form.send(session, page)
    assert answer.status_code == 200 and "notice=deleted" in answer.url
    expect_problem(404, "asset_not_found", api.get(f"/organization/assets/{asset['id']}"))
    assert session.get(asset["publicUrl"]).status_code == 404
    assert "report-2.png" not in paths(api)


def test_a_disk_that_keeps_the_file_keeps_the_row_and_deleting_can_be_retried(tmp_path):
    faults = Faults(tmp_path / "faults")
    with Server(store=backends.Folder, environment=faults.environment) as server:
        organization = server.create_organization("stuck", profile="docs")
        api, session = organization.api(), organization.user().sign_in()
        asset = api.upload(pictures.picture("png"), "keep.png")
        page = session.get("/admin/media")
        faults.arm(crash_faults.FAIL, classes=crash_faults.REMOVE, path=asset["id"])
        answer = pages.form(page, f"/admin/media/{asset['id']}").send(session, page)
        faults.disarm()
        assert answer.status_code == 503 and "could not be removed yet" in answer.text
        (kept,) = api.assets(status="trashed")["items"]
        assert kept["id"] == asset["id"] and kept["status"] == "deleting" and kept["deletionError"]
        wait_until(lambda: "Input/output error" in server.log(), what="a line in the log")
        trash = session.get("/org/stuck/trash")
        done = pages.form(trash, f"/{asset['id']}/purge").send(session, trash)
        assert "The file was deleted for good." in done.text
        assert api.assets(status="all")["total"] == 0
        server.cli("verify")


def test_scripts_rename_and_delete_by_their_methods(session, editor, api):
    path = expect(200, editor("draft.png", pictures.picture("png")))["data"]["filePath"]
    asset = find(api, path)
    token = {"X-CSRF-Token": expect(200, session.get("/session"))["csrfToken"]}
    address = f"/admin/media/{asset['id']}"
    expect_problem(403, "cross_site_request", session.put(address, data={"logical_path": "x.png"}))
    renamed = expect(200, session.put(address, data={"logical_path": "final.png"}, headers=token))
    assert renamed["logicalPath"] == "final.png"
    expect_problem(422, "invalid_fields", session.put(address, json={"logical_path": "a//b"}, headers=token))
    expect(204, session.delete(address, headers=token))
    assert "final.png" not in paths(api)


def test_both_addresses_lead_to_the_library(session, docs):
    assert f"/org/{docs.slug}/media" in session.get("/admin/media").text
    assert session.get("/dashboard/content/media").url.endswith(f"/org/{docs.slug}/media")
