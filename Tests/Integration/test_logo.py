"""Organization logos: set, shown, replaced and removed, by the API, the settings page and the command line."""

import hashlib
import json

import pages
import pictures
import pytest
import raw_http
from vitrine_client import Session, expect, expect_problem
from vitrine_server import key_of

LOGO = "/organization/logo"
TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}


def set_logo(session, content, name="logo.png", **options):
    return session.put(LOGO, files={"file": (name, content)}, **options)


def logo_url(session):
    return expect(200, session.get("/organization"))["logoUrl"]


def logos(server):
    """The keys of published logos."""
    return [key for key in server.store.logos.keys() if not key.startswith(".")]


def logo_of(organization, content, extension="png"):
    return f"organizations/{organization.id}/logo/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"


@pytest.fixture
def anybody(server):
    return Session(server)


def test_an_organization_has_no_logo_at_first(organization, api):
    answer = api.get("/organization")
    assert expect(200, answer).items() >= {
        "id": organization.id,
        "slug": organization.slug,
        "name": organization.slug,
        "plan": "business",
        "profile": "cms",
        "logoUrl": None,
        "limits": {"maxFileBytes": 250 * 1024**2, "maxStorageBytes": 50 * 1024**3},
    }.items()
    assert answer.headers["ETag"]


@pytest.mark.parametrize("format", TYPES)
def test_a_picture_becomes_the_logo_that_everybody_sees(server, organization, api, anybody, format):
    content = pictures.picture(format)
    answer = set_logo(api, content, "a name of its own.bin")
    url = expect(200, answer)["logoUrl"]
    extension = {"jpeg": "jpg"}.get(format, format)
    assert url == f"{server.url}/files/{logo_of(organization, content, extension)}"
    file = anybody.get(url)
    assert file.status_code == 200 and file.content == content and file.headers["Content-Type"] == TYPES[format]
    assert file.headers["Content-Disposition"].startswith("inline") and file.headers["X-Content-Type-Options"] == "nosniff"
    assert anybody.get(url, headers={"If-None-Match": file.headers["ETag"]}).status_code == 304
    assert "immutable" in anybody.get(f"{url}?v={file.headers['ETag'][1:17]}").headers["Cache-Control"]
    assert anybody.get(url, headers={"Range": "bytes=0-3"}).content == content[:4]


def test_an_svg_is_shown_as_a_picture_and_nothing_else(api, anybody):
    content = pictures.svg(inside="<script>alert(1)</script>")
    file = anybody.get(expect(200, set_logo(api, content, "logo.svg"))["logoUrl"])
    assert file.content == content and file.headers["Content-Type"] == "image/svg+xml"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_logo_lies_in_its_own_bucket_and_does_not_count_to_the_quota(server, organization, api):
    content = pictures.picture("png")
    before = api.storage()
    expect(200, set_logo(api, content))
    assert logo_of(organization, content) in logos(server)
    assert not [key for key in server.stored_keys() if "/logo/" in key]
    assert api.storage() == before


def test_members_see_the_logo_in_their_session(organization, api):
    url = expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]
    session = organization.user("member").sign_in()
    seen = expect(200, session.get("/session"))
    assert [each["logoUrl"] for each in seen["organizations"]] == [url] and seen["activeOrganization"]["logoUrl"] == url
    assert logo_url(session) == url


def test_a_new_logo_takes_the_place_of_the_former_whose_bytes_go(server, organization, api, anybody):
    first = expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]
    second = expect(200, set_logo(api, pictures.picture("gif")))["logoUrl"]
    assert second != first and anybody.get(second).status_code == 200
    expect_problem(404, "asset_not_found", anybody.get(first))
    assert [key for key in logos(server) if organization.id in key] == [key_of(second)]
    # And back, under the address it had.
    assert expect(200, set_logo(api, pictures.picture("png")))["logoUrl"] == first
    assert anybody.get(first).status_code == 200


def test_the_same_logo_again_changes_nothing(api):
    first = set_logo(api, pictures.picture("png"))
    again = set_logo(api, pictures.picture("png"))
    assert expect(200, again) == expect(200, first) and again.headers["ETag"] == first.headers["ETag"]


def test_a_logo_is_removed_and_removing_none_is_no_error(server, organization, api, anybody):
    url = expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]
    expect(204, api.delete(LOGO))
    assert logo_url(api) is None and anybody.get(url).status_code == 404
    assert not [key for key in logos(server) if organization.id in key]
    expect(204, api.delete(LOGO))


def test_a_change_is_made_only_to_the_state_its_author_saw(api):
    stale = api.get("/organization").headers["ETag"]
    current = set_logo(api, pictures.picture("png"), headers={"If-Match": stale}).headers["ETag"]
    assert current != stale and api.get("/organization").headers["ETag"] == current
    expect_problem(412, "changed_meanwhile", set_logo(api, pictures.picture("gif"), headers={"If-Match": stale}))
    expect_problem(412, "changed_meanwhile", api.delete(LOGO, headers={"If-Match": stale}))
    assert logo_url(api).endswith(".png")
    expect(204, api.delete(LOGO, headers={"If-Match": current}))


LARGE = pictures.picture("png") + bytes(2 * 1024 * 1024)
REFUSALS = {
    "a page": (pictures.HTML, 415, "type_refused"),
    "a picture of another kind": (pictures.bmp(), 415, "type_refused"),
    "words": (b"only words\n", 415, "type_refused"),
    "no header": (pictures.picture("png")[:12], 422, "unreadable_picture"),
    "more pixels than there may be": (pictures.png(100_000, 100_000, b""), 422, "unreadable_picture"),
    "nothing": (b"", 422, "empty_file"),
    "too large": (LARGE, 413, "file_too_large"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_no_logo_is_refused_with_its_reason_and_the_former_stays(server, organization, api, case):
    content, status, code = REFUSALS[case]
    before = expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]
    problem = expect_problem(status, code, set_logo(api, content))
    assert [error["field"] for error in problem["errors"]] == ["file"]
    assert logo_url(api) == before
    assert [key for key in logos(server) if organization.id in key] == [key_of(before)]


def test_a_logo_may_have_two_megabytes_exactly(api):
    content = pictures.picture("png")
    expect(200, set_logo(api, content + bytes(2 * 1024 * 1024 - len(content))))


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": b"x", "headers": {"Content-Type": "image/png"}}, 415),
        ({"files": {"picture": ("a.png", b"x")}}, 422),
        ({"files": {"file": (None, "text")}}, 422),
        ({"files": [("file", ("a.png", pictures.picture("png"))), ("more", (None, "x"))]}, 400),
    ],
)
def test_a_form_that_is_no_logo_changes_nothing(api, options, status):
    assert api.put(LOGO, **options).status_code == status
    assert logo_url(api) is None


def test_a_form_cut_short_leaves_nothing(server, organization, api):
    body, headers = raw_http.form(raw_http.part("file", pictures.picture("png"), "a.png"))
    answer = api.put(LOGO, data=body[:-20], headers=headers)
    assert answer.status_code == 400 and logo_url(api) is None
    assert not [key for key in logos(server) if organization.id in key]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_only_administrators_change_the_logo(server, organization, api, method):
    url = expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]
    options = {"files": {"file": ("a.gif", pictures.picture("gif"))}} if method == "PUT" else {}
    for role in ("member", "manager"):
        problem = expect_problem(403, "role_too_low", organization.api(role).request(method, LOGO, **options))
        assert "admins" in problem["detail"]
    expect_problem(403, "scope_missing", organization.api("owner", scope="read,write").request(method, LOGO, **options))
    expect_problem(401, "sign_in_required", Session(server).request(method, LOGO, **options))
    expect_problem(403, "cross_site_request", organization.user("owner").sign_in().request(method, LOGO, **options))
    assert logo_url(api) == url
    assert organization.api("owner").request(method, LOGO, **options).status_code in (200, 204)


@pytest.mark.parametrize(("method", "path"), [("GET", "/organization"), ("PUT", LOGO), ("DELETE", LOGO)])
def test_a_foreign_organization_answers_as_a_missing_one(organization, other_organization, method, path):
    session = organization.user("owner").sign_in()
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    options = {"files": {"file": ("a.png", pictures.picture("png"))}} if method == "PUT" else {}
    foreign, missing = (
        session.request(method, path, headers={"X-Organization": slug}, **options)
        for slug in (other_organization.slug, "never-made")
    )
    expect_problem(404, "organization_unknown", foreign)
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    assert logo_url(other_organization.api()) is None


# The settings page, without scripts


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}/settings"


@pytest.fixture
def session(organization):
    return organization.user().sign_in()


def test_the_form_sets_replaces_and_removes_the_logo(session, home, api):
    page = session.get(home)
    assert page.status_code == 200 and "No logo yet" in page.text
    answer = pages.form(page, "/settings/logo").send(session, page, files={"file": ("a.png", pictures.picture("png"))})
    assert answer.status_code == 200 and answer.url.endswith(f"{home}?notice=logoSet") and 'role="status"' in answer.text
    url = logo_url(api)
    assert f'<img class="logo" src="/files/{key_of(url)}?v=' in answer.text and url in answer.text
    assert f'<img class="logo" src="/files/{key_of(url)}?v=' in session.get(home.replace("settings", "media")).text
    answer = pages.form(answer, "/settings/logo").send(session, answer, files={"file": ("a.gif", pictures.picture("gif"))})
    assert logo_url(api).endswith(".gif")
    answer = pages.form(answer, "/settings/logo/remove").send(session, answer)
    assert answer.url.endswith("?notice=logoRemoved") and logo_url(api) is None
    assert not [form for form in pages.forms(answer) if form.action.endswith("/remove")]


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [(pictures.HTML, 415, "text/html"), (LARGE, 413, "2 MB"), (b"", 422, "empty"), (None, 422, "no file")],
    ids=["type", "size", "empty", "none"],
)
def test_a_refusal_stands_under_the_field(session, home, api, content, status, reason):
    page = session.get(home)
    file = ("", b"") if content is None else ("bad<b>.png", content)
    answer = pages.form(page, "/settings/logo").send(session, page, files={"file": file})
    assert answer.status_code == status and logo_url(api) is None
    error = next(line for line in answer.text.splitlines() if 'id="logo-file-error"' in line)
    assert reason in error and "hidden" not in error and 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("action", ["/settings/logo", "/settings/logo/remove"])
def test_a_form_from_elsewhere_changes_nothing(session, home, api, action):
    url = expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]
    page = session.get(home)
    form = pages.form(page, action)
    files = {"file": ("a.gif", pictures.picture("gif"))}
    assert form.send(session, page, {"csrf": "wrong"}, files=files).status_code == 403
    assert form.send(session, page, files=files, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert logo_url(api) == url


def test_who_may_not_administer_finds_no_way_to_the_settings(organization, home):
    for role in ("member", "manager"):
        session = organization.user(role).sign_in()
        library = session.get(home.replace("settings", "media"))
        assert home not in library.text
        assert session.get(home).status_code == 403
        csrf = pages.form(library, "/logout").fields["csrf"]
        for path in ("/logo", "/logo/remove"):
            assert session.post(home + path, data={"csrf": csrf}).status_code == 403
    assert home in organization.user("owner").sign_in().get(home.replace("settings", "media")).text


# The command line, verify and sweep


def test_the_command_line_sets_and_removes_the_logo(server, organization, api, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(pictures.picture("png"))
    shown = json.loads(server.cli("organization", "set", organization.slug, f"logo={path}", "--json").stdout)
    assert server.url + shown["logoUrl"] == logo_url(api)
    assert shown["logoUrl"] in server.cli("organization", "show", organization.slug).stdout
    path.write_bytes(pictures.HTML)
    for wrong in (path, tmp_path / "missing.png", tmp_path):
        result = server.cli("organization", "set", organization.slug, f"logo={wrong}", check=False)
        assert result.returncode == 1 and len(result.stderr.strip().splitlines()) == 1
    assert logo_url(api) is not None
    assert json.loads(server.cli("organization", "set", organization.slug, "logo=", "--json").stdout)["logoUrl"] is None
    assert logo_url(api) is None


@pytest.fixture
def kept(own_server):
    """A stopped server with one organization that has a logo."""
    own_server.organization = own_server.create_organization("kept")
    own_server.key = key_of(expect(200, set_logo(own_server.organization.api(), pictures.picture("png")))["logoUrl"])
    own_server.stop()
    return own_server


def differences(server, *arguments):
    return json.loads(server.cli("verify", "--json", *arguments, check=False).stdout)["differences"]


def test_verify_finds_a_logo_that_is_missing_cut_or_damaged(kept):
    assert differences(kept, "--checksums") == []
    content = kept.store.logos.read(kept.key)
    kept.store.logos.write(kept.key, content[:10])
    assert [each for each in differences(kept) if "logo of kept" in each and "10 bytes" in each]
    kept.store.logos.write(kept.key, bytes([content[0] ^ 1]) + content[1:])
    assert differences(kept) == [] and ["checksum" in each for each in differences(kept, "--checksums")] == [True]
    kept.store.logos.remove(kept.key)
    (difference,) = differences(kept)
    assert "logo of kept" in difference and "missing" in difference


def test_setting_a_logo_again_repairs_what_verify_found(kept):
    kept.store.logos.remove(kept.key)
    kept.start()
    api = kept.organization.api()
    assert key_of(expect(200, set_logo(api, pictures.picture("png")))["logoUrl"]) == kept.key
    assert differences(kept, "--checksums") == []
    kept.store.logos.write(kept.key, b"cut")
    expect(200, set_logo(api, pictures.picture("png")))
    assert differences(kept, "--checksums") == []


def test_sweep_removes_an_abandoned_logo_and_keeps_the_one_in_use(kept):
    abandoned = f"organizations/{kept.organization.id}/logo/0123456789abcdef.png"
    kept.store.logos.write(abandoned, b"left over")
    (difference,) = differences(kept)
    assert abandoned in difference
    assert json.loads(kept.cli("sweep", "--grace", "0s", "--json").stdout)["blobs"] == 1
    assert logos(kept) == [kept.key] and differences(kept, "--checksums") == []


def test_the_bucket_of_logos_is_made_for_the_first_and_not_missed_before(own_server):
    own_server.store.logos.drop()  # a folder is there from the start
    organization = own_server.create_organization("first")
    assert differences(own_server) == []
    own_server.cli("sweep", "--grace", "0s")
    url = expect(200, set_logo(organization.api(), pictures.picture("png")))["logoUrl"]
    assert logos(own_server) == [key_of(url)] and Session(own_server).get(url).status_code == 200
    assert differences(own_server, "--checksums") == []


@pytest.mark.local_only("another machine's bucket survives a kill as it is")
def test_a_logo_that_was_acknowledged_survives_a_kill(own_server):
    api = own_server.create_organization("killed").api()
    url = key_of(expect(200, set_logo(api, pictures.picture("png")))["logoUrl"])
    own_server.kill9()
    own_server.start()
    assert key_of(logo_url(api)) == url
    assert Session(own_server).get(logo_url(api)).content == pictures.picture("png")
    assert differences(own_server, "--checksums") == []
