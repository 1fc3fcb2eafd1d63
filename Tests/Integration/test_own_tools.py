"""The tests' own servers: the proxy that fails on purpose, and the stand-in for Supabase. What they promise the tests built on them."""

import threading
import time

import pytest
import requests
import supabase_stand_in
from botocore.exceptions import BotoCoreError, ClientError
from object_store import Bucket, ObjectStore
from s3_fault_proxy import Fault, FaultProxy

pytestmark = pytest.mark.local_only("the tools are the same whatever the product stands on")
CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def bucket(object_store):
    bucket = Bucket(object_store)
    yield bucket
    bucket.drop()


@pytest.fixture
def proxy(object_store):
    with FaultProxy(object_store.endpoint) as proxy:
        yield proxy


@pytest.fixture
def client(proxy, object_store):
    """A client that knows the proxy's address alone, and gives up quickly."""
    store = ObjectStore(proxy.url, object_store.access_key, object_store.secret_key)
    return store.client(connect_timeout=2, read_timeout=1, retries={"total_max_attempts": 1})


def test_without_a_fault_signatures_and_bytes_pass_through_the_proxy(proxy, client, bucket):
    client.put_object(Bucket=bucket.name, Key="a", Body=CONTENT)
    answer = client.get_object(Bucket=bucket.name, Key="a", Range="bytes=10-99")
    assert answer["Body"].read() == CONTENT[10:100] and bucket.read("a") == CONTENT
    assert [(call.method, call.path, call.status) for call in proxy.calls] == [
        ("PUT", f"/{bucket.name}/a", 200), ("GET", f"/{bucket.name}/a", 206),
    ]


@pytest.mark.parametrize(
    ("fault", "is_stored"),
    [
        (Fault.HANG, False), (Fault.RESET_BEFORE, False), (Fault.RESET_IN_BODY, False), (Fault.ERROR_500, False), (Fault.SLOW_DOWN, False),
        (Fault.HANG_AFTER, True), (Fault.RESET_AFTER, True), (Fault.ERROR_500_AFTER, True),
    ],
)
def test_a_call_that_fails_reaches_the_store_or_does_not(proxy, client, bucket, fault, is_stored):
    proxy.plan(fault, number=2)
    client.put_object(Bucket=bucket.name, Key="first", Body=b"1")
    with pytest.raises((BotoCoreError, ClientError)):
        client.put_object(Bucket=bucket.name, Key="second", Body=CONTENT)
    assert bucket.keys() == (["first", "second"] if is_stored else ["first"])
    client.put_object(Bucket=bucket.name, Key="third", Body=b"3")
    assert [call.fault for call in proxy.calls] == [None, fault, None] and proxy.pending() == []


def test_an_answer_can_be_cut_corrupted_or_an_error_with_status_200(proxy, client, bucket):
    bucket.write("a", CONTENT)
    url = client.generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "a"})
    proxy.plan(Fault.TRUNCATED, number=1)
    proxy.plan(Fault.CORRUPTED, number=2)
    proxy.plan(Fault.ERROR_IN_200, number=3)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(url, timeout=5)
    corrupted = requests.get(url, timeout=5).content
    assert len(corrupted) == len(CONTENT) and sum(a != b for a, b in zip(corrupted, CONTENT)) == 1
    answer = requests.get(url, timeout=5)
    assert answer.status_code == 200 and "<Code>InternalError</Code>" in answer.text
    assert requests.get(url, timeout=5).content == CONTENT


def test_faults_are_planned_by_what_a_call_looks_like(proxy, client, bucket):
    proxy.plan(Fault.SLOW_DOWN, method="POST", query="uploadId=", times=2)
    upload = client.create_multipart_upload(Bucket=bucket.name, Key="a")["UploadId"]
    names = {"Bucket": bucket.name, "Key": "a", "UploadId": upload}
    part = client.upload_part(**names, PartNumber=1, Body=CONTENT)
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    for _ in range(2):
        with pytest.raises(ClientError, match="SlowDown"):
            client.complete_multipart_upload(**names, MultipartUpload=parts)
    client.complete_multipart_upload(**names, MultipartUpload=parts)
    assert bucket.read("a") == CONTENT


def test_a_hanging_call_ends_with_the_proxy(object_store):
    with FaultProxy(object_store.endpoint) as proxy:
        proxy.plan(Fault.HANG)
        waiting = threading.Thread(target=lambda: pytest.raises(OSError, requests.get, proxy.url, timeout=30))
        waiting.start()
        while proxy.count == 0:
            time.sleep(0.01)
    waiting.join(5)
    assert not waiting.is_alive()


# The stand-in for Supabase


@pytest.fixture(params=[False, True], ids=["stand-in, errors as 400", "stand-in, errors as they are"])
def storage(request):
    """A session that knows the key, and the stand-in's address in `url`."""
    with supabase_stand_in.running(plain_statuses=request.param) as server:
        session = requests.Session()
        session.trust_env = False
        session.headers.update({"Authorization": f"Bearer {server.key}", "apikey": server.key})
        session.url, session.plain = f"{server.url}/storage/v1", request.param
        assert session.post(f"{session.url}/bucket", json={"name": "media"}).json() == {"name": "media"}
        yield session


def assert_error(storage, answer, status):
    assert answer.status_code == (status if storage.plain else 400) and answer.json()["statusCode"] == str(status)


def test_the_stand_in_stores_once_and_replaces_only_when_asked(storage):
    url = f"{storage.url}/object/media/a/b.txt"
    assert storage.post(url, data=b"one", headers={"Content-Type": "text/plain"}).json()["Key"] == "media/a/b.txt"
    assert_error(storage, storage.post(url, data=b"two"), 409)
    assert storage.get(url).content == b"one" and storage.get(url).headers["Content-Type"] == "text/plain"
    assert storage.post(url, data=b"three", headers={"x-upsert": "true"}).ok and storage.get(url).content == b"three"
    answer = storage.get(url, headers={"Range": "bytes=1-2"})
    assert (answer.status_code, answer.content, answer.headers["Content-Range"]) == (206, b"hr", "bytes 1-2/5")
    assert storage.head(url).headers["Content-Length"] == "5"
    assert storage.delete(url).ok
    for method in (storage.get, storage.delete):
        assert_error(storage, method(url), 404)
    assert_error(storage, storage.post(f"{storage.url}/object/none/a", data=b"x"), 404)


def test_the_stand_in_lets_in_nobody_without_the_key(storage):
    for headers in ({"Authorization": "Bearer wrong"}, {"apikey": "wrong"}, {"Authorization": None}, {"apikey": None}):
        assert storage.get(f"{storage.url}/object/media/a", headers=headers).status_code in (400, 401, 403)
        assert storage.post(f"{storage.url}/object/media/a", data=b"x", headers=headers).status_code in (400, 401, 403)
    assert storage.post(f"{storage.url}/object/list/media", json={"prefix": ""}).json() == []


def test_the_stand_in_lists_a_folder_at_a_time_moves_and_copies(storage):
    for key in ("x/1", "x/2", "x/y/3", "z"):
        assert storage.post(f"{storage.url}/object/media/{key}", data=key.encode()).ok
    listing = storage.post(f"{storage.url}/object/list/media", json={"prefix": "x", "limit": 2, "offset": 1}).json()
    assert [(item["name"], item["id"] is None) for item in listing] == [("1", False), ("2", False)]
    assert storage.post(f"{storage.url}/object/list/media", json={"prefix": "x"}).json()[0] == {
        "name": "y", "id": None, "updated_at": None, "created_at": None, "last_accessed_at": None, "metadata": None,
    }
    move = {"bucketId": "media", "sourceKey": "x/1", "destinationKey": "x/2"}
    assert_error(storage, storage.post(f"{storage.url}/object/move", json=move), 409)
    assert storage.post(f"{storage.url}/object/move", json={**move, "destinationKey": "w"}).ok
    assert storage.post(f"{storage.url}/object/copy", json={**move, "sourceKey": "w"}, headers={"x-upsert": "true"}).ok
    pages = [storage.post(f"{storage.url}/object/list-v2/media", json={"limit": 2}).json()]
    pages.append(storage.post(f"{storage.url}/object/list-v2/media", json={"limit": 9, "cursor": pages[0]["nextCursor"]}).json())
    assert [item["name"] for page in pages for item in page["objects"]] == ["w", "x/2", "x/y/3", "z"] and not pages[1]["hasNext"]
    assert storage.get(f"{storage.url}/object/media/x/2").content == b"x/1"


def test_the_stand_ins_signed_urls_are_for_one_object_and_a_time(storage):
    storage.post(f"{storage.url}/object/media/a", data=b"signed")
    signed = storage.post(f"{storage.url}/object/sign/media/a", json={"expiresIn": 1}).json()["signedURL"]
    assert requests.get(storage.url + signed, timeout=5).content == b"signed"
    assert requests.get(storage.url + signed.replace("/media/a?", "/media/b?"), timeout=5).status_code == 400
    time.sleep(2.1)
    assert requests.get(storage.url + signed, timeout=5).status_code == 400
    upload = storage.post(f"{storage.url}/object/upload/sign/media/b").json()["url"]
    assert requests.put(storage.url + upload, data=b"by link", timeout=5).ok
    assert_error(storage, requests.put(storage.url + upload, data=b"again", timeout=5), 409)
    assert storage.get(f"{storage.url}/object/media/b").content == b"by link"
