"""A SIP phone in the test's own hands: it rings, is picked up, put down and pressed when the test says so, not by a script."""

from __future__ import annotations

import itertools
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Protocol

from tests.pbx.asterisk_server import port_of, wait_until

_count = itertools.count(1)
AGAIN = 0.5
"""Seconds without an answer after which a request is sent again (RFC 3261, 17.1): a PBX that has much to do drops what comes."""


@dataclass
class Call:
    """One dialog of a phone. `theirs` is the INVITE that came, and `said` what it was answered with last."""

    id: str
    branch: str = ""
    number: str = ""
    cseq: int = 1
    theirs: str = ""
    their_tag: str = ""
    target: str = ""
    statuses: list[int] = field(default_factory=list)
    answered: bool = False
    over: bool = False
    audio: tuple[str, int] | None = None
    said: str = ""


class Exchange(Protocol):
    """What a phone needs to know of its exchange."""

    address: str


class HandPhone:
    """The phone of `number`, where the PBX expects it, or a second one `elsewhere`, which must register."""

    def __init__(self, server: Exchange, number: str, *, busy: bool = False, elsewhere: bool = False) -> None:
        self.number, self._server, self._busy = number, server, busy
        self._sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sip.bind((server.address, port_of(number) if number.isdigit() and not elsewhere else 0))
        self._rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._rtp.bind((server.address, 0))
        self.calls: list[Call] = []
        self.seen: list[str] = []
        self._published = ""
        self._asked: dict[tuple[str, str], tuple[str, float]] = {}
        self._sip.settimeout(0.05)
        self._open = True
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    # what the test does

    def dial(self, number: str, *, headers: str = "", shown: str = "") -> Call:
        """Call `number`; returns at once."""
        unique = f"{self._sip.getsockname()[1]}-{next(_count)}"
        call = Call(f"hand-{unique}@{self._server.address}", f"z9hG4bK{unique}", number)
        self.calls.append(call)
        body = self._sdp()
        self._ask(
            f"INVITE sip:{number}@{self._server.address}:5060 SIP/2.0\r\n"
            + self._heads(call, "INVITE", shown=shown)
            + f"{headers}Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
        return call

    def ringing(self, seconds: float = 30) -> Call:
        """Wait until a call rings here."""
        wait_until(lambda: self._ringing() is not None, f"{self.number} does not ring", seconds=seconds)
        call = self._ringing()
        assert call is not None
        return call

    def pick_up(self, call: Call | None = None, *, headers: str = "") -> Call:
        """Wait until it rings, and answer; `headers` go with it, such as who answers."""
        call = call or self.ringing()
        call.said = self._reply(call.theirs, "200 OK", self._sdp(), headers)
        wait_until(lambda: call.answered, f"{self.number} is not connected")
        return call

    def put_down(self, call: Call) -> None:
        """Hang up, whatever the call is doing; done when the PBX knows."""
        if call.theirs and not call.answered:
            call.said = self._reply(call.theirs, "603 Decline")
            call.over = True
        elif call.answered:
            self._bye(call)
        else:
            self._ask(
                f"CANCEL sip:{call.number}@{self._server.address}:5060 SIP/2.0\r\n"
                + self._heads(call, "CANCEL")
                + "Content-Length: 0\r\n\r\n"
            )
        wait_until(lambda: call.over, f"{self.number} cannot hang up")

    def press(self, call: Call, key: str) -> None:
        """Press a key, before or after the answer (RFC 4733)."""
        wait_until(lambda: call.audio is not None, "the PBX opens no way for audio")
        assert call.audio is not None
        event = "0123456789*#".index(key)
        for number in range(6):
            last = number >= 3
            head = struct.pack("!BBHII", 0x80, 101 | (0x80 if number == 0 else 0), 1000 + number, 160_000, 4242)
            self._rtp.sendto(head + struct.pack("!BBH", event, 0x8A if last else 0x0A, 160 * (min(number, 3) + 1)), call.audio)

    def hears(self, seconds: float = 2) -> bool:
        """Whether any sound comes to this phone within `seconds`; what came before is not counted."""
        self._rtp.settimeout(seconds)
        try:
            self._rtp.recv(4096)
        except TimeoutError:
            return False
        return True

    def hold(self, call: Call, *, on: bool = True, headers: str = "") -> None:
        """Hold the other party, or take it back; `headers` go with it, such as another name than at first."""
        call.cseq += 1
        body = self._sdp("sendonly" if on else "sendrecv")
        self._ask(
            f"INVITE {call.target} SIP/2.0\r\n"
            + self._heads(call, "INVITE", branch=f"z9hG4bKh{next(_count)}")
            + f"{headers}Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )

    def update(self, call: Call, headers: str) -> None:
        """Say something else about oneself by UPDATE (RFC 3311), in a call that was answered or that only rings."""
        call.cseq += 1
        target = call.target or f"sip:{call.number}@{self._server.address}:5060"
        told = self._heads(call, "UPDATE", branch=f"z9hG4bKu{next(_count)}")
        self._ask(f"UPDATE {target} SIP/2.0\r\n{told}{headers}Content-Length: 0\r\n\r\n")
        number = f"CSeq: {call.cseq} UPDATE"
        wait_until(lambda: any(number in text and call.id in text for text in self.seen), "the PBX does not hear the UPDATE")

    def message(self, number: str, headers: str) -> None:
        """Send a text message (RFC 3428); done when the PBX has answered."""
        call = Call(f"text-{next(_count)}@{self._server.address}", f"z9hG4bKt{next(_count)}", number)
        text = "hello"
        self._ask(
            f"MESSAGE sip:{number}@{self._server.address}:5060 SIP/2.0\r\n{self._heads(call, 'MESSAGE')}{headers}"
            f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n{text}"
        )
        wait_until(lambda: any(call.id in text for text in self.seen), "the PBX does not answer the message")

    def refer(self, call: Call, number: str, asked: Call | None = None) -> None:
        """Pass the other party on with the phone's own key (RFC 3515), and leave the call when the PBX has begun with it; to
        whoever the phone has `asked` in a second call (RFC 3891)."""
        call.cseq += 1
        replaces = ""
        if asked is not None:
            tags = f"%3Bto-tag%3D{asked.their_tag}%3Bfrom-tag%3D{self._tag(asked)}"
            replaces = f"?Replaces={asked.id.replace('@', '%40')}{tags}"
        self._ask(
            f"REFER {call.target} SIP/2.0\r\n"
            + self._heads(call, "REFER", branch=f"z9hG4bKt{next(_count)}")
            + f"Refer-To: <sip:{number}@{self._server.address}:5060{replaces}>\r\nContent-Length: 0\r\n\r\n"
        )
        asks = f"CSeq: {call.cseq} REFER"
        # Who puts the phone down while the PBX only says that it tries (100), or before an asked one has the call, ends it for all.
        said = re.compile(r"SIP/2\.0 (18\d|200)" if asked is None else r"SIP/2\.0 200")

        def taken() -> bool:
            told = [text for text in self.seen if text.startswith("NOTIFY") and call.id in text]
            refused = [text for text in self.seen if asks in text and call.id in text and re.match(r"SIP/2\.0 [3-6]", text)]
            assert not refused, refused
            return call.over or any(said.search(text) for text in told)

        wait_until(taken, "the PBX does not take it")
        if not call.over:
            self.put_down(call)

    def connected(self, call: Call) -> Call:
        """Wait until a call that was dialled is answered."""
        wait_until(lambda: call.answered or call.over, f"nobody answers {self.number}: {call.statuses}")
        assert call.answered, f"{self.number} was refused: {call.statuses}"
        return call

    def told(self, call: Call, status: int) -> Call:
        """Wait until the PBX said `status` to a call that was dialled."""
        wait_until(lambda: status in call.statuses, f"{self.number} hears {call.statuses}, not {status}")
        return call

    def ended(self, call: Call) -> Call:
        """Wait until a call is over."""
        wait_until(lambda: call.over, lambda: f"the call of {self.number} does not end: it has heard {call.statuses}")
        return call

    def register(self, seconds: int = 300) -> None:
        """Tell the PBX where this phone is."""
        self._register("<sip:{}@{}:{}>".format(self.number, *self._sip.getsockname()), seconds)

    def register_at(self, port: int, seconds: int = 3600) -> None:
        """Tell the PBX that this phone, and no other of its number, is at `port`."""
        self.forget_all()
        self._register(f"<sip:{self.number}@{self._server.address}:{port}>", seconds)

    def forget_all(self) -> None:
        """Let the PBX forget wherever phones of this number are, as when all are switched off."""
        self._register("*", 0)

    def _register(self, where: str, seconds: int) -> None:
        number = next(_count)
        host, port = self._sip.getsockname()
        name = f"r{number}@{host}-{port}"
        self._ask(
            f"REGISTER sip:{self._server.address} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKr{number}\r\n"
            f"From: <sip:{self.number}@{host}>;tag=r{number}\r\nTo: <sip:{self.number}@{host}>\r\nCall-ID: {name}\r\n"
            f"CSeq: 1 REGISTER\r\nContact: {where}\r\nExpires: {seconds}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        )
        wait_until(lambda: any(name in text and "200 OK" in text for text in self.seen), "not registered")

    def publish(self, body: str, domain: str, whom: str = "") -> str:
        """Say of itself, or of `whom`, what the presence document `body` holds (RFC 3903), anew each time; what the PBX answers."""
        number = next(_count)
        host, port = self._sip.getsockname()
        name, of = f"p{number}@{host}-{port}", f"sip:{whom or self.number}@{domain}"
        again = f"SIP-If-Match: {self._published}\r\n" if self._published else ""
        self._ask(
            f"PUBLISH {of} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKp{number}\r\n"
            f"From: <sip:{self.number}@{domain}>;tag=p{number}\r\nTo: <{of}>\r\nCall-ID: {name}\r\nCSeq: 1 PUBLISH\r\n"
            f"Event: presence\r\nExpires: 300\r\n{again}Max-Forwards: 70\r\nContent-Type: application/pidf+xml\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
        )
        wait_until(lambda: any(name in text for text in self.seen), "the PBX does not answer what is published")
        answer = next(text for text in self.seen if name in text)
        self._published = _header(answer, "SIP-ETag")
        return answer.partition("\r\n")[0]

    def close(self) -> None:
        """Put the phone away."""
        self._open = False
        self._reader.join()
        self._sip.close()
        self._rtp.close()

    # what the wire says

    def _ringing(self) -> Call | None:
        return next((call for call in self.calls if call.theirs and not call.answered and not call.over), None)

    def _read(self) -> None:
        while self._open:
            try:
                text = self._sip.recv(65536).decode("utf-8", "replace")
            except TimeoutError:
                self._ask_again()
                continue
            self.seen.append(text)
            if text.startswith("SIP/2.0"):
                self._take_reply(text)
            elif text.strip():
                self._take_request(text)

    def _ask(self, request: str) -> None:
        """Send a request, and again until something is heard of it."""
        self._asked[_transaction(request)] = (request, time.monotonic())
        self._send(request)

    def _ask_again(self) -> None:
        now = time.monotonic()
        for key, (request, sent_at) in list(self._asked.items()):
            if now >= sent_at + AGAIN:
                self._asked[key] = (request, now)
                self._send(request)

    def _take_reply(self, text: str) -> None:
        self._asked.pop(_transaction(text), None)
        call = self._call_of(text)
        if call is None:
            return
        status, method = int(text.split(" ", 2)[1]), _header(text, "CSeq").split()[-1]
        if method == "BYE":
            call.over = True
        if method != "INVITE":
            return
        call.statuses.append(status)
        tag = re.search(r"tag=([^;\s]+)", _header(text, "To"))
        call.their_tag = tag[1] if tag else call.their_tag
        self._learn(call, text)
        if status >= 200:
            self._ack(call, text, ok=status < 300)
        if 200 <= status < 300:
            call.answered = True
        elif status >= 300:
            call.over = True

    def _take_request(self, text: str) -> None:
        method, call = text.split(" ", 1)[0], self._call_of(text)
        if method == "INVITE" and call is None:
            call = Call(_header(text, "Call-ID"), theirs=text)
            tag = re.search(r"tag=([^;\s]+)", _header(text, "From"))
            call.their_tag = tag[1] if tag else ""
            self._learn(call, text)
            self.calls.append(call)
            call.said = self._reply(text, "486 Busy Here" if self._busy else "180 Ringing")
            call.over = self._busy
        elif method == "INVITE" and call is not None and _transaction(text) == _transaction(call.theirs):
            self._send(call.said, *_sent_from(text))  # asked again by a PBX that has not heard it yet: that picks nothing up
        elif method == "INVITE" and call is not None:
            self._learn(call, text)
            self._reply(text, "200 OK", self._sdp())
        elif method == "ACK" and call is not None:
            call.answered = call.answered or not call.over
        elif method == "CANCEL" and call is not None:
            call.over = True
            self._reply(text, "200 OK")
            call.said = self._reply(call.theirs, "487 Request Terminated")
        elif method == "BYE" and call is not None:
            call.over = True
            self._reply(text, "200 OK")
        elif method != "ACK":
            self._reply(text, "200 OK")

    def _learn(self, call: Call, text: str) -> None:
        contact = re.search(r"<([^>]+)>", _header(text, "Contact"))
        call.target = contact[1] if contact else call.target
        place, port = re.search(r"^c=IN IP4 (\S+)", text, re.MULTILINE), re.search(r"^m=audio (\d+)", text, re.MULTILINE)
        if place and port:
            call.audio = (place[1], int(port[1]))

    def _call_of(self, text: str) -> Call | None:
        return next((call for call in self.calls if call.id == _header(text, "Call-ID")), None)

    def _bye(self, call: Call) -> None:
        call.cseq += 1
        self._ask(
            f"BYE {call.target} SIP/2.0\r\n"
            + self._heads(call, "BYE", branch=f"z9hG4bKb{next(_count)}")
            + "Content-Length: 0\r\n\r\n"
        )

    def _ack(self, call: Call, text: str, *, ok: bool) -> None:
        target = call.target if ok else f"sip:{call.number}@{self._server.address}:5060"
        branch = f"z9hG4bKa{next(_count)}" if ok else call.branch
        number = _header(text, "CSeq").split()[0]
        heads = re.sub(r"CSeq: \d+", f"CSeq: {number}", self._heads(call, "ACK", branch=branch))
        self._send(f"ACK {target} SIP/2.0\r\n{heads}Content-Length: 0\r\n\r\n")

    def _heads(self, call: Call, method: str, *, branch: str = "", shown: str = "") -> str:
        host, port = self._sip.getsockname()
        tag = f";tag={call.their_tag}" if call.their_tag and method not in ("CANCEL",) else ""
        if call.theirs:
            ours, them = f"{_header(call.theirs, 'To')};tag=hand", _header(call.theirs, "From")
        else:
            ours = f"{shown}<sip:{self.number}@{host}>;tag={self._tag(call)}"
            them = f"<sip:{call.number}@{self._server.address}:5060>{tag}"
        return (
            f"Via: SIP/2.0/UDP {host}:{port};branch={branch or call.branch}\r\nFrom: {ours}\r\nTo: {them}\r\nCall-ID: {call.id}\r\n"
            f"CSeq: {call.cseq} {method}\r\nContact: <sip:{self.number}@{host}:{port}>\r\nMax-Forwards: 70\r\n"
        )

    def _tag(self, call: Call) -> str:
        return f"h{call.branch[-8:]}"

    def _reply(self, request: str, status: str, body: str = "", headers: str = "") -> str:
        host, port = self._sip.getsockname()
        to = _header(request, "To")
        to += "" if "tag=" in to else ";tag=hand"
        vias = "".join(f"Via: {value}\r\n" for value in re.findall(r"^Via: (.*?)\r?$", request, re.MULTILINE))
        kind = "Content-Type: application/sdp\r\n" if body else ""
        answer = (
            f"SIP/2.0 {status}\r\n{vias}From: {_header(request, 'From')}\r\nTo: {to}\r\nCall-ID: {_header(request, 'Call-ID')}\r\n"
            f"CSeq: {_header(request, 'CSeq')}\r\nContact: <sip:{self.number}@{host}:{port}>\r\n{headers}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        )
        self._send(answer, *_sent_from(request))
        return answer

    def _sdp(self, way: str = "sendrecv") -> str:
        host, port = self._rtp.getsockname()
        return (
            f"v=0\r\no=hand 1 {next(_count)} IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\n"
            f"a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na={way}\r\n"
        )

    def _send(self, text: str, host: str = "", port: int = 5060) -> None:
        self._sip.sendto(text.encode(), (host or self._server.address, port))


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*?)\r?$", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


def _sent_from(request: str) -> tuple[str, int]:
    """Where whoever sent it waits for the answer (RFC 3261, 18.2.2): behind a proxy that is not always the exchange."""
    host, _, port = _header(request, "Via").split()[1].partition(";")[0].partition(":")
    return host, int(port or 5060)


def _transaction(text: str) -> tuple[str, str]:
    """What a request and all answers to it have in common: the branch of the topmost Via, and the method."""
    branch = re.search(r"branch=([^;,\s]+)", _header(text, "Via"))
    return (branch[1] if branch else "", _header(text, "CSeq").split()[-1] if _header(text, "CSeq") else "")
