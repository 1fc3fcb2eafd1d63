"""Health, metrics, logs, request ids; and doing without the media worker."""

import json
import os
import re
import shutil
import signal

import pictures
from vitrine_client import Session, wait_until
from vitrine_server import PROGRAM, Server


def test_healthz_and_readyz_say_what_works(server):
    anybody = Session(server)
    assert anybody.get("/healthz").json() == {"status": "ok"}
    ready = anybody.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] == "ok"
    assert ready.json()["checks"]["database"] == ready.json()["checks"]["storage"] == "ok"
    assert ready.json()["checks"]["media-worker"].startswith("ok")


def test_metrics_count_requests_by_route_and_never_by_address(api):
    for _ in range(3):
        api.get("/organization/assets/not-an-id")
    answer = Session(api.server).get("/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for line in lines:
        assert line.startswith("# ") or re.fullmatch(r"[a-z_]+(\{([a-z]+=\"[^\"]*\",?)+\})? [0-9.e+-]+", line), line
    counted = [line for line in lines if 'method="GET",route="/organization/assets/{id}",status="404"' in line]
    assert counted and int(counted[0].split()[-1]) >= 3
    assert "not-an-id" not in answer.text
    names = {re.split(r"[ {]", line)[0] for line in lines if not line.startswith("#")}
    assert {
        "vitrine_http_requests_total",
        "vitrine_http_request_seconds_bucket",
        "vitrine_open_connections",
        "vitrine_jobs_queued",
    } <= names
    assert "vitrine_media_worker_ready 1.0" in lines or "vitrine_media_worker_ready 1" in lines


def test_every_answer_has_a_request_id_of_its_own_that_the_log_knows(api):
    answers = [
        api.get("/healthz"),
        api.get("/nothing"),
        api.delete("/healthz"),
        api.get("/organization/assets"),
        api.get("/login"),
        api.post("/organization/assets", data=b"x"),
    ]
    identifiers = [answer.headers["X-Request-Id"] for answer in answers]
    assert len(set(identifiers)) == len(answers)
    logged = wait_until(
        lambda: (found := {entry["id"]: entry for entry in api.server.log_entries() if entry["event"] == "request"}).keys()
        >= set(identifiers)
        and found,
        what="their lines in the log",
    )
    for answer, identifier in zip(answers, identifiers):
        entry = logged[identifier]
        assert (entry["method"], entry["status"], entry["from"]) == (answer.request.method, str(answer.status_code), "127.0.0.1")
        assert int(entry["ms"]) >= 0 and re.match(r"\d{4}-\d\d-\d\dT", entry["time"])


def test_every_line_of_a_json_log_is_json(server):
    Session(server).get('/a"b\\c?\u20ac=%0a')
    wait_until(server.log_entries)
    # What other tests have asked is still being written: the last line may be half there.
    whole = server.log().rpartition("\n")[0].splitlines()
    lines = [line for line in whole if not line.startswith("listening on ")]
    assert lines
    assert all({"time", "level", "event"} <= json.loads(line).keys() for line in lines)


def test_the_log_level_is_kept():
    with Server(environment={"VITRINE_LOG_LEVEL": "warning"}) as quiet:
        Session(quiet).get("/healthz")
        assert quiet.log().count("\n") == 1
    with Server(environment={"VITRINE_LOG": "text"}) as plain:
        identifier = Session(plain).get("/healthz").headers["X-Request-Id"]
        wait_until(lambda: f"id={identifier}" in plain.log())


def test_without_its_worker_the_server_takes_pictures_and_pictures_them_when_it_is_back(tmp_path):
    program = tmp_path / "bin" / PROGRAM.name
    shutil.copytree(PROGRAM.parent, program.parent, ignore=only_the_program)
    worker = program.with_name("vitrine-media-worker")
    hidden = worker.rename(worker.with_suffix(".away"))
    with Server(data=make_folder(tmp_path / "data"), program=program) as server:
        api = server.create_organization("patient").api()
        ready = api.get("/readyz")
        assert ready.status_code == 200 and ready.json()["status"] == "degraded"
        assert ready.json()["checks"]["media-worker"] != "ok"
        assert "vitrine_media_worker_ready 0" in api.get("/metrics").text
        asset = api.upload(pictures.picture("jpeg"), "later.jpg")
        assert (asset["mimeType"], asset["thumbnailStatus"]) == ("image/jpeg", "pending")
        assert api.get(asset["publicUrl"]).content == pictures.picture("jpeg")
        session = server.create_user("viewer@example.org", "patient", "admin").sign_in()
        assert "later.jpg" in session.get("/org/patient/media").text
        server.stop()
        hidden.rename(worker)
        server.start()
        assert api.get("/readyz").json()["status"] == "ok"
        done = api.settled(asset, timeout=90)
        assert done["thumbnailStatus"] == "ready" and (done["width"], done["height"]) == (pictures.WIDTH, pictures.HEIGHT)


def test_a_killed_worker_is_replaced_and_costs_nobody_a_thumbnail(own_server):
    api = own_server.create_organization("resilient").api()
    for number in range(4):
        for child in own_server.children():
            os.kill(child, signal.SIGKILL)
        asset = api.upload(pictures.picture("jpeg", 1200 + number, 600), "a.jpg")
        assert api.settled(asset, timeout=90)["thumbnailStatus"] == "ready"


def only_the_program(folder, names):
    """Of a build's folder, all but the two programs and their resources is left out."""
    return [
        name
        for name in names
        if folder == str(PROGRAM.parent) and not name.endswith((".resources", "vitrine", "vitrine-media-worker"))
    ]


def make_folder(path):
    path.mkdir(mode=0o700)
    return path
