"""The one stand-in for Microsoft Graph: calendars, presence and mailboxes in the shapes that it publishes, with its faults.

Nobody here could try the real one. Paths, fields and the values of enumerations are those of the published v1.0; what is sent
with a field too many or a value too few is refused, as a rule that the published pages give in words.
"""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.hub.graph_subscriptions import LOST, Subscriptions, Told

REPLY_OFF: dict[str, Any] = {
    "status": "disabled",
    "externalAudience": "all",
    "internalReplyMessage": "",
    "externalReplyMessage": "",
    "scheduledStartDateTime": {"dateTime": "2026-11-20T08:00:00.0000000", "timeZone": "UTC"},
    "scheduledEndDateTime": {"dateTime": "2026-11-21T08:00:00.0000000", "timeZone": "UTC"},
}
"""A mailbox's automatic reply that nobody has ever set."""


@dataclass
class Account:
    """Somebody's account: what they have set, or somebody for them."""

    id: str
    mail: str
    text: str = ""
    text_ends: datetime | None = None
    preferred: tuple[str, str] | None = None
    preferred_ends: datetime | None = None
    session: tuple[str, str] = ("Available", "Available")
    login: str = ""
    """The user name, where it is another than the address."""
    reply: dict[str, Any] = field(default_factory=lambda: dict(REPLY_OFF))

    def seen(self, now: datetime, *, keeps_texts: bool = False) -> dict[str, Any]:
        """What others are told of it."""
        preferred = self.preferred if self.preferred_ends is None or now < self.preferred_ends else None
        availability, activity = preferred or self.session
        found: dict[str, Any] = {"id": self.id, "availability": availability, "activity": activity}
        if self.text and (keeps_texts or self.text_ends is None or now < self.text_ends):
            found["statusMessage"] = {"message": {"content": self.text, "contentType": "text"}}
        return found


@dataclass
class Teams:
    """Presence of accounts. `clock` is the server's; `stale` answers looks with what was so when it was set."""

    clock: Callable[[], datetime] = lambda: datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    accounts: dict[str, Account] = field(default_factory=dict)
    writes: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)
    stale: dict[str, dict[str, Any]] = field(default_factory=dict)
    keeps_texts: bool = False
    """Texts are not taken away at their end."""
    refusing: set[str] = field(default_factory=set)
    """Accounts, by address, for which nothing is taken."""
    closed: set[str] = field(default_factory=set)
    """Mailboxes, by address, that the application may not open."""
    next_page: str = ""
    """Where the list of accounts goes on."""

    def add(self, mail: str) -> Account:
        """An account."""
        one = Account(f"{len(self.accounts):08d}-0000-4000-8000-000000000000", mail)
        self.accounts[one.id] = one
        return one

    def of(self, mail: str) -> Account:
        """The account of an address."""
        return next(one for one in self.accounts.values() if one.mail == mail)

    def freeze(self) -> None:
        """From now on looks are answered with what is so now."""
        self.stale = {one.id: one.seen(self.clock(), keeps_texts=self.keeps_texts) for one in self.accounts.values()}

    def answer(self, method: str, path: str, body: bytes) -> Told | None:
        """What is answered; None where it is nothing of these."""
        parts = urlsplit(path)
        if parts.path == "/v1.0/users" and method == "GET":
            return self._users(parse_qs(parts.query))
        if parts.path == "/v1.0/communications/getPresencesByUserId" and method == "POST":
            return self._look(json.loads(body))
        if (box := re.match(r"/v1\.0/users/([^/]+)/mailboxSettings(/automaticRepliesSetting)?$", parts.path)) is not None:
            return self._mailbox(method, box[1], body)
        found = re.match(r"/v1\.0/users/([^/]+)/presence/(\w+)$", parts.path)
        if found is None or method != "POST":
            return None
        if "Presence.ReadWrite.All" in self.denied:
            return _refusal(403, "Forbidden")
        one = self.accounts.get(found[1])
        if one is None:
            return _refusal(404, "NotFound")
        if one.mail in self.refusing:
            return _refusal(400, "InvalidPresence")
        asked = json.loads(body)
        refused = {
            "setStatusMessage": self._text,
            "setUserPreferredPresence": self._prefer,
            "clearUserPreferredPresence": _clear,
        }[found[2]](one, asked)
        if refused:
            return _refusal(400, refused)
        self.writes.append((one.mail, found[2], asked))
        return 200, {}, {}

    def _users(self, query: dict[str, list[str]]) -> Told:
        if "User.ReadBasic.All" in self.denied:
            return _refusal(403, "Authorization_RequestDenied")
        shown = [{"id": one.id, "mail": one.mail, "userPrincipalName": one.login or one.mail} for one in self.accounts.values()]
        if "$filter" not in query:
            return 200, {"value": shown, **({"@odata.nextLink": self.next_page} if self.next_page else {})}, {}
        asked = re.fullmatch(r"mail eq '((?:[^']|'')+)' or userPrincipalName eq '((?:[^']|'')+)'", query["$filter"][0])
        if asked is None:
            return _refusal(400, "Request_UnsupportedQuery")
        names = {name.replace("''", "'").casefold() for name in asked.groups()}
        return (
            200,
            {"value": [one for one in shown if names & {one["mail"].casefold(), one["userPrincipalName"].casefold()}]},
            {},
        )

    def _mailbox(self, method: str, account: str, body: bytes) -> Told:
        if "MailboxSettings.ReadWrite" in self.denied:
            return _refusal(403, "ErrorAccessDenied")
        one = self.accounts.get(account)
        if one is None:
            return _refusal(404, "ErrorInvalidUser")
        if one.mail in self.closed:
            return _refusal(403, "ErrorAccessDenied")
        if method == "GET":
            return 200, one.reply, {}
        asked = json.loads(body)
        setting = asked.get("automaticRepliesSetting", {})
        moments = [setting[name] for name in ("scheduledStartDateTime", "scheduledEndDateTime") if name in setting]
        wrong = (
            asked.keys() != {"automaticRepliesSetting"}
            or not setting.keys() <= REPLY_OFF.keys()
            or setting.get("status") not in ("disabled", "alwaysEnabled", "scheduled")
            or setting.get("externalAudience", "all") not in ("none", "contactsOnly", "all")
            or any(moment.keys() != {"dateTime", "timeZone"} for moment in moments)
        )
        if wrong:
            return _refusal(400, "ErrorInvalidRequest")
        laid_out = {
            name: f"<html>\n<body>\n{escape(setting[name])}\n</body>\n</html>\n" if setting[name] else ""
            for name in ("internalReplyMessage", "externalReplyMessage")
            if name in setting
        }
        longer = {
            name: {**setting[name], "dateTime": f"{setting[name]['dateTime']}.0000000"}
            for name in ("scheduledStartDateTime", "scheduledEndDateTime")
            if name in setting
        }
        one.reply = {**one.reply, **setting, **laid_out, **longer}
        self.writes.append((one.mail, "automaticRepliesSetting", setting))
        return 200, {}, {}

    def _look(self, asked: dict[str, Any]) -> Told:
        if "Presence.ReadWrite.All" in self.denied:
            return _refusal(403, "Forbidden")
        if asked.keys() != {"ids"} or not 1 <= len(asked["ids"]) <= 650:
            return _refusal(400, "InvalidIds")
        now = self.clock()
        seen = [
            self.stale.get(one) or self.accounts[one].seen(now, keeps_texts=self.keeps_texts)
            for one in asked["ids"]
            if one in self.accounts
        ]
        return 200, {"value": seen}, {}

    def _text(self, one: Account, asked: dict[str, Any]) -> str:
        message = asked.get("statusMessage", {})
        inner = message.get("message", {})
        if asked.keys() != {"statusMessage"} or not message.keys() <= {"message", "expiryDateTime"}:
            return "UnknownField"
        if inner.keys() != {"content", "contentType"} or inner["contentType"] != "text" or len(inner["content"]) > 280:
            return "InvalidMessage"
        ends = message.get("expiryDateTime")
        if ends is not None and (
            ends.keys() != {"dateTime", "timeZone"} or ends["timeZone"] != "UTC" or "Z" in ends["dateTime"]
        ):
            return "InvalidExpiry"
        one.text = inner["content"]
        one.text_ends = None if ends is None else datetime.fromisoformat(ends["dateTime"]).replace(tzinfo=UTC)
        return ""

    def _prefer(self, one: Account, asked: dict[str, Any]) -> str:
        said = asked.get("availability"), asked.get("activity")
        pairs = {(each, each) for each in ("Available", "Busy", "DoNotDisturb", "BeRightBack", "Away")} | {
            ("Offline", "OffWork")
        }
        lasts = re.fullmatch(r"PT(\d+)S", asked.get("expirationDuration", "PT86400S"))
        if not asked.keys() <= {"availability", "activity", "expirationDuration"} or said not in pairs or lasts is None:
            return "InvalidPresence"
        one.preferred, one.preferred_ends = (said[0] or "", said[1] or ""), self.clock() + timedelta(seconds=int(lasts[1]))
        return ""


def _clear(one: Account, asked: dict[str, Any]) -> str:
    one.preferred = one.preferred_ends = None
    return "UnknownField" if asked else ""


def _refusal(status: int, code: str) -> Told:
    return status, {"error": {"code": code, "message": code}}, {}


@dataclass
class GraphServer:
    """Graph. Of a mailbox's calendar `changes` are told in the next delta; `asked` is what was asked.

    `faults` are taken one after the other for what is asked of presence: a status to refuse with, 0 for doing it and not
    answering, or -1 for none.
    """

    url: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    too_old: bool = False
    busy: bool = False
    stale: int = 0
    """Readings of a calendar in which its changes are not seen yet."""
    secret: str = "site-secret"
    onward: str = ""
    """Where the next link leads instead of to this server."""
    teams: Teams = field(default_factory=Teams)
    faults: deque[int] = field(default_factory=deque)
    token: str = "good"
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    elsewhere: str = ""
    """Where it sends whoever asks of presence, instead of answering."""

    def answer(self, method: str, path: str, body: bytes, headers: Any) -> Told:
        """What Graph would answer."""
        self.asked.append(f"{method} {path}")
        if path.startswith("/tenant/oauth2/v2.0/token"):
            form = parse_qs(body.decode())
            if form.get("client_secret") != [self.secret] or form.get("grant_type") != ["client_credentials"]:
                return 400, {"error": "invalid_client"}, {}
            return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": self.token}, {}
        if headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"error": {"code": "InvalidAuthenticationToken"}}, {}
        if self.busy:
            return 429, {"error": {"code": "TooManyRequests"}}, {"retry-after": "7"}
        if path.startswith("/v1.0/subscriptions"):
            return self.subscriptions.answer(method, path, body)
        if "/calendarView/" not in path:
            return self._of_teams(method, path, body)
        return self._of_calendar(path)

    def _of_teams(self, method: str, path: str, body: bytes) -> Told:
        if self.elsewhere:
            return 307, {}, {"location": f"{self.elsewhere}{path}"}
        fault = self.faults.popleft() if self.faults else None
        if fault is not None and fault > 0:
            return fault, {"error": {"code": str(fault)}}, {"retry-after": "7"} if fault in (429, 503) else {}
        told = self.teams.answer(method, path, body) or _refusal(404, "NotFound")
        return LOST if fault == 0 else told

    def _of_calendar(self, path: str) -> Told:
        if not re.match(r"/v1\.0/users/anna@x\.example/calendarView/delta", path):
            return 404, {"error": {"code": "ErrorInvalidUser"}}, {}
        query = parse_qs(urlsplit(path).query)
        base = f"{self.url}/v1.0/users/anna@x.example/calendarView/delta"
        if "$deltatoken" in query:
            if self.too_old:
                self.too_old = False
                return 410, {"error": {"code": "SyncStateNotFound"}}, {}
            if self.stale:
                self.stale -= 1
                return 200, {"value": [], "@odata.deltaLink": f"{base}?$deltatoken=same"}, {}
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
    with answering(lambda *asked: as_json(graph.answer(*asked))) as url:
        graph.url = url
        yield graph


def as_json(told: Told) -> tuple[int, bytes, dict[str, str]]:
    """An answer as it is sent."""
    status, body, headers = told
    return status, json.dumps(body).encode(), {"content-type": "application/json", **headers}


@contextmanager
def answering(answer: Callable[[str, str, bytes, Any], tuple[int, bytes, dict[str, str]]]) -> Iterator[str]:
    """A real HTTP server on this machine that answers by `answer(method, path, body, headers)`; its address. Status 0: the
    connection ends without an answer."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, content, headers = answer(self.command, self.path, body, self.headers)
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_PROPFIND = do_REPORT = _serve  # noqa: N815

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
