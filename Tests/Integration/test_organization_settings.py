"""An organization's settings: who may change what, by the API, the settings page and the command line; limits of plans."""

import json

import pages
import pytest
from vitrine_client import expect, expect_problem

HERE = "/organization"
ROLES = ["readRole", "downloadRole", "uploadRole", "editRole", "deleteRole", "purgeRole", "exportRole"]
RULES = ["acceptedTypes", "acceptsExternalAssets", "largestFileBytes", "blankPathTaken", "requiresMediaType", "deleteInUse", "deletedMeans", "forcedDeleteMeans", "trashDays", *ROLES]


def show(session):
    return expect(200, session.get(HERE))


def change(session, **fields):
    return session.patch(HERE, json=fields)


def fields_of(problem):
    return sorted(error["field"] for error in problem["errors"])


@pytest.fixture
def owner(organization):
    return organization.api("owner")


@pytest.fixture
def superadmin(server, numbers, organization):
    user = server.create_user(f"root-{next(numbers)}@example.org", superadmin=True)
    session = user.sign_in(organization.slug)
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    return session


def test_an_organization_shows_its_rules_limits_and_use(organization, api):
    api.upload(b"12345", "a.txt")
    shown = show(api)
    assert shown["policy"] == {
        "acceptedTypes": "all", "acceptsExternalAssets": "true", "largestFileBytes": "plan", "blankPathTaken": "suffix", "requiresMediaType": "false", "deleteInUse": "refuse",
        "deletedMeans": "trash", "forcedDeleteMeans": "trash", "trashDays": 30, "readRole": "member", "downloadRole": "member",
        "uploadRole": "manager", "editRole": "manager", "deleteRole": "manager", "purgeRole": "manager", "exportRole": "admin",
    }
    assert shown["policyOverrides"] == {} and shown["limitOverrides"] == {"maxFileBytes": None, "maxStorageBytes": None}
    assert shown["usedBytes"] == 5 and shown["reservedBytes"] == 0


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_an_admin_names_it_and_an_owner_sets_its_rules(api, owner, method):
    answer = api.request(method, HERE, json={"name": "  Cafe\u0301 "})
    assert expect(200, answer)["name"] == "Caf\u00e9"
    rules = {"acceptedTypes": ["image", "pdf"], "trashDays": 7, "largestFileBytes": 1000, "deleteRole": "nobody"}
    answer = owner.request(method, HERE, json={"profile": "learning", "policy": rules})
    shown = expect(200, answer)
    assert answer.headers["ETag"] == owner.get(HERE).headers["ETag"]
    assert shown["profile"] == "learning" and shown["policy"]["deletedMeans"] == "archive"
    assert shown["policyOverrides"] == {**rules, "acceptedTypes": "image, pdf"}
    assert shown["limits"]["maxFileBytes"] == 1000
    shown = expect(200, owner.request(method, HERE, json={"policy": dict.fromkeys(rules)}))
    assert shown["policyOverrides"] == {} and shown["policy"]["trashDays"] == 30 and shown["policy"]["deleteRole"] == "admin"


def test_a_rule_that_was_set_holds_at_once(organization, api, owner):
    expect(200, change(owner, policy={"acceptedTypes": "image", "deleteRole": "owner"}))
    refused = api.post("/organization/assets", files={"file": ("a.txt", b"words")})
    assert "image" in expect_problem(415, "type_refused", refused)["detail"]
    expect(200, change(owner, policy={"acceptedTypes": None}))
    asset = api.upload(b"words", "a.txt")
    assert "deleteRole" in expect_problem(403, "role_too_low", api.delete(f"/organization/assets/{asset['id']}"))["detail"]
    expect(204, owner.delete(f"/organization/assets/{asset['id']}"))


@pytest.mark.parametrize("fields", [{"profile": "docs"}, {"policy": {"trashDays": 5}}, {"policy": {"readRole": None}}])
def test_an_admin_changes_no_rules(api, fields):
    name = next(iter(fields)) if "policy" not in fields else f"policy.{next(iter(fields['policy']))}"
    before = show(api)
    problem = expect_problem(403, "owner_required", change(api, name="Taken along", **fields))
    assert name in problem["detail"] and "owners" in problem["detail"]
    assert show(api) == before


@pytest.mark.parametrize("fields", [{"plan": "business"}, {"maxFileBytes": 10**12}, {"maxStorageBytes": None}])
def test_a_tenant_raises_none_of_its_limits(owner, fields):
    before = show(owner)
    problem = expect_problem(403, "superadmin_required", change(owner, name="Taken along", **fields))
    assert next(iter(fields)) in problem["detail"]
    assert show(owner) == before


def test_a_superadmin_sets_limits(superadmin, api):
    shown = expect(200, change(superadmin, plan="free", maxFileBytes=4, maxStorageBytes="1 KB"))
    assert shown["limits"] == {"maxFileBytes": 4, "maxStorageBytes": 1024} == shown["limitOverrides"]
    expect_problem(413, "file_too_large", api.post("/organization/assets", files={"file": ("a.txt", b"12345")}))
    shown = expect(200, change(superadmin, maxFileBytes=None, maxStorageBytes=None))
    assert shown["limits"] == {"maxFileBytes": 25 * 1024**2, "maxStorageBytes": 1024**3}


@pytest.mark.parametrize(("role", "scope", "code"), [("manager", "admin", "role_too_low"), ("owner", "write", "scope_missing")])
def test_nobody_else_changes_anything(organization, role, scope, code):
    expect_problem(403, code, change(organization.api(role, scope), name="x"))


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"slug": "x"}, ["slug"]),
        ({"name": "Fine", "colour": "red", "id": 1}, ["colour", "id"]),
        ({"policy": {"colour": "red", "trashDays": 0}}, ["policy.colour"]),
        ({"trashDays": 5}, ["trashDays"]),
        ({"policy": "strict"}, ["policy"]),
        ({"policy": None}, ["policy"]),
        ({"name": ""}, ["name"]),
        ({"name": None}, ["name"]),
        ({"name": "a\u202eb"}, ["name"]),
        ({"name": "x" * 201}, ["name"]),
        ({"profile": "none"}, ["profile"]),
        ({"profile": None}, ["profile"]),
        ({"policy": {"trashDays": 0, "deleteRole": "king", "acceptedTypes": "image, text/plain"}},
         ["policy.acceptedTypes", "policy.deleteRole", "policy.trashDays"]),
        ({"policy": {"trashDays": True, "largestFileBytes": 1.5, "acceptedTypes": [1], "readRole": {}}},
         ["policy.acceptedTypes", "policy.largestFileBytes", "policy.readRole", "policy.trashDays"]),
        ({"policy": {"forcedDeleteMeans": "archive"}}, ["policy.forcedDeleteMeans"]),
        ({"policy": {"acceptedTypes": "image\npolicy=x"}}, ["policy.acceptedTypes"]),
    ],
)
def test_bad_fields_are_told_together_and_change_nothing(owner, fields, names):
    before = show(owner)
    problem = expect_problem(422, "invalid_fields", change(owner, **{"name": "Taken along", **fields}))
    assert fields_of(problem) == sorted(names)
    assert show(owner) == before


def test_a_bad_rule_says_what_is_accepted(owner):
    problem = expect_problem(422, "invalid_fields", change(owner, policy={"trashDays": "soon", "uploadRole": "x"}))
    details = {error["field"]: error["detail"] for error in problem["errors"]}
    assert "1 to 3650, or never" in details["policy.trashDays"]
    assert all(role in details["policy.uploadRole"] for role in ("member", "manager", "admin", "owner", "nobody"))


def test_a_change_of_a_state_that_has_changed_is_refused(api):
    tag = api.get(HERE).headers["ETag"]
    first = api.patch(HERE, json={"name": "First"}, headers={"If-Match": tag})
    assert expect(200, first)["name"] == "First" and first.headers["ETag"] != tag
    expect_problem(412, "changed_meanwhile", api.patch(HERE, json={"name": "Second"}, headers={"If-Match": tag}))
    expect(200, api.patch(HERE, json={"name": "Second"}, headers={"If-Match": f'"x", {first.headers["ETag"]}'}))
    same = api.patch(HERE, json={"name": "Second"}, headers={"If-Match": "*"})
    assert same.headers["ETag"] == api.get(HERE).headers["ETag"]


def test_a_session_changes_settings_with_its_csrf_token_only(organization):
    session = organization.user("owner").sign_in(organization.slug)
    expect_problem(403, "cross_site_request", change(session, name="Forged"))
    session.headers["X-CSRF-Token"] = expect(200, session.get("/session"))["csrfToken"]
    assert expect(200, change(session, name="Mine"))["name"] == "Mine"


# The command line


def test_the_command_line_sets_and_clears_everything(server, organization):
    rules = {
        "acceptedTypes": "image, pdf", "acceptsExternalAssets": "false", "largestFileBytes": "5 MB", "blankPathTaken": "refuse", "requiresMediaType": "true", "deleteInUse": "allow",
        "deletedMeans": "purge", "forcedDeleteMeans": "purge", "trashDays": "never", **dict.fromkeys(ROLES, "owner"),
    }
    assert list(rules) == RULES
    settings = {"name": "Studio", "plan": "pro", "profile": "docs", "maxFileBytes": "9", "maxStorageBytes": "2 GB", **rules}
    shown = json.loads(
        server.cli("organization", "set", organization.slug, "--json", *(f"{key}={value}" for key, value in settings.items())).stdout
    )
    assert shown["policyOverrides"] == {**rules, "largestFileBytes": str(5 * 1024**2)} == shown["policy"]
    assert shown["maxStorageBytes"] == 2 * 1024**3 and shown["maxFileBytes"] == 9 and shown["name"] == "Studio"
    cleared = ["maxFileBytes", "maxStorageBytes", *rules]
    shown = json.loads(server.cli("organization", "set", organization.slug, "--json", *(f"{key}=" for key in cleared)).stdout)
    assert shown["policyOverrides"] == {} and shown["maxStorageBytes"] == 10 * 1024**3
    help = server.cli("organization", "set", "--help").stdout
    assert all(key in help for key in settings)


@pytest.mark.parametrize("setting", ["colour=red", "trashDays=soon", "plan=", "name=", "maxFileBytes=-1", "policy.trashDays=5"])
def test_a_bad_setting_on_the_command_line_changes_nothing(server, organization, api, setting):
    before = show(api)
    result = server.cli("organization", "set", organization.slug, "name=Taken along", setting, check=False)
    assert result.returncode == 1 and setting.split("=")[0] in result.stderr
    assert show(api) == before


def test_limits_of_plans_hold_for_organizations_without_their_own(own_server):
    free = own_server.create_organization("free-one", plan="free").api()
    pro = own_server.create_organization("pro-one", plan="pro").api()
    upload = {"files": {"file": ("a.txt", b"x" * 50)}}
    own_server.cli("plan", "set", "free", "maxFileBytes=40", "maxStorageBytes=100")
    expect_problem(413, "file_too_large", free.post("/organization/assets", **upload))
    expect(201, pro.post("/organization/assets", **upload))
    own_server.cli("organization", "set", "free-one", "maxFileBytes=60")
    expect(201, free.post("/organization/assets", **upload))
    expect(201, free.post("/organization/assets", **upload))
    expect_problem(413, "quota_exceeded", free.post("/organization/assets", **upload))
    assert show(free)["limits"] == {"maxFileBytes": 60, "maxStorageBytes": 100}
    own_server.cli("plan", "set", "free", "maxFileBytes=", "maxStorageBytes=")
    plans = {plan["plan"]: plan for plan in json.loads(own_server.cli("plan", "list", "--json").stdout)}
    assert plans["free"]["maxStorageBytes"] == 1024**3 and not plans["free"]["isOverridden"]
    expect(201, free.post("/organization/assets", **upload))
    for wrong in (["gold", "maxFileBytes=1"], ["free", "colour=1"], ["free", "maxFileBytes=many"], ["free"]):
        assert own_server.cli("plan", "set", *wrong, check=False).returncode in (1, 2)


# The page


def test_an_owner_changes_settings_by_forms(organization, owner):
    session = organization.user("owner").sign_in()
    path = f"/org/{organization.slug}/settings"
    page = session.get(path)
    saved = pages.form(page, "/settings").send(session, page, {"name": "By form"})
    assert saved.status_code == 200 and "Saved." in saved.text and show(owner)["name"] == "By form"
    saved = pages.form(saved, "/settings/rules").send(session, saved, {"profile": "docs", "trashDays": "9", "readRole": "owner"})
    assert "Saved." in saved.text and show(owner)["policyOverrides"] == {"trashDays": 9, "readRole": "owner"}
    assert pages.form(saved, "/settings/rules").fields["readRole"] == "owner"
    saved = pages.form(saved, "/settings/rules").send(session, saved, {"trashDays": "", "readRole": ""})
    assert show(owner)["policyOverrides"] == {} and show(owner)["profile"] == "docs"


def test_a_refused_form_keeps_what_was_typed_and_says_why_under_its_field(organization, owner):
    session = organization.user("owner").sign_in()
    page = session.get(f"/org/{organization.slug}/settings")
    typed = {"trashDays": "<soon>", "acceptedTypes": "image", "deleteRole": "owner"}
    answer = pages.form(page, "/settings/rules").send(session, page, typed)
    assert answer.status_code == 422 and "or never" in answer.text and "<soon>" not in answer.text
    form = pages.form(answer, "/settings/rules")
    assert {name: form.fields[name] for name in typed} == typed
    assert show(owner)["policyOverrides"] == {}


def test_a_form_of_a_state_that_has_changed_is_told_and_can_be_sent_again(organization, owner):
    session = organization.user("owner").sign_in()
    page = session.get(f"/org/{organization.slug}/settings")
    expect(200, change(owner, name="Meanwhile"))
    answer = pages.form(page, "/settings").send(session, page, {"name": "Typed"})
    assert answer.status_code == 409 and 'role="alert"' in answer.text and show(owner)["name"] == "Meanwhile"
    pages.form(answer, "/settings").send(session, answer)
    assert show(owner)["name"] == "Typed"


def test_the_page_offers_what_one_may_change(organization, server, superadmin):
    path = f"/org/{organization.slug}/settings"

    def actions(session):
        return {form.action.split("?")[0].removeprefix(path) for form in pages.forms(session.get(path)) if form.action.startswith(path)}

    assert actions(organization.user("admin").sign_in()) == {"", "/logo", "/origins"}
    assert actions(organization.user("owner").sign_in()) == {"", "/logo", "/origins", "/rules", "/delete"}
    assert actions(superadmin) == {"", "/logo", "/origins", "/rules", "/limits", "/delete"}
    page = superadmin.get(path)
    saved = pages.form(page, "/settings/limits").send(superadmin, page, {"plan": "free", "maxFileBytes": "3 MB"})
    assert "Saved." in saved.text and show(organization.api())["limits"]["maxFileBytes"] == 3 * 1024**2


@pytest.mark.parametrize("form", ["", "/rules", "/limits", "/origins", "/delete"])
@pytest.mark.parametrize("csrf", ["", "wrong"])
def test_a_form_without_its_token_changes_nothing(organization, api, form, csrf):
    session = organization.user("owner").sign_in()
    before = show(api)
    answer = session.post(f"/org/{organization.slug}/settings{form}", data={"csrf": csrf, "name": "x", "slug": organization.slug})
    assert answer.status_code == 403 and show(api) == before


@pytest.mark.parametrize(("form", "fields"), [("/rules", {"profile": "docs"}), ("/limits", {"plan": "business"}), ("/delete", {})])
def test_hidden_forms_are_forbidden_too(organization, api, form, fields):
    session = organization.user("admin").sign_in()
    page = session.get(f"/org/{organization.slug}/settings")
    csrf = pages.form(page, "/settings").fields["csrf"]
    before = show(api)
    answer = session.post(page.url + form, data={"csrf": csrf, "slug": organization.slug, **fields})
    assert answer.status_code == 403 and show(api) == before
