"""Debian's Chromium, and a library to look at."""

import pytest
from browsing import signed_in
from pictures import picture, with_exif
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server):
    """Opens pages of the shared server, each in a browser profile of its own; fails on any script error or request elsewhere."""
    contexts, errors = [], []

    def new_page(**options):
        context = chromium.new_context(base_url=server.url, **{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None)
        page.on("request", lambda request: errors.append(request.url) if not is_local(request.url, server.url) else None)
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert not errors, errors


def is_local(url, base):
    return url.startswith((base, "data:", "blob:"))


@pytest.fixture
def editor(server, organization, numbers):
    """Somebody who manages the organization."""
    return server.create_user(f"editor-{next(numbers)}@example.org", organization, role="manager")


@pytest.fixture
def library(visit, organization, editor):
    """The organization's library page, signed in through the form."""
    return signed_in(visit(), organization, editor)


@pytest.fixture(scope="session")
def photos(tmp_path_factory):
    """Twenty JPEG photos as cameras store them: some lie on their side and say so."""
    folder = tmp_path_factory.mktemp("photos")
    upright = picture("jpeg", 640, 480)
    paths = []
    for number in range(20):
        path = folder / f"holiday-{number:02}.jpg"
        # No two are the same file: what follows a picture's end is not shown.
        path.write_bytes(with_exif(upright, orientation=6 if number % 4 == 3 else 1) + bytes([number]))
        paths.append(path)
    return paths
