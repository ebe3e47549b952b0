"""The board as put together from a snapshot and events."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.client.board import ClientBoard
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.line import LineState

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def changed(version: int, extension: str = "2041") -> wire.StandingChanged:
    return wire.StandingChanged(version, NOW, wire.Standing(extension, version, in_force=version % 2 == 0))


@given(st.permutations(range(1, 7)), st.lists(st.integers(1, 6)))
def test_events_in_any_order_and_doubled_end_in_the_newest(order: list[int], again: list[int]) -> None:
    board = ClientBoard()
    for version in [*order, *again]:
        board.apply(changed(version))
    assert board.standings["2041"] == wire.Standing("2041", 6)


def test_a_standing_keeps_the_line_that_was_known() -> None:
    board = ClientBoard()
    board.apply(wire.LinesChanged({"2041": LineState.BUSY}))
    board.apply(changed(1))
    assert board.standings["2041"].line is LineState.BUSY


def test_all_lines_at_once_make_what_is_not_named_unknown_and_tell_only_what_changed() -> None:
    board = ClientBoard()
    board.replace([wire.Standing(one, line=LineState.IDLE) for one in ("2041", "2042", "2043")])
    told = board.apply(wire.LinesChanged({"2041": LineState.IDLE, "2042": LineState.BUSY}, complete=True))
    assert [(one.extension, one.line) for one in told] == [("2042", LineState.BUSY), ("2043", LineState.UNKNOWN)]


def test_hints_go_beside_lines_and_all_at_once_take_away_what_is_not_named() -> None:
    board = ClientBoard()
    board.replace([wire.Standing(one, line=LineState.IDLE) for one in ("2041", "2042")])
    [told] = board.apply(wire.LinesChanged({}, elsewhere={"2041": Elsewhere.CALL}))
    assert (told.line, told.elsewhere) == (LineState.IDLE, Elsewhere.CALL)
    assert board.apply(wire.LinesChanged({}, elsewhere={"2041": Elsewhere.CALL})) == []
    [told] = board.apply(wire.LinesChanged({"2041": LineState.BUSY}))
    assert told.elsewhere is Elsewhere.CALL, "nothing was said of it"
    board.apply(changed(1))
    assert board.standings["2041"].elsewhere is Elsewhere.CALL
    states = dict.fromkeys(("2041", "2042"), LineState.IDLE)
    board.apply(wire.LinesChanged(states, complete=True, elsewhere={"2042": Elsewhere.MEETING}))
    assert [one.elsewhere for one in board.standings.values()] == [Elsewhere.NOTHING, Elsewhere.MEETING]
    board.apply(wire.LinesChanged(states, complete=True))
    assert [one.elsewhere for one in board.standings.values()] == [Elsewhere.NOTHING, Elsewhere.NOTHING]


def test_a_hello_replaces_everybody() -> None:
    board = ClientBoard()
    board.apply(changed(9))
    board.apply(wire.Hello(1, 3, NOW, [wire.Standing("2042", 3)]))
    assert set(board.standings) == {"2042"}


def test_of_a_new_snapshot_who_stands_as_before_keeps_the_same_object() -> None:
    board = ClientBoard()
    board.replace([wire.Standing("2041", 1), wire.Standing("2042", 1)])
    before = dict(board.standings)
    board.replace([wire.Standing("2041", 1), wire.Standing("2042", 2), wire.Standing("2043")])
    assert board.standings["2041"] is before["2041"]
    assert list(board.standings.values()) == [wire.Standing("2041", 1), wire.Standing("2042", 2), wire.Standing("2043")]
