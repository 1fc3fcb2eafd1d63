"""An internet on loopback for a server under test, by Tests/Outbound/network_shim.c: names, public addresses, and a trap for the rest."""

import functools
import hashlib
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOURCE = Path(__file__).resolve().parent.parent / "Outbound" / "network_shim.c"
#: An address everybody can reach, of each family. Here both are a listener on loopback.
PUBLIC_V4, PUBLIC_V6 = "93.184.216.34", "2606:2800:21f:cb07::1"


@functools.cache
def shim():
    """The compiled library's path."""
    library = Path(tempfile.mkdtemp(prefix="vitrine-shim-"), "network_shim.so")
    command = ["gcc", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl", "-lpthread"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, f"the shim does not compile:\n{result.stderr}"
    return library


class Listener(ThreadingHTTPServer):
    """Serves files, redirects and errors on loopback, and counts every connection it gets.

    `/redirect?to=URL` leads there, `/status?code=404` answers so, anything else is `content`.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, content=b"content", headers=()):
        self.content, self.headers = content, dict(headers)
        self.connections = 0
        self.requests = []
        super().__init__(("127.0.0.1", 0), Answers)
        self.port = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def get_request(self):
        self.connections += 1
        return super().get_request()

    @property
    def checksum(self):
        return hashlib.sha256(self.content).hexdigest()


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers)))
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        if address.path == "/redirect":
            # As bytes, so that nothing makes the address any better than it is.
            self.head(int(query.get("status", ["302"])[0]), 0, {"Location": query.get("to", [""])[0]})
        elif address.path == "/status":
            self.head(int(query["code"][0]), 0)
        elif address.path == "/cut":
            self.head(200, len(self.server.content) + 1)
            self.wfile.write(self.server.content)
            self.close_connection = True
        elif address.path == "/chunked":
            self.head(200, None, {"Transfer-Encoding": "chunked"})
            for start in range(0, len(self.server.content), 40_000):
                piece = self.server.content[start : start + 40_000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.head(200, len(self.server.content), self.server.headers)
            self.wfile.write(self.server.content)

    def head(self, status, length, fields=None):
        self.send_response_only(status)
        for name, value in (fields or {}).items():
            self._headers_buffer.append(f"{name}: {value}\r\n".encode())
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        """Nothing: the test says what went wrong."""


class Network:
    """What the shim is told. `trap` gets every connection to a watched port but those to `open`, an address and a port."""

    def __init__(self, folder, public, trap, names=None, watched=(), open=()):
        self._path = Path(folder, "network")
        ports = [80, 443, public.port, trap.port, *watched]
        lines = [f"name {name} {' '.join(lists)}" for name, lists in (names or {}).items()]
        lines += [f"public {address} {public.port}" for address in (PUBLIC_V4, PUBLIC_V6, f"::ffff:{PUBLIC_V4}")]
        lines += [f"open {address} {port}" for address, port in open]
        lines += [f"trap {trap.port} {','.join(map(str, ports))}"]
        self._path.write_text("\n".join(lines) + "\n")

    @property
    def environment(self):
        """What a program needs in its environment to live in this network."""
        return {"LD_PRELOAD": str(shim()), "VITRINE_TEST_NETWORK": str(self._path)}
