"""What is published numbers the board first, so that nobody who is told finds an older board."""

from __future__ import annotations

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed, encoded
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind


def made() -> tuple[Board, EventBus]:
    board = Board(shipped.default_reasons(), shipped.default_policy())
    return board, EventBus(board)


def test_a_listener_finds_the_board_at_the_events_number() -> None:
    board, bus = made()
    seen: list[tuple[int | None, int]] = []
    bus.listen(lambda frame: seen.append((frame.number, board.number)))
    for number in (7, 8):
        event = wire.DirectoryChanged(number, 1)
        bus.publish(encoded(event, colleague=event))
    assert seen == [(7, 7), (8, 8)]


def test_an_event_without_a_number_leaves_the_boards_as_it_is() -> None:
    board, bus = made()
    board.number = 5
    event = wire.LinesChanged({"2041": LineState.BUSY})
    bus.publish(encoded(event, colleague=event))
    assert board.number == 5


def test_what_is_addressed_reaches_nobody_by_its_extension_or_as_a_colleague() -> None:
    frame = addressed(wire.DirectoryChanged(3, 1), frozenset({"2041"}))
    assert (frame.kind, frame.number, frame.extension, frame.colleague) == (EventKind.DIRECTORY, 3, None, None)
    assert frame.audience == frozenset({"2041"})
