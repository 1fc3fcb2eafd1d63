"""The examples of the Markdown specifications, from what scripts/bootstrap fetched."""

import re
import tarfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".venv/specifications"
EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    number: int
    markdown: str
    html: str


def examples(name):
    """Those of `commonmark` (0.31.2) or `gfm` (0.29), numbered as the specification numbers them."""
    archives = sorted(FOLDER.glob("marko-*.tar.gz"))
    assert len(archives) == 1, f"no specification in {FOLDER}: run scripts/bootstrap test"
    with tarfile.open(archives[0]) as archive:
        member = next(each for each in archive if each.name.endswith(f"/tests/spec/{name}.txt"))
        text = archive.extractfile(member).read().decode()
    return [
        Example(number, markdown.replace("→", "\t"), html.replace("→", "\t"))
        for number, (markdown, html) in enumerate(EXAMPLE.findall(text), 1)
    ]
