"""Signs a phone in at Asterisk with a secret (RFC 3261, 10 and 22), as any phone does, and tells whether it may."""

from __future__ import annotations

import hashlib
import itertools
import re
import socket

from tests.pbx.asterisk_server import AsteriskServer

_count = itertools.count(1)
AGAIN, TRIES = 1.0, 60
"""Seconds without an answer after which it is sent again, and how often."""


def registers(server: AsteriskServer, number: str, secret: str, *, stays: bool = False) -> bool:
    """Whether the phone of `number` is let in with `secret`; then it leaves again, unless it `stays`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip:
        sip.bind((server.address, 0))
        let_in = _sign_in(sip, server, number, secret, 60)
        if let_in and not stays:
            assert _sign_in(sip, server, number, secret, 0), f"{number} cannot sign out"
        return let_in


def _sign_in(sip: socket.socket, server: AsteriskServer, number: str, secret: str, seconds: int) -> bool:
    asked = _ask(sip, server, number, seconds, "")
    if not asked.startswith("SIP/2.0 401"):
        return asked.startswith("SIP/2.0 200")
    named = dict(re.findall(r'(\w+)="?([^",\r]+)"?', next(re.finditer(r"WWW-Authenticate: Digest (.*)", asked))[1]))
    uri = f"sip:{server.address}"
    first = _md5(f"{number}:{named['realm']}:{secret}")
    response = _md5(f"{first}:{named['nonce']}:00000001:abc:auth:{_md5(f'REGISTER:{uri}')}")
    told = (
        f'Authorization: Digest username="{number}", realm="{named["realm"]}", nonce="{named["nonce"]}", uri="{uri}", '
        f'response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="abc", opaque="{named.get("opaque", "")}"\r\n'
    )
    return _ask(sip, server, number, seconds, told).startswith("SIP/2.0 200")


def _ask(sip: socket.socket, server: AsteriskServer, number: str, seconds: int, more: str) -> str:
    host, port = sip.getsockname()
    one = next(_count)
    name = f"s{one}-{port}@{host}"
    text = (
        f"REGISTER sip:{server.address} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKs{one}\r\n"
        f"From: <sip:{number}@{server.address}>;tag=s{one}\r\nTo: <sip:{number}@{server.address}>\r\nCall-ID: {name}\r\n"
        f"CSeq: {one} REGISTER\r\nContact: <sip:{number}@{host}:{port}>\r\nExpires: {seconds}\r\nMax-Forwards: 70\r\n"
        f"{more}Content-Length: 0\r\n\r\n"
    )
    sip.settimeout(AGAIN)
    for _ in range(TRIES):
        sip.sendto(text.encode(), (server.address, 5060))
        try:
            while True:
                answer = sip.recv(65536).decode("utf-8", "replace")
                if name in answer and answer.startswith("SIP/2.0 ") and not answer.startswith("SIP/2.0 1"):
                    return answer
        except TimeoutError:
            continue
    raise AssertionError(f"Asterisk does not answer the phone {number}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
