"""Load by wrk."""

import re
import secrets
import subprocess
from pathlib import Path

from support.machine import QUICK

_MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}


class Load:
    """What wrk says of one run."""

    def __init__(self, output):
        self.requests_per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
        self.requests = int(re.search(r"(\d+) requests in", output)[1])
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", output).groups()
        self.p99_milliseconds = float(number) * _MILLISECONDS[unit]
        failures = re.search(r"Non-2xx.*|Socket errors.*", output)
        assert not failures, f"requests failed under load: {failures[0]}"


def wrk(url, connections, seconds=4):
    """One thread, as on a small machine the servers need the rest."""
    return _run(connections, seconds, url)


def wrk_uploads(url, token, connections, size, seconds=4):
    """Uploads of text files of `size` bytes, each another one; see uploads.lua."""
    run = secrets.token_hex(8)
    return _run(connections, seconds, "--script", Path(__file__).with_name("uploads.lua"), url, "--", token, run, size)


def _run(connections, seconds, *arguments):
    duration = 1 if QUICK else seconds
    command = ["wrk", "--threads", "1", "--connections", connections, "--duration", f"{duration}s", "--latency", *arguments]
    return Load(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)
