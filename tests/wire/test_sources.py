"""What a newer hub says of its sources is read by an older client without breaking it."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind


def test_what_a_newer_hub_knows_reads_as_unknown() -> None:
    held = '{"shown":"a","at":"2026-12-01T08:00:00Z","removed":1,"passed":0,"counts":{"merged":2},"answer":"later","answers":["wait"]}'
    text = f'{{"sources":[{{"name":"x","kind":"grapevine","held":{held}}}],"minutes":5}}'
    [one] = msgspec.json.decode(text, type=wire.SourcesView).sources
    assert one.kind is SourceKind.UNKNOWN
    assert one.held is not None
    assert (one.held.answer, one.held.answers) == (HeldAnswer.UNKNOWN, [HeldAnswer.UNKNOWN])
    assert one.held.counts == {HeldKind.UNKNOWN: 2}
    [line] = msgspec.json.decode('{"shown":"a","lines":[{"kind":"merged"}]}', type=wire.HeldPage).lines
    assert line == wire.HeldLineView(HeldKind.UNKNOWN)
