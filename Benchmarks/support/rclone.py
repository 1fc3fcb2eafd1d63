"""rclone as the other client of an S3 server: commands, each a process, timed by rclone itself and so without its start."""

import json
import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = Path(sys.executable).with_name("rclone")
_STATISTICS = ("--use-json-log", "--stats", "1h", "--stats-log-level", "NOTICE")


class Rclone:
    """Works on one bucket of an `object_store.ObjectStore`, by rclone's defaults; what moves bytes returns seconds."""

    def __init__(self, store, bucket):
        self._remote = f"store:{bucket}"
        settings = {
            "TYPE": "s3", "PROVIDER": "Ceph", "ENDPOINT": store.endpoint, "REGION": store.region, "ACCESS_KEY_ID": store.access_key,
            "SECRET_ACCESS_KEY": store.secret_key, "NO_CHECK_BUCKET": "true",
        }
        configuration = {f"RCLONE_CONFIG_STORE_{name}": value for name, value in settings.items()}
        self._environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "RCLONE_CONFIG": "/dev/null", **configuration}

    def upload(self, path, key):
        """One file."""
        return self._transfer(path.stat().st_size, "copyto", path, f"{self._remote}/{key}")

    def upload_folder(self, folder, prefix, at_once):
        size = sum(path.stat().st_size for path in folder.iterdir())
        return self._transfer(size, "copy", folder, f"{self._remote}/{prefix}", "--transfers", at_once)

    def download(self, key, size, at_once=1):
        """An object, or all below a prefix, into nothing."""
        return self._transfer(size, "cat", "--discard", "--checkers", at_once, f"{self._remote}/{key}")

    def remove(self, prefix):
        self._run("purge", f"{self._remote}/{prefix}")

    def _transfer(self, size, *arguments):
        lines = self._run(*_STATISTICS, *arguments).splitlines()
        statistics = next(entry["stats"] for entry in map(json.loads, reversed(lines)) if "stats" in entry)
        # A file that is there already would be left alone.
        assert statistics["bytes"] == size, f"rclone moved {statistics['bytes']} of {size} bytes"
        return statistics["elapsedTime"]

    def _run(self, *arguments):
        command = [_PROGRAM, *map(str, arguments)]
        result = subprocess.run(command, env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert result.returncode == 0, f"rclone {' '.join(command[1:])} ended with {result.returncode}: {result.stderr[-2000:]}"
        return result.stderr
