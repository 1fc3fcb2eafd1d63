"""A thousand malformed pictures: the server never dies, each ends with an answer and a reason, memory stays (acceptance 5)."""

import collections
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

from hostile_pictures import hostile
from vitrine_client import Session

WARM_UP = 50
COUNT = 1000
AT_ONCE = 4
SEED = int(os.environ.get("VITRINE_SEED", "20261120"))
MEGABYTE = 1024 * 1024
#: A picture that takes too long is tried again with growing pauses before its failure is final.
PATIENCE = 900


def send(server, token, numbers):
    """Uploads the pictures of these numbers; the asset of each that was taken, the problem of each that was not."""

    def one(number):
        name, content = hostile(random.Random((SEED << 20) + number), number)
        session = Session(server, token)
        answer = session.post("/organization/assets", files={"file": (name, content)})
        session.close()
        assert answer.status_code in (201, 413, 415, 422), f"{name}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, numbers))


def all_settled(session, patience):
    deadline = time.monotonic() + patience
    while True:
        items, cursor = [], None
        while True:
            page = session.assets(limit=100, sort="createdAt", **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            if not (cursor := page["nextCursor"]):
                break
        pending = [item["displayName"] for item in items if item["thumbnailStatus"] == "pending"]
        if not pending:
            return items
        assert time.monotonic() < deadline, f"without an end: {pending}"
        time.sleep(1)


def test_a_thousand_malformed_pictures(own_server, capsys):
    api = own_server.create_organization("hostile").api()
    token, pid, started = api.headers["Authorization"].removeprefix("Bearer "), own_server.pid, time.monotonic()
    send(own_server, token, range(COUNT, COUNT + WARM_UP))
    for asset in all_settled(api, PATIENCE):
        api.delete_for_good(asset)
    before = own_server.memory()

    answers = send(own_server, token, range(COUNT))
    taken = [answer for answer in answers if "id" in answer]
    assets = all_settled(api, PATIENCE)
    assert own_server.is_running and own_server.pid == pid
    assert {asset["id"] for asset in assets} == {answer["id"] for answer in taken}

    outcomes, reasons = collections.Counter(), collections.Counter()
    for asset in assets:
        outcomes[asset["thumbnailStatus"]] += 1
        if asset["thumbnailStatus"] == "failed":
            assert asset["thumbnailError"], asset
            reasons[asset["thumbnailError"].split(":")[0].rstrip(".")] += 1
        elif asset["thumbnailStatus"] == "ready":
            assert api.get(asset["thumbnailUrl"]).status_code == 200 and asset["width"] and asset["height"]
        elif asset["kind"] == "image":
            assert asset["thumbnailError"], asset
    refused = collections.Counter(answer["code"] for answer in answers if "id" not in answer)
    assert api.get("/readyz").json()["status"] == "ok"
    growth = wait_for_growth(own_server, before, 20 * MEGABYTE)
    with capsys.disabled():
        print(
            f"\nhostile pictures: {COUNT}, seed {SEED}, {time.monotonic() - started:.0f} s: "
            + ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
            + f", {sum(refused.values())} refused; server memory {before / MEGABYTE:.1f} MB, after {growth / MEGABYTE:+.1f} MB; "
            + "reasons: "
            + ", ".join(f"{count} × {reason}" for reason, count in reasons.most_common())
        )
    assert growth <= 20 * MEGABYTE
    own_server.stop()
    own_server.cli("sweep", "--grace", "0s")
    own_server.cli("verify", "--checksums")


def wait_for_growth(server, before, limit):
    """The growth of memory, once it is within the limit or ten seconds have passed."""
    deadline = time.monotonic() + 10
    while (growth := server.memory() - before) > limit and time.monotonic() < deadline:
        time.sleep(0.1)
    return growth
