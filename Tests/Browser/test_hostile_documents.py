"""No document runs a script in the page that shows it, loads anything from elsewhere, or takes the page away."""

import re

import pages
import pytest
from hostile_markdown import DOCUMENTS
from pictures import picture
from vitrine_client import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")

CANARY = "window.canaries = []; window.canary = (...words) => window.canaries.push(words);"
#: Where a document may load players from; nothing else of theirs is asked for.
PLAYERS = ("https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/")


@pytest.fixture(scope="module")
def author(server):
    organization = server.create_organization("hostile-documents")
    api = organization.api()
    # Their own words try it too.
    for number, name in enumerate(['"><script>canary(1)<', "a' onerror=canary(1) x='.png", "&lt;b&gt;.png", "javascript:canary(1)"]):
        api.upload(picture("png") + bytes([number]), "x.png", logicalPath=name, title=name, altText=name)
    return organization.user().sign_in()


HOME = "/org/hostile-documents/documents"


@pytest.fixture(scope="module")
def saved(author):
    """The address of a document's page, written by the form."""
    page = author.get(f"{HOME}/new")
    form = pages.form(page, "/documents")

    def save(title, markdown):
        # A document is refused that has a NUL in it; the interface renders it all the same.
        written = {"title": title, "markdown": markdown.replace("\0", ""), "action": "save"}
        answer = form.send(author, page, written, allow_redirects=False)
        assert answer.status_code == 303, answer.text[:500]
        return answer.headers["Location"].split("?")[0]

    return save


@pytest.fixture(scope="module")
def watched(chromium, server, author):
    """A page with a canary in it, and what it tried."""
    context = chromium.new_context(base_url=server.url)
    context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in author.cookies.items()])
    context.add_init_script(CANARY)
    page = context.new_page()
    tried = {"elsewhere": [], "refused": [], "dialogs": [], "popups": []}

    def answer(route):
        url = route.request.url
        if url.startswith(server.url):
            return route.continue_()
        tried["elsewhere"].append(url)
        # A player's frame that is asked for gets nothing, so that no request leaves this machine.
        return route.abort()

    context.route("**/*", answer)
    page.on("console", lambda message: tried["refused"].append(message.text) if "Content Security Policy" in message.text else None)
    page.on("dialog", lambda dialog: (tried["dialogs"].append(dialog.message), dialog.dismiss()))
    context.on("page", lambda opened: tried["popups"].append(opened.url))
    yield page, tried
    context.close()


HOSTILE_NAMES = """![x](<"><script>canary(1)\\<>) ![x](<a' onerror=canary(1) x='.png>) [click](%26lt%3Bb%26gt%3B.png)
![x](javascript%3Acanary(1)) [click](javascript%3Acanary(1))"""


@pytest.mark.parametrize("name", [*DOCUMENTS, "hostile logical paths"])
def test_no_document_runs_a_script(watched, saved, server, name):
    page, tried = watched
    for found in tried.values():
        found.clear()
    markdown = DOCUMENTS.get(name, HOSTILE_NAMES)
    address = saved(f"<script>canary(1)</script>\"'&{name}", markdown)
    response = page.goto(address)
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    poke(page)
    assert page.evaluate("canaries") == [] and tried["dialogs"] == [] and tried["popups"] == []
    assert page.url == server.url + address
    check_tree(page, "article")
    # The policy's own words for what it stopped: nothing inline may have been there for it to stop.
    assert not [words for words in tried["refused"] if re.search("inline|script-src|style-src", words)], tried["refused"]
    assert [url for url in tried["elsewhere"] if not url.startswith(PLAYERS)] == []


def test_the_editor_shows_them_in_its_preview_and_runs_nothing_either(watched):
    page, tried = watched
    for found in tried.values():
        found.clear()
    page.goto(f"{HOME}/new")
    documents = list(DOCUMENTS.values())
    for number, some in enumerate(documents[start : start + 6] for start in range(0, len(documents), 6)):
        page.locator("textarea").fill(f"These are number {number}.\n\n" + "\n\n***\n\n".join(some).replace("\0", ""))
        page.get_by_role("button", name="Preview").click()
        shown = "words => document.querySelector('.preview article')?.textContent.includes(words)"
        page.wait_for_function(shown, arg=f"These are number {number}.")
        poke(page, ".preview")
        assert page.evaluate("canaries") == [] and tried["dialogs"] == [] and tried["popups"] == [], some
        assert page.url.endswith("/new"), some
        check_tree(page, ".preview article")
    assert not [words for words in tried["refused"] if re.search("inline|script-src|style-src", words)], tried["refused"]
    assert [url for url in tried["elsewhere"] if not url.startswith(PLAYERS)] == []


def poke(page, inside="main"):
    """Does what a reader may do: points at everything, gives it the focus, and follows every link that is not one to elsewhere."""
    page.evaluate(
        """(inside) => {
            window.addEventListener("click", (event) => {
                const link = event.target.closest("a");
                // Only what would leave for an ordinary page is held back; other schemes may show what they do.
                if (link && /^https?:$/.test(link.protocol)) event.preventDefault();
            });
            for (const each of document.querySelectorAll(`${inside} article *`)) {
                for (const type of ["mouseover", "mouseenter", "focus", "load", "error", "toggle", "play", "begin"])
                    each.dispatchEvent(new Event(type, { bubbles: true }));
                each.focus?.();
                if (each.matches("a, button")) each.click();
            }
        }""",
        inside,
    )
    # A script behind an address runs in a task of its own, after those that are waiting now.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))")


def check_tree(page, article):
    """Nothing stands in the document that could run, load or submit something."""
    wrong = page.evaluate(
        """(selector) => {
            const wrong = [];
            const known = new Set(("A IMG VIDEO AUDIO IFRAME P H1 H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE PRE CODE EM STRONG DEL HR BR TABLE THEAD "
                + "TBODY TR TH TD INPUT").split(" "));
            const attributes = new Set(("href src alt title loading class controls preload aria-label sandbox allow referrerpolicy type "
                + "disabled checked align start").split(" "));
            for (const each of document.querySelectorAll(`${selector} *`)) {
                if (!known.has(each.tagName)) wrong.push(each.outerHTML);
                for (const { name } of each.attributes) if (!attributes.has(name)) wrong.push(`${name} in ${each.outerHTML}`);
                const address = each.href ?? each.src ?? "";
                if (address && !/^(https?|mailto|ftp|feed|javascript%)/.test(address)) wrong.push(address);
                if (each.tagName === "INPUT" && !(each.type === "checkbox" && each.disabled)) wrong.push(each.outerHTML);
            }
            return wrong;
        }""",
        article,
    )
    assert wrong == []


def test_there_are_forty_and_the_canary_sings(watched, saved):
    assert len(DOCUMENTS) >= 40
    page, _ = watched
    page.goto(saved("Harmless", "words"))
    page.evaluate("canary(1)")
    assert page.evaluate("canaries") == [[1]]
    # And would, had the policy not been there to stop it, and had the renderer let it through.
    page.evaluate("""() => { document.querySelector("article").innerHTML = '<a href="javascript:canary(2)">x</a>'; }""")
    assert page.evaluate("document.querySelector('article a').protocol") == "javascript:"


def test_the_api_gives_hosts_the_same_safe_html(server, author):
    """A host may show it under a weaker policy, or none."""
    api = author.server.create_organization("hostile-hosts").api()
    for name, markdown in DOCUMENTS.items():
        html = expect(200, api.post("/organization/markdown/render", json={"markdown": markdown}))["html"]
        tags = re.findall(r"<[^>]*>", html)
        assert not re.search(r"<(script|svg|style|form|object|embed|base|meta|link|button|details|math)\b", html, re.I), name
        for tag in tags:
            bare = re.sub(r'"[^"]*"', '""', tag)
            assert not re.search(r"\son\w+\s*=|srcdoc|style=", bare, re.I), (name, tag)
            assert not re.search(r'(?:href|src)="\s*(?:javascript|data|vbscript|file|blob):', tag, re.I), (name, tag)
