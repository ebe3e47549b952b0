"""A stand-in for CUCM's AXL, over HTTP: lines with two search spaces and call forward all, the tables behind them in SQLite, and
the faults that the real one has. Each request and each answer is judged by the vendor's schema.

It writes and reads XML by itself, not by the library that the driver uses. A line whose forward has no search space any more
reaches nobody, as on the real one; who empties one that was there is refused, so that no test goes on as if it had not.
"""

from __future__ import annotations

import base64
import re
import sqlite3
import threading
import uuid
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from lxml import etree

from tests.pbx.cucm.judge import ENVELOPE, judge

USER, PASSWORD = "kalix", "only-for-tests åäö"
PARTITION = "Kalix-PT"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Line:
    """A directory number; `space` and `second` are the search spaces of its call forward all."""

    pattern: str
    partition: str = PARTITION
    space: str = "Kalix-CSS"
    second: str = "Kalix-CSS-2"
    destination: str = ""
    voice_mail: bool = False
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


class Refused(Exception):
    """Answered by a fault with this number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Exchange:
    """`faults` answer in place of the exchange, a status with its headers, or None to be asked on; each once."""

    version: str = "12.5"
    lines: dict[str, Line] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str], bytes] | None] = field(default_factory=list)
    forgets: bool = False
    """Whether it says that it has written something, and has not."""
    behind: int = 0
    """How many looks at a line still show what was before the last change."""
    loses: int = 0
    """How many changes it takes and never answers."""
    deaf: bool = False
    """Whether it shows its first line, whoever was asked for."""
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._before: dict[str, Line] = {}
        self.over = threading.Event()
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
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def add(self, pattern: str, **more: object) -> Line:
        made = self.lines[pattern] = replace(Line(pattern), **more)  # type: ignore[arg-type]
        return made

    def by_hand(self, pattern: str, **more: object) -> None:
        """Somebody changes it at the telephone, or in CUCM's own pages."""
        self.lines[pattern] = replace(self.lines[pattern], **more)  # type: ignore[arg-type]

    def rings(self, pattern: str) -> str:
        """What rings when somebody calls; "" when the forward reaches nobody."""
        line = self.lines[pattern]
        if line.voice_mail:
            return "voicemail"
        if not line.destination:
            return pattern
        return line.destination if line.space else ""

    # what it answers

    def answer(self, body: bytes, action: str, authorization: str) -> tuple[int, dict[str, str], bytes] | None:
        with self._lock:
            name = action.strip('"').rpartition(" ")[2]
            self.asked.append(name)
            fault = self.faults.pop(0) if self.faults else None
            if fault is not None:
                return fault
            if authorization != "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
                return 401, {"WWW-Authenticate": 'Basic realm="CUCM"'}, b"<html>no</html>"
            try:
                if action != f'"CUCM:DB ver={self.version} {name}"':
                    raise Refused(599, f"Unknown version: {action}")
                judge(self.version, body)
                inside = _inside(body)
                said = self._told(name, inside)
            except Refused as refusal:
                return self._fault(refusal)
            except etree.DocumentInvalid as fault_found:
                self.complaints.append(f"asked: {fault_found}")
                return self._fault(Refused(5001, "not in the schema"))
            told = self._enveloped(name, said)
            try:
                judge(self.version, told)
            except etree.LxmlError as fault_found:
                self.complaints.append(f"answered: {fault_found}")
            if name == "updateLine" and self.loses:
                self.loses -= 1
                return None
            return 200, {}, told

    def _told(self, name: str, inside: etree._Element) -> str:
        if name == "getCCMVersion":
            return "<componentVersion><version>12.5.1.13900(1)</version></componentVersion>"
        if name == "executeSQLQuery":
            return self._rows(inside.findtext("sql", ""))
        line = self.lines.get(inside.findtext("pattern", ""))
        if line is None or (inside.findtext("routePartitionName") or "") != line.partition:
            raise Refused(5007, "Item not valid: The specified Line was not found")
        if name == "getLine":
            return self._shown(line)
        self._change(line, inside.find("callForwardAll"))
        return f"{{{line.key.upper()}}}"

    def _change(self, line: Line, told: etree._Element | None) -> None:
        assert told is not None
        spaces = [
            (told.find(name), had)
            for name, had in (("callingSearchSpaceName", line.space), ("secondaryCallingSearchSpaceName", line.second))
        ]
        for space, had in spaces:
            if space is None or ((space.get(_NIL) == "true" or not space.text) and had):
                self.complaints.append(f"{line.pattern}: a search space would be emptied")
                raise Refused(-1, "a search space would be emptied")
            if space.get(_NIL) == "true" and (space.text or had):
                raise Refused(-1, "a search space that is nil and is not")
        first, second = (space.text or "" for space, _ in spaces if space is not None)
        flag = told.findtext("forwardToVoiceMail")
        self._before[line.pattern] = line
        if self.forgets:
            return
        self.lines[line.pattern] = replace(
            line, space=first, second=second, destination=told.findtext("destination") or "",
            voice_mail=line.voice_mail if flag is None else flag in ("t", "true", "1"),
        )  # fmt: skip

    def _shown(self, line: Line) -> str:
        if self.deaf:
            line = next(iter(self.lines.values()))
        if self.behind and line.pattern in self._before:
            self.behind -= 1
            line = self._before[line.pattern]
        partition = (
            f'<routePartitionName uuid="{_uuid(line.partition)}">{escape(line.partition)}</routePartitionName>'
            if line.partition
            else ""
        )
        spaces = "".join(
            f'<{name} uuid="{_uuid(held)}">{escape(held)}</{name}>' if held else f"<{name}/>"
            for name, held in (("callingSearchSpaceName", line.space), ("secondaryCallingSearchSpaceName", line.second))
        )
        return (
            f'<line uuid="{{{line.key.upper()}}}"><pattern>{escape(line.pattern)}</pattern><description>Nina Ny &amp; Bo</description>'
            f"<usage>Device</usage>{partition}<callForwardAll><forwardToVoiceMail>{str(line.voice_mail).lower()}</forwardToVoiceMail>"
            f"{spaces}<destination>{escape(line.destination)}</destination></callForwardAll></line>"
        )

    def _rows(self, sql: str) -> str:
        """Run by SQLite, but for the one word that it says in another place."""
        base = sqlite3.connect(":memory:")
        base.executescript(
            "create table numplan (pkid, dnorpattern, fkroutepartition); create table routepartition (pkid, name);"
            "create table callforwarddynamic (fknumplan, cfadestination, cfavoicemailenabled, fkcallingsearchspace_cfa)"
        )
        for name in {line.partition for line in self.lines.values()} - {""}:
            base.execute("insert into routepartition values (?, ?)", (_uuid(name), name))
        for line in self.lines.values():
            base.execute(
                "insert into numplan values (?, ?, ?)",
                (line.key, line.pattern, _uuid(line.partition) if line.partition else None),
            )
            held = (
                line.key,
                line.destination or None,
                "t" if line.voice_mail else "f",
                _uuid(line.space) if line.space else None,
            )
            base.execute("insert into callforwarddynamic values (?, ?, ?, ?)", held)
        said = re.fullmatch(r"select first (\d+) (.*)", sql)
        if said is None:
            raise Refused(-201, "A syntax error has occurred.")
        try:
            found = base.execute(f"select {said[2]} limit {said[1]}")
        except sqlite3.Error as fault:
            raise Refused(-201, str(fault)) from None
        names = [column[0] for column in found.description]
        rows = (zip(names, row, strict=True) for row in found)
        return "".join(
            "<row>" + "".join(f"<{name}>{escape(value)}</{name}>" if value else f"<{name}/>" for name, value in row) + "</row>"
            for row in rows
        )

    def _enveloped(self, name: str, inside: str) -> bytes:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body><ns:{name}Response '
            f'xmlns:ns="http://www.cisco.com/AXL/API/{self.version}"><return>{inside}</return></ns:{name}Response></soapenv:Body></soapenv:Envelope>'
        ).encode()

    def _fault(self, refusal: Refused) -> tuple[int, dict[str, str], bytes]:
        told = (
            f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body><soapenv:Fault>'
            f"<faultcode>soapenv:Client</faultcode><faultstring>{escape(str(refusal))}</faultstring><detail><ns:axlError "
            f'xmlns:ns="http://www.cisco.com/AXL/API/{self.version}"><axlcode>{refusal.code}</axlcode><axlmessage>{escape(str(refusal))}</axlmessage>'
            "<request>any</request></ns:axlError></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
        ).encode()
        judge(self.version, told)
        return 500, {}, told


class _Handler(BaseHTTPRequestHandler):
    there: Exchange
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        told = None
        if self.path == "/axl/":
            told = self.there.answer(body, self.headers.get("SOAPAction", ""), self.headers.get("Authorization", ""))
        if told is None:
            self.there.over.wait(60)  # taken, and never answered
            return
        status, heads, sent = told
        self.send_response(status)
        for name, value in {"Content-Type": "text/xml;charset=UTF-8", "Content-Length": str(len(sent)), **heads}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


def _inside(body: bytes) -> etree._Element:
    found = etree.fromstring(body).find(f"{{{ENVELOPE}}}Body")
    assert found is not None
    return found[0]


def _uuid(name: str) -> str:
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_DNS, name)).upper()}}}"
