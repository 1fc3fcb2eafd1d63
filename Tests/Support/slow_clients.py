"""A program that holds many connections open and gives each a byte of its request's head now and then.

    python slow_clients.py URL COUNT

It prints `ready` when all are open, opens those anew that the server cuts, and ends when its standard input does.
"""

import selectors
import socket
import sys
import threading
from urllib.parse import urlsplit

PAUSE = 0.5


def open_one(url, selector):
    parts = urlsplit(url)
    client = socket.create_connection((parts.hostname, parts.port))
    client.setblocking(False)
    client.send(b"GET / HTTP/1.1\r\nHost: slow\r\nX-Drip: ")
    selector.register(client, selectors.EVENT_READ)


def is_cut(client):
    try:
        return not client.recv(4096)
    except OSError:
        return True


def drip(url, count, end):
    selector = selectors.DefaultSelector()
    for _ in range(count):
        open_one(url, selector)
    print("ready", flush=True)
    while not end.wait(PAUSE):
        for key in list(selector.get_map().values()):
            try:
                key.fileobj.send(b"x")
            except OSError:
                pass  # cut: seen below
        for key, _ in selector.select(0):
            if is_cut(key.fileobj):
                selector.unregister(key.fileobj)
                key.fileobj.close()
                open_one(url, selector)


if __name__ == "__main__":
    end = threading.Event()
    threading.Thread(target=drip, args=(sys.argv[1], int(sys.argv[2]), end), daemon=True).start()
    sys.stdin.read()
    end.set()
