"""Real calendar servers for tests: Radicale as a process of its own, and a small server that speaks what Graph publishes."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

PASSWORD = "hemligt-kalender"


@dataclass
class Radicale:
    """A running Radicale with Anna's home."""

    url: str
    http: httpx.Client
    folder: Path
    home: str = "/anna/"

    @property
    def calendar(self) -> str:
        """The address of Anna's first calendar."""
        return f"{self.url}{self.home}arbete/"

    def put(self, name: str, *events: str, calendar: str = "arbete") -> None:
        """Add or change an entry."""
        body = "".join(f"BEGIN:VEVENT\nUID:{name}\nDTSTAMP:20260101T000000Z\n{event.strip()}\nEND:VEVENT\n" for event in events)
        text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{ZONE}{body}END:VCALENDAR\n".replace("\n", "\r\n")
        answer = self.http.put(
            f"{self.home}{calendar}/{name}.ics", content=text.encode(), headers={"content-type": "text/calendar"}
        )
        assert answer.status_code in (201, 204), answer.text

    def delete(self, name: str) -> None:
        """Take an entry away."""
        self.http.delete(f"{self.home}arbete/{name}.ics").raise_for_status()


ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
_MKCALENDAR = """<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname></d:prop></d:set></c:mkcalendar>"""


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """Serve until the block ends; two calendars, "arbete" and "privat"."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"anna:{PASSWORD}\n", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder / 'collections'}\n[logging]\nlevel = error\n",
        "utf-8",
    )
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", str(folder / "config")])
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, auth=("anna", PASSWORD), timeout=20, trust_env=False) as http:
            while True:
                assert process.poll() is None, "Radicale did not start"
                try:
                    http.request("PROPFIND", "/anna/", headers={"depth": "0"})
                    break
                except httpx.TransportError:
                    continue
            for name in ("arbete", "privat"):
                made = http.request("MKCALENDAR", f"/anna/{name}/", content=_MKCALENDAR.format(name=name).encode())
                assert made.status_code == 201, made.text
            yield Radicale(url, http, folder)
    finally:
        process.terminate()
        process.wait(30)


@dataclass
class GraphServer:
    """A mailbox behind the shapes that Graph publishes. `changes` are told in the next delta, `asked` what was asked."""

    url: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    too_old: bool = False
    busy: bool = False
    secret: str = "site-secret"
    onward: str = ""
    """Where the next link leads instead of to this server."""

    def answer(self, method: str, path: str, body: bytes, headers: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
        """What Graph would answer."""
        self.asked.append(f"{method} {path}")
        if path.startswith("/tenant/oauth2/v2.0/token"):
            form = parse_qs(body.decode())
            if form.get("client_secret") != [self.secret] or form.get("grant_type") != ["client_credentials"]:
                return 400, {"error": "invalid_client"}, {}
            return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": "good"}, {}
        if headers.get("authorization") != "Bearer good":
            return 401, {"error": {"code": "InvalidAuthenticationToken"}}, {}
        if self.busy:
            return 429, {"error": {"code": "TooManyRequests"}}, {"retry-after": "7"}
        if not re.match(r"/v1\.0/users/anna@x\.example/calendarView/delta", path):
            return 404, {"error": {"code": "ErrorInvalidUser"}}, {}
        query = parse_qs(urlsplit(path).query)
        base = f"{self.url}/v1.0/users/anna@x.example/calendarView/delta"
        if "$deltatoken" in query:
            if self.too_old:
                self.too_old = False
                return 410, {"error": {"code": "SyncStateNotFound"}}, {}
            told, self.changes = self.changes, []
            return 200, {"value": told, "@odata.deltaLink": f"{base}?$deltatoken=next"}, {}
        if "$skiptoken" in query:
            return 200, {"value": self.events[1:], "@odata.deltaLink": f"{base}?$deltatoken=first"}, {}
        assert "startDateTime" in query
        return 200, {"value": self.events[:1], "@odata.nextLink": self.onward or f"{base}?$skiptoken=page2"}, {}


@contextmanager
def graph_server() -> Iterator[GraphServer]:
    """Serve until the block ends."""
    graph = GraphServer()
    with answering(lambda *asked: _as_json(graph.answer(*asked))) as url:
        graph.url = url
        yield graph


def _as_json(told: tuple[int, dict[str, Any], dict[str, str]]) -> tuple[int, bytes, dict[str, str]]:
    status, body, headers = told
    return status, json.dumps(body).encode(), {"content-type": "application/json", **headers}


@contextmanager
def answering(answer: Callable[[str, str, bytes, Any], tuple[int, bytes, dict[str, str]]]) -> Iterator[str]:
    """A real HTTP server on this machine that answers by `answer(method, path, body, headers)`; its address."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, content, headers = answer(self.command, self.path, body, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PROPFIND = do_REPORT = _serve  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)
