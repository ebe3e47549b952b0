"""The sketch in words: what a proposal changes and what there is to see to, one sentence each, for window, shell and paper."""

from __future__ import annotations

from collections.abc import Sequence

from kalix_presence.model.sketch_changes import ChangeKind
from kalix_presence.model.sketch_faults import Fault
from kalix_presence.model.words import Words


def change_said(words: Words, kind: ChangeKind, duty: str, people: Sequence[str], place: str) -> str:
    """One difference; `people` are names in order."""
    nobody, nowhere = words.say("sketch.nobody"), words.say("sketch.no-place")
    return words.say(f"sketch.change-{kind.value}", duty=duty, people=", ".join(people) or nobody, place=place or nowhere)


def fault_said(words: Words, kind: Fault, duty: str, person: str) -> str:
    """One thing to see to."""
    return words.say(f"sketch.fault-{kind.value}", duty=duty, person=person)
