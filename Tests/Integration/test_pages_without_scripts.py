"""The library page as a browser without JavaScript uses it."""

import html

import pages
import pictures
import pytest
from vitrine_client import expect


@pytest.fixture
def session(organization):
    return organization.user().sign_in()


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}/media"


def upload(session, home, *files, **options):
    page = session.get(home)
    return pages.form(page, "/upload").send(session, page, files=[("file", file) for file in files], **options)


def test_several_files_are_uploaded_by_the_form(session, home, api):
    answer = upload(
        session, home, ("one.png", pictures.picture("png")), ("two.gif", pictures.picture("gif")), ("three.txt", b"3\n")
    )
    assert answer.status_code == 200 and answer.url.endswith(f"{home}?notice=uploaded")
    assert {item["displayName"] for item in api.assets()["items"]} == {"one.png", "two.gif", "three.txt"}
    assert all(name in answer.text for name in ("one.png", "two.gif", "three.txt")) and 'role="status"' in answer.text


def test_a_refused_file_is_told_with_its_reason_and_the_others_are_kept(server, numbers):
    organization = server.create_organization(f"refusing-{next(numbers)}", profile="site")
    session, home = organization.user().sign_in(), f"/org/{organization.slug}/media"
    answer = upload(
        session,
        home,
        ("good.png", pictures.picture("png")),
        ("bad<b>.png", pictures.HTML),
        ("empty.png", b""),
        ("also-good.gif", pictures.picture("gif")),
        ("large.png", pictures.picture("png") + bytes(6 * 1024 * 1024)),
    )
    assert answer.status_code == 422
    assert {item["displayName"] for item in organization.api().assets()["items"]} == {"good.png", "also-good.gif"}
    text = html.unescape(answer.text)
    for refused, reason in (("bad<b>.png", "text/html"), ("empty.png", "empty"), ("large.png", "5 MB")):
        line = next(line for line in text.splitlines() if f"<bdi>{refused}</bdi>: " in line)
        assert reason in line
    assert "bad<b>" not in answer.text
    assert organization.api().storage()["reservedBytes"] == 0


def test_a_form_with_no_file_says_so(session, home):
    answer = upload(session, home)
    assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_an_upload_without_the_token_is_refused(session, home, api):
    for token in ("", "wrong"):
        page = session.get(home)
        form = pages.form(page, "/upload")
        form.fields["csrf"] = token
        answer = form.send(session, page, files=[("file", ("a.txt", b"x\n"))])
        assert answer.status_code == 403
    assert api.assets()["total"] == 0


def test_an_asset_is_edited_by_its_form(session, home, api):
    asset = api.upload(pictures.picture("png"), "before.png")
    page = session.get(f"{home}?q=before&asset={asset['id']}")
    form = pages.form(page, f"/assets/{asset['id']}")
    assert form.fields["displayName"] == "before.png"
    answer = form.send(session, page, {"displayName": "after.png", "title": "T <&>", "description": "one\r\ntwo"})
    assert answer.status_code == 200 and "notice=saved" in answer.url and "q=before" in answer.url
    edited = api.asset(asset["id"])
    assert (edited["displayName"], edited["title"], edited["description"]) == ("after.png", "T <&>", "one\ntwo")
    again = session.get(f"{home}?asset={asset['id']}")
    assert pages.form(again, f"/assets/{asset['id']}").fields["title"] == "T <&>"


def test_a_refused_edit_keeps_what_was_typed_and_says_why(session, home, api):
    asset = api.upload(pictures.picture("png"), "name.png")
    page = session.get(f"{home}?asset={asset['id']}")
    form = pages.form(page, f"/assets/{asset['id']}")
    answer = form.send(session, page, {"displayName": "  ", "title": "Typed", "label": "x" * 256})
    assert answer.status_code == 422
    kept = pages.form(answer, f"/assets/{asset['id']}").fields
    assert (kept["title"], kept["label"]) == ("Typed", "x" * 256)
    assert answer.text.count('aria-invalid="true"') == 2
    assert api.asset(asset["id"])["title"] is None


def test_two_editors_of_one_asset_do_not_overwrite_each_other_unknowingly(session, home, api):
    asset = api.upload(pictures.picture("png"))
    page = session.get(f"{home}?asset={asset['id']}")
    form = pages.form(page, f"/assets/{asset['id']}")
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"title": "Theirs"}))
    answer = form.send(session, page, {"title": "Mine"})
    assert answer.status_code == 409 and api.asset(asset["id"])["title"] == "Theirs"
    again = pages.form(answer, f"/assets/{asset['id']}")
    assert again.fields["title"] == "Mine"
    assert again.send(session, answer).status_code == 200 and api.asset(asset["id"])["title"] == "Mine"


def test_an_asset_is_deleted_after_a_question(session, home, api):
    asset = api.upload(pictures.picture("png"), "gone.png")
    question = session.get(f"{home}/assets/{asset['id']}/delete")
    assert question.status_code == 200 and "gone.png" in question.text and "restored from Trash for 30 days" in question.text
    assert api.asset(asset["id"]), "asking deletes nothing"
    form = pages.form(question, f"/assets/{asset['id']}/delete")
    assert form.send(session, question, {"csrf": "wrong"}).status_code == 403 and api.asset(asset["id"])
    answer = form.send(session, question)
    assert answer.status_code == 200 and "notice=trashed" in answer.url and "gone.png" not in answer.text
    assert api.assets()["total"] == 0
    assert session.get(f"{home}/assets/{asset['id']}/delete").status_code == 404
    undo = pages.form(answer, f"/assets/{asset['id']}/restore")
    assert undo.send(session, answer, {"csrf": "wrong"}).status_code == 403 and api.assets()["total"] == 0
    assert "The file is back in the library." in undo.send(session, answer).text and api.assets()["total"] == 1


def test_the_notice_says_only_its_own_words_and_undoes_only_with_them(session, home, api):
    asset = api.upload(pictures.picture("png"))
    for query in ("notice=nonsense", "notice=trashed&undo=nonsense", f"undo={asset['id']}"):
        page = session.get(f"{home}?{query}")
        assert page.status_code == 200 and "nonsense" not in page.text
        assert not any(form.action.endswith("/restore") for form in pages.forms(page))


def test_the_archive_is_a_view_of_the_library(session, home, api):
    kept, aside = api.upload(pictures.picture("png"), "kept.png"), api.upload(pictures.picture("png"), "aside.png")
    page = session.get(f"{home}?asset={aside['id']}")
    answer = pages.form(page, f"/assets/{aside['id']}/archive").send(session, page)
    assert "The file is in the archive." in answer.text and "kept.png" in answer.text and "aside.png" not in answer.text
    archive = session.get(f"{home}?status=archived&asset={aside['id']}")
    assert "aside.png" in archive.text and "kept.png" not in archive.text
    back = pages.form(archive, f"/assets/{aside['id']}/restore").send(session, archive)
    assert "status=archived" in back.url and "Nothing is archived." in back.text
    assert {item["id"] for item in api.assets()["items"]} == {kept["id"], aside["id"]}


def test_a_member_who_may_only_look_sees_no_forms_and_can_send_none(organization, home, api):
    asset = api.upload(pictures.picture("png"))
    session = organization.user("member").sign_in()
    page = session.get(f"{home}?asset={asset['id']}")
    assert [form.action for form in pages.forms(page)] == ["/logout"]
    csrf = pages.form(page, "/logout").fields["csrf"]
    for path, options in (
        ("/upload", {"files": {"file": ("a.txt", b"x\n")}}),
        (f"/assets/{asset['id']}", {}),
        (f"/assets/{asset['id']}/delete", {}),
    ):
        answer = session.post(home + path, data={"csrf": csrf, "displayName": "x"}, **options)
        assert answer.status_code == 403 and "manager" in answer.text
    assert api.asset(asset["id"])["displayName"] == "picture.jpg"


def test_names_and_texts_are_shown_as_text(session, home, api):
    hostile = "<img src=x onerror=alert(1)>&\"'.png"
    asset = api.upload(pictures.picture("png"), "plain.png", title=hostile, altText=hostile, description="</textarea>" + hostile)
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"displayName": hostile}))
    for path in (home, f"{home}?asset={asset['id']}", f"{home}?q={hostile}", f"{home}/assets/{asset['id']}/delete"):
        page = session.get(path)
        assert page.status_code == 200 and "<img src=x" not in page.text, path
    form = pages.form(session.get(f"{home}?asset={asset['id']}"), f"/assets/{asset['id']}")
    assert (form.fields["displayName"], form.fields["altText"]) == (hostile, hostile)
    assert form.fields["description"] == "</textarea>" + hostile


def test_search_kinds_and_pages_work_by_address(session, home, api):
    for number in range(52):
        api.upload(b"%d\n" % number, f"note-{number:02}.txt")
    first, second = session.get(home), session.get(f"{home}?page=2")
    assert "note-51.txt" in first.text and "note-01.txt" not in first.text
    assert "note-01.txt" in second.text and "note-51.txt" not in second.text
    found = session.get(f"{home}?q=note-07").text
    assert "note-07.txt" in found and "note-08.txt" not in found
    assert "note-07.txt" not in session.get(f"{home}?q=note-07&kind=image").text
    # An address that makes no sense still shows the library.
    assert session.get(f"{home}?page=-1&sort=nonsense&kind=nonsense&x=y").status_code == 200


def test_a_form_says_what_its_files_are_for_where_the_rules_ask_for_it(server, numbers):
    organization = server.create_organization(f"purposeful-{next(numbers)}", profile="records")
    session, home = organization.user("admin").sign_in(), f"/org/{organization.slug}/media"
    picture = ("face.png", pictures.picture("png"))
    without = upload(session, home, picture)
    assert without.status_code == 422 and "media type" in without.text
    assert upload(session, home, picture, changes={"mediaType": "avatar"}).url.endswith("?notice=uploaded")
    assert organization.api().assets()["items"][0]["mediaType"] == "avatar"
