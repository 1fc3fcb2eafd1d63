"""A STAND-IN for Supabase Storage: the part of its HTTP API that a store of files needs, served from a folder.

The real service cannot run in these tests, so what they show is that the product keeps to the API as it is documented and as
supabase/storage answers, errors in their odd dress included: HTTP 400 whose JSON names the status that is meant. Everything tested
against this carries `stand-in` in its name. Left out: row-level security, image transformation, resumable uploads.

    python supabase_stand_in.py      prints its address and key, and ends with standard input
"""

import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import os
import re
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import throwaway

PREFIX = "/storage/v1"
VALID_KEY = re.compile(r"[\w/!\-.*'() &$@=;:+,?]+", re.ASCII)
PIECE = 256 * 1024
UPLOAD_URL_SECONDS = 7200


class Refusal(Exception):
    """An error as the API renders it."""

    def __init__(self, status, code, error, message):
        super().__init__(message)
        self.status, self.body = status, {"statusCode": str(status), "code": code, "error": error, "message": message}


NO_BUCKET = Refusal(404, "NoSuchBucket", "Bucket not found", "Bucket not found")
NO_KEY = Refusal(404, "NoSuchKey", "not_found", "Object not found")
EXISTS = Refusal(409, "KeyAlreadyExists", "Duplicate", "The resource already exists")
BUCKET_EXISTS = Refusal(409, "BucketAlreadyExists", "Duplicate", "The resource already exists")
NOT_EMPTY = Refusal(409, "InvalidRequest", "InvalidRequest", "The bucket you tried to delete is not empty")
UNAUTHORIZED = Refusal(403, "AccessDenied", "Unauthorized", "signature verification failed")
NO_RANGE = Refusal(416, "S3Error", "The requested range is not satisfiable", "InvalidRange")
EXPIRED = Refusal(400, "InvalidJWT", "InvalidJWT", '"exp" claim timestamp check failed')
BAD_TOKEN = Refusal(400, "InvalidSignature", "InvalidSignature", "Invalid signature")


@dataclass
class StoredObject:
    path: Path
    size: int
    etag: str
    media_type: str
    cache_control: str
    user_metadata: dict | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = field(default_factory=time.time)

    def metadata(self):
        return {
            "eTag": self.etag, "size": self.size, "mimetype": self.media_type, "cacheControl": self.cache_control,
            "lastModified": iso(self.created), "contentLength": self.size, "httpStatusCode": 200,
        }


class StandIn(http.server.ThreadingHTTPServer):
    """`url` and `key` are what SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY would be.

    `plain_statuses` answers errors with the status that is meant, as newer deployments can, instead of 400.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder, plain_statuses=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.plain_statuses = folder, plain_statuses
        self.secret = secrets.token_bytes(32)
        self.key = self.token({"role": "service_role", "iss": "supabase", "exp": int(time.time()) + 86_400 * 365})
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.lock, self.buckets = threading.Lock(), {}

    def token(self, claims):
        """A JSON Web Token, signed as the service signs its own."""
        head = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        return f"{head}.{base64url(hmac.digest(self.secret, head.encode(), 'sha256'))}"

    def claims(self, token, url):
        head, _, signature = token.rpartition(".")
        if not hmac.compare_digest(base64url(hmac.digest(self.secret, head.encode(), "sha256")), signature):
            raise BAD_TOKEN
        claims = json.loads(base64.urlsafe_b64decode(head.split(".")[1] + "=="))
        if claims["exp"] < time.time():
            raise EXPIRED
        if claims.get("url") != url:
            raise BAD_TOKEN
        return claims

    def handle_error(self, *_):
        """A client that hangs up is no event."""

    # Objects

    def bucket(self, name):
        if name not in self.buckets:
            raise NO_BUCKET
        return self.buckets[name]["objects"]

    def find(self, bucket, key):
        with self.lock:
            if key not in self.bucket(bucket):
                raise NO_KEY
            return self.bucket(bucket)[key]

    def put(self, bucket, key, stored, replace):
        """The object is there all at once, or another one was first."""
        with self.lock:
            objects = self.bucket(bucket)
            if key in objects and not replace:
                raise EXISTS
            objects[key] = stored

    def remove(self, bucket, keys):
        with self.lock:
            objects = self.bucket(bucket)
            return [(key, objects.pop(key)) for key in keys if key in objects]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """Quiet."""

    def do_GET(self):
        self._taken = False
        try:
            self._route()
        except Refusal as refusal:
            self._finish_body()
            self._json(refusal.body, refusal.status if self.server.plain_statuses else 400)
        except ConnectionError:
            self.close_connection = True

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def _route(self):
        address = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(address.query).items()}
        path = unquote(address.path)
        for methods, pattern, action, is_open in ROUTES:
            found = re.fullmatch(PREFIX + pattern, path)
            if self.command in methods.split() and found:
                if not is_open:
                    self._authorize()
                return action(self, *found.groups())
        raise Refusal(404, "Error", "Not Found", f"Route {self.command}:{path} not found")

    def _authorize(self):
        """The gateway asks for `apikey`, the service behind it for the bearer's token."""
        for given, refusal in ((self.headers["apikey"], "Invalid API key"), (self._bearer(), None)):
            if not hmac.compare_digest((given or "").encode(), self.server.key.encode()):
                raise Refusal(401, "Error", "Unauthorized", refusal) if refusal else UNAUTHORIZED

    def _bearer(self):
        return (self.headers["Authorization"] or "").removeprefix("Bearer ")

    # Bodies in

    def _pieces(self):
        self._taken = True
        if self.headers["Transfer-Encoding"] == "chunked":
            while size := int(self.rfile.readline().split(b";")[0], 16):
                yield self._exactly(size)
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers["Content-Length"] or 0)
        while left:
            piece = self._exactly(min(left, PIECE))
            left -= len(piece)
            yield piece

    def _exactly(self, size):
        piece = self.rfile.read(size)
        if len(piece) < size:
            raise ConnectionAbortedError("the body was cut")
        return piece

    def _finish_body(self):
        """Reads what the client still sends, so that it sees the answer."""
        if not self._taken:
            for _ in self._pieces():
                pass

    def _fields(self):
        return json.loads(b"".join(self._pieces()) or b"{}")

    def _receive(self, bucket, key, replace):
        if not VALID_KEY.fullmatch(key):
            raise Refusal(400, "InvalidKey", "InvalidKey", f"Invalid key: {key}")
        with self.server.lock:
            self.server.bucket(bucket)
        digest, path, size = hashlib.md5(usedforsecurity=False), self.server.folder / secrets.token_hex(8), 0
        try:
            with path.open("wb") as file:
                for piece in self._pieces():
                    digest.update(piece)
                    size += file.write(piece)
            media_type = self.headers["Content-Type"] or "application/octet-stream"
            control = self.headers["Cache-Control"] or "no-cache"
            marks = self.headers["x-metadata"]
            stored = StoredObject(
                path, size, f'"{digest.hexdigest()}"', media_type, control, json.loads(base64.b64decode(marks)) if marks else None
            )
            self.server.put(bucket, key, stored, replace)
            return stored
        except BaseException:
            path.unlink()
            raise

    # Answers out

    def _json(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _object(self, stored):
        """The bytes, or those asked for, or the news that nothing changed."""
        with stored.path.open("rb") as file:
            if self.headers["If-None-Match"] == stored.etag:
                return self._head(304, stored, 0)
            first, last = self._range(stored.size)
            partial = (first, last) != (0, stored.size - 1)
            self._head(206 if partial else 200, stored, last - first + 1, f"bytes {first}-{last}/{stored.size}" if partial else None)
            if self.command != "HEAD":
                file.seek(first)
                left = last - first + 1
                while left and (piece := file.read(min(left, PIECE))):
                    self.wfile.write(piece)
                    left -= len(piece)

    def _head(self, status, stored, length, content_range=None):
        self.send_response(status)
        headers = {
            "Content-Type": stored.media_type, "Content-Length": str(length), "Cache-Control": stored.cache_control, "ETag": stored.etag,
            "Last-Modified": formatdate(stored.created, usegmt=True), "Accept-Ranges": "bytes", "Content-Range": content_range,
        }
        if "download" in self.query:
            headers["Content-Disposition"] = "attachment" + (
                f"; filename={quote(self.query['download'])}; filename*=UTF-8''{quote(self.query['download'])};" if self.query["download"] else ""
            )
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()

    def _range(self, size):
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers["Range"] or "")
        if not asked or asked[0] == "bytes=-":
            return 0, size - 1
        if not asked[1]:
            first, last = max(0, size - int(asked[2])), size - 1
        else:
            first, last = int(asked[1]), min(size - 1, int(asked[2] or size - 1))
        if first >= size or first > last:
            raise NO_RANGE
        return first, last

    # Buckets

    def create_bucket(self):
        fields = self._fields()
        name = fields.get("name") or fields["id"]
        with self.server.lock:
            if name in self.server.buckets:
                raise BUCKET_EXISTS
            self.server.buckets[name] = {"public": bool(fields.get("public")), "created_at": iso(time.time()), "objects": {}}
        self._json({"name": name})

    def show_bucket(self, name):
        with self.server.lock:
            self.server.bucket(name)
            bucket = self.server.buckets[name]
        self._json({"id": name, "name": name, "owner": "", "public": bucket["public"], "created_at": bucket["created_at"]})

    def list_buckets(self):
        self._json([{"id": name, "name": name, "public": bucket["public"]} for name, bucket in sorted(self.server.buckets.items())])

    def empty_bucket(self, name):
        for _, stored in self.server.remove(name, list(self.server.bucket(name))):
            stored.path.unlink()
        self._json({"message": "Successfully emptied"})

    def delete_bucket(self, name):
        with self.server.lock:
            if self.server.bucket(name):
                raise NOT_EMPTY
            del self.server.buckets[name]
        self._json({"message": "Successfully deleted"})

    # Objects

    def upload(self, bucket, key):
        replace = self.command == "PUT" or self.headers["x-upsert"] == "true"
        stored = self._receive(bucket, key, replace)
        self._json({"Id": stored.id, "Key": f"{bucket}/{key}"})

    def download(self, bucket, key):
        self._object(self.server.find(bucket, key))

    def download_public(self, bucket, key):
        if not self.server.buckets.get(bucket, {}).get("public"):
            raise NO_BUCKET
        self.download(bucket, key)

    def show_object(self, bucket, key):
        stored = self.server.find(bucket, key)
        self._json({
            "id": stored.id, "name": key, "version": stored.path.name, "bucket_id": bucket, "size": stored.size,
            "content_type": stored.media_type, "cache_control": stored.cache_control, "etag": stored.etag, "metadata": stored.user_metadata,
            "last_modified": iso(stored.created), "created_at": iso(stored.created),
        })

    def delete_object(self, bucket, key):
        if not (removed := self.server.remove(bucket, [key])):
            raise NO_KEY
        removed[0][1].path.unlink()
        self._json({"message": "Successfully deleted"})

    def delete_objects(self, bucket):
        removed = self.server.remove(bucket, self._fields()["prefixes"])
        for _, stored in removed:
            stored.path.unlink()
        self._json([entry(key, stored) | {"bucket_id": bucket} for key, stored in removed])

    def move_object(self):
        self._transfer(move=True)

    def copy_object(self):
        self._transfer(move=False)

    def _transfer(self, move):
        fields = self._fields()
        bucket, source, key = fields["bucketId"], fields["sourceKey"], fields["destinationKey"]
        target = fields.get("destinationBucket") or bucket
        stored = self.server.find(bucket, source)
        path = self.server.folder / secrets.token_hex(8)
        os.link(stored.path, path)
        copy = StoredObject(path, stored.size, stored.etag, stored.media_type, stored.cache_control, stored.user_metadata)
        self.server.put(target, key, copy, replace=not move and self.headers["x-upsert"] == "true")
        if not move:
            return self._json({"Id": copy.id, "Key": f"{target}/{key}"} | entry(key, copy))
        for _, old in self.server.remove(bucket, [source]):
            old.path.unlink()
        self._json({"message": "Successfully moved"})

    # Lists

    def list_folder(self, bucket):
        """One level: the folders in it first, without an id, then its objects."""
        fields = self._fields()
        prefix = fields.get("prefix", "")
        prefix = prefix if not prefix or prefix.endswith("/") else prefix + "/"
        with self.server.lock:
            below = {key.removeprefix(prefix): stored for key, stored in self.server.bucket(bucket).items() if key.startswith(prefix)}
        below = {name: stored for name, stored in below.items() if name.startswith(fields.get("search", ""))}
        names = sorted({name.split("/")[0] for name in below if "/" in name})
        order = fields.get("sortBy") or {"column": "name", "order": "asc"}
        by = {"name": lambda item: item[0]}.get(order["column"], lambda item: item[1].created)
        objects = sorted(((name, stored) for name, stored in below.items() if "/" not in name), key=by)
        if order.get("order") == "desc":
            names, objects = names[::-1], objects[::-1]
        nothing = dict.fromkeys(("id", "updated_at", "created_at", "last_accessed_at", "metadata"))
        entries = [{"name": name, **nothing} for name in names] + [entry(name, stored) for name, stored in objects]
        offset = fields.get("offset", 0)
        self._json(entries[offset : offset + fields.get("limit", 100)])

    def list_keys(self, bucket):
        """Version 2: by whole keys in byte order, page after page by cursor."""
        fields = self._fields()
        prefix, limit = fields.get("prefix", ""), fields.get("limit", 1000)
        after = base64.b64decode(fields["cursor"]).decode() if fields.get("cursor") else ""
        with self.server.lock:
            objects = sorted((key, stored) for key, stored in self.server.bucket(bucket).items() if key.startswith(prefix))
        found = {}
        for key, stored in objects:
            name, slash, _ = key[len(prefix) :].partition("/")
            if fields.get("with_delimiter") and slash:
                found[f"{prefix}{name}/"] = None
            else:
                found[key] = stored
        page = [(key, stored) for key, stored in found.items() if key > after]
        rest, page = page[limit:], page[:limit]
        self._json({
            "hasNext": bool(rest), **({"nextCursor": base64.b64encode(page[-1][0].encode()).decode()} if rest else {}),
            "folders": [{"name": key} for key, stored in page if stored is None],
            "objects": [entry(key, stored) for key, stored in page if stored],
        })

    # Signed URLs

    def sign_download(self, bucket, key):
        self.server.find(bucket, key)
        token = self.server.token({"url": f"{bucket}/{key}", "exp": int(time.time()) + self._fields()["expiresIn"]})
        self._json({"signedURL": f"/object/sign/{bucket}/{quote(key)}?token={token}"})

    def sign_upload(self, bucket, key):
        upsert = self.headers["x-upsert"] == "true"
        with self.server.lock:
            if key in self.server.bucket(bucket) and not upsert:
                raise EXISTS
        token = self.server.token({"url": f"{bucket}/{key}", "upsert": upsert, "exp": int(time.time()) + UPLOAD_URL_SECONDS})
        self._finish_body()
        self._json({"url": f"/object/upload/sign/{bucket}/{quote(key)}?token={token}", "token": token})

    def download_signed(self, bucket, key):
        self.server.claims(self.query.get("token", ""), f"{bucket}/{key}")
        self.download(bucket, key)

    def upload_signed(self, bucket, key):
        claims = self.server.claims(self.query.get("token", ""), f"{bucket}/{key}")
        self._receive(bucket, key, claims["upsert"])
        self._json({"Key": f"{bucket}/{key}"})


#: Methods, path, action, and whether it is open to those without the key. The first that fits answers.
ROUTES = [
    ("POST", r"/bucket/?", Handler.create_bucket, False),
    ("GET", r"/bucket/?", Handler.list_buckets, False),
    ("POST", r"/bucket/([^/]+)/empty", Handler.empty_bucket, False),
    ("GET", r"/bucket/([^/]+)", Handler.show_bucket, False),
    ("DELETE", r"/bucket/([^/]+)", Handler.delete_bucket, False),
    ("POST", r"/object/move", Handler.move_object, False),
    ("POST", r"/object/copy", Handler.copy_object, False),
    ("POST", r"/object/list/([^/]+)", Handler.list_folder, False),
    ("POST", r"/object/list-v2/([^/]+)", Handler.list_keys, False),
    ("POST", r"/object/upload/sign/([^/]+)/(.+)", Handler.sign_upload, False),
    ("PUT", r"/object/upload/sign/([^/]+)/(.+)", Handler.upload_signed, True),
    ("POST", r"/object/sign/([^/]+)/(.+)", Handler.sign_download, False),
    ("GET", r"/object/sign/([^/]+)/(.+)", Handler.download_signed, True),
    ("GET HEAD", r"/object/public/([^/]+)/(.+)", Handler.download_public, True),
    ("GET HEAD", r"/object/info/(?:authenticated/)?([^/]+)/(.+)", Handler.show_object, False),
    ("GET HEAD", r"/object/(?:authenticated/)?([^/]+)/(.+)", Handler.download, False),
    ("POST PUT", r"/object/([^/]+)/(.+)", Handler.upload, False),
    ("DELETE", r"/object/([^/]+)/(.+)", Handler.delete_object, False),
    ("DELETE", r"/object/([^/]+)", Handler.delete_objects, False),
]


def entry(name, stored):
    moment = iso(stored.created)
    return {
        "name": name, "id": stored.id, "updated_at": moment, "created_at": moment, "last_accessed_at": moment, "metadata": stored.metadata()
    }


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03}Z"


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@contextlib.contextmanager
def running(plain_statuses=False):
    """Runs the stand-in on a thread of its own."""
    with throwaway.folder("supabase-stand-in") as folder, StandIn(folder, plain_statuses) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    with running() as stand_in:
        print(stand_in.url, stand_in.key, flush=True)
        while os.read(0, 4096):
            pass
