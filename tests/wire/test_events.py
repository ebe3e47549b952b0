"""Events of the stream: each is read as what it is, a broken one is told from one of a newer hub, and what is left out means nothing."""

from __future__ import annotations

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.model.callback import AddresseeKind, Stage
from kalix_presence.wire.event_kinds import EventKind
from kalix_presence.wire.events import kind_of
from tests.clocks import NINE

ANNA = wire.Standing("2041", 3)


def test_each_event_says_which_kind_it_is_of() -> None:
    assert kind_of(wire.PbxChanged(True)) is EventKind.PBX
    assert kind_of(wire.StandingChanged(4, NINE, ANNA)) is EventKind.STANDING
    assert kind_of(wire.Nudge(5, NINE, "2041", "2001", "Maria Holm")) is EventKind.NUDGE


def test_the_kind_stands_in_the_event_where_a_reader_of_another_make_looks_for_it() -> None:
    assert msgspec.json.decode(msgspec.json.encode(wire.DirectoryChanged(4, 2))) == {
        "kind": "directory",
        "number": 4,
        "version": 2,
    }


@pytest.mark.parametrize("kind", EventKind)
def test_an_event_of_each_known_kind_that_lacks_all_it_says_is_never_passed_over_as_news(kind: EventKind) -> None:
    """Were one taken for an event of a newer hub, a reader would go on with a board that lacks it."""
    bare = msgspec.json.encode({"kind": kind})
    try:
        event = wire.decode_event(bare)
    except msgspec.ValidationError:
        return
    assert event is not None
    assert kind_of(event) is kind


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"kind":"pbx"', b'{"kind":"pbx","connected":true}x'])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        wire.decode_event(data)


@pytest.mark.parametrize("data", [b"[]", b"{}", b'"pbx"', b"null", b'{"kind":7}'])
def test_what_has_no_kind_is_no_event_of_any_version(data: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode_event(data)


def test_only_the_first_events_of_a_stream_tell_the_version_of_the_language() -> None:
    assert [event for event in wire.Event.__args__ if "api" in event.__struct_fields__] == [wire.Hello, wire.BoardApart]


def test_a_pbx_that_is_lost_may_be_lost_since_nobody_knows_when() -> None:
    assert b"since" not in msgspec.json.encode(wire.PbxChanged(False))
    assert b"pbx_since" not in msgspec.json.encode(wire.Hello(1, 4, NINE, []))
    lost = wire.PbxChanged(False, NINE)
    assert wire.decode_event(msgspec.json.encode(lost)) == lost


def test_a_hello_that_says_nothing_of_the_pbx_comes_from_a_hub_that_has_it() -> None:
    hello = wire.decode_event(b'{"kind":"hello","api":1,"number":4,"at":"2026-11-24T09:00:00Z","board":[]}')
    assert isinstance(hello, wire.Hello)
    assert hello.pbx
    assert hello.directory == 0


def test_some_lines_are_not_all_lines() -> None:
    """Taken for complete, a few changes would wipe what is known of everybody else."""
    some = wire.decode_event(b'{"kind":"lines","states":{"2041":"busy"}}')
    assert isinstance(some, wire.LinesChanged)
    assert not some.complete


def test_a_line_state_of_a_newer_hub_is_unknown() -> None:
    some = wire.decode_event(b'{"kind":"lines","states":{"2041":"on_hold"}}')
    assert isinstance(some, wire.LinesChanged)
    assert [*some.states.values()] == ["unknown"]


def test_an_absence_that_was_ended_by_somebody_else_comes_without_one() -> None:
    ended = wire.AbsenceSetForYou(4, NINE, "2041", "2001", "Maria Holm")
    assert msgspec.json.decode(msgspec.json.encode(ended)).keys() == {"kind", "number", "at", "extension", "by", "by_name"}
    assert wire.decode_event(msgspec.json.encode(ended)) == ended


def test_a_message_reminds_only_when_it_says_so() -> None:
    message = wire.MessageView("0af3", 1, Stage.NEW, AddresseeKind.PERSON, "2041", "Anna Ek", "", "", NINE, NINE)
    plain, late = (msgspec.json.encode(wire.MessageChanged(4, NINE, message, remind)) for remind in (False, True))
    assert b"remind" not in plain
    assert b'"remind":true' in late


def test_an_event_is_not_changed_by_who_has_it() -> None:
    with pytest.raises(AttributeError):
        wire.PbxChanged(True).connected = False  # type: ignore[misc]
