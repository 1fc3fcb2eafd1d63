"""`vitrine seed`: default site variables, what it repairs and what it leaves alone, and how sites read them."""

import json

import pytest
from vitrine_client import Session, expect, expect_problem
from vitrine_server import Server, key_of

MAIN = "/site-variables/main"
NAMES = ["logo", "socialImage"]


def seed(server, **options):
    """What it did, value by value."""
    line = json.loads(server.cli("seed", "--json", **options).stdout)
    assert line["entry"] == "site-variables/main" and [each["name"] for each in line["variables"]] == NAMES
    return {each["name"]: each["action"] for each in line["variables"]}


def variables(server):
    return expect(200, Session(server).get(MAIN))


def chosen(server, name, value):
    """Writes a value as whoever manages the site would."""
    server.database.execute(
        f"INSERT INTO global_data (entry, name, value, updated_at) VALUES ('site-variables/main', '{name}', '{value}', 1) "
        "ON CONFLICT (entry, name) DO UPDATE SET value = excluded.value"
    )


def test_there_are_no_site_variables_before_the_first_seed(own_server):
    expect_problem(404, "not_found", Session(own_server).get(MAIN))


def test_a_seed_publishes_the_default_logo_and_social_image(own_server):
    assert seed(own_server) == {"logo": "published", "socialImage": "published"}
    values = variables(own_server)
    for name, asset, kind in (("logo", "logo", "image/svg+xml"), ("socialImage", "social-image", "image/png")):
        key = key_of(values[name])
        assert values[name].startswith(f"{own_server.url}/files/global/site-variables/{asset}.")
        file = Session(own_server).get(values[name])
        assert file.status_code == 200 and file.headers["Content-Type"] == kind
        assert file.headers["ETag"][1:17] == key.split(".")[1], "the key is made of the content"
        assert file.headers["Access-Control-Allow-Origin"] == "*" and key in own_server.stored_keys()
    assert json.loads(own_server.cli("verify", "--checksums", "--json").stdout)["differences"] == []
    assert "logo\tunchanged\t/files/global/" in own_server.cli("seed").stdout


def test_a_second_run_changes_nothing(own_server):
    seed(own_server)
    before = (variables(own_server), own_server.stored_keys())
    assert seed(own_server) == {"logo": "unchanged", "socialImage": "unchanged"}
    assert (variables(own_server), own_server.stored_keys()) == before


@pytest.mark.parametrize("before", [False, True], ids=["never seeded", "seeded"])
@pytest.mark.parametrize(
    "value",
    [
        "https://cdn.example/brand/logo.svg",
        "https://cdn.example/logo.svg",
        "/brand/logo.svg",
        "logo.svg",
        "https://cdn.example/global/site-variables/our-logo.svg",
        "https://cdn.example/global/site-variables/logo.0123456789abcdef.svg",
        "/files/organizations/00000000-0000-7000-8000-000000000000/media/00000000-0000-7000-8000-000000000000.png",
    ],
)
def test_a_chosen_value_is_left_alone(own_server, value, before):
    if before:
        seed(own_server)
    chosen(own_server, "logo", value)
    chosen(own_server, "tagline", "Quiet pictures")
    for _ in range(2):
        assert seed(own_server)["logo"] == "kept"
        shown = variables(own_server)
        assert shown["logo"] == (own_server.url + value if value.startswith("/files/") else value)
        assert shown["tagline"] == "Quiet pictures" and "/social-image." in shown["socialImage"]


@pytest.mark.parametrize(
    ("name", "value", "action"),
    [
        ("logo", "", "published"),
        ("logo", "  ", "published"),
        ("logo", "/logo.svg", "repaired"),
        ("logo", "/images/logo.svg", "repaired"),
        ("logo", "/files/global/site-variables/logo.0123456789abcdef.svg", "repaired"),
        ("socialImage", "/og-image.png", "repaired"),
        ("socialImage", "/files/global/site-variables/social-image.0123456789abcdef.png", "repaired"),
    ],
)
def test_old_defaults_and_addresses_of_earlier_seeds_are_repaired(own_server, name, value, action):
    chosen(own_server, name, value)
    assert seed(own_server)[name] == action
    assert Session(own_server).get(variables(own_server)[name]).status_code == 200
    assert seed(own_server)[name] == "unchanged"


def test_an_address_at_another_base_is_followed_and_its_bytes_stay(own_server):
    base = {"STORAGE_PUBLIC_BASE_URL": "https://media.example"}
    assert seed(own_server, environment=base)["logo"] == "published"
    away = variables(own_server)["logo"]
    assert away.startswith("https://media.example/global/site-variables/logo.")
    assert seed(own_server) == {"logo": "repaired", "socialImage": "repaired"}
    here = variables(own_server)["logo"]
    assert here == f"{own_server.url}/files/{away.removeprefix('https://media.example/')}"
    assert Session(own_server).get(here).status_code == 200
    assert seed(own_server, environment=base)["logo"] == "repaired"


@pytest.mark.local_only("it damages the folder")
def test_a_missing_or_cut_default_is_found_and_mended(own_server):
    seed(own_server)
    key = key_of(variables(own_server)["logo"])
    for harm in (lambda: own_server.cut_blob(key, 10), lambda: own_server.remove_blob(key)):
        harm()
        result = own_server.cli("verify", "--json", check=False)
        assert result.returncode == 1 and key in "".join(json.loads(result.stdout)["differences"])
        assert seed(own_server)["logo"] == "unchanged"
        assert json.loads(own_server.cli("verify", "--checksums", "--json").stdout)["differences"] == []


def test_what_a_crash_left_without_a_row_is_taken_by_the_next_seed(own_server):
    seed(own_server)
    for table in ("global_blob", "global_data"):
        own_server.database.execute(f"DELETE FROM {table}")
    assert json.loads(own_server.cli("sweep", "--grace", "0s", "--json").stdout)["blobs"] == 0
    assert seed(own_server) == {"logo": "published", "socialImage": "published"}
    assert Session(own_server).get(variables(own_server)["logo"]).status_code == 200


def test_sites_anywhere_read_the_variables_and_revalidate_them(own_server):
    seed(own_server)
    anybody = Session(own_server)
    answer = anybody.get(MAIN, headers={"Origin": "https://site.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and answer.headers["Content-Type"] == "application/json"
    again = anybody.get(MAIN, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    chosen(own_server, "logo", "https://cdn.example/new.svg")
    changed = anybody.get(MAIN, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != answer.headers["ETag"]
    assert anybody.options(MAIN).headers["Access-Control-Allow-Methods"] == "GET, HEAD"


def test_unknown_entries_are_not_found(own_server):
    seed(own_server)
    anybody = Session(own_server)
    for path in ("/site-variables/other", "/site-variables/main/x", "/site-variables/", "/files/global/site-variables/logo.svg"):
        assert anybody.get(path).status_code == 404, path
    assert anybody.post(MAIN).status_code == 405


def test_a_seed_needs_no_server():
    new = Server()
    assert seed(new) == {"logo": "published", "socialImage": "published"}
    assert seed(new) == {"logo": "unchanged", "socialImage": "unchanged"}


def test_a_wrong_argument_is_wrong_usage(server):
    assert server.cli("seed", "now", check=False).returncode == 2
