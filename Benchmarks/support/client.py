"""A client that costs little itself: one connection, bytes in and out."""

import os
import socket
import time
from urllib.parse import urlsplit


class Connection:
    """Keep-alive requests. `with` opens the connection and closes it."""

    def __init__(self, url, headers):
        self._address = urlsplit(url)
        self._fields = "".join(f"{name}: {value}\r\n" for name, value in {"Host": self._address.netloc, **headers}.items())
        self._socket = None

    def __enter__(self):
        self._socket = socket.create_connection((self._address.hostname, self._address.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self

    def __exit__(self, *_):
        self._socket.close()

    def get(self, path):
        """Returns status, body, and the seconds from the first byte sent to the last byte received."""
        return self.send("GET", path)

    def send(self, method, path, json=b""):
        body = f"Content-Type: application/json\r\nContent-Length: {len(json)}\r\n" if json else ""
        request = f"{method} {path} HTTP/1.1\r\n{self._fields}{body}\r\n".encode() + json
        started = time.perf_counter()
        self._socket.sendall(request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = bytes(received[:end])
        length = end + 4 + (0 if status(head) == 204 else content_length(head))
        while len(received) < length:
            received += self._more()
        return status(head), bytes(received[end + 4:]), time.perf_counter() - started

    def _more(self):
        part = self._socket.recv(1 << 18)
        assert part, "the server closed the connection"
        return part


def send_file(url, method, path, file, headers, before=b"", after=b""):
    """Sends `file` as (part of) a body, by sendfile(2), on a connection of its own. Returns the body of a 2xx answer."""
    address = urlsplit(url)
    size = os.fstat(file.fileno()).st_size
    fields = {"Host": address.netloc, "Connection": "close", "Content-Length": len(before) + size + len(after), **headers}
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.encode() + before)
        offset = 0
        while offset < size:
            offset += os.sendfile(connection.fileno(), file.fileno(), offset, 1 << 20)
        connection.sendall(after)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert 200 <= status(answer) < 300, answer[:1000]
    return answer.split(b"\r\n\r\n", 1)[1]


def receive(url, path):
    """Takes a body and throws it away, on a connection of its own. Returns its length as received; fails unless it is 200 and whole."""
    address = urlsplit(url)
    buffer = memoryview(bytearray(1 << 20))
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            count = connection.recv_into(buffer)
            assert count, "the server closed the connection"
            received += buffer[:count]
        assert status(received) == 200, bytes(received[:1000])
        length = len(received) - end - 4
        while count := connection.recv_into(buffer):
            length += count
    assert length == content_length(bytes(received[:end])), f"{length} bytes came"
    return length


def multipart(name, boundary="vitrine-benchmark-4fd1c0"):
    """What stands before and after the file in a form, and the form's content type."""
    before = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return before.encode(), f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def status(head):
    return int(head[9:12])


def content_length(head):
    for line in head.split(b"\r\n")[1:]:
        name, value = line.split(b":", 1)
        if name.lower() == b"content-length":
            return int(value)
    raise AssertionError(f"an answer without Content-Length: {head[:500]}")
