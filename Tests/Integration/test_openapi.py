"""`/openapi.json`: it describes the routes there are, what it says holds, and it says all there is to say."""

import json
import re
import uuid

import json_api
import pytest
import schema_check
from vitrine_client import Session, expect


@pytest.fixture(scope="module")
def description(server):
    return expect(200, Session(server).get("/openapi.json"))


def operations(description):
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_that_is_no_page_is_described_and_nothing_else(server, description):
    routes = [json.loads(line) for line in server.cli("route", "list", "--json").stdout.splitlines()]
    for_programs = {
        (route["method"], route["path"].replace("...}", "}"))
        for route in routes
        if route["access"] != "page" and not route["hasPages"] and not route["path"].startswith(("/static/", "/tus"))
    }
    described = {(method, path) for method, path, _ in operations(description)}
    assert described == for_programs and len(described) >= 60


def test_every_placeholder_of_a_path_is_described_and_every_operation_has_a_name_of_its_own(description):
    names = []
    for method, path, operation in operations(description):
        named = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path)), f"{method} {path}"
        assert operation["summary"] and operation["tags"] and operation["security"] is not None
        names.append(operation["operationId"])
    assert len(set(names)) == len(names)


def test_every_schema_that_is_named_is_there_and_named_somewhere(description):
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description)))
    assert named == description["components"]["schemas"].keys()


def test_who_may_is_said_as_routes_declare_it(server, description):
    routes = {(route["method"], route["path"].replace("...}", "}")): route for route in map(
        json.loads, server.cli("route", "list", "--json").stdout.splitlines())}
    for method, path, operation in operations(description):
        schemes = [set(choice) for choice in operation["security"]]
        match routes[method, path]["access"]:
            case "anybody":
                assert schemes == []
            case "api" | "member" | "asset":
                assert {"token"} in schemes and len(schemes) == 2
            case access:
                assert access in ("session", "superadmin") and {"token"} not in schemes and len(schemes) == 1


def words(description):
    """Every name of a parameter or a field, anywhere."""
    found = {"sortOrder", "fields"}

    def walk(value):
        if isinstance(value, dict):
            found.update(value.get("properties", {}))
            if "in" in value and "schema" in value:
                found.add(value["name"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(description)
    return found


def test_lists_take_no_parameter_that_is_not_described(organization, description):
    api = organization.api("owner")
    for method, path, operation in operations(description):
        known = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"}
        if not known or {"token": []} not in operation["security"]:
            continue
        others = words(description) - known
        answer = api.request(method, path.replace("{id}", str(uuid.uuid4())), params=dict.fromkeys(others, "1"))
        if method == "POST":
            answer = api.post(path, params=dict.fromkeys(others, "1"), files={"file": ("a.txt", b"a")})
        problem = expect(400, answer)
        assert {named(error) for error in problem["errors"] if error["code"] == "unknown_parameter"} == others, path


def named(error):
    """What an error is about, as either kind of error says it."""
    return error["field"] if "field" in error else error["source"].get("parameter", error["source"].get("pointer"))


def test_documents_have_no_attribute_that_is_not_described(organization, description):
    api, tried = organization.api("owner"), 0
    for method, path, operation in operations(description):
        schema = operation.get("requestBody", {}).get("content", {}).get(json_api.TYPE, {}).get("schema")
        if not schema or "attributes" not in schema["properties"]["data"].get("properties", {}):
            continue
        data = schema["properties"]["data"]["properties"]
        attributes = data["attributes"]
        known = set().union(*(variant["properties"] for variant in attributes.get("anyOf", [attributes])))
        type_, identifier = data["type"]["const"], None
        computed = set(description["components"]["schemas"][type_.title()]["properties"]["attributes"]["properties"])
        if "{id}" in path:
            new = {"media": lambda: api.upload(b"a", "a.txt"), "company": lambda: json_api.company(api)}
            new["person"] = lambda: json_api.make(api, json_api.PEOPLE, "person", {"name": "x"})
            identifier = new[type_]()["id"]
        others = {name for name in words(description) - known - computed if "/" not in name}
        body = json_api.resource(type_, dict.fromkeys(others, "1"), identifier)
        errors = json_api.document(422, json_api.send(api, method, path.replace("{id}", identifier or ""), body))["errors"]
        unknown = {named(error).removeprefix("/data/attributes/") for error in errors if error["code"] == "unknown_field"}
        assert unknown == others, path
        tried += 1
    assert tried == 6


def test_bodies_have_no_field_that_is_not_described(organization, description):
    api = organization.api("owner")
    tried = 0
    for method, path, operation in operations(description):
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if not schema or {"token": []} not in operation["security"] or path == "/organization" and method == "DELETE":
            continue
        known = set().union(*(variant["properties"] for variant in schema.get("anyOf", [schema])))
        others = words(description) - known
        body = dict.fromkeys(others, "1")
        if "action" in known:
            body |= {"action": "archive", "ids": [str(uuid.uuid4())]}
        problem = expect(422, api.request(method, re.sub(r"\{\w+\}", str(uuid.uuid4()), path), json=body))
        assert {error["field"] for error in problem["errors"] if error["code"] == "unknown_field"} == others, path
        tried += 1
    assert tried > 8


def test_it_is_asked_for_again_only_when_it_changed_and_names_the_server(server):
    anybody = Session(server)
    first = anybody.get("/openapi.json")
    assert first.json()["openapi"].startswith("3.1") and first.json()["servers"] == [{"url": server.url}]
    again = anybody.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = anybody.get("/openapi.json", headers={"Host": "media.example.com"})
    assert other.json()["servers"] == [{"url": "http://media.example.com"}] and other.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("method", ["TRACE", "QUERY", "PATCH"])
def test_a_method_that_an_address_does_not_take_is_refused_with_those_it_takes(server, method):
    answer = Session(server).request(method, "/openapi.json")
    expect(405, answer)
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.local_only(reason="what the doors take and answer is the same on every backend, and it takes a minute")
def test_the_server_does_as_described_in_every_operation(own_server, tmp_path):
    schema_check.run(own_server, tmp_path, examples=5, minutes=8)
