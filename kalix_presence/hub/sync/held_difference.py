"""The difference of a run that is held, line by line, so that whoever answers sees what it is that they answer."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from kalix_presence.hub.directory.difference import Imported, ImportHeld, changed_fields
from kalix_presence.hub.store.held_lines import HeldLine
from kalix_presence.hub.store.sync_states import Held
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.held_run import HeldKind

MOST_LINES = 5_000
"""So many lines are kept to be read; how many there are besides is said."""
WITHHELD = frozenset({"mobile", "person"})
"""Columns of which it is said that they change, and not to what: a private number, what the staff register calls somebody."""
LENGTH = 10
ORDER = {kind: place for place, kind in enumerate(HeldKind)}


def held_difference(refusal: ImportHeld, units: Mapping[str, Unit], at: datetime) -> tuple[Held, list[HeldLine]]:
    """What is held since `at`, and its lines: those first that the answer is about, at most `MOST_LINES`. `units` are by code
    what names them in words."""
    digest, counts, kept = hashlib.sha256(), Counter[str](), list[HeldLine]()
    for line in sorted(_lines(refusal.done, units), key=lambda one: (ORDER[one.kind], one.extension, one.column, one.name)):
        digest.update(msgspec.json.encode(line))
        counts[line.kind.value] += 1
        if len(kept) < MOST_LINES:
            kept.append(line)
    held = Held(
        refusal.id,
        refusal.removed,
        refusal.passed,
        at,
        difference=digest.hexdigest()[:LENGTH],
        counts=dict(counts),
        kept=len(kept),
    )
    return held, kept


def unit_path(units: Mapping[str, Unit], code: str) -> str:
    """A unit with those that it lies in, the administration first; its code where nobody knows it."""
    names: list[str] = []
    while code in units and len(names) < 10:
        names.append(units[code].name)
        code = units[code].parent or ""
    return " / ".join(reversed(names)) or code


def _lines(done: Imported, units: Mapping[str, Unit]) -> Iterator[HeldLine]:
    successors = {each.extension for each in done.successions}
    moves = {before.extension: before for before, after in done.changed if before.extension != after.extension}
    for person in done.removed:
        yield _about(HeldKind.REMOVED, person, units)
    for one in done.successions:
        yield _about(HeldKind.PASSED, one.holder, units, before=one.before, after=one.after, extension=one.extension)
    for move in done.moves:
        yield _about(HeldKind.MOVED, moves.get(move.before), units, before=move.before, after=move.after, name=move.name)
    for account in done.accounts:
        before = "" if account.before is None else " ".join(account.before)
        names = {"name": account.username, "column": account.renamed}
        yield HeldLine(HeldKind.ACCOUNT, account.extension, before=before, after=" ".join(account.after), **names)
    for person in done.added:
        if person.extension not in successors:
            yield _about(HeldKind.ADDED, replace(person, id=""), units)  # who they are is drawn anew with each look
    for old, new in done.changed:
        for column, before, after in changed_fields(old, new):
            if column in WITHHELD:
                before = after = ""
            elif column in ("unit", "administration"):
                before, after = unit_path(units, before), unit_path(units, after)
            yield _about(HeldKind.CHANGED, old, units, column=column, before=before, after=after)
    for unit in done.units:
        yield HeldLine(HeldKind.UNIT, name=unit_path(units, unit.code), unit=unit.code)


def _about(kind: HeldKind, person: Person | None, units: Mapping[str, Unit], **more: str) -> HeldLine:
    theirs: dict[str, str] = {}
    if person is not None:
        where = unit_path(units, person.unit)
        theirs = {
            "extension": person.extension,
            "name": person.name,
            "unit": person.unit,
            "unit_name": where,
            "person": person.id,
        }
    return HeldLine(kind, **(theirs | more))
