"""The HTTP interface as its callers see it."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

import requests


class Session(requests.Session):
    """A `requests` session whose paths are relative to the server, wherever it listens after a restart."""

    def __init__(self, server, token=None):
        super().__init__()
        self.server = server
        self.trust_env = False
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method, url, **options):
        options.setdefault("timeout", 60)
        absolute = url if url.startswith(("http://", "https://")) else self.server.url + url
        return super().request(method, absolute, **options)

    # The main job, in the fewest words. Each fails on any answer but the expected one.

    def upload(self, content, name="picture.jpg", media_type=None, **fields):
        """Uploads bytes or an open file and returns the asset."""
        file = (name, content, media_type) if media_type else (name, content)
        return expect(201, self.post("/organization/assets", files={"file": file}, data=fields))

    def assets(self, **query):
        return expect(200, self.get("/organization/assets", params=query))

    def asset(self, identifier):
        return expect(200, self.get(f"/organization/assets/{identifier}"))

    def storage(self):
        return expect(200, self.get("/organization/assets/storage"))

    def delete_for_good(self, asset):
        """Into Trash, and out of it."""
        expect(204, self.delete(f"/organization/assets/{asset['id']}"))
        expect(204, self.post(f"/organization/assets/{asset['id']}/purge"))

    def settled(self, asset, timeout=60):
        """The asset once its thumbnail is ready, has failed, or will never be."""
        return wait_until(
            lambda: (now := self.asset(asset["id"]))["thumbnailStatus"] != "pending" and now,
            timeout,
            f"a thumbnail of {asset['id']}",
        )


def expect(status, response):
    """The answer's JSON (or None), if it has the status."""
    request = response.request
    assert response.status_code == status, f"{request.method} {request.url}: {response.status_code} {response.text[:1000]}"
    return response.json() if response.content else None


def expect_problem(status, code, response):
    """The answer as RFC 9457 describes an error, if it is this one."""
    problem = expect(status, response)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status and problem["code"] == code, problem
    assert problem["type"] and problem["title"] and problem["detail"]
    assert all({"field", "code", "detail"} <= error.keys() for error in problem["errors"])
    return problem


def wait_until(condition, timeout=20, what="the condition"):
    """The first true value of `condition()`, asked every 20 ms; fails after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what} was not met within {timeout} s"
        time.sleep(0.02)
    return value


@dataclass
class User:
    server: Any
    email: str
    password: str

    def sign_in(self, slug=None):
        """A session with the browser's cookie, signed in through the form as a browser would."""
        session = Session(self.server)
        form = session.get("/login")
        csrf = re.search(r'name="csrf"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf"', form.text)
        assert csrf, f"no csrf field in the sign-in form:\n{form.text[:2000]}"
        answer = session.post(
            "/login", data={"email": self.email, "password": self.password, "csrf": csrf[1] or csrf[2]},
            headers={"Origin": self.server.url}, allow_redirects=False,
        )
        assert answer.status_code in (302, 303), f"signing in answered {answer.status_code}: {answer.text[:1000]}"
        if slug:
            session.headers["X-Organization"] = slug
        return session


@dataclass
class Organization:
    server: Any
    slug: str
    id: str
    _users: dict = field(default_factory=dict)

    def user(self, role="admin"):
        """A member with the role, made on first use."""
        if role not in self._users:
            self._users[role] = self.server.create_user(f"{role}@{self.slug}.example", self, role)
        return self._users[role]

    def api(self, role="admin", scope="read,write,admin"):
        """A session with a new token of a member with the role."""
        return Session(self.server, self.server.create_token(self.user(role), self, scope))
