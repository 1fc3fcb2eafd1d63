"""Runs the servers the product can stand on, for the tests, until standard input ends or a signal comes.

    python backing_services.py [--durable]

prints what to put into the environment, a `NAME=value` a line, then `ready`. `--durable` makes PostgreSQL keep its promises over a
crash. To work on tests by hand: start it in one terminal and give its lines to the other.
"""

import argparse
import contextlib
import os
import signal
import sys

import supabase_stand_in
from object_store import ceph
from postgres_server import postgres_server

#: A test that is skipped for want of a server names one of these variables, and the stages take that for a failure.
VARIABLES = "VITRINE_TEST_"


@contextlib.contextmanager
def backing_services(durable=False):
    """Runs them all and gives the environment in which tests find them."""
    with contextlib.ExitStack() as running:
        postgres = running.enter_context(postgres_server(durable))
        store = running.enter_context(ceph())
        supabase = running.enter_context(supabase_stand_in.running())
        yield {
            f"{VARIABLES}POSTGRES_URL": postgres.url,
            f"{VARIABLES}S3_ENDPOINT": store.endpoint,
            f"{VARIABLES}S3_ACCESS_KEY": store.access_key,
            f"{VARIABLES}S3_SECRET_KEY": store.secret_key,
            f"{VARIABLES}S3_REGION": store.region,
            f"{VARIABLES}SUPABASE_URL": supabase.url,
            f"{VARIABLES}SUPABASE_KEY": supabase.key,
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--durable", action="store_true")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))  # unwinds, so that every server ends
    with backing_services(parser.parse_args().durable) as environment:
        print(*(f"{name}={value}" for name, value in environment.items()), "ready", sep="\n", flush=True)
        while os.read(0, 4096):
            pass


if __name__ == "__main__":
    main()
