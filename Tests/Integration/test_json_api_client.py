"""A client of JSON:API from PyPI reads and writes `/v1`, knowing nothing but the format."""

import pictures
import pytest
from jsonapi_requests.orm import ApiModel, AttributeField, OrmApi, RelationField
from jsonapi_requests.request_factory import ApiClientError
from vitrine_client import expect


class BearerToken:
    """As `requests` asks for it."""

    def __init__(self, session):
        self.header = session.headers["Authorization"]

    def __call__(self, request):
        request.headers["Authorization"] = self.header
        return request


@pytest.fixture
def models(api):
    """The three types as classes of the client's object mapper."""
    orm = OrmApi.config({
        "API_ROOT": f"{api.server.url}/v1", "AUTH": BearerToken(api), "APPEND_SLASH": False, "TIMEOUT": 30, "RETRIES": 1,
    })

    class Media(ApiModel):
        class Meta:
            type, path, api = "media", "medias", orm

        label, media_type, url = AttributeField("label"), AttributeField("media_type"), AttributeField("url")
        workspace = RelationField("workspace")

    class Workspace(ApiModel):
        class Meta:
            type, api = "workspace", orm

        name = AttributeField("name")

    class Company(ApiModel):
        class Meta:
            type, path, api = "company", "companies", orm

        name, primary, composite = AttributeField("name"), AttributeField("primary_media"), AttributeField("composite_media_list")
        medias = RelationField("medias")

    class Person(Company):
        class Meta:
            type, path, api = "person", "people", orm

    return Media, Workspace, Company, Person


def test_media_are_read_changed_and_deleted(api, models):
    Media = models[0]
    assets = [api.upload(pictures.picture("png"), f"{number}.png", mediaType="logo", label=f"logo {number}") for number in range(3)]
    listed = Media.get_list(params={"sort": "created_at", "filter[media_type]": "logo"})
    assert [(found.id, found.label, found.media_type) for found in listed] == [(asset["id"], asset["label"], "logo") for asset in assets]
    assert api.get(listed[0].url).content == pictures.picture("png")

    found = Media.from_id(assets[0]["id"])
    assert found.label == "logo 0", "read when it is first looked at"
    found.label, found.media_type = "a banner now", "banner"
    found.save()
    assert api.asset(found.id)["label"] == "a banner now" and api.asset(found.id)["mediaType"] == "banner"
    assert len(Media.get_list(params={"filter[media_type]": "logo"})) == 2

    found.delete()
    assert not Media.exists(assets[0]["id"]) and Media.exists(assets[1]["id"])


def test_media_are_made_and_lead_to_their_workspace(api, models):
    Media = models[0]
    made = Media()
    made.url, made.label, made.media_type = "https://example.com/banner.png", "from elsewhere", "banner"
    made.save()
    assert made.id and made.url == "https://example.com/banner.png" and api.asset(made.id)["isExternal"]
    (found,) = Media.get_list(params={"include": "workspace"})
    assert found.workspace.name == expect(200, api.get("/organization"))["name"]


@pytest.mark.parametrize("number", [2, 3], ids=["company", "person"])
def test_companies_and_people_are_made_given_media_and_deleted(api, models, number):
    Media, Model = models[0], models[number]
    assets = [api.upload(pictures.bmp(), f"{number}.bmp", mediaType="logo", label=f"logo {number}") for number in range(3)]
    acme = Model()
    acme.name = "Acme Corp"
    acme.save()
    assert acme.id and acme.primary is None and acme.composite == [] and list(acme.medias) == []

    acme.medias = [Media.from_id(asset["id"]) for asset in assets[:2]]
    acme.save()
    found = Model.get_list(params={"include": "medias"})[0]
    assert [media.label for media in found.medias] == ["logo 1", "logo 0"] and found.primary["media_id"] == assets[1]["id"]
    assert [entry["label"] for entry in found.composite] == ["logo 1", "logo 0"]

    links = found._options.api.endpoint(f"{found.endpoint_path()}/{found.id}/relationships/medias")
    assert links.post(json={"data": [{"type": "media", "id": assets[2]["id"]}]}).status_code == 204
    assert [link.id for link in links.get().data] == [assets[2]["id"], assets[1]["id"], assets[0]["id"]]
    assert links.delete(json={"data": [{"type": "media", "id": assets[1]["id"]}]}).status_code == 204
    acme.refresh()
    assert [media.id for media in acme.medias] == [assets[2]["id"], assets[0]["id"]]

    acme.name = "Acme Limited"
    acme.save()
    assert Model.from_id(acme.id).name == "Acme Limited"
    acme.delete()
    assert Model.get_list() == []
    assert all(api.asset(asset["id"])["usageCount"] == 0 for asset in assets)


def test_the_client_is_told_what_went_wrong(models):
    Media, _, Company, _ = models
    with pytest.raises(ApiClientError) as refused:
        Company().save()
    assert refused.value.status_code == 422 and b'"pointer":"/data' in refused.value.content
    with pytest.raises(ApiClientError) as missing:
        Media.from_id("nonsense").refresh()
    assert missing.value.status_code == 404
