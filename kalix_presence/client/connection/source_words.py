"""How a source of the directory stands and what it would do, in sentences: for windows and shells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence import wire
from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind
from kalix_presence.model.words import Words

At = Callable[[datetime], str]
"""A moment said in words."""
BESIDES = (HeldKind.MOVED, HeldKind.ACCOUNT, HeldKind.ADDED, HeldKind.CHANGED, HeldKind.UNIT)
"""What nobody is asked about, and is done with the rest."""
NAMED = 5
"""So many of the entries that could not be used are named."""


def head(one: wire.SourceView, words: Words) -> str:
    """Its name, and what it is."""
    return words.say("sources.head", name=one.name, kind=words.say(f"sources.kind-{one.kind.value}"))


def state_lines(one: wire.SourceView, words: Words, at: At) -> list[str]:
    """When it was read, what that did, and what could not be used."""
    if one.kind is SourceKind.SCIM:
        lines = [
            words.say("sources.pushed-never") if one.tried_at is None else words.say("sources.pushed", at=at(one.tried_at))
        ]
        return lines + ([words.say("sources.waiting", count=one.unusable)] if one.unusable else [])
    lines = [] if one.read_all_at is not None else [words.say("sources.never")]
    if one.read_all_at is not None:
        counts = {"count": one.people, "added": one.added, "changed": one.changed, "removed": one.removed}
        lines.append(words.say("sources.read", at=at(one.read_all_at), **counts))
    if one.tried_at is not None and one.tried_at != one.read_all_at:
        lines.append(words.say("sources.tried", at=at(one.tried_at)))
    if one.unusable:
        lines.append(words.say("sources.unusable", count=one.unusable))
        lines += [words.say("sources.left-out", entry=each.entry, why=each.why) for each in one.left_out[:NAMED]]
        if one.left_out and one.unusable > NAMED:
            lines.append(words.say("sources.more", count=one.unusable - min(NAMED, len(one.left_out))))
    return lines


def held_words(held: wire.HeldRun, words: Words, at: At) -> str:
    """That it waits, or what was said to it."""
    known = {"at": at(held.at), "removed": held.removed, "passed": held.passed}
    name = {HeldAnswer.NONE: "held", HeldAnswer.YES: "held-yes", HeldAnswer.NO: "held-no"}.get(held.answer, "held-unknown")
    return words.say(f"sources.{name}", **known)


def besides(held: wire.HeldRun, words: Words) -> str:
    """What it would do beside that; "" for nothing."""
    if not held.kept:
        return words.say("sources.held-untold")
    each = [words.say(f"sources.count-{kind.value}", count=held.counts[kind]) for kind in BESIDES if held.counts.get(kind)]
    return words.say("sources.held-besides", what=", ".join(each)) if each else ""


def line_said(one: wire.HeldLineView, words: Words) -> str:
    """One line of the difference."""
    nothing = words.say("sources.nothing")
    known = {
        "name": one.name,
        "extension": one.extension,
        "unit": one.unit_name or words.say("sources.no-unit"),
        "column": column_said(one.column, words),
        "before": one.before or nothing,
        "after": one.after or nothing,
        "old": one.column,
    }
    key = one.kind.value
    if one.kind is HeldKind.CHANGED and not one.before and not one.after:
        key = "changed-untold"
    elif one.kind is HeldKind.ACCOUNT and one.column:
        key = "account-renamed"
    elif one.kind is HeldKind.ACCOUNT and not one.before:
        key = "account-new"
    return words.say(f"sources.line-{key}", **known)


def column_said(column: str, words: Words) -> str:
    """A column of the people file in words; as it is where only a newer hub knows it."""
    key = f"sources.column-{column}"
    return words.say(key) if words.has(key) else column
