"""Whatever a CalDAV server answers is read, or refused in words: nothing in it breaks the reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalix_presence.hub.calendars.dav import listing, report
from kalix_presence.hub.calendars.jobs import ReadWindow
from kalix_presence.model.errors import BadInput

BASE = "https://dav.example/anna/"
WINDOW = ReadWindow(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC), "Europe/Stockholm")
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART:20261125T080000Z\r\nDTEND:20261125T090000Z\r\nSUMMARY:Möte\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=60)
HREFS = TEXT | st.sampled_from(["http://[", "//[::1", "https://other.example/x", "../..", "", "mailto:x", "http://a:b/"])
NAMES = st.sampled_from(["d:response", "d:href", "d:displayname", "d:resourcetype", "c:calendar", "c:comp", "d:propstat", "d:sync-token",
                         "c:calendar-data", "c:calendar-home-set", "d:current-user-principal"])  # fmt: skip


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda name, inside: f"<{name}>{''.join(inside)}</{name}>", NAMES, st.lists(children, max_size=4))


TREES = st.recursive(HREFS.map(escape) | st.just(escape(EVENT)), element, max_leaves=20)


def answer(inside: str) -> bytes:
    spaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    return f'<?xml version="1.0" encoding="utf-8"?><d:multistatus {spaces}>{inside}</d:multistatus>'.encode()


def told(content: bytes) -> list[Any]:
    """What each reader makes of it, or its refusal."""
    found: list[Any] = []
    for read in (lambda: listing(content, BASE), lambda: report(content, BASE, WINDOW)):
        try:
            found.append(read())
        except BadInput as refused:
            assert refused.code in ("calendar-unreadable", "calendar-too-large", "calendar-encoding")
            found.append(refused.code)
    return found


@given(st.lists(TREES, max_size=5).map("".join))
@example("<d:response><d:href>http://[</d:href><d:resourcetype><c:calendar/></d:resourcetype></d:response>")
@example("<d:response><c:calendar-home-set><d:href>//[::1</d:href></c:calendar-home-set></d:response>")
def test_no_answer_of_the_right_form_breaks_the_reader(inside: str) -> None:
    told(answer(inside))


@given(st.binary(max_size=400) | st.tuples(st.integers(0, 400), st.binary(max_size=8)).map(
    lambda cut: answer(f"<d:response><d:href>{BASE}</d:href></d:response>")[: cut[0]] + cut[1]
))  # fmt: skip
def test_nor_do_bytes_that_are_none(content: bytes) -> None:
    told(content)


def test_an_entry_in_it_is_found() -> None:
    data = f"<d:response><d:href>/x</d:href><c:calendar-data>{escape(EVENT)}</c:calendar-data></d:response>"
    [item] = report(answer(data), BASE, WINDOW).items
    assert item.read is not None
    assert len(item.read.entries) == 1


@pytest.mark.parametrize("place", [0, 20_000])
def test_entities_are_refused_wherever_they_are_said(place: int) -> None:
    grown = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" if not place else b" " * place + b"<!ENTITY a 'b'>"
    assert told(b'<?xml version="1.0"?>' + grown + b"<x/>") == ["calendar-unreadable"] * 2
