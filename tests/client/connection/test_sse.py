"""Taking events out of bytes that arrive in pieces of any size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.connection import sse
from kalix_presence.client.connection.sse import Parser, Received
from kalix_presence.model.errors import Unavailable

TEXT = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1)


def parse(*pieces: bytes) -> list[Received]:
    parser = Parser()
    return [event for piece in pieces for event in parser.feed(piece)]


@given(st.lists(st.tuples(TEXT, st.integers(0, 10**9)), max_size=5), st.sampled_from(["\n", "\r", "\r\n"]), st.data())
def test_events_are_the_same_however_the_bytes_are_cut(events: list[tuple[str, int]], end: str, data: st.DataObject) -> None:
    stream = "".join(f"id: {number}{end}event: x{end}data: {text}{end}{end}:{end}{end}" for text, number in events).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert parse(*pieces) == [Received(text.encode(), str(number)) for text, number in events]


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_line_ends_at_cr_and_lf_only(letter: str) -> None:
    assert parse(f'data: {{"note":"a{letter}b"}}\n\n'.encode()) == [Received(f'{{"note":"a{letter}b"}}'.encode())]


def test_half_an_event_is_none_until_its_empty_line_came() -> None:
    parser = Parser()
    assert parser.feed(b"id: 7\ndata: {}") == []
    assert parser.feed(b"\n") == []
    assert parser.feed(b"\n") == [Received(b"{}", "7")]


def test_a_heartbeat_is_no_event_and_an_id_is_of_one_event_only() -> None:
    assert parse(b"id: 1\ndata: a\n\n:\n\ndata: b\n\n") == [Received(b"a", "1"), Received(b"b")]


def test_data_of_several_lines_and_a_leading_byte_order_mark_are_read_as_the_standard_says() -> None:
    assert parse(b"\xef\xbb\xbfdata:a\ndata\ndata:  b\n\n") == [Received(b"a\n\n b")]


def test_a_line_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LONGEST_LINE", 1000)
    with pytest.raises(Unavailable):
        parse(*[b"x" * 100] * 30)
