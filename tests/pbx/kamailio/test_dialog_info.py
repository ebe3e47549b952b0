"""Documents of a line's dialogs, as servers write them and as nobody should."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.kamailio.dialog_info import MOST_DIALOGS, Dialogs, read, together
from kalix_presence.model.line import LineState

BUSY, IDLE, RINGING = LineState.BUSY, LineState.IDLE, LineState.RINGING


def document(inside: str, heads: str = 'version="3" state="full"') -> bytes:
    return (
        f'<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" {heads}>{inside}</dialog-info>'.encode()
    )


@pytest.mark.parametrize(
    ("state", "direction", "doing"),
    [
        ("Trying", "recipient", RINGING),
        ("proceeding", "recipient", RINGING),
        (" early ", "recipient", RINGING),
        ("early", "initiator", BUSY),
        ("trying", "", BUSY),
        ("confirmed", "recipient", BUSY),
        ("terminated", "recipient", IDLE),
        ("something new", "recipient", BUSY),
        ("", "recipient", BUSY),
    ],
)
def test_a_dialog(state: str, direction: str, doing: LineState) -> None:
    found = read(document(f'<dialog id="a" direction="{direction}"><state>{state}</state></dialog>'))
    assert found is not None
    assert (found.version, found.full, found.dialogs) == (3, True, {"a": doing})


def test_the_most_alive_counts() -> None:
    assert together({}) is IDLE
    assert together({"a": IDLE, "b": RINGING}) is RINGING
    assert together({"a": RINGING, "b": BUSY, "c": IDLE}) is BUSY


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        document("")[:-3],
        b"<!DOCTYPE x>" + document("")[21:],
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + document("&a;")[21:],
        document("").decode().encode("utf-16"),
        document("", 'version="" state="full"'),
        document("", 'version="-1" state="full"'),
        document("", 'version="99999999999" state="full"'),
        document("", 'version="1" state="half"'),
        document("").replace(b"urn:ietf", b"urn:other"),
        document('<dialog id="a"/>' * (MOST_DIALOGS + 1)),
    ],
)
def test_what_is_no_document(body: bytes) -> None:
    assert read(body) is None


def dialogs(version: int, *inside: tuple[str, str], full: bool = True) -> bytes:
    told = "".join(f'<dialog id="{name}" direction="recipient"><state>{state}</state></dialog>' for name, state in inside)
    return document(told, f'version="{version}" state="{"full" if full else "partial"}"')


def test_a_part_counts_only_after_the_one_before_it() -> None:
    reader = Dialogs()
    assert reader.take(dialogs(4, ("a", "early"), full=False)) is None
    assert reader.take(dialogs(4, ("a", "early"))) is RINGING
    assert reader.take(dialogs(5, ("b", "confirmed"), full=False)) is BUSY
    assert reader.take(dialogs(7, ("b", "terminated"), full=False)) is None
    assert reader.take(b" ") is IDLE
    assert reader.take(dialogs(6, ("b", "terminated"), full=False)) is None
