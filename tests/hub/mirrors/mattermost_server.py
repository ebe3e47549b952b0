"""A stand-in for Mattermost's users and their custom status, by its published API and what its open source does with it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hub.graph_server import answering

TOKEN = "site-token"


@dataclass
class MattermostServer:
    """`status` by id is what somebody's custom status is. `faults` as in the stand-in for Graph."""

    clock: Callable[[], datetime] = lambda: datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    url: str = ""
    users: dict[str, str] = field(default_factory=dict)
    status: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: deque[int] = field(default_factory=deque)
    may_edit: bool = True
    asked: list[str] = field(default_factory=list)

    def add(self, mail: str) -> str:
        """A user; their id."""
        one = f"{len(self.users):026d}"
        self.users[one] = mail
        return one

    def answer(self, method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes, dict[str, str]]:
        """What is answered."""
        self.asked.append(f"{method} {path}")
        fault = self.faults.popleft() if self.faults else -1
        if fault > 0:
            return fault, b"{}", {}
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, b"{}", {}
        status, told = self._told(method, path, body)
        return (0 if fault == 0 else status), json.dumps(told).encode(), {}

    def _told(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        parts = urlsplit(path)
        where = unquote(parts.path.removeprefix("/api/v4"))
        if method == "GET" and where == "/users":
            query = parse_qs(parts.query)
            page, size = int(query["page"][0]), int(query["per_page"][0])
            return 200, [self._user(one) for one in list(self.users)[page * size : (page + 1) * size]]
        if method == "GET" and (named := re.match(r"/users/email/(.+)$", where)):
            return next(((200, self._user(one)) for one, mail in self.users.items() if mail == named[1]), (404, {}))
        if method == "POST" and where == "/users/ids":
            return 200, [self._user(one) for one in json.loads(body) if one in self.users]
        found = re.match(r"/users/(\w+)/status/custom$", where)
        if found is None or method not in ("PUT", "DELETE"):
            return 404, {}
        if not self.may_edit:
            return 403, {}
        if found[1] not in self.users:
            return 404, {}
        if method == "DELETE":
            self.status.pop(found[1], None)
            return 200, {"status": "OK"}
        asked = json.loads(body)
        if not asked.keys() <= {"emoji", "text", "duration", "expires_at"} or not (asked.get("text") or asked.get("emoji")):
            return 400, {}
        ends = datetime.fromisoformat(asked["expires_at"].replace("Z", "+00:00"))
        if asked.get("duration") != "date_and_time" or ends < self.clock():
            return 400, {}
        self.status[found[1]] = {**asked, "text": asked["text"][:100]}
        return 200, {"status": "OK"}

    def _user(self, one: str) -> dict[str, Any]:
        props = {"customStatus": json.dumps(self.status[one])} if one in self.status else {}
        return {"id": one, "email": self.users[one], "props": props}


@contextmanager
def mattermost_server() -> Iterator[MattermostServer]:
    """Serve until the block ends."""
    server = MattermostServer()
    with answering(server.answer) as url:
        server.url = url
        yield server
