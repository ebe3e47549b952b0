"""The sketch, as a newer hub may tell it, is read by an older client."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.model.sketch import ProposalState, ProposalStep
from kalix_presence.model.sketch_changes import ChangeKind
from kalix_presence.model.sketch_faults import Fault


def test_faults_states_steps_and_differences_of_a_newer_hub_are_unknown_and_break_nothing() -> None:
    told = (
        b'{"administration": "k", "name": "Kultur", "colour": "green", "units": [{"unit": "k", "name": "Kultur", "parent": "",'
        b' "version": 1, "sheet": {"budget": 3}, "faults": [{"kind": "too_dear"}]}], "proposals": [{"id": "1", "version": 1,'
        b' "unit": "k", "unit_name": "Kultur", "since": "2026-12-01", "state": "put_off", "sheet": {}, "may": ["put_off"],'
        b' "changes": [{"kind": "budget"}]}]}'
    )
    shown = msgspec.json.decode(told, type=wire.SketchView)
    assert [each.kind for each in shown.units[0].faults] == [Fault.UNKNOWN]
    [one] = shown.proposals
    assert (one.state, one.may, one.changes[0].kind) == (ProposalState.UNKNOWN, [ProposalStep.UNKNOWN], ChangeKind.UNKNOWN)
    assert shown.pbx
