"""Planned absences, as clients make, change and get them."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from kalix_presence.model.plan import DeputyState
from kalix_presence.wire.standings import ShownAbsence


class PlanRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /people/{extension}/plans.

    `starts` and `ends` are wall times without offset ("2026-07-06T00:00") in `zone`, the site's when it is left out. `repeat`
    is an RRULE of RFC 5545, "" for once; occurrences that begin on a day in `skipped` are left out. `forward_to` is as in
    AbsenceRequest, or "deputy": to `deputy` (an extension) once they have accepted, to the switchboard until then.
    """

    reason: str
    starts: str
    ends: str
    zone: str | None = None
    repeat: str = ""
    skipped: list[date] = []
    forward_to: str | None = None
    note: str = ""
    deputy: str | None = None


class PlanChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /plans/{id}: what changes, and the version of the plan it was seen at. What is left out stays."""

    version: int
    reason: str | UnsetType = UNSET
    starts: str | UnsetType = UNSET
    ends: str | UnsetType = UNSET
    zone: str | UnsetType = UNSET
    repeat: str | UnsetType = UNSET
    skipped: list[date] | UnsetType = UNSET
    forward_to: str | UnsetType | None = UNSET
    note: str | UnsetType = UNSET
    deputy: str | UnsetType | None = UNSET


class DeputyAnswer(msgspec.Struct, frozen=True):
    """Body of POST /plans/{id}/answer, by whoever is asked to cover."""

    accept: bool


class PlanView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A planned absence as this reader may see it: a sensitive reason only for the person. `reading` is for people.

    `next_start` and `next_end` are the occurrence that holds now or comes next, None when it is over.
    """

    id: str
    version: int
    extension: str
    name: str
    reason: str
    starts: str
    ends: str
    zone: str
    repeat: str = ""
    skipped: list[date] = []
    forward_to: str | None = None
    note: str = ""
    deputy: str | None = None
    deputy_name: str = ""
    deputy_state: DeputyState = DeputyState.NONE
    set_by: str = ""
    next_start: datetime | None = None
    next_end: datetime | None = None


class ComingAbsence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that holds, or will, if nothing changes: for the week and month strip.

    `plan` is the id of the plan it comes from, None for what a calendar, working time or somebody by hand made. `behind` says
    that something stronger holds for some of its time: `absence.way` says by which precedence.
    """

    absence: ShownAbsence
    plan: str | None = None
    behind: bool = False


class PlansView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /people/{extension}/plans: the plans that are not over, and what comes in the asked-for time."""

    plans: list[PlanView]
    coming: list[ComingAbsence] = []


class HoldingView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /people/{extension}/holding: what holds, why, what stands behind it and what comes after.

    `sentence` says it to the reader in their language; `behind` are those that hold too but are weaker or older.
    """

    extension: str
    sentence: str
    holds: ShownAbsence | None = None
    since: datetime | None = None
    until: datetime | None = None
    then: ShownAbsence | None = None
    behind: list[ShownAbsence] = []


class PlanImport(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /people/{extension}/plans/import: a calendar file (RFC 5545) as text.

    `again`: what was taken away of an earlier file is planned again too.
    """

    calendar: str
    again: bool = False


class ImportedEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one entry of a calendar file: `outcome` is "added", "changed", "same", "removed" (the file takes its plan
    back) or "skipped", and why not. `code` tells of a time zone that nobody knows too. `reason` is the code that was guessed
    from its text; plans can be given another."""

    summary: str
    outcome: str
    starts: str = ""
    plan: str | None = None
    code: str = ""
    detail: str = ""
    reason: str = ""


class ImportReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to POST /people/{extension}/plans/import: entry by entry, how many became plans and how many are `over`.

    `taken_away` counts those of `skipped` that somebody took away before; they come back with `PlanImport.again`.
    """

    entries: list[ImportedEntry]
    added: int = 0
    changed: int = 0
    skipped: int = 0
    removed: int = 0
    over: int = 0
    taken_away: int = 0
