"""The examples of docs/api.md: run in their order by one shell, and compared with the answers shown below them."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "=-=-= next example"
#: Stands for whatever differs: a value, the rest of a list, or, as a field, other fields.
ELIDED = "…"


@dataclass
class Example:
    commands: str
    kind: str = ""
    shown: str = ""


def examples():
    found = []
    for kind, text in BLOCK.findall(GUIDE.read_text()):
        if kind == "sh":
            found.append(Example(text))
        else:
            assert found and not found[-1].kind, f"an answer without its command:\n{text}"
            found[-1].kind, found[-1].shown = kind, text
    return found


def test_the_examples_of_the_guide_work_and_answer_as_shown(server, organization, tmp_path):
    listed = examples()
    assert len(listed) > 20 and sum(bool(example.kind) for example in listed) > 15
    script = "set -euo pipefail\n" + f"\necho; echo '{MARK}'\n".join(example.commands for example in listed)
    owner = organization.user("owner")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "VITRINE_URL": server.url,
        "VITRINE_TOKEN": server.create_token(owner, organization),
    }
    ran = subprocess.run(["bash", "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    outputs = ran.stdout.split(f"\n{MARK}\n")
    assert ran.returncode == 0, f"{listed[len(outputs) - 1].commands}\nended with {ran.returncode}:\n{outputs[-1]}{ran.stderr}"
    assert len(outputs) == len(listed)
    for example, output in zip(listed, outputs):
        check(example, output)


def check(example, output):
    match example.kind:
        case "json":
            wrong = difference(json.loads(example.shown), json.loads(output))
        case "http":
            wrong = difference_of_messages(example.shown, output.replace("\r\n", "\n"))
        case "text":
            wrong = None if example.shown.strip() == output.strip() else "another text"
        case _:
            wrong = None
    assert wrong is None, f"{example.commands}\nanswered\n{output}\nand not\n{example.shown}: {wrong}"


def difference_of_messages(shown, output):
    (head, body), (other_head, other_body) = shown.split("\n\n", 1), output.split("\n\n", 1)
    status, *fields = head.splitlines()
    other_status, *other_fields = other_head.splitlines()
    if status != other_status:
        return f"{other_status} is not {status}"
    for field in fields:
        pattern = re.escape(field).replace(re.escape(ELIDED), ".+")
        if not any(re.fullmatch(pattern, other, re.IGNORECASE) for other in other_fields):
            return f"there is no field {field}"
    return difference(json.loads(body), json.loads(other_body))


def difference(shown, given, place="the answer"):
    """Where `given` is not as `shown`; None where it is."""
    if shown == ELIDED:
        return None
    if isinstance(shown, dict) and isinstance(given, dict):
        named = shown.keys() - {ELIDED}
        if missing := named - given.keys():
            return f"{place} has no {missing}"
        if ELIDED not in shown and (more := given.keys() - named):
            return f"{place} has {more} too"
        return next((wrong for name in named if (wrong := difference(shown[name], given[name], f"{place}.{name}"))), None)
    if isinstance(shown, list) and isinstance(given, list):
        first = shown[:-1] if shown and shown[-1] == ELIDED else shown
        if len(given) < len(first) or (first is shown and len(given) > len(shown)):
            return f"{place} has {len(given)} items"
        return next((wrong for at, item in enumerate(first) if (wrong := difference(item, given[at], f"{place}[{at}]"))), None)
    return None if shown == given else f"{place} is {given!r}"
