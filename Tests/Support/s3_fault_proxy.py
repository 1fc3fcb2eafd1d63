"""A proxy on loopback between the product and a real object store, which fails when it is told to.

It passes the Host header on as it came, so a signature made for the proxy's address holds at the store behind it. Every call is
recorded before anything happens to it; faults are planned by number or by what the call looks like:

    with FaultProxy(store.endpoint) as proxy:
        proxy.plan(Fault.RESET_AFTER, number=3)                         # the third call from now on
        proxy.plan(Fault.SLOW_DOWN, method="PUT", times=2)              # the next two PUTs
        proxy.plan(Fault.ERROR_IN_200, method="POST", query="uploadId") # CompleteMultipartUpload

    python s3_fault_proxy.py http://127.0.0.1:9000      the same, planned by POST /-/plan, read by GET /-/calls
"""

import contextlib
import enum
import http.client
import http.server
import json
import os
import re
import socket
import struct
import sys
import threading
import time
from dataclasses import asdict, dataclass
from urllib.parse import parse_qs, urlsplit

PIECE = 64 * 1024
CONTROL = "/-/"
#: Headers of one connection, not of the message.
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"}


class Fault(enum.StrEnum):
    HANG = "hang"  #: the store never sees the call, and no answer ever comes
    HANG_AFTER = "hang-after"  #: the store does it, and no answer ever comes
    RESET_BEFORE = "reset-before"  #: the connection breaks before the store sees the call
    RESET_IN_BODY = "reset-in-body"  #: the connection breaks when half the request's body is through
    RESET_AFTER = "reset-after"  #: the store does it, and the connection breaks: the outcome is lost
    ERROR_500 = "500"  #: the store never sees it
    ERROR_500_AFTER = "500-after"  #: the store does it, and 500 is answered
    SLOW_DOWN = "503"  #: the store never sees it; SlowDown with Retry-After
    ERROR_IN_200 = "200-with-error"  #: the store never sees it; 200 whose body is an error, as S3 does for Complete and Copy
    TRUNCATED = "truncated"  #: the answer's body ends half-way, in good order but for its length
    CORRUPTED = "corrupted"  #: one bit of the answer's body is another
    SLOW = "slow"  #: the answer's body comes in small pieces with pauses


@dataclass
class Call:
    """One request as it came in, numbered from 1, and what became of it."""

    number: int
    method: str
    path: str
    query: str
    size: int
    fault: str | None = None
    status: int | None = None


@dataclass
class Plan:
    fault: Fault
    #: Which call from the moment of planning on, 1 being the next; None for any that looks right.
    number: int | None
    method: str | None
    path: str | None
    query: str | None
    times: int

    def fits(self, call, first):
        return (
            self.times > 0
            and self.number in (None, call.number - first)
            and self.method in (None, call.method)
            and (self.path is None or re.search(self.path, call.path) is not None)
            and (self.query is None or re.search(self.query, call.query) is not None)
        )


class FaultProxy(http.server.ThreadingHTTPServer):
    """`url` stands for `backend`. Safe to plan and read from any thread."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, backend, patience=60):
        super().__init__(("127.0.0.1", 0), Handler)
        self.backend, self.patience = urlsplit(backend), patience
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._lock, self._calls, self._plans, self._open = threading.Lock(), [], [], set()
        #: Ends every hanging call.
        self.closing = threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self.serve_forever, args=[0.05], daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.cut_connections()
        self.server_close()

    # Control

    def plan(self, fault, number=None, method=None, path=None, query=None, times=1):
        """Lets the next calls that fit meet `fault`. `path` and `query` are regular expressions, found anywhere."""
        with self._lock:
            self._plans.append((Plan(Fault(fault), number, method, path, query, times), len(self._calls)))

    def clear(self):
        """No more faults, and an empty record."""
        with self._lock:
            self._plans, self._calls = [], []

    @property
    def calls(self):
        with self._lock:
            return list(self._calls)

    @property
    def count(self):
        with self._lock:
            return len(self._calls)

    def pending(self):
        """Planned faults that no call has met: a test that expected them all to strike asks this last."""
        with self._lock:
            return [plan for plan, _ in self._plans if plan.times > 0]

    def cut_connections(self):
        """Breaks every connection with a client, busy or idle, as a restarted store does."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    # For the handlers

    def record(self, method, target, size):
        address = urlsplit(target)
        with self._lock:
            call = Call(len(self._calls) + 1, method, address.path, address.query, size)
            self._calls.append(call)
            for plan, first in self._plans:
                if plan.fits(call, first):
                    plan.times -= 1
                    call.fault = plan.fault
                    break
            return call

    def opened(self, connection):
        with self._lock:
            self._open.add(connection)

    def closed(self, connection):
        with self._lock:
            self._open.discard(connection)

    def handle_error(self, *_):
        """Broken connections are the purpose."""


class Broken(Exception):
    """This connection is to be reset."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.server.opened(self.connection)
        self._store = None

    def finish(self):
        self.server.closed(self.connection)
        if self._store:
            self._store.close()
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, *_):
        """The record is elsewhere."""

    def handle_expect_100(self):
        """Asked for later, when it is known that the body is wanted."""
        return True

    def do_GET(self):
        if self.path.startswith(CONTROL):
            return self._control()
        chunked = self.headers["Transfer-Encoding"] == "chunked"
        size = -1 if chunked else int(self.headers["Content-Length"] or 0)
        call = self.server.record(self.command, self.path, size)
        try:
            self._serve(call, size)
        except (Broken, OSError, http.client.HTTPException):
            self._reset()

    do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = do_GET

    def _serve(self, call, size):
        fault = call.fault
        if fault == Fault.RESET_BEFORE or (fault == Fault.RESET_IN_BODY and size == 0):
            raise Broken
        if fault == Fault.HANG:
            return self._hang()
        if self.headers["Expect"]:
            self.send_response_only(100)
            self.end_headers()
        if fault in CANNED:
            self._drain(size)
            return self._answer_canned(call, *CANNED[fault])
        answer = self._forward(size, half=fault == Fault.RESET_IN_BODY)
        call.status = answer.status
        if fault in (Fault.RESET_AFTER, Fault.HANG_AFTER, Fault.ERROR_500_AFTER):
            answer.read()
            if fault == Fault.RESET_AFTER:
                raise Broken
            return self._hang() if fault == Fault.HANG_AFTER else self._answer_canned(call, *CANNED[Fault.ERROR_500])
        self._pass_back(answer, fault)

    # Toward the store

    def _forward(self, size, half):
        """Sends the call on, over a connection kept for this client; a stale one is replaced while nothing of the body is gone."""
        for attempt in (1, 2):
            fresh = self._store is None
            if fresh:
                address = self.server.backend
                self._store = http.client.HTTPConnection(address.hostname, address.port, timeout=self.server.patience)
            try:
                self._send_head()
                if size == 0:
                    return self._store.getresponse()
                break
            except (OSError, http.client.HTTPException):
                self._store.close()
                self._store = None
                if fresh or attempt == 2:
                    raise
        for piece in self._body(size):
            if half:
                self._store.send(piece[: len(piece) // 2])
                self._store.close()
                raise Broken
            self._store.send(piece)
        return self._store.getresponse()

    def _send_head(self):
        self._store.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP | {"expect"}:
                self._store.putheader(name, value)
        self._store.endheaders()

    def _body(self, size):
        """The request's body as it goes on the wire; `size` is -1 for chunks, which are passed on as they are."""
        while size > 0:
            piece = self._exactly(min(size, PIECE))
            size -= len(piece)
            yield piece
        while size < 0:
            line = self.rfile.readline()
            length = int(line.split(b";")[0], 16)
            yield line + self._exactly(length + 2)
            if length == 0:
                return

    def _exactly(self, length):
        piece = self.rfile.read(length)
        if len(piece) < length:
            raise Broken
        return piece

    def _drain(self, size):
        for _ in self._body(size):
            pass

    # Toward the client

    def _pass_back(self, answer, fault):
        length = answer.length or 0
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"transfer-encoding"}:
                self.send_header(name, value)
        chunked = answer.length is None and self.command != "HEAD" and answer.status not in (204, 304)
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        left = length // 2 if fault == Fault.TRUNCATED else None
        first = True
        while piece := answer.read(4096 if fault == Fault.SLOW else PIECE):
            if left is not None:
                self.wfile.write(piece[:left])
                left -= min(left, len(piece))
                if left == 0:
                    self.close_connection = True
                    return
                continue
            if fault == Fault.CORRUPTED and first:
                piece = bytes([piece[0] ^ 1]) + piece[1:]
            if fault == Fault.SLOW and self.server.closing.wait(0.05):
                raise Broken
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            first = False
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _answer_canned(self, call, status, code, headers):
        body = b"" if self.command == "HEAD" else error_body(code)
        call.status = call.status or status
        self.send_response_only(status)
        for name, value in {"Content-Type": "application/xml", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _hang(self):
        """Neither answers nor hangs up until the client does or the proxy ends."""
        self.close_connection = True
        self.connection.settimeout(0.1)
        while not self.server.closing.is_set():
            try:
                if not self.connection.recv(PIECE):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def _reset(self):
        """Closes so that the client sees a reset and no orderly end."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.rfile.close()
            self.wfile.close()
            self.connection.close()

    # Control by HTTP

    def _control(self):
        address = urlsplit(self.path)
        if self.command == "POST" and address.path == "/-/plan":
            fields = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)))
            self.server.plan(**fields)
        elif self.command == "POST" and address.path == "/-/clear":
            self._drain(int(self.headers["Content-Length"] or 0))
            self.server.clear()
        elif address.path != "/-/calls":
            return self.send_error(404)
        since = int(parse_qs(address.query).get("since", ["0"])[0])
        body = json.dumps([asdict(call) for call in self.server.calls if call.number > since]).encode()
        self.send_response_only(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


CANNED = {
    Fault.ERROR_500: (500, "InternalError", {}),
    Fault.SLOW_DOWN: (503, "SlowDown", {"Retry-After": "1"}),
    Fault.ERROR_IN_200: (200, "InternalError", {}),
}


def error_body(code):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>Please try again.</Message>'
        f"<RequestId>{time.monotonic_ns():x}</RequestId></Error>"
    ).encode()


def main():
    with FaultProxy(sys.argv[1]) as proxy:
        print(proxy.url, flush=True)
        while os.read(0, 4096):
            pass


if __name__ == "__main__":
    main()
