"""A calendar file becomes plans: entry by entry, and the same file twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kalix_presence import wire
from kalix_presence.hub.board import Board
from kalix_presence.hub.calendars.reading import busy_of, parsed, text_of
from kalix_presence.hub.plan_wish import plan_of
from kalix_presence.hub.plans import Plans
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.entry import MEETING, OUT_OF_OFFICE, Busy
from kalix_presence.model.errors import BadInput, PresenceError
from kalix_presence.model.plan import Plan
from kalix_presence.model.when.line import split

MOST_BYTES = 1_000_000
MOST_EVENTS = 500
SHOWN = 80
"""Letters of an entry's text in the report."""


async def import_calendar(
    board: Board, plans: Plans, caller: Caller, extension: str, calendar: str, *, now: datetime
) -> wire.ImportReport:
    """Make plans of the entries in `calendar`; what cannot be one is reported and left out.

    Raises Forbidden `not-permitted`, NotFound `extension-unknown`, BadInput `calendar-unreadable`, `calendar-too-large`,
    Unavailable `store-unwritable`.
    """
    require(caller, Action.SET_ABSENCE, board.person(extension))
    if len(calendar.encode()) > MOST_BYTES:
        raise BadInput("calendar-too-large")
    events = [event for each in parsed(calendar) for event in each.walk("VEVENT")]
    if len(events) > MOST_EVENTS:
        raise BadInput("calendar-too-large")
    moved = _moved(events)
    report: list[wire.ImportedEntry] = []
    for event in events:
        private = text_of(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL")
        summary = "" if private else " ".join(text_of(event, "SUMMARY").split())[:SHOWN]
        try:
            wish = _wish(board, event, private, moved.get(text_of(event, "UID"), []))
            uid = _uid(event)
            report.append(await _put(board, plans, caller, extension, wish, uid, summary, now))
        except PresenceError as refusal:
            if refusal.status == 503:
                raise
            report.append(wire.ImportedEntry(summary, "skipped", code=refusal.code))
        except (OverflowError, ValueError, TypeError, AttributeError):  # a property that is none of its kind
            report.append(wire.ImportedEntry(summary, "skipped", code="entry-without-time"))
    made = [each.outcome for each in report]
    return wire.ImportReport(report, made.count("added"), made.count("changed"), made.count("skipped"))


async def _put(
    board: Board,
    plans: Plans,
    caller: Caller,
    extension: str,
    wish: wire.PlanWish,
    uid: str,
    summary: str,
    now: datetime,
) -> wire.ImportedEntry:
    before = next((plan for plan in plans.of(extension, now) if uid and plan.uid == uid), None)
    if before is None:
        plan = await plans.add(caller, extension, wish, key=None, now=now, uid=uid)
        return wire.ImportedEntry(summary, "added", wish.starts, plan.id)
    person = board.person(extension)
    read = plan_of(board, person, wish, id_=before.id, by=before.set_by, uid=uid, now=now)
    # What somebody has added here to what the file says stays.
    after = replace(
        read,
        version=before.version,
        deputy=before.deputy,
        deputy_state=before.deputy_state,
        forward_to=before.forward_to,
    )
    if after == before:
        return wire.ImportedEntry(summary, "same", wish.starts, before.id)
    changed: Plan = await plans.replace(before, after, now=now)
    return wire.ImportedEntry(summary, "changed", wish.starts, changed.id)


def _wish(board: Board, event: Any, private: bool, moved: list[date]) -> wire.PlanWish:
    busy = busy_of(event)
    if text_of(event, "STATUS").upper() == "CANCELLED":
        raise BadInput("entry-cancelled")
    if busy in (Busy.FREE, Busy.TENTATIVE):
        raise BadInput("entry-free")
    start = getattr(event.get("DTSTART"), "dt", None)
    if start is None:
        raise BadInput("entry-without-time")
    zone = _zone(start, board.policy.zone)
    starts, ends = _walls(board, event, start, zone)
    rule = event.get("RRULE")
    if isinstance(rule, list) or event.get("RDATE") is not None:
        raise BadInput("plan-repeat")
    repeat = "" if rule is None or event.get("RECURRENCE-ID") is not None else rule.to_ical().decode()
    summary = "" if private else " ".join(text_of(event, "SUMMARY").split())
    return wire.PlanWish(
        reason=_reason(board, summary, busy),
        starts=starts.isoformat(timespec="minutes"),
        ends=ends.isoformat(timespec="minutes"),
        zone=zone,
        repeat=repeat,
        skipped=sorted({*_excepted(event, zone), *moved} if repeat else ()),
        note=summary[: board.policy.note_limit],
    )


def _walls(board: Board, event: Any, start: date | datetime, zone: str) -> tuple[datetime, datetime]:
    """Start and end as wall times; a whole day ends when work next begins, as people mean it."""
    end, length = getattr(event.get("DTEND"), "dt", None), getattr(event.get("DURATION"), "dt", None)
    if end is None and isinstance(length, timedelta):
        end = start + length
    if not isinstance(start, datetime):
        last = (end if end is not None else start + timedelta(1)) - timedelta(1)
        following = board.worktime.next_working_day(max(last, start))
        begins = board.worktime.starts(following)
        wall = datetime(following.year, following.month, following.day) if begins is None else begins  # noqa: DTZ001
        return datetime(start.year, start.month, start.day), wall.replace(tzinfo=None)  # noqa: DTZ001
    if not isinstance(end, datetime):
        raise BadInput("entry-without-time")
    return _wall(start, zone), _wall(end, zone)


def _wall(moment: datetime, zone: str) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _zone(start: date | datetime, usual: str) -> str:
    """The entry's own zone where it names one that repeats by wall time."""
    key = getattr(getattr(start, "tzinfo", None), "key", None)
    return str(key) if key and key != "UTC" else usual


def _excepted(event: Any, zone: str) -> list[date]:
    found = event.get("EXDATE", [])
    times = [each.dt for group in (found if isinstance(found, list) else [found]) for each in group.dts]
    return [_wall(each, zone).date() if isinstance(each, datetime) else each for each in times]


def _moved(events: list[Any]) -> dict[str, list[date]]:
    """Days of a series that have an entry of their own, by the series."""
    found: dict[str, list[date]] = {}
    for event in events:
        again = getattr(event.get("RECURRENCE-ID"), "dt", None)
        if again is not None:
            day = again.date() if isinstance(again, datetime) else again
            found.setdefault(text_of(event, "UID"), []).append(day)
    return found


def _uid(event: Any) -> str:
    again = event.get("RECURRENCE-ID")
    return text_of(event, "UID")[:200] + ("" if again is None else f"#{again.to_ical().decode()}")


def _reason(board: Board, summary: str, busy: Busy) -> str:
    """The reason its text begins with ("Semester", "Utbildning: ..."), else a meeting or plain absence."""
    try:
        return split(summary.replace(":", " "), board.reasons)[0].code
    except BadInput:
        wanted = OUT_OF_OFFICE if busy is Busy.OUT_OF_OFFICE else MEETING
        return wanted if wanted in board.reasons else next(iter(board.reasons)).code
