"""Pages of two other sites, each a real origin of its own, that use the API and show files."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from vitrine_client import expect

pytestmark = pytest.mark.local_only("pages are the same whatever the product stands on")


class Site(BaseHTTPRequestHandler):
    """A site with one empty page."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Another site</title>")

    def log_message(self, *_):
        pass


@pytest.fixture
def sites():
    """The origins of two sites."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Site) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


#: Sends a request as a script of the page would: what it could read of the answer, or that it could read nothing.
ASK = """async ([url, token, method, body]) => {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    if (body) Object.assign(headers, { "Content-Type": "application/json", "Idempotency-Key": "one", "If-Match": "*" });
    try {
        const answer = await fetch(url, { method, headers, body });
        return { status: answer.status, etag: answer.headers.get("ETag"), text: await answer.text() };
    } catch {
        return null;
    }
}"""


def test_a_listed_site_uses_the_api_with_a_token_another_cannot_and_both_may_show_files(chromium, organization, sites):
    listed, other = sites
    url = organization.server.url
    api = organization.api("owner")
    asset = api.upload(b"bytes", "shown.txt")
    expect(200, api.patch("/organization", json={"allowedOrigins": [listed]}))
    token = api.headers["Authorization"].split()[1]
    address = f"{url}/organization/assets/{asset['id']}"
    page = chromium.new_page()
    try:
        page.goto(listed)
        # A preflight each: the header of the token alone asks for one.
        read = page.evaluate(ASK, [address, token, "GET", None])
        assert read["status"] == 200 and read["etag"] and asset["id"] in read["text"]
        edited = page.evaluate(ASK, [address, token, "PATCH", '{"title":"From another site"}'])
        assert edited["status"] == 200
        missing = page.evaluate(ASK, [address + "0", token, "GET", None])
        assert missing["status"] == 404 and "asset_not_found" in missing["text"]
        assert page.evaluate(ASK, [f"{url}/session", None, "GET", None]) is None
        page.goto(other)
        assert page.evaluate(ASK, [address, token, "GET", None]) is None
        assert page.evaluate(ASK, [address, token, "PATCH", '{"title":"Taken over"}']) is None
        for origin in sites:
            page.goto(origin)
            assert page.evaluate(ASK, [asset["publicUrl"], None, "GET", None])["text"] == "bytes"
    finally:
        page.close()
    assert api.asset(asset["id"])["title"] == "From another site"
