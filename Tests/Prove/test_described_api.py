"""schemathesis with many examples, on both backends; Tests/Integration/test_openapi.py has a few."""

import os

import backends
import pytest
import schema_check
from vitrine_server import Server


@pytest.mark.parametrize("database, store", [("sqlite", "local"), ("postgres", "s3")])
def test_the_server_does_as_described_in_every_operation(tmp_path, database, store):
    kinds = backends.DATABASES[database], backends.STORES[store]
    if missing := [kind.needs for kind in kinds if kind.needs and kind.needs not in os.environ]:
        pytest.skip(f"{missing[0]} is not set: run Tests/Support/backing_services.py")
    with Server(database=kinds[0], store=kinds[1]) as server:
        schema_check.run(server, tmp_path, examples=40, minutes=40)
