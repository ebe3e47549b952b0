"""A stand-in for 3CX's configuration interface, over HTTP: people with exceptions by the hour, one live token a client, and the
faults that the real one has. It leads a call by its own reading of the hours, not by the driver's.

Where the vendor's description lies at hand (`KALIX_3CX_DESCRIPTION`), each request and each answer is judged by it.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
CLIENT, KEY = "kalix", "only-for-tests"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_CONDITIONS = ("NoAnswer", "PhoneBusy", "PhoneNotRegistered", "ForwardAll", "BasedOnCallerID", "BasedOnDID")
Judge = Callable[[str, str, dict[str, str], Any, int, Any], None]
"""Told method, path, query, body, status and answer of each request; what it raises is kept in `complaints`."""


@dataclass
class Exchange:
    """`fault` answers in place of the exchange: a status with its headers, or None to be asked on; each once."""

    judge: Judge | None = None
    users: dict[int, dict[str, Any]] = field(default_factory=dict)
    token: str = ""
    tokens: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str]] | None] = field(default_factory=list)
    forgets: bool = False
    """Whether it says that it has written something, and has not."""
    deaf: bool = False
    """Whether it lists everybody, whoever was asked for."""
    complaints: list[str] = field(default_factory=list)

    control: Callable[[str], tuple[int, Any]] = lambda path: (403, {"error": {"code": "", "message": "no licence"}})
    """What call control answers at a path."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        exchange = self

        class Handler(_Handler):
            there = exchange

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, number: str) -> dict[str, Any]:
        """Somebody with this extension."""
        user = {"Id": 10 + len(self.users), "Number": number, "ForwardingExceptions": []}
        self.users[user["Id"]] = user
        return user

    def of(self, number: str) -> dict[str, Any]:
        return next(each for each in self.users.values() if each["Number"] == number)

    def rings(self, number: str, now: datetime) -> str:
        """Where a call to `number` goes: the first exception that forwards all calls in these hours, else the phone."""
        there = now.astimezone(ZONE)
        for each in self.of(number)["ForwardingExceptions"]:
            if each.get("Condition") == "ForwardAll" and each.get("Enabled") is not False and in_hours(each["Hours"], there):
                goes = each["Destination"]
                return str(goes["External"] if goes["To"] == "External" else goes["Number"])
        return number

    # what it answers

    def answer(
        self, method: str, path: str, query: dict[str, str], body: bytes, bearer: str
    ) -> tuple[int, Any, dict[str, str]]:
        with self._lock:
            self.asked.append((method, path))
            if path == "/connect/token":
                return self._token(body)
            fault = self.faults.pop(0) if self.faults else None
            if fault is not None:
                return fault[0], {"error": {"code": "", "message": "busy"}}, fault[1]
            if not self.token or bearer != f"Bearer {self.token}":
                return 401, {"error": {"code": "", "message": "token"}}, {}
            if path.startswith("/callcontrol"):
                status, told = self.control(path)
                return status, told, {}
            sent = json.loads(body) if body else None
            status, told = self._xapi(method, path.removeprefix("/xapi/v1"), query, sent)
            if self.judge is not None:
                try:
                    self.judge(method, path, query, sent, status, told)
                except Exception as fault_found:  # noqa: BLE001  (told by the test, whatever the judge says)
                    self.complaints.append(f"{method} {path} {query} {sent} {status} {told}: {fault_found!r}")
            return status, told, {}

    def _token(self, body: bytes) -> tuple[int, Any, dict[str, str]]:
        text = body.decode("latin-1")
        parts = dict(re.findall(r'name="(\w+)"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]*)', text))
        if parts != {"client_id": CLIENT, "client_secret": KEY, "grant_type": "client_credentials"}:
            return 401, {"error": "invalid_client"}, {}
        self.token, self.tokens = secrets.token_hex(8), self.tokens + 1
        return 200, {"token_type": "Bearer", "expires_in": 60, "access_token": self.token, "refresh_token": None}, {}

    def _xapi(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if method == "GET" and path == "/Users":
            return 200, {"value": self._listed(query)}
        found = re.fullmatch(r"/Users\((\d+)\)", path)
        if method == "PATCH" and found and int(found[1]) in self.users and isinstance(body, dict):
            told = body.get("ForwardingExceptions")
            if not isinstance(told, list) or not all(map(_is_right, told)):
                return 400, {"error": {"code": "", "message": "not an exception"}}
            if not self.forgets:
                kept = [
                    {"Id": number, **{key: value for key, value in each.items() if key != "Id"}}
                    for number, each in enumerate(told, 1)
                ]
                self.users[int(found[1])]["ForwardingExceptions"] = kept
            return 204, None
        return 404, {"error": {"code": "", "message": "not found"}}

    def _listed(self, query: dict[str, str]) -> list[dict[str, Any]]:
        people = sorted(self.users.values(), key=lambda each: each["Id"])
        wanted = re.fullmatch(r"Number eq '(\d+)'", query.get("$filter", ""))
        if wanted and not self.deaf:
            people = [each for each in people if each["Number"] == wanted[1]]
        skip, top = int(query.get("$skip", "0")), min(int(query.get("$top", "100")), 100)
        names = set(query["$select"].split(",")) | set(filter(None, query.get("$expand", "").split(",")))
        return [json.loads(json.dumps({name: each[name] for name in names})) for each in people[skip : skip + top]]


class _Handler(BaseHTTPRequestHandler):
    there: Exchange
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        status, told, heads = self.there.answer(
            self.command, unquote(split.path), query, body, self.headers.get("Authorization", "")
        )
        sent = b"" if told is None else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {**heads, "Content-Type": "application/json", "Content-Length": str(len(sent))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PATCH = _any  # noqa: N815  (the library calls them so)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


def in_hours(hours: dict[str, Any], there: datetime) -> bool:
    """Whether these are hours of an exception at the local time `there`."""
    if hours["Type"] in ("AllHours", "Never"):
        return bool(hours["Type"] == "AllHours")
    assert hours["Type"] == "SpecificHours", hours
    now = there.time().isoformat()
    return any(each["DayOfWeek"] == _DAYS[there.weekday()] and each["Start"] <= now < each["Stop"] for each in hours["Periods"])


def _is_right(one: Any) -> bool:
    """As the real one refuses what it cannot keep."""
    hours = one.get("Hours") or {}
    periods = hours.get("Periods", [])
    return (
        one.get("Condition") in _CONDITIONS
        and isinstance(one.get("Destination"), dict)
        and hours.get("Type") in ("AllHours", "SpecificHours", "OfficeHours", "OutOfOfficeHours", "Never")
        and all(
            each["DayOfWeek"] in _DAYS and _TIME.fullmatch(each["Start"]) and _TIME.fullmatch(each["Stop"]) for each in periods
        )
    )
