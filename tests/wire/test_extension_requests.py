"""A request for an extension, as a newer hub may tell it, is read by an older client."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.model.extension_request import Kind, State, Step


def test_kinds_states_and_steps_of_a_newer_hub_are_unknown_and_break_nothing() -> None:
    told = (
        b'{"requests": [{"id": "1", "version": 1, "kind": "lend", "unit": "bygg", "unit_name": "Bygg", "wanted": "2026-12-01",'
        b' "state": "lent", "may": ["lend", "comment"], "colour": "green"}]}'
    )
    [one] = msgspec.json.decode(told, type=wire.ExtensionRequestsView).requests
    assert (one.kind, one.state, one.may) == (Kind.UNKNOWN, State.UNKNOWN, [Step.UNKNOWN, Step.COMMENT])
    assert one.in_directory is None
