"""Requests as bytes, for what no HTTP library sends, and forms put together by hand."""

import http.client
import socket
from urllib.parse import urlsplit

BOUNDARY = "----vitrine-test-boundary"


def connect(url, timeout=30):
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=timeout)


class Answer:
    def __init__(self, connection):
        response = http.client.HTTPResponse(connection)
        response.begin()
        self.status, self.headers, self.body = response.status, response.headers, response.read()


def exchange(url, request):
    """Sends `request` as it is and reads one answer."""
    with connect(url) as connection:
        connection.sendall(request)
        return Answer(connection)


def get(url, path, *headers):
    """GET of a path that is sent exactly as it is written."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(url).netloc}", "Connection: close", *headers]
    return exchange(url, "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")


def part(name, content, file_name=None, media_type=None):
    """One part of a form; text is sent as UTF-8."""
    file = f'; filename="{file_name}"' if file_name is not None else ""
    kind = f"\r\nContent-Type: {media_type}" if media_type else ""
    content = content.encode() if isinstance(content, str) else content
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}{kind}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def form(*parts):
    """Body and headers of a form in exactly this order."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def chunks(body, size=64 * 1024):
    """The body in pieces: given to `requests`, it goes out chunked and without a length."""
    for start in range(0, len(body), size):
        yield body[start : start + size]
