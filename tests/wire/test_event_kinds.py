"""Each event has a kind of its own, and each kind an event."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.wire.event_kinds import EventKind


def test_each_event_has_its_kind_and_none_two() -> None:
    kinds = [event.__struct_config__.tag for event in wire.Event.__args__]
    assert sorted(map(str, kinds)) == sorted(EventKind)
