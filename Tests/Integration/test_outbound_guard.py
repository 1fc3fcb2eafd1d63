"""Requests to addresses that people name: none reaches a listener that is not allowed, however the address is written (SAFETY, SSRF)."""

import random
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import outbound_vectors
import pytest
from outbound_network import PUBLIC_V4, PUBLIC_V6, Listener, Network
from vitrine_client import Session, expect, expect_problem
from vitrine_server import Server

ASSETS = "/organization/assets"
STATUS = {outbound_vectors.REFUSED: 403, outbound_vectors.INVALID: 422, outbound_vectors.UNKNOWN: 422}
NAMES = {
    **{name: [addresses] for name, addresses in outbound_vectors.NAMES.items()},
    "public.test": [PUBLIC_V4], "public-six.test": [PUBLIC_V6],
    "mixed.test": [f"127.0.0.1,10.0.0.1,{PUBLIC_V4}"], "mixed-six.test": [f"::1,{PUBLIC_V6}"],
    **{f"rebinding-{number}.test": [PUBLIC_V4, "127.0.0.1", PUBLIC_V4] for number in range(4)},
    **{f"turning-{number}.test": ["127.0.0.1", PUBLIC_V4] for number in range(2)},
}


@dataclass
class World:
    server: Server
    api: Session
    #: What everybody can reach, what the operator allowed, and what nobody may reach.
    public: Listener
    allowed: Listener
    trap: Listener
    network: Any

    def fetch(self, address):
        return self.api.post(ASSETS, json={"importUrl": address})

    def at(self, template):
        return template.replace("{port}", str(self.trap.port))

    def redirecting(self, address, **query):
        more = "".join(f"&{name}={value}" for name, value in query.items())
        return f"http://127.0.0.1:{self.allowed.port}/redirect?to={quote(address, safe='')}{more}"


@contextmanager
def world(folder, allow):
    content = random.Random(6).randbytes(3_000_000)
    with Listener(content) as public, Listener(content[::-1]) as allowed, Listener(b"never to be seen") as trap:
        network = Network(folder, public, trap, NAMES, watched=[allowed.port], open=[("127.0.0.1", allowed.port)])
        environment = {
            **network.environment, "VITRINE_LOG": "json", "VITRINE_OUTBOUND_ALLOW": allow(allowed),
            # What a careless client would follow.
            "http_proxy": f"http://127.0.0.1:{trap.port}", "https_proxy": f"http://127.0.0.1:{trap.port}",
            "ALL_PROXY": f"socks5h://127.0.0.1:{trap.port}",
        }
        with Server(environment=environment) as server:
            api = server.create_organization("guarded").api()
            yield World(server, api, public, allowed, trap, network)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    with world(tmp_path_factory.mktemp("network"), lambda allowed: f" 127.0.0.1:{allowed.port} , 198.51.100.64/26") as made:
        yield made


@pytest.fixture
def here(guarded):
    """The guarded world, in which this test must reach nothing."""
    before = guarded.trap.connections
    yield guarded
    assert guarded.trap.connections == before
    assert guarded.api.storage()["reservedBytes"] == 0


def test_no_way_to_write_an_address_reaches_what_is_not_allowed(here):
    vectors = outbound_vectors.direct()
    assert len(vectors) >= 200
    wrong = []
    for template, code in vectors:
        answer = here.fetch(here.at(template))
        problem = answer.json()
        if (answer.status_code, problem.get("code")) != (STATUS[code], code):
            wrong.append((template, code, answer.status_code, problem.get("code")))
        # What a name was resolved to, and where a connection failed, is nobody's business.
        assert "127.0.0.1" not in problem.get("detail", "") and "test" not in problem.get("detail", ""), problem
    assert wrong == []
    assert here.api.assets()["total"] == 0


def test_no_redirect_reaches_it_either(here):
    wrong = []
    for template, code in outbound_vectors.direct():
        answer = here.fetch(here.redirecting(here.at(template), status=random.Random(template).choice([301, 302, 303, 307, 308])))
        if code == outbound_vectors.REFUSED and answer.status_code != 403:
            wrong.append((template, answer.status_code, answer.text))
    assert wrong == []


def test_the_vectors_do_reach_a_listener_where_all_is_allowed(tmp_path):
    """That the tests before can fail."""
    with world(tmp_path, lambda _: "0.0.0.0/0,::/0") as open_world:
        reached = 0
        for template, code in outbound_vectors.direct():
            before = open_world.trap.connections
            open_world.fetch(open_world.at(template))
            if code == outbound_vectors.REFUSED:
                reached += open_world.trap.connections > before
            else:
                assert open_world.trap.connections == before, template
        assert reached >= 150


@pytest.mark.parametrize("host", ["mixed.test", "mixed-six.test"])
def test_of_several_addresses_those_that_may_be_dialled_are(here, host):
    expect(201, here.fetch(f"http://{host}:{here.trap.port}/some.bin"))


def test_a_name_that_changes_its_mind_is_dialled_where_it_was_checked(here):
    address = f"http://rebinding-0.test:{here.trap.port}/one.bin"
    expect(201, here.fetch(address))
    expect_problem(403, "address_refused", here.fetch(address))
    expect(201, here.fetch(address))


def test_a_name_that_changes_its_mind_between_two_hops_is_checked_at_each(here):
    port = here.trap.port
    for number, hops in [(1, 1), (2, 3)]:
        address = f"http://rebinding-{number}.test:{port}/two.bin"
        for _ in range(hops):
            address = here.redirecting(address)
        expect(201, here.fetch(address))
        again = f"http://rebinding-{number}.test:{port}/redirect?to={quote('/two.bin')}"
        expect_problem(403, "address_refused", here.fetch(again))
    # Public at the first hop, this machine at the second: the name leads to itself.
    inner = f"http://rebinding-3.test:{port}/two.bin"
    expect_problem(403, "address_refused", here.fetch(f"http://rebinding-3.test:{port}/redirect?to={quote(inner, safe='')}"))


def test_what_was_refused_is_not_remembered(here):
    for number in range(2):
        address = f"http://turning-{number}.test:{here.trap.port}/x.bin"
        expect_problem(403, "address_refused", here.fetch(address))
        expect(201, here.fetch(address))


@pytest.mark.parametrize(
    "template",
    [
        "http://public.test#@127.0.0.1:{port}/", "http://public.test?@127.0.0.1:{port}/", "http://public.test/@127.0.0.1:{port}/",
        "http://public.test:{port}/file", "http://public-six.test:{port}/file", "HTTP://PUBLIC.test/file", "http://93.184.216.34/",
        "http://0x5db8d822/", "http://1572395042/", "http://[2606:2800:21f:cb07::1]/", "http://[::ffff:93.184.216.34]/x",
    ],
)
def test_what_everybody_can_reach_is_imported(here, template):
    asset = expect(201, here.fetch(here.at(template)))
    assert asset["checksum"] == here.public.checksum


def test_what_the_operator_allowed_is_imported_whole(here):
    source = f"http://127.0.0.1:{here.allowed.port}/folder/whole%20file.bin?key=1"
    asset = expect(201, here.fetch(source + "#top"))
    assert (asset["checksum"], asset["byteSize"]) == (here.allowed.checksum, len(here.allowed.content))
    assert (asset["originalName"], asset["sourceUrl"], asset["provider"]) == ("whole file.bin", source, "upload")
    assert here.api.get(asset["publicUrl"]).content == here.allowed.content
    chunked = expect(201, here.fetch(f"http://127.0.0.1:{here.allowed.port}/chunked"))
    assert chunked["checksum"] == here.allowed.checksum


def test_five_redirects_are_followed_and_no_more(here):
    address = f"http://127.0.0.1:{here.allowed.port}/end.bin"
    for count in range(1, 7):
        address = here.redirecting(address)
        answer = here.fetch(address)
        if count <= 5:
            assert expect(201, answer)["checksum"] == here.allowed.checksum
        else:
            expect_problem(422, "redirect_refused", answer)


def test_nothing_is_said_of_who_asks(here):
    here.allowed.requests.clear()
    expect(201, here.fetch(here.redirecting(f"http://public.test:{here.trap.port}/told")))
    (_, first), (_, second) = here.allowed.requests[-1], here.public.requests[-1]
    for headers in (first, second):
        assert {name.lower() for name in headers} == {"host", "user-agent", "accept"}


def test_the_servers_own_address_is_not_reached(here):
    port = here.server.url.rsplit(":", 1)[1]
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0"):
        expect_problem(403, "address_refused", here.fetch(f"http://{host}:{port}/healthz"))


def test_an_allowed_port_opens_no_other_port_and_no_other_address(here):
    port = here.allowed.port
    for host in ("127.0.0.2", "127.255.255.254", "[::1]", "0.0.0.0", "10.0.0.1"):
        expect_problem(403, "address_refused", here.fetch(f"http://{host}:{port}/file"))
    expect_problem(403, "address_refused", here.fetch(f"http://198.51.100.63:{port}/file"))


@pytest.mark.parametrize("template", ["http://127.1:{port}/p.png", "http://metadata.test/p.png", "http://[64:ff9b::7f00:1]/p.png"])
def test_a_thumbnail_is_fetched_through_the_guard_as_well(here, template):
    link = {"sourceUrl": "https://example.org/page", "thumbnailUrl": here.at(template)}
    asset = here.api.settled(expect(201, here.api.post(ASSETS, json=link)))
    assert asset["thumbnailStatus"] == "failed" and "does not fetch from that address" in asset["thumbnailError"]
    leading = {**link, "thumbnailUrl": here.redirecting(here.at(template))}
    assert here.api.settled(expect(201, here.api.post(ASSETS, json=leading)))["thumbnailStatus"] == "failed"


@pytest.mark.parametrize("value", ["localhost", "127.0.0.1:0", "10.0.0.1/8", "[::1", "127.0.0.1,,x", "0x7f000001", "http://127.0.0.1"])
def test_a_wrong_exemption_stops_the_start_with_a_line_that_names_it(server, value):
    result = server.cli("serve", "--port", "0", check=False, environment={"VITRINE_OUTBOUND_ALLOW": value})
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and "VITRINE_OUTBOUND_ALLOW" in lines[0] and "10.0.0.0/8" in lines[0]
