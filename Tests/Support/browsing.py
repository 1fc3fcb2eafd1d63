"""What tests do in the browser, in a person's words."""

import re

from playwright.sync_api import expect


def signed_in(page, organization, user):
    page.goto(f"/org/{organization.slug}/media")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(user.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(f"/org/{organization.slug}/media$"))
    return page


def drop(page, paths):
    """Drops files on the page as a file manager does."""
    files = [[path.name, list(path.read_bytes())] for path in paths]
    transfer = page.evaluate_handle(
        """(files) => {
            const transfer = new DataTransfer();
            for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
            return transfer;
        }""",
        files,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("body", event, {"dataTransfer": transfer})


def expect_thumbnails(page, count, timeout=60_000):
    """Every card shows a decoded picture."""
    expect(page.locator(".card img.picture")).to_have_count(count, timeout=timeout)
    for image in page.locator(".card img.picture").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 0
