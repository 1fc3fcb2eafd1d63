"""The baseline: nginx on a free port with a configuration of its own."""

import os
import socket
import subprocess
import time
from pathlib import Path

from support.machine import process_tree

_CONFIGURATION = """\
{user}
worker_processes 2;
worker_rlimit_nofile 65536;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 65;
    keepalive_requests 100000000;
    types {{ image/jpeg jpg; }}
    client_max_body_size 0;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/unused; fastcgi_temp_path {folder}/unused; uwsgi_temp_path {folder}/unused; scgi_temp_path {folder}/unused;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        root {folder}/www;
        location = /json {{ default_type application/json; return 200 '{json}'; }}
        location /dav/ {{ dav_methods PUT DELETE; create_full_put_path on; }}
    }}
}}
"""


class Nginx:
    """Serves `www` in `folder`, answers /json with 200 bytes, and takes PUT and DELETE under /dav/."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.www = self.folder / "www"
        (self.www / "dav").mkdir(parents=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = None

    def __enter__(self):
        configuration = self.folder / "nginx.conf"
        configuration.write_text(_CONFIGURATION.format(
            user="user root;" if os.geteuid() == 0 else "", folder=self.folder, port=self.port, json=json_of_200_bytes(),
        ))
        self._process = subprocess.Popen(
            [nginx_program(), "-p", self.folder, "-c", configuration, "-g", "daemon off;"],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        wait_for_port(self.port)
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def pids(self):
        return process_tree(self._process.pid)

    def workers(self):
        return self.pids()[1:]


def json_of_200_bytes():
    text = '{"status":"ok","filler":"%s"}'
    return text % ("x" * (200 - len(text) + 2))


def nginx_program():
    return next((path for path in ("/usr/sbin/nginx", "/usr/local/sbin/nginx") if os.path.exists(path)), "nginx")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for_port(port, patience=10):
    deadline = time.monotonic() + patience
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
