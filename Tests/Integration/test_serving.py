"""Starting, stopping and starting again."""

import requests


def test_a_started_server_is_alive_and_ready(server):
    assert requests.get(server.url + "/healthz", timeout=10).status_code == 200
    assert requests.get(server.url + "/readyz", timeout=10).status_code == 200


def test_asked_to_end_it_drains_and_ends_with_zero(own_server):
    own_server.stop()
    own_server.start()


def test_killed_it_starts_again_on_the_same_data(own_server):
    organization = own_server.create_organization("kept")
    api = organization.api()
    own_server.kill9()
    own_server.start()
    assert api.assets()["items"] == []


def test_a_wrong_port_stops_the_start_with_one_line_that_names_the_variable(own_server):
    result = own_server.cli("serve", check=False, environment={"VITRINE_PORT": "eighty"})
    assert result.returncode != 0
    assert "VITRINE_PORT" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
