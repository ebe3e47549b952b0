"""A way to a real CalDAV server on which answers are lost, cut short, old or refused, as on the ways to other ones."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.hub.calendars.calendar_servers import Radicale
from tests.hub.graph_server import answering

Answer = tuple[int, bytes, dict[str, str]]
_RESPONSE = re.compile(rb"<response>.*?</response>", re.DOTALL)
_CUT = b"http://cut-short.example/token"


@dataclass
class Way:
    """What was asked on it, and what goes wrong: each of `faults` at the next request for changes, or for anything else.

    `lost`: done and not answered. `busy`: 429. `forgotten`: the server's own refusal of a token that it does not know.
    `refused`: 403 with the condition of RFC 6578. `cut`: a file at a time, 507 for the rest. `bare`: without what files say.
    `stale`: what was answered before, once more.
    """

    server: Radicale
    url: str = ""
    faults: deque[str] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    rest: list[bytes] = field(default_factory=list)
    token: bytes = b""
    last: Answer | None = None

    @property
    def calendar(self) -> str:
        """The address of Anna's first calendar on this way."""
        return f"{self.url}{self.server.home}arbete/"

    def answer(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """What comes back."""
        kind = next(
            (each for each in ("sync-collection", "calendar-query", "calendar-multiget") if each.encode() in body), method
        )
        self.asked.append(kind)
        if kind == "sync-collection" and _CUT in body:
            return self._cut()
        fault = self.faults.popleft() if self.faults and kind in ("sync-collection", "calendar-multiget") else ""
        if fault == "busy":
            return 429, b"", {"retry-after": "7"}
        if fault == "refused":
            return 403, b'<error xmlns="DAV:"><valid-sync-token/></error>', {}
        if fault == "stale" and self.last is not None:
            return self.last
        if fault == "forgotten":
            body = re.sub(rb"(<d:sync-token>)[^<]*", rb"\1http://radicale.org/ns/sync/" + b"0" * 64, body)
        told = self._asked(method, path, body, headers)
        if fault == "lost":
            return 0, b"", {}
        if fault == "bare":
            return told[0], re.sub(rb"<C:calendar-data>.*?</C:calendar-data>", b"", told[1], flags=re.DOTALL), told[2]
        if fault == "cut":
            found = re.search(rb"<sync-token>([^<]*)", told[1])
            assert found is not None
            self.rest, self.token = _RESPONSE.findall(told[1]), found[1]
            return self._cut()
        self.last = told if kind == "sync-collection" else self.last
        return told

    def _cut(self) -> Answer:
        one, self.rest = self.rest[:1], self.rest[1:]
        if self.rest:
            one.append(b"<response><href>/anna/arbete/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>")
        token = _CUT if self.rest else self.token
        spaces = b'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
        body = b"<multistatus " + spaces + b"><sync-token>" + token + b"</sync-token>" + b"".join(one) + b"</multistatus>"
        return 207, body, {"content-type": "text/xml"}

    def _asked(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        sent = {name: value for name in ("depth", "content-type") if (value := headers.get(name)) is not None}
        answer = self.server.http.request(method, path, content=body, headers=sent)
        return answer.status_code, answer.content, {"content-type": "text/xml"}


@contextmanager
def way_to(server: Radicale) -> Iterator[Way]:
    """Until the block ends."""
    way = Way(server)
    with answering(way.answer) as url:  # type: ignore[arg-type]
        way.url = url
        yield way
