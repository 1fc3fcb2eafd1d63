"""Ten thousand lessons, on each engine: the dry run equals the run, a second run changes nothing, the report adds up (M50)."""

import sys
from pathlib import Path

import backends
import pytest
from vitrine_server import Server

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Integration"))
import test_backfill as everyday  # noqa: E402

LESSONS = 10_000


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def large_server(request):
    with Server(database=backends.DATABASES[request.param], store=backends.Folder) as server:
        yield server


def test_ten_thousand_lessons(large_server):
    team = large_server.create_organization("school")
    api, _, file, ledger = everyday.check_backfill(large_server, team, LESSONS, seed=10_000)
    assert ledger.entries > 15_000 and len(ledger.skipped) == 8
    everyday.check_lessons(api, file, ledger, file["lessons"][::25])
