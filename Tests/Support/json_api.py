"""JSON:API 1.1 as its clients see it: documents under `/v1`, and what holds for every one of them."""

import json

from vitrine_client import expect

TYPE = "application/vnd.api+json"
MEDIAS, COMPANIES, PEOPLE = "/v1/medias", "/v1/companies", "/v1/people"


def send(api, verb, path, document=None, **options):
    """A request with a document for its body, where there is one."""
    headers = {"Accept": TYPE} | ({"Content-Type": TYPE} if document is not None else {}) | options.pop("headers", {})
    body = None if document is None else document if isinstance(document, (str, bytes)) else json.dumps(document)
    return api.request(verb, path, data=body, headers=headers, **options)


def read(api, path, **query):
    return document(200, send(api, "GET", path, params=query))


def document(status, response):
    """The answer's document, if it has the status and is one."""
    body = expect(status, response)
    assert response.headers["Content-Type"] == TYPE and "Accept" in response.headers["Vary"]
    assert body["jsonapi"] == {"version": "1.1"}
    assert ("data" in body) != ("errors" in body)
    return body


def errors(status, code, response):
    """The answer's error objects, if all are of this status and the first of this code."""
    found = document(status, response)["errors"]
    for error in found:
        assert set(error) <= {"status", "code", "title", "detail", "source"}, error
        assert error["status"] == str(status) and error["code"] and error["title"] and error["detail"]
    assert found[0]["code"] == code, found
    return found


def source(status, code, response):
    """Where the one error of the answer is said to be."""
    (error,) = errors(status, code, response)
    return error.get("source")


def resource(type_, attributes=None, identifier=None, **relationships):
    """A document about one resource; of each relationship the identifiers."""
    data = {"type": type_} | ({"id": identifier} if identifier else {})
    if attributes is not None:
        data["attributes"] = attributes
    if relationships:
        data["relationships"] = {name: {"data": linked} for name, linked in relationships.items()}
    return {"data": data}


def medias(*assets):
    """The identifiers of assets, as either door has them."""
    return [{"type": "media", "id": asset["id"]} for asset in assets]


def make(api, path, type_, attributes, **relationships):
    """The new resource."""
    return document(201, send(api, "POST", path, resource(type_, attributes, **relationships)))["data"]


def change(api, found, attributes=None, **relationships):
    answer = send(api, "PATCH", found["links"]["self"], resource(found["type"], attributes, found["id"], **relationships))
    return document(200, answer)["data"]


def company(api, name="Acme Corp", **relationships):
    return make(api, COMPANIES, "company", {"name": name}, **relationships)


def linked(api, found):
    """The ids of the media of a company or person."""
    return [item["id"] for item in read(api, found["relationships"]["medias"]["links"]["self"])["data"]]
