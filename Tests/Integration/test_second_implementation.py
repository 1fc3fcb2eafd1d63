"""Two other programs, boto3 and rclone, against the same buckets: they read what the product wrote, and it reads what they write.

And addresses signed by the product and by boto3, each where the other stores: on the real S3 server, and character by character.
"""

import datetime
import hashlib
import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import backends
import botocore.auth
import pictures
import pytest
import requests
from boto3.s3.transfer import TransferConfig
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from vitrine_client import expect
from vitrine_server import Server, key_of

RCLONE = Path(sys.executable).with_name("rclone")
LARGE = hashlib.shake_256(b"large").digest(20_000_003)
FILES = {
    "picture.png": pictures.picture("png"),
    "drawing.svg": pictures.svg(),
    "notes ü.txt": "Grüße\n".encode(),
    "large.bin": LARGE,
}


class Library:
    """A server on a bucket, its assets by name, and the bucket as others see it."""

    def __init__(self, server):
        self.server, self.bucket, self.store = server, server.store.bucket, server.store.bucket.store
        self.api = server.create_organization("two-readers").api()
        self.assets = {name: self.api.settled(self.api.upload(content, name)) for name, content in FILES.items()}

    def key(self, name):
        return key_of(self.assets[name]["publicUrl"])

    def served(self, name, **options):
        answer = self.api.get(self.assets[name]["publicUrl"], **options)
        assert answer.status_code in (200, 206), f"{answer.status_code} {answer.text}\n{self.server.log()[-3000:]}"
        return answer

    def differences(self):
        return json.loads(self.server.cli("verify", "--checksums", "--json", check=False).stdout)["differences"]

    def rclone(self, *arguments, **options):
        variables = {
            "RCLONE_CONFIG": "/dev/null", "RCLONE_CONFIG_IT_TYPE": "s3", "RCLONE_CONFIG_IT_PROVIDER": "Ceph",
            "RCLONE_CONFIG_IT_ENDPOINT": self.store.endpoint, "RCLONE_CONFIG_IT_REGION": self.store.region,
            "RCLONE_CONFIG_IT_ACCESS_KEY_ID": self.store.access_key, "RCLONE_CONFIG_IT_SECRET_ACCESS_KEY": self.store.secret_key,
        }
        result = subprocess.run([RCLONE, *arguments], env=variables, capture_output=True, timeout=120, **options)
        assert result.returncode == 0, result.stderr.decode()
        return result.stdout

    def presign(self, key, *arguments):
        """The request that `vitrine storage presign` describes."""
        return json.loads(self.server.cli("storage", "presign", key, *arguments, "--json").stdout)


@pytest.fixture(scope="module")
def library(object_store):
    with Server(environment={"VITRINE_LOG": "json"}, store=backends.S3) as server:
        yield Library(server)


# Bytes


@pytest.mark.parametrize("name", FILES)
def test_boto3_reads_what_the_product_wrote(library, name):
    answer = library.bucket.client.get_object(Bucket=library.bucket.name, Key=library.key(name))
    assert answer["Body"].read() == FILES[name] == library.served(name).content
    assert answer["ContentType"] == library.assets[name]["mimeType"] == library.served(name).headers["Content-Type"].split(";")[0]
    shown = library.served(name).headers.get("Content-Disposition", "inline").split(";")[0]
    stored = answer.get("ContentDisposition", "inline").split(";")[0]
    assert stored == shown, "what must not be shown inline is not shown inline by the store either"


def test_boto3_and_the_product_know_the_same_keys(library):
    named = [asset[field] for asset in library.assets.values() for field in ("publicUrl", "thumbnailUrl", "cardUrl") if asset.get(field)]
    assert library.bucket.keys() == sorted({key_of(url) for url in named})
    assert library.bucket.uploads() == [] and library.differences() == []


def test_rclone_reads_what_the_product_wrote(library, tmp_path):
    library.rclone("copy", f"it:{library.bucket.name}", tmp_path)
    for name, content in FILES.items():
        assert (tmp_path / library.key(name)).read_bytes() == content
    listed = json.loads(library.rclone("lsjson", "--recursive", "--files-only", "--metadata", f"it:{library.bucket.name}"))
    types = {entry["Path"]: (entry["Size"], entry["MimeType"]) for entry in listed}
    for name, asset in library.assets.items():
        assert types[library.key(name)] == (asset["byteSize"], asset["mimeType"])


@pytest.mark.parametrize("name", ["picture.png", "large.bin"])
def test_the_product_reads_what_boto3_writes(library, name):
    headers = library.bucket.headers(library.key(name))
    parts = TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
    library.bucket.client.upload_fileobj(
        io.BytesIO(FILES[name]), library.bucket.name, library.key(name), ExtraArgs=headers, Config=parts
    )
    assert library.served(name).content == FILES[name]
    answer = library.served(name, headers={"Range": "bytes=-1000"})
    assert answer.status_code == 206 and answer.content == FILES[name][-1000:]
    assert library.differences() == []


def test_the_product_reads_what_rclone_writes(library, tmp_path):
    file = tmp_path / "large.bin"
    file.write_bytes(LARGE)
    to = f"it:{library.bucket.name}/{library.key('large.bin')}"
    library.rclone("copyto", "--ignore-times", "--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", file, to)
    assert library.served("large.bin").content == LARGE
    assert library.differences() == []


def test_the_product_notices_what_boto3_changes(library):
    key, headers = library.key("notes ü.txt"), library.bucket.headers(library.key("notes ü.txt"))
    library.bucket.write(key, FILES["notes ü.txt"].swapcase(), **headers)
    assert [key in difference or library.assets["notes ü.txt"]["id"] in difference for difference in library.differences()] == [True]
    library.bucket.write(key, FILES["notes ü.txt"], **headers)
    assert library.differences() == []


# Addresses


@pytest.mark.parametrize("name", FILES)
def test_anybody_reads_by_an_address_the_product_signed(library, name):
    request = library.presign(library.key(name))
    answer = requests.request(request["method"], request["url"], timeout=30)
    assert answer.content == FILES[name] and answer.headers["Content-Type"] == library.assets[name]["mimeType"]
    answer = requests.get(request["url"], headers={"Range": "bytes=1-3"}, timeout=30)
    assert answer.status_code == 206 and answer.content == FILES[name][1:4]


def test_a_signed_address_is_for_one_key_one_verb_and_its_time(library):
    url = library.presign(library.key("large.bin"))["url"]
    assert requests.delete(url, timeout=30).status_code == requests.put(url, data=b"x", timeout=30).status_code == 403
    assert requests.get(url.replace(library.key("large.bin"), library.key("picture.png")), timeout=30).status_code == 403
    assert requests.get(re.sub(r"X-Amz-Expires=\d+", "X-Amz-Expires=604800", url), timeout=30).status_code == 403
    short = library.presign(library.key("large.bin"), "--expires", "1s")["url"]
    time.sleep(2.1)
    assert requests.get(short, timeout=30).status_code == 403
    assert library.served("large.bin").content == LARGE


def test_anybody_writes_by_an_address_the_product_signed_what_it_was_signed_for(library):
    key, content = f"staging/{time.time_ns()}.png", FILES["picture.png"]
    request = library.presign(key, "--put", "--type", "image/png", "--size", len(content))
    headers = dict(request["headers"])
    assert requests.put(request["url"], content + b"x", headers=headers, timeout=30).status_code == 403
    assert requests.put(request["url"], content, headers={**headers, "Content-Type": "text/html"}, timeout=30).status_code == 403
    assert library.bucket.keys(prefix="staging/") == []
    answer = requests.put(request["url"], content, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    written = next(stored for stored in library.bucket.keys() if stored.endswith(key))
    assert library.bucket.read(written) == content and library.bucket.head(written)["ContentType"] == "image/png"
    library.bucket.remove(written)


def test_the_product_reads_what_was_written_by_an_address_boto3_signed(library):
    name = {"Bucket": library.bucket.name, "Key": library.key("picture.png")}
    url = library.bucket.client.generate_presigned_url("get_object", Params=name)
    assert requests.get(url, timeout=30).content == FILES["picture.png"]
    url = library.bucket.client.generate_presigned_url("put_object", Params={**name, "ContentType": "image/png"})
    assert requests.put(url, FILES["picture.png"], headers={"Content-Type": "image/png"}, timeout=30).status_code == 200
    assert library.served("picture.png").content == FILES["picture.png"] and library.differences() == []


@pytest.mark.parametrize("arguments", [(), ("--expires", "7d"), ("--put", "--type", "image/png", "--size", "1234")])
def test_at_the_same_second_botocore_signs_the_same_characters(library, monkeypatch, arguments):
    key = "staging/a.png" if "--put" in arguments else library.key("large.bin")
    request = library.presign(key, *arguments)
    ours = urlsplit(request["url"])
    fields = dict(parse_qsl(ours.query, keep_blank_values=True))
    moment = datetime.datetime.strptime(fields["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: moment)
    signer = botocore.auth.S3SigV4QueryAuth(
        Credentials(library.store.access_key, library.store.secret_key), "s3", library.store.region, expires=int(fields["X-Amz-Expires"])
    )
    plain = {name: value for name, value in fields.items() if not name.startswith("X-Amz-")}
    theirs = AWSRequest(request["method"], f"{ours.scheme}://{ours.netloc}{ours.path}", headers=dict(request["headers"]), params=plain)
    signer.add_auth(theirs)
    assert sorted(urlsplit(theirs.url).query.split("&")) == sorted(ours.query.split("&"))


def test_the_secret_is_in_no_address_and_no_log(library):
    request = library.presign(library.key("large.bin"))
    assert library.store.secret_key not in json.dumps(request) + library.server.log()
    expect(200, library.api.get("/organization/assets"))
