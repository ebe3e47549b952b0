"""Messages, as they come and as they should not."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.kamailio.sip import MOST_HEADS, address_of, answered, read, tag_of, written


def test_a_message_is_read_whatever_way_its_headers_are_written() -> None:
    found = read(
        b"NOTIFY sip:x SIP/2.0\r\ni: abc\r\nFROM : <sip:a@b>;tag=t1\r\nv: one\r\n two\r\nVia: three\r\nCSeq: 7 NOTIFY\r\nl: 2\r\n\r\nhi"
    )
    assert found is not None
    assert (found.head("call-id"), tag_of(found.head("from")), found.head("via"), found.number) == (
        "abc",
        "t1",
        "one two",
        (7, "NOTIFY"),
    )
    assert (found.status, found.body, found.head("none")) == (0, b"hi", "")
    answer = read(answered(found, "200 OK"))
    assert answer is not None
    assert answer.status == 200
    assert [value for name, value in answer.heads if name == "via"] == ["one two", "three"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"rubbish", b"NOTIFY sip:x HTTP/1.1\r\n\r\n", b"SIP/2.0 200 OK\r\nno colon\r\n\r\n", b"SIP/2.0 200 OK\r\nA: \xff\r\n\r\n",
        b"SIP/2.0 200 OK\r\nContent-Length: 3\r\n\r\nhi", b"SIP/2.0 200 OK\r\nContent-Length: x\r\n\r\nhi",
        b"SIP/2.0 200 OK\r\n" + b"A: b\r\n" * (MOST_HEADS + 1) + b"\r\n",
    ],
)  # fmt: skip
def test_what_is_no_message(data: bytes) -> None:
    assert read(data) is None


def test_numbers_and_addresses() -> None:
    for text in ("", "x", "-1 NOTIFY", "99999999999 NOTIFY", "٣ NOTIFY"):
        found = read(written("SIP/2.0 200 OK", [("CSeq", text)]))
        assert found is not None
        assert found.number == (-1, "")
    assert [address_of(text) for text in ("<sip:a@b:1>;x=1", '"N" <sips:a@b>', "sip:a@b;q=1", "x", "<tel:5>")] == [
        "sip:a@b:1",
        "sips:a@b",
        "sip:a@b",
        "",
        "",
    ]
