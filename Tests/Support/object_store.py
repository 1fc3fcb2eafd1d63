"""Real S3 servers for tests, and buckets in them.

`ceph()` is Ceph's RADOS Gateway in its smallest form: one monitor, one disk in a file, one gateway. It checks signatures and keeps
S3's rules on ranges, conditions and multipart uploads, and needs six seconds to start. `rclone()` is there at once, but answers
ranges and conditions loosely: for a quick look, not for the tests that count.
"""

import contextlib
import functools
import os
import secrets
import signal
import sys
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import boto3
import requests
import throwaway
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

REGION = "us-east-1"
#: The file behind Ceph's disk is sparse and never grows beyond this; each process keeps to a few hundred megabytes of memory.
DISK_BYTES = 8 * 1024**3
MEMORY_BYTES = 896 * 1024**2
CONFIGURATION = """
[global]
fsid = {fsid}
mon host = v2:127.0.0.1:{monitor_port}
public network = 127.0.0.0/8
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
keyring = {folder}/keyring
log file = {folder}/$name.log
run dir = {folder}
crash dir = {folder}
admin socket =
# One disk keeps one copy, and nobody is to be warned about it.
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 5000
mon data avail warn = 2
mon data avail crit = 1
auth allow insecure global id reclaim = true
# There is no second monitor to wait for.
paxos propose interval = 0.02
paxos min wait = 0.01
[mon.a]
mon data = {folder}/mon
[osd.0]
osd data = {folder}/osd
osd objectstore = bluestore
bluestore block create = true
bluestore block size = {disk}
bluestore fsck on mount = false
osd memory target = {memory}
[client.admin]
rgw data = {folder}/gateway
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw thread pool size = 64
rgw enable usage log = false
# Deleted objects give their room back soon.
rgw gc obj min wait = 5
rgw gc processor period = 5
"""


@dataclass
class ObjectStore:
    """Where a store listens and how to get in."""

    endpoint: str
    access_key: str
    secret_key: str
    region: str = REGION
    #: Its processes by name, for a test that stops one.
    processes: tuple = ()

    @classmethod
    def from_environment(cls):
        """The one the stages of `make test` have started, or None."""
        if not os.environ.get("VITRINE_TEST_S3_ENDPOINT"):
            return None
        return cls(*(os.environ[f"VITRINE_TEST_S3_{name}"] for name in ("ENDPOINT", "ACCESS_KEY", "SECRET_KEY", "REGION")))

    def client(self, **options):
        """A boto3 client that signs by version 4 and retries nothing."""
        settings = {"signature_version": "s3v4", "s3": {"addressing_style": "path"}, "retries": {"max_attempts": 1}, **options}
        return clients().client(
            "s3", endpoint_url=self.endpoint, region_name=self.region, aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key, config=Config(**settings),
        )


@functools.cache
def clients():
    """One session for all clients: a new one reads the service's description anew, which takes a second."""
    return boto3.session.Session()


def new_keys():
    return f"AK{secrets.token_hex(9).upper()}", secrets.token_hex(20)


# Ceph


@contextlib.contextmanager
def ceph():
    """Runs a gateway with its cluster and gives it as `ObjectStore`; all ends by the processes' own ids."""
    with throwaway.folder("ceph") as folder, contextlib.ExitStack() as ends:
        yield start_ceph(folder, ends)


def start_ceph(folder, ends):
    monitor_port, port = throwaway.free_port(), throwaway.free_port()
    cluster, disk = str(uuid.uuid4()), str(uuid.uuid4())
    settings = {"folder": folder, "fsid": cluster, "monitor_port": monitor_port, "port": port, "disk": DISK_BYTES, "memory": MEMORY_BYTES}
    file = folder / "ceph.conf"
    file.write_text(CONFIGURATION.format(**settings))
    for name in ("mon", "osd", "gateway"):
        (folder / name).mkdir()
    make_keys(folder / "keyring")

    def process(name, *arguments):
        child = throwaway.Process([name, "--conf", file, *arguments], folder / f"{name}.out")
        # At once: a daemon that says goodbye to the others takes seconds, and nothing here is to be kept.
        ends.callback(child.stop, signal.SIGKILL)
        return child

    formatting = process("ceph-osd", "--id", "0", "--mkfs", "--osd-uuid", disk, "--no-mon-config")
    throwaway.run("monmaptool", "--create", "--addv", "a", f"[v2:127.0.0.1:{monitor_port}]", "--fsid", cluster, folder / "map")
    throwaway.run("ceph-mon", "--conf", file, "--id", "a", "--mkfs", "--monmap", folder / "map")
    monitor = process("ceph-mon", "--id", "a", "-f")
    throwaway.run("ceph", "--conf", file, "--connect-timeout", "30", "osd", "new", disk)
    gateway = process("radosgw", "--name", "client.admin", "--no-mon-config", "-f")
    formatting.finish()
    storage = process("ceph-osd", "--id", "0", "-f")
    endpoint = f"http://127.0.0.1:{port}"
    gateway.wait_for(lambda: is_answering(endpoint), 120)
    access_key, secret_key = new_keys()
    throwaway.run(
        "radosgw-admin", "--conf", file, "user", "create", "--uid", "tests", "--display-name", "tests", "--access-key", access_key,
        "--secret-key", secret_key, "--max-buckets", "100000", "--caps", "users=*",
    )
    return ObjectStore(endpoint, access_key, secret_key, processes=(gateway, storage, monitor))


def make_keys(file):
    capabilities = {
        "mon.": ["--cap", "mon", "allow *"],
        "client.admin": ["--cap", "mon", "allow *", "--cap", "osd", "allow *"],
        "osd.0": ["--cap", "mon", "allow profile osd", "--cap", "osd", "allow *"],
    }
    for number, (name, caps) in enumerate(capabilities.items()):
        create = [] if number else ["--create-keyring"]
        throwaway.run("ceph-authtool", file, *create, "--gen-key", "--name", name, *caps)


def is_answering(endpoint):
    try:
        urllib.request.urlopen(endpoint, timeout=5).close()
        return True
    except OSError:
        return False


# rclone


@contextlib.contextmanager
def rclone():
    """Runs `rclone serve s3` on a folder and gives it as `ObjectStore`; every folder in that one is a bucket."""
    access_key, secret_key = new_keys()
    port = throwaway.free_port()
    program = Path(sys.executable).with_name("rclone")
    with throwaway.folder("rclone") as folder:
        (folder / "data").mkdir()
        process = throwaway.Process(
            [program, "serve", "s3", "--addr", f"127.0.0.1:{port}", folder / "data"], folder / "log",
            environment={"RCLONE_CONFIG": "/dev/null", "RCLONE_AUTH_KEY": f"{access_key},{secret_key}"},
        )
        try:
            process.wait_for(lambda: throwaway.answers(port), 20)
            yield ObjectStore(f"http://127.0.0.1:{port}", access_key, secret_key, processes=(process,))
        finally:
            process.stop()


# Accounts and buckets


class Account:
    """Keys of its own on a Ceph store, with a name space of its own for buckets: what else is there is neither seen nor in the way."""

    def __init__(self, store):
        self._store, access_key, secret_key = store, *new_keys()
        self._id = f"{secrets.token_hex(6)}$tests"
        keys = {"access-key": access_key, "secret-key": secret_key, "generate-key": "false"}
        self._administer("PUT", {"display-name": "tests", "max-buckets": "100", **keys})
        self.store = ObjectStore(store.endpoint, access_key, secret_key, store.region)

    def drop(self):
        """Takes all its buckets along."""
        self._administer("DELETE", {"purge-data": "true"})

    def public_address(self, bucket):
        """Where those who have no keys read what the bucket lets them: its name alone is not enough, as it is in a space of its own."""
        return f"{self.store.endpoint}/{self._id.split('$')[0]}:{bucket.name}"

    def _administer(self, method, parameters):
        query = urlencode({"uid": self._id, **parameters})
        request = AWSRequest(method, f"{self._store.endpoint}/admin/user?{query}")
        S3SigV4Auth(Credentials(self._store.access_key, self._store.secret_key), "s3", self._store.region).add_auth(request)
        prepared = request.prepare()
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(method, prepared.url, headers=dict(prepared.headers), timeout=60)
        assert answer.ok, f"{method} of a user: {answer.status_code} {answer.text}"


class Bucket:
    """A new bucket and what is in it, as another client sees it."""

    def __init__(self, store, name=None):
        self.store, self.client = store, store.client()
        self.name = name or f"vitrine-{secrets.token_hex(6)}"
        self.client.create_bucket(Bucket=self.name)

    def keys(self, prefix=""):
        """Every key, in the store's order."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def read(self, key):
        return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def head(self, key):
        return self.client.head_object(Bucket=self.name, Key=key)

    def headers(self, key):
        """What an object was stored with beside its bytes, as `write` takes it."""
        head = self.head(key)
        return {name: head[name] for name in ("ContentType", "ContentDisposition", "CacheControl", "Metadata") if head.get(name)}

    def write(self, key, content, **options):
        self.client.put_object(Bucket=self.name, Key=key, Body=content, **options)

    def remove(self, *keys):
        for start in range(0, len(keys), 1000):
            objects = [{"Key": key} for key in keys[start : start + 1000]]
            answer = self.client.delete_objects(Bucket=self.name, Delete={"Objects": objects, "Quiet": True})
            assert not answer.get("Errors"), answer["Errors"]

    def uploads(self):
        """Keys of multipart uploads that were begun and neither finished nor given up."""
        return [upload["Key"] for upload in self._uploads()]

    def _uploads(self):
        pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.name)
        return [upload for page in pages for upload in page.get("Uploads", [])]

    def drop(self):
        for upload in self._uploads():
            self.client.abort_multipart_upload(Bucket=self.name, Key=upload["Key"], UploadId=upload["UploadId"])
        self.remove(*self.keys())
        self.client.delete_bucket(Bucket=self.name)
