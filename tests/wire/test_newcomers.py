"""What goes over the wire of first steps: a newer hub's steps and outcomes do no harm."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.model.callback import Outcome
from kalix_presence.model.newcomer import FirstStep


def test_a_step_that_only_a_newer_hub_knows_is_unknown() -> None:
    text = b'{"steps":[{"step":"parking","done":true}],"something":1}'
    read = msgspec.json.decode(text, type=wire.FirstSteps)
    assert read.steps == [wire.FirstStepView(FirstStep.UNKNOWN, True)]


def test_how_a_telephone_rang_is_read_as_it_was_told() -> None:
    event = wire.decode_event(b'{"kind":"newcomer","rang":"answered"}')
    assert event == wire.NewcomerChanged(Outcome.ANSWERED)
    assert wire.decode_event(b'{"kind":"newcomer"}') == wire.NewcomerChanged()
