"""What an event is called in the hub and on the wire is the same."""

from __future__ import annotations

from typing import get_args

from kalix_presence import wire
from kalix_presence.hub.store.frames import EventKind


def test_every_kind_that_the_hub_looks_for_is_of_an_event_of_the_wire() -> None:
    assert set(EventKind) <= {each.__struct_config__.tag for each in get_args(wire.Event)}
