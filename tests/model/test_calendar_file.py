"""The text of a calendar file is read however it was saved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.calendar_file import decoded
from kalix_presence.model.errors import BadInput

TEXT = "BEGIN:VCALENDAR\nSUMMARY:Möte på Skärgårdsvägen – klart\nEND:VCALENDAR\n"
PLAIN = TEXT.encode()


def refused(content: bytes) -> str:
    with pytest.raises(BadInput) as fault:
        decoded(content)
    return fault.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_way_of_saving_it_is_read(encoding: str, ends: str) -> None:
    assert decoded(TEXT.replace("\n", ends).encode(encoding)) == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\0\0\xfe\xff", "utf-32-be")])
def test_the_mark_says_which_byte_is_first(mark: bytes, encoding: str) -> None:
    assert decoded(mark + TEXT.encode(encoding)) == TEXT


@given(st.data(), st.sampled_from([b"\n ", b"\r\n ", b"\r ", b"\n\t", b"\r\r\n ", b"\r\n\t"]))
def test_a_line_may_be_folded_anywhere_even_within_a_letter(data: st.DataObject, fold: bytes) -> None:
    at = data.draw(st.integers(0, len(PLAIN)))
    if PLAIN[at - 1 : at] != b"\n" and at:
        assert decoded(PLAIN[:at] + fold + PLAIN[at:]) == TEXT


def test_a_line_in_another_encoding_spoils_no_other() -> None:
    mixed = PLAIN.replace(b"END:", "LOCATION:Åre €\r\nEND:".encode("cp1252"))
    assert decoded(mixed) == TEXT.replace("END:", "LOCATION:Åre €\nEND:")
    no_windows = PLAIN.replace(b"END:", b"X:\x81\xe5\nEND:")
    assert decoded(no_windows) == TEXT.replace("END:", "X:\x81å\nEND:")


def test_files_put_one_behind_the_other_are_one_text() -> None:
    assert decoded(PLAIN + b"\xef\xbb\xbf" + PLAIN + b"\xef\xbb\xbf\xef\xbb\xbf" + PLAIN) == TEXT * 3
    inside = PLAIN.replace("på".encode(), "på\ufeff".encode())
    assert decoded(inside) == TEXT.replace("på", "på\ufeff"), "within a line it is somebody's sign"


@pytest.mark.parametrize(
    "content", [b"begin:vcalendar\n", b"\n\nBEGIN:VCALENDAR  \n", b"  BEGIN:VCALENDAR\n", b"X-Y:1\nBEGIN:VCALENDAR"]
)
def test_it_begins_anywhere_and_in_any_case(content: bytes) -> None:
    assert decoded(content) == content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"<html>BEGIN:VCALENDAR</html>", b"BEGIN:VCALENDARS\n", b"BEGIN:VEVENT\n", b"X BEGIN:VCALENDAR\n"]
)
def test_a_text_that_is_no_calendar_is_told_from_what_is_no_text(content: bytes) -> None:
    assert refused(content) == "calendar-unreadable"
    assert refused(content + b"\xe5") == "calendar-encoding"


@pytest.mark.parametrize("content", [b"\xff\xfeB", b"\xff\xfe\x00\xd8", b"BEGIN:VCALENDAR\n\0\n", b"\xff\xfe\0\0B\0"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert refused(content) == "calendar-encoding"
