"""The pages of companies and people, as a browser without JavaScript uses them (M40)."""

import html

import pages
import pictures
import pytest
from json_api import COMPANIES, company, linked, medias, read, send
from vitrine_client import expect


@pytest.fixture
def session(organization):
    return organization.user("owner").sign_in()


@pytest.fixture
def home(organization):
    return f"/org/{organization.slug}"


def make(session, home, name, kind="companies"):
    page = session.get(f"{home}/{kind}")
    return pages.form(page, f"/{kind}").send(session, page, {"name": name})


@pytest.mark.parametrize(("kind", "path"), [("companies", COMPANIES), ("people", "/v1/people")])
def test_one_is_made_renamed_given_media_and_deleted(session, home, api, kind, path):
    asset, other = api.upload(pictures.bmp(), "logo.bmp", label="The logo", mediaType="logo"), api.upload(b"words", "words.txt")
    page = make(session, home, "Acme <Corp>", kind)
    assert page.status_code == 200 and "<bdi>Acme &lt;Corp&gt;" in session.get(f"{home}/{kind}").text
    (found,) = read(api, path)["data"]
    at = f"{home}/{kind}/{found['id']}"
    assert page.url.endswith(f"{at}?notice=recordCreated") and 'role="status"' in page.text

    page = session.get(f"{at}?add=yes&q=logo")
    form = pages.form(page, f"{at}/media")
    assert asset["id"] in page.text and other["id"] not in page.text
    page = form.send(session, page, {"id": [asset["id"], other["id"]]})
    assert linked(api, found) == [other["id"], asset["id"]]
    assert "The logo" in page.text and page.text.count(">Primary<") == 1
    assert page.text.index("words.txt") < page.text.index("Primary") < page.text.index("The logo")
    assert asset["id"] not in session.get(f"{at}?add=yes&q=logo").text.partition('id="add"')[2]

    removal = next(form for form in pages.forms(page) if form.fields.get("id") == other["id"])
    page = removal.send(session, page)
    assert linked(api, found) == [asset["id"]] and "words.txt" not in page.text
    page = pages.form(page, at).send(session, page, {"name": "Acme Limited"})
    assert "Acme Limited" in page.text and read(api, path)["data"][0]["attributes"]["name"] == "Acme Limited"
    page = pages.form(page, f"{at}/delete").send(session, page)
    assert page.url.endswith(f"{home}/{kind}?notice=recordDeleted") and read(api, path)["data"] == []
    assert api.asset(asset["id"])["usageCount"] == 0


def test_what_is_refused_is_told_beside_the_field_and_kept(session, home, api):
    answer = make(session, home, " ")
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    acme = company(api, "Acme")
    at = f"{home}/companies/{acme['id']}"
    page = session.get(at)
    long = pages.form(page, at).send(session, page, {"name": "n" * 256})
    assert long.status_code == 422 and f'value="{"n" * 256}"' in long.text
    links = acme["relationships"]["medias"]["links"]["self"]
    expect(204, send(api, "POST", links, {"data": medias(api.upload(b"a", "a.txt"))}))
    late = pages.form(page, at).send(session, page, {"name": "Too late"})
    assert late.status_code == 409 and "Somebody else changed this company" in html.unescape(late.text)
    assert read(api, COMPANIES)["data"][0]["attributes"]["name"] == "Acme"
    missing = session.get(f"{home}/companies/nonsense")
    assert missing.status_code == 404
    gone = pages.form(page, f"{at}/delete").send(session, page)
    assert gone.status_code == 200 and pages.form(page, at).send(session, page, {"name": "x"}).status_code == 404


def test_the_list_goes_on_by_name(session, home, api):
    for number in range(52):
        company(api, f"company {number:02}")
    first = session.get(f"{home}/companies")
    assert first.text.count("<li><span") == 50 and "company 49" in first.text and "company 50" not in first.text
    more = first.text.partition("?after=")[2].partition('"')[0]
    rest = session.get(f"{home}/companies?after={more}").text
    assert rest.count("<li><span") == 2 and "company 51" in rest and "?after=" not in rest


def test_readers_see_no_forms(organization, home, api):
    acme = company(api, "Acme")
    member = organization.user("member").sign_in()
    for path in ("companies", f"companies/{acme['id']}", f"companies/{acme['id']}?add=yes"):
        page = member.get(f"{home}/{path}")
        assert expect_page(page) and not [form for form in pages.forms(page) if "/companies" in form.action]


def expect_page(page):
    return page.status_code == 200 and "Acme" in page.text
