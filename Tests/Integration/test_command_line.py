"""`vitrine`: help, exit codes, what each command does, and what `verify` and `sweep` find."""

import json
import re
import time
import uuid

import pictures
import pytest
import raw_http
from vitrine_client import Session, expect, expect_problem, wait_until
from vitrine_server import PASSWORD, Server, key_of

VERBS = [
    "serve",
    "asset list",
    "asset show",
    "asset move",
    "asset archive",
    "asset restore",
    "asset delete",
    "folder list",
    "folder create",
    "folder rename",
    "folder move",
    "folder delete",
    "organization create",
    "organization list",
    "organization show",
    "organization set",
    "organization delete",
    "plan list",
    "plan set",
    "detached list",
    "detached delete",
    "audit list",
    "trash list",
    "trash purge",
    "user create",
    "token create",
    "migrate",
    "seed",
    "verify",
    "sweep",
    "storage presign",
    *(f"{kind} {verb}" for kind in ("company", "person") for verb in ("list", "show", "create", "rename", "delete", "media add")),
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_the_overview_names_it(server, verb):
    result = server.cli(*verb.split(), "--help")
    assert f"Usage: vitrine {verb}" in result.stdout and result.stderr == ""
    assert verb in server.cli("--help").stdout


def test_no_command_is_wrong_usage_with_help(server):
    result = server.cli(check=False)
    assert result.returncode == 2 and "Usage" in result.stdout + result.stderr


def test_the_version_is_told(server):
    assert re.fullmatch(r"vitrine \d+\.\d+\.\d+\n", server.cli("--version").stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("organization",),
        ("organization", "paint"),
        ("organization", "create"),
        ("organization", "create", "a1", "b2"),
        ("organization", "create", "a1", "--plan", "huge"),
        ("organization", "create", "a1", "--profile", "none"),
        ("organization", "create", "a1", "--colour", "red"),
        ("organization", "create", "a1", "--plan"),
        ("organization", "set", "a1"),
        ("organization", "set", "a1", "plan"),
        ("organization", "set", "a1", "logo=logo.png", "plan=pro"),
        ("user", "create"),
        ("user", "create", "a@b.example", "--role", "admin"),
        ("user", "create", "a@b.example", "--organization", "a1", "--role", "king"),
        ("token", "create"),
        ("token", "create", "--user", "a@b.example"),
        ("token", "create", "--user", "a@b.example", "--organization", "a1", "--scope", "fly"),
        ("token", "create", "--user", "a@b.example", "--organization", "a1", "--expires", "soon"),
        ("sweep", "--grace", "forever"),
        ("sweep", "--grace", "-1s"),
        ("verify", "now"),
        ("verify", "--checksums=yes"),
        ("serve", "--port", "eighty"),
        ("serve", "--port", "70000"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_says_what_and_changes_nothing(server, arguments):
    result = server.cli(*arguments, check=False)
    assert result.returncode == 2 and result.stdout == "" and result.stderr.startswith("vitrine") or "Usage" in result.stderr
    assert "a1" not in [line.split("\t")[0] for line in server.cli("organization", "list").stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("organization", "show", "nowhere"), "nowhere"),
        (("organization", "set", "nowhere", "plan=pro"), "nowhere"),
        (("organization", "create", "Not A Slug"), "slug"),
        (("organization", "create", "-x"), "slug"),
        (("organization", "create", "x"), "slug"),
        (("organization", "create", "a" * 64), "slug"),
        (("verify", "--organization", "nowhere"), "nowhere"),
        (("token", "create", "--user", "nobody@b.example", "--organization", "nowhere"), "nowhere"),
        (("user", "create", "no-address"), "address"),
        (("user", "create", "a@b.example", "--organization", "nowhere"), "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_cannot_be_done_ends_with_1_and_one_sentence(server, arguments, words):
    result = server.cli(*arguments, check=False, environment={"VITRINE_PASSWORD": PASSWORD})
    assert result.returncode == 1 and result.stdout == ""
    assert words in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_an_organization_is_created_listed_shown_and_changed(server, numbers):
    slug = f"made-{next(numbers)}"
    result = server.cli("organization", "create", slug)
    assert uuid.UUID(result.stdout.strip()).version == 7
    again = server.cli("organization", "create", slug, check=False)
    assert again.returncode == 1 and slug in again.stderr
    shown = json.loads(server.cli("organization", "show", slug, "--json").stdout)
    assert shown.pop("policy")["trashDays"] == "30" and shown.pop("policyOverrides") == {}
    assert shown == {
        "id": result.stdout.strip(),
        "slug": slug,
        "name": slug,
        "plan": "free",
        "profile": "cms",
        "maxFileBytes": 25 * 1024**2,
        "maxStorageBytes": 1024**3,
        "usedBytes": 0,
        "reservedBytes": 0,
        "logoUrl": None,
        "allowedOrigins": [],
    }
    changed = json.loads(server.cli("organization", "set", slug, "name=Größe", "plan=pro", "profile=learning", "--json").stdout)
    assert (changed["name"], changed["plan"], changed["profile"]) == ("Größe", "pro", "learning")
    listed = json.loads(server.cli("organization", "list", "--json").stdout)
    assert changed in listed
    assert slug in server.cli("organization", "show", slug).stdout and slug in server.cli("organization", "list").stdout


@pytest.mark.parametrize(
    "setting",
    [
        "colour=red",
        "plan=huge",
        "maxFileBytes=-1",
        "maxStorageBytes=much",
        "maxFileBytes=99999999999999999999",
        "name=",
        "name=a\u202eb",
    ],
)
def test_a_wrong_setting_changes_none_of_those_given_with_it(server, organization, setting):
    before = server.cli("organization", "show", organization.slug, "--json").stdout
    result = server.cli("organization", "set", organization.slug, "profile=docs", setting, check=False)
    assert result.returncode == 1 and setting.split("=")[0] in result.stderr
    assert server.cli("organization", "show", organization.slug, "--json").stdout == before


@pytest.mark.parametrize("profile", ["cms", "records", "site", "learning", "docs"])
def test_each_profile_can_be_had_from_the_start(server, numbers, profile):
    slug = f"profile-{next(numbers)}"
    created = json.loads(
        server.cli("organization", "create", slug, "--name", "N", "--plan", "business", "--profile", profile, "--json").stdout
    )
    assert (created["profile"], created["name"], created["plan"]) == (profile, "N", "business")


def test_a_user_needs_a_password_of_some_length_and_an_address_once(server, numbers):
    email = f"person-{next(numbers)}@example.org"
    short = server.cli("user", "create", email, check=False, environment={"VITRINE_PASSWORD": "short"})
    assert short.returncode == 1 and "8" in short.stderr
    assert server.cli("user", "create", email, check=False).returncode == 1
    first = server.cli("user", "create", email, environment={"VITRINE_PASSWORD": PASSWORD})
    assert uuid.UUID(first.stdout.strip())
    again = server.cli("user", "create", email.upper(), check=False, environment={"VITRINE_PASSWORD": PASSWORD})
    assert again.returncode == 1
    assert PASSWORD not in first.stdout + first.stderr


def test_a_superadmin_acts_in_every_organization(server, organization):
    session = server.create_user("root@example.org", superadmin=True).sign_in(organization.slug)
    answer = expect(200, session.get("/session"))
    assert answer["user"]["isSuperadmin"] and answer["activeOrganization"]["slug"] == organization.slug
    assert session.assets()["total"] == 0


def test_a_token_is_printed_alone_and_ends_when_it_should(server, organization):
    token = server.create_token(organization.user(), organization, expires="2s")
    assert re.fullmatch(r"vt_[\w-]{32,}", token)
    api = Session(server, token)
    expect(200, api.get("/organization/assets"))
    wait_until(lambda: api.get("/organization/assets").status_code == 401, timeout=10, what="the token's end")
    expect_problem(401, "invalid_token", api.get("/organization/assets"))


def test_secrets_are_not_in_the_database_or_the_log(server, organization):
    token = server.create_token(organization.user(), organization)
    session = organization.user().sign_in()
    Session(server, token).get("/organization/assets")
    cookie = session.cookies["vitrine_session"]
    wait_until(lambda: "/organization/assets" in server.log())
    assert server.database.holds(organization.slug), "it looks in the right place"
    for secret in (token, token.removeprefix("vt_"), cookie, PASSWORD):
        assert not server.database.holds(secret) and secret not in server.log()


def test_migrate_brings_an_empty_database_up_to_date_and_does_nothing_twice():
    new = Server()
    for _ in range(2):
        assert "up to date" in new.cli("migrate").stdout
    assert new.cli("organization", "list").stdout == ""


@pytest.mark.local_only("a database and a bucket have no permissions of the file system")
def test_the_data_is_its_owners_alone(own_server):
    own_server.create_organization("private").api().upload(b"text\n", "a.txt")
    own_server.stop()
    assert own_server.data.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("VITRINE_PORT", "eighty", "65535"),
        ("VITRINE_PORT", "70000", "65535"),
        ("VITRINE_PORT", "-1", "65535"),
        ("VITRINE_HOST", "not an address", ""),
        ("VITRINE_LOG", "xml", "json"),
        ("VITRINE_LOG_LEVEL", "loud", "debug"),
        ("VITRINE_PUBLIC_URL", "media.example.org", "https://"),
        ("VITRINE_PUBLIC_URL", "https://x/path", "https://"),
        ("VITRINE_TRUSTED_PROXIES", "my-proxy", ""),
        ("STORAGE_PROVIDER", "tape", "local"),
        ("DATABASE_URL", "mysql://x", ""),
        ("VITRINE_DATA_DIR", "/proc/nothing/here", ""),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_the_variable(name, value, accepted):
    server = Server(environment={name: value})
    result = server.cli("serve", check=False, timeout=20)
    assert result.returncode == 1 and result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and name in lines[0] and accepted in lines[0]


def test_a_taken_port_is_said_in_one_line(server):
    port = server.url.rsplit(":", 1)[1]
    result = Server().cli("serve", "--port", port, check=False, timeout=20)
    assert result.returncode == 1 and len(result.stderr.strip().splitlines()) == 1 and port in result.stderr


# Verify and sweep


@pytest.fixture
def stored(own_server):
    """A stopped server with one asset and its renditions, and the keys of these."""
    api = own_server.create_organization("kept").api()
    asset = api.settled(api.upload(pictures.picture("png"), "a.png"))
    own_server.stop()
    own_server.asset = asset
    own_server.files = {name: key_of(asset[name]) for name in ("publicUrl", "thumbnailUrl", "cardUrl")}
    assert sorted(own_server.files.values()) == own_server.stored_keys()
    return own_server


def differences(server, *arguments):
    result = server.cli("verify", "--json", *arguments, check=False)
    found = json.loads(result.stdout)["differences"]
    assert result.returncode == (1 if found else 0)
    return found


def test_an_untouched_library_has_no_difference(stored):
    report = json.loads(stored.cli("verify", "--checksums", "--json").stdout)
    assert report == {"assets": 1, "renditions": 2, "blobs": 3, "differences": []}
    assert "no difference" in stored.cli("verify").stdout


@pytest.mark.parametrize("name", ["publicUrl", "thumbnailUrl", "cardUrl"])
def test_verify_finds_a_removed_file(stored, name):
    stored.remove_blob(stored.files[name])
    (difference,) = differences(stored)
    assert stored.asset["id"] in difference and "missing" in difference


@pytest.mark.parametrize("name", ["publicUrl", "thumbnailUrl"])
def test_verify_finds_a_cut_file(stored, name):
    stored.cut_blob(stored.files[name], 10)
    (difference,) = differences(stored)
    assert stored.asset["id"] in difference and "10 bytes" in difference


@pytest.mark.parametrize("name", ["publicUrl", "cardUrl"])
def test_verify_finds_one_flipped_bit_when_it_reads_the_bytes(stored, name):
    stored.damage_blob(stored.files[name])
    assert differences(stored) == []
    (difference,) = differences(stored, "--checksums")
    assert stored.asset["id"] in difference and "checksum" in difference


def test_verify_finds_a_file_nobody_needs_and_sweep_removes_it(stored):
    extra = f"{stored.files['publicUrl'].rpartition('/')[0]}/{uuid.uuid4()}.png"
    stored.put_blob(extra, b"left over")
    (difference,) = differences(stored)
    assert extra in difference
    assert json.loads(stored.cli("sweep", "--json").stdout)["blobs"] == 0, "younger than the usual grace"
    assert extra in stored.stored_keys()
    report = json.loads(stored.cli("sweep", "--grace", "0s", "--json").stdout)
    assert report["blobs"] == 1 and extra not in stored.stored_keys()
    assert differences(stored, "--checksums") == []
    assert json.loads(stored.cli("sweep", "--grace", "0s", "--json").stdout) == {
        "uploads": 0, "blobs": 0,
        "deletionsFinished": 0,
        "retiredBlobs": 0,
        "oldPublicCopies": 0,
        "intents": 0,
        "stagedFiles": 0,
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organization SET used_bytes = used_bytes + 1",
        "UPDATE organization SET reserved_bytes = reserved_bytes + 1",
        "UPDATE asset SET byte_size = byte_size + 1",
    ],
)
def test_verify_finds_a_counter_that_does_not_add_up(stored, statement):
    stored.database.execute(statement)
    assert any("kept" in difference for difference in differences(stored))
    assert differences(stored, "--organization", "kept")


def test_verify_of_one_organization_leaves_the_others_alone(stored):
    stored.start()
    other = stored.create_organization("other").api()
    other.upload(b"text\n", "a.txt")
    stored.stop()
    stored.remove_blob(stored.files["publicUrl"])
    assert differences(stored, "--organization", "other") == []
    assert len(differences(stored, "--organization", "kept")) == 1


def test_sweep_removes_what_a_broken_upload_left(own_server):
    api = own_server.create_organization("swept").api()
    body, headers = raw_http.form(raw_http.part("file", bytes(2_000_000), "a.bin"))
    request = (
        f"POST /organization/assets HTTP/1.1\r\nHost: x\r\nAuthorization: {api.headers['Authorization']}\r\n"
        f"Content-Type: {headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with raw_http.connect(own_server.url) as connection:
        connection.sendall(request + body[:1_000_000])
        wait_until(lambda: api.storage()["reservedBytes"] > 0, what="the reservation")
        own_server.kill9()
    own_server.start()
    assert api.assets()["total"] == 0 and api.storage()["reservedBytes"] > 0
    has_staged = own_server.store.leftovers() > 0  # a folder does; S3 is sent nothing before all has come
    report = json.loads(own_server.cli("sweep", "--grace", "0s", "--json").stdout)
    assert report["intents"] == 1 and report["stagedFiles"] == has_staged
    assert api.storage()["reservedBytes"] == 0
    assert differences(own_server, "--checksums") == []
    assert own_server.stored_keys() == [] and own_server.store.leftovers() == 0


def test_verify_and_sweep_run_beside_a_busy_server(own_server):
    api = own_server.create_organization("busy").api()
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        asset = api.upload(b"%f\n" % time.monotonic(), "a.txt")
        assert differences(own_server) == []
        own_server.cli("sweep")
        api.delete_for_good(asset)


@pytest.mark.parametrize("kind", ["company", "person"])
def test_companies_and_people_are_made_given_media_renamed_and_deleted(server, organization, kind):
    api, where = organization.api(), ("--organization", organization.slug)
    assets = [api.upload(b"%d" % number, f"{number}.txt", label=f"label {number}", mediaType="logo")["id"] for number in range(2)]
    identifier = server.cli(kind, "create", "Acme", *where).stdout.strip()
    assert server.cli(kind, "media", "add", identifier, *assets, *where).stdout == "Acme has 2 media.\n"
    server.cli(kind, "rename", identifier, "Acme Limited", *where)
    (line,) = json.loads(server.cli(kind, "list", "--json", *where).stdout)
    assert (line["id"], line["name"], line["media"]) == (identifier, "Acme Limited", assets[::-1])
    assert server.cli(kind, "list", *where).stdout == f"{identifier}\t2\tAcme Limited\n"
    assert server.cli(kind, "show", identifier, *where).stdout == (
        f"Acme Limited\n{assets[1]}\tlogo\tlabel 1\n{assets[0]}\tlogo\tlabel 0\n"
    )
    server.cli(kind, "media", "remove", identifier, assets[1], *where)
    assert json.loads(server.cli(kind, "show", identifier, "--json", *where).stdout)["media"] == assets[:1]
    refused = server.cli(kind, "media", "add", identifier, str(uuid.uuid4()), *where, check=False)
    assert refused.returncode == 1 and "no such asset" in refused.stderr
    server.cli(kind, "delete", identifier, *where)
    for missing in (identifier, "nonsense"):
        gone = server.cli(kind, "show", missing, *where, check=False)
        assert gone.returncode == 1 and f"no such {kind}" in gone.stderr
    assert api.asset(assets[0])["usageCount"] == 0
