"""Fixtures for everything that talks to the release server."""

import itertools
import os

import backends
import pytest
from object_store import ObjectStore
from vitrine_server import PROGRAM, Server

counter = itertools.count(1)


def pytest_configure():
    if not PROGRAM.exists():
        pytest.exit(f"{PROGRAM} is missing: run `make build` or set VITRINE_BINARY", returncode=3)
    if reason := backends.obstacle():
        pytest.exit(reason, returncode=3)


def pytest_collection_modifyitems(config, items):
    """On another backend the tests of what only the local one has are left out."""
    if backends.CHOICE == "sqlite-local":
        return
    left_out = [item for item in items if item.get_closest_marker("local_only")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def object_store():
    """The real S3 server of the test run."""
    return ObjectStore.from_environment() or pytest.skip(needs("VITRINE_TEST_S3_ENDPOINT"))


def needs(variable):
    """Why a test is skipped; the stages of `make test` count a skip that says this as a failure."""
    assert variable not in os.environ
    return f"{variable} is not set: run Tests/Support/backing_services.py"


@pytest.fixture(scope="session")
def server():
    """One server for all tests that neither stop nor fill it."""
    with Server(environment={"VITRINE_LOG": "json"}) as running:
        yield running


@pytest.fixture
def own_server():
    """A server for this test alone, which may stop, kill and fill it."""
    with Server(environment={"VITRINE_LOG": "json"}) as running:
        yield running
        if not running.is_running:
            running.start()


@pytest.fixture
def numbers():
    """Numbers nobody else of this run gets, for names."""
    return counter


@pytest.fixture
def organization(server):
    """A new, empty organization on the shared server."""
    return server.create_organization(f"organization-{next(counter)}")


@pytest.fixture
def other_organization(server):
    """A second one, which must never be seen from the first."""
    return server.create_organization(f"organization-{next(counter)}")


@pytest.fixture
def api(organization):
    """A session with an administrator's token in `organization`."""
    return organization.api()


@pytest.fixture
def other_api(other_organization):
    return other_organization.api()
