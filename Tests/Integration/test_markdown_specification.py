"""Markdown means here what the specifications say it means."""

import re
import subprocess

import pytest
from markdown_examples import examples
from vitrine_client import expect

pytestmark = pytest.mark.local_only("parsing is the same whatever the product stands on")

EXTENSIONS = [word for name in ("table", "strikethrough", "autolink", "tasklist", "tagfilter") for word in ("-e", name)]
OMITTED = "<!-- raw HTML omitted -->"

# CommonMark 0.31.2 against the 0.29 that the parser knows, and against GitHub's extensions.
DIFFERENT = {
    28: "a character reference of eight digits is one: the limit of seven is newer",
    354: "currency signs are punctuation since 0.31",
    602: "an address is a link without angle brackets too",
    606: "an address of e-mail is a link without angle brackets too",
    608: "an address is a link without angle brackets too",
    611: "an address is a link without angle brackets too",
    612: "an address of e-mail is a link without angle brackets too",
    625: "a comment may hold two hyphens since 0.31; as text it is escaped, not left out",
    626: "a comment may be “<!-->” since 0.31; as text it is escaped, not left out",
}


def rendered(api, markdown):
    """Our HTML without the attributes that pictures and the boxes of tasks get."""
    answer = expect(200, api.post("/organization/markdown/render", json={"markdown": markdown}))
    html = answer["html"].replace('<img loading="lazy" ', "<img ")
    return re.sub(r'(<input type="checkbox"[^>]*?) aria-label="[^"]*"', r"\1", html)


def test_the_examples_of_commonmark_render_as_it_says(api):
    same, without_html, different = 0, 0, set()
    for example in examples("commonmark"):
        html = rendered(api, example.markdown)
        if OMITTED in html:
            without_html += 1
        elif html == example.html:
            same += 1
        else:
            different.add(example.number)
    assert different == set(DIFFERENT)
    assert (same, without_html) == (573, 70)


@pytest.mark.parametrize("name, count", [("commonmark", 652), ("gfm", 672)])
def test_every_example_renders_as_the_parser_itself_renders_it_safely(api, name, count):
    """Also those with raw HTML: what is left out and what is kept is the parser's own safe mode, unchanged."""
    known = examples(name)
    assert len(known) == count
    for example in known:
        safe = subprocess.run(["cmark-gfm", *EXTENSIONS], input=example.markdown.encode(), capture_output=True, check=True)
        assert rendered(api, example.markdown) == safe.stdout.decode(), f"{name} {example.number}: {example.markdown!r}"
