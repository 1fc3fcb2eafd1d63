"""How much a database looks at to answer: rows on PostgreSQL, steps of its virtual machine on SQLite, which counts no rows."""

import json
import re
import struct
import subprocess
from pathlib import Path

_SHIM = Path(__file__).with_name("sqlite_steps.c")
_SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"}
_EXPLAIN = {
    "session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off", "auto_explain.log_format": "json",
}


class SQLiteSteps:
    """`environment` is what the server has to run with to be counted."""

    unit = "steps"

    def __init__(self, folder):
        self._counter = folder / "steps"
        self._counter.write_bytes(bytes(8))
        library = folder / "sqlite_steps.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, _SHIM, "-ldl"], check=True)
        self.environment = {"LD_PRELOAD": str(library), "SQLITE_STEPS": str(self._counter)}

    def during(self, work):
        before = self._read()
        work()
        return self._read() - before

    def _read(self):
        return struct.unpack("<Q", self._counter.read_bytes())[0]


class PostgreSQLRows:
    """Rows that scans of tables and indexes came upon, those they dismissed included."""

    unit = "rows"
    environment = {}

    def __init__(self, postgresql, database):
        self._log = postgresql.log
        for name, value in _EXPLAIN.items():
            postgresql.execute(f"ALTER DATABASE {database} SET {name} = '{value}'")

    @staticmethod
    def forget(postgresql, database):
        postgresql.execute(f"ALTER DATABASE {database} RESET ALL")

    def during(self, work):
        start = self._log.stat().st_size
        work()
        with self._log.open(errors="replace") as log:
            log.seek(start)
            text = log.read()
        plans = re.findall(r"plan:\n((?:\t.*\n)+)", text)
        return sum(_rows(json.loads(plan)["Plan"]) for plan in plans)


def _rows(node):
    rows = sum(_rows(child) for child in node.get("Plans", []))
    if node["Node Type"] in _SCANS:
        each = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        rows += each * node["Actual Loops"]
    return rows
