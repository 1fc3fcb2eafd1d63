"""Fifty rounds of 64 requests at once at the edge of the quota, on each engine (SAFETY: quota is never exceeded)."""

import backends
import pytest
import quota_edge
from vitrine_server import Server

ROUNDS = 50


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def crowded_server(request):
    with Server(database=backends.DATABASES[request.param], store=backends.Folder) as server:
        yield server


@pytest.mark.parametrize("kind", quota_edge.ROUNDS)
def test_the_quota_is_never_exceeded(crowded_server, kind):
    for round_number in range(1, ROUNDS + 1):
        quota_edge.ROUNDS[kind](crowded_server, round_number)
    result = crowded_server.cli("verify", check=False)
    assert result.returncode == 0, result.stdout
