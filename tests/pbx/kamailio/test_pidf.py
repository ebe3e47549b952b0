"""Presence documents as phones and servers write them, and as nobody should: what they tell of a line, and what they do not."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.kamailio.pidf import MOST_PARTS, Presence
from kalix_presence.model.line import LineState

BUSY, IDLE, UNKNOWN = LineState.BUSY, LineState.IDLE, LineState.UNKNOWN
PHONE = "<rpid:on-the-phone/>"


def document(basic: str, activities: str = "", *, name: str = "desk", heads: str = "", more: str = "") -> bytes:
    """A phone `name` that is `basic`, with these activities of its person."""
    person = f'<dm:person id="p{name}"><rpid:activities{heads}>{activities}</rpid:activities></dm:person>' if activities else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf" '
        'xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" '
        f'entity="sip:2041@kalix.test"><tuple id="{name}"><status><basic>{basic}</basic></status></tuple>{person}{more}</presence>'
    ).encode()


# As an Asterisk writes it for a line in a call: closed, busy with something, and the rest for people to read.
ASTERISK = document("closed", "<rpid:busy/>", more="<note>On the phone</note>")


@pytest.mark.parametrize(
    ("body", "alone", "with_calls"),
    [
        (document("open", PHONE), BUSY, BUSY),
        (document("closed", PHONE), BUSY, BUSY),
        (document("open", f"<rpid:meeting/>{PHONE}"), BUSY, BUSY),
        (document("open", "<rpid:meeting/>", more=f"<rpid:activities>{PHONE}</rpid:activities>"), BUSY, BUSY),
        (document("open"), UNKNOWN, IDLE),
        (document(" open "), UNKNOWN, IDLE),
        (document("open", "<rpid:away/>"), UNKNOWN, IDLE),
        (document("closed", more='<tuple id="b"><status><basic>open</basic></status></tuple>'), UNKNOWN, IDLE),
        (document("closed"), UNKNOWN, UNKNOWN),
        (document("Open"), UNKNOWN, UNKNOWN),
        (ASTERISK, UNKNOWN, UNKNOWN),
        (document("open", PHONE, heads=' from="2026-12-01T09:00:00Z"'), UNKNOWN, UNKNOWN),
        (document("open", PHONE, heads=' until="2026-12-01T09:00:00Z"'), UNKNOWN, UNKNOWN),
        (document("open", "<other:on-the-phone xmlns:other='urn:x'/>"), UNKNOWN, IDLE),
        (document("open").replace(b"<basic>open</basic>", b""), UNKNOWN, UNKNOWN),
        (document("open").replace(b"open", b"<x/>"), UNKNOWN, UNKNOWN),
        (b"", UNKNOWN, UNKNOWN),
        (b"\r\n", UNKNOWN, UNKNOWN),
    ],
)
def test_what_is_told(body: bytes, alone: LineState, with_calls: LineState) -> None:
    assert Presence().take(body) is alone
    assert Presence(tells_calls=True).take(body) is with_calls


def test_each_is_whole() -> None:
    reader = Presence(tells_calls=True)
    assert [reader.take(document("open", PHONE)), reader.take(document("open")), reader.take(b"")] == [BUSY, IDLE, UNKNOWN]


@pytest.mark.parametrize(
    "body",
    [
        b"not xml",
        document("open", PHONE)[:-3],
        b"<!DOCTYPE x>" + document("open", PHONE)[38:],
        document("open", PHONE).replace(b'ns:pidf"', b'ns:other"'),
        document("open", PHONE).replace(b"presence", b"presents"),
        document("open", PHONE, more="<x/>" * MOST_PARTS),
    ],
)
def test_what_is_no_document(body: bytes) -> None:
    assert Presence().take(body) is None
