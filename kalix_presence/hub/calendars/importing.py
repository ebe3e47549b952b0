"""A calendar file becomes plans, entry by entry; again it changes nothing, and a later one takes back what is gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace as replace_struct

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.jobs import Candidate, Planned, ReadWindow
from kalix_presence.hub.calendars.own_changes import with_own_changes
from kalix_presence.hub.planning.plans import Plans
from kalix_presence.hub.planning.request import plan_of
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.errors import BadInput, PresenceError
from kalix_presence.model.guessed_reason import guessed, says_too_much
from kalix_presence.model.plan import FARTHEST, LONGEST, MOST_SKIPPED, Plan, is_over
from kalix_presence.model.taken_away import TakenAway

MOST_BYTES = 5_000_000
TAKEN_AWAY = "plan-taken-away"
"""Why an entry is left out that somebody took away before."""
SHOWN = 80
"""Letters of an entry's text in the report."""
_PART = re.compile(r"(?:[#~@]\d{8}(?:T\d{6}Z?)?)+$", re.ASCII)
"""What names a part of a series behind its UID."""


async def import_calendar(
    board: Board,
    plans: Plans,
    readers: Readers,
    caller: Caller,
    extension: str,
    calendar: str,
    *,
    now: datetime,
    again: bool = False,
    say: Callable[[PresenceError], str] = lambda refusal: "",
) -> wire.ImportReport:
    """Make plans of the entries in `calendar`; what cannot be one is reported and left out.

    So is what somebody took away of an earlier file, unless it is to come `again`, or says something else than then.
    `say` gives the words for why an entry is left out, with what the refusal names.

    Raises Forbidden `not-permitted`, NotFound `extension-unknown`, BadInput `calendar-...` as the reader,
    Unavailable `store-unwritable`, `calendar-reader`.
    """
    person = board.person(extension)
    require(caller, Action.SET_ABSENCE, person)
    content = calendar.encode("utf-8", "replace")
    if len(content) > MOST_BYTES:
        raise BadInput("calendar-too-large")
    marks = board.preferences_of(extension).calendar.marks
    window = ReadWindow(now, now + FARTHEST, board.policy.zone, person.email, marks)
    planned = await readers.plans(content, window)
    if planned.lacks == "calendar-empty":
        raise BadInput(planned.lacks)
    gone = await plans.taken_away(extension)
    return await _Import(board, plans, caller, extension, now, {} if again else gone, say).of(planned)


class _Import:
    def __init__(
        self,
        board: Board,
        plans: Plans,
        caller: Caller,
        extension: str,
        now: datetime,
        gone: dict[str, TakenAway],
        say: Callable[[PresenceError], str],
    ) -> None:
        self._board, self._plans, self._caller, self._extension, self._now = board, plans, caller, extension, now
        self._gone, self._say = gone, say
        self._before = {plan.uid: plan for plan in plans.of(extension, now) if plan.uid}

    async def of(self, planned: Planned) -> wire.ImportReport:
        """Make the difference, and say what became of what."""
        report = [await self._import(each) for each in planned.candidates]
        kept = {each.key for each in planned.candidates if not each.code}
        whole = {_series(uid) for uid in planned.whole}
        for uid, plan in list(self._before.items()):
            if uid not in kept and _series(uid) in whole:
                report.append(await self._remove(plan))
        other = [uid for uid in self._gone if uid not in kept and _series(uid) in whole]
        if other:
            await self._plans.let_come_back(self._extension, other)
        outcomes = [each.outcome for each in report]
        return wire.ImportReport(
            report,
            outcomes.count("added"),
            outcomes.count("changed"),
            outcomes.count("skipped"),
            outcomes.count("removed"),
            planned.over,
            [each.code for each in report].count(TAKEN_AWAY),
        )

    async def _import(self, each: Candidate) -> wire.ImportedEntry:
        summary = "" if says_too_much(each.summary, self._board.reasons) else each.summary[:SHOWN]
        if each.alone and each.replaces:
            await self._note_left_out(each)
        before = self._before.get(each.key)
        if each.code:
            if before is not None and not each.unread:
                removed = await self._remove(before)
                return wire.ImportedEntry(summary, "removed", removed.starts, code=each.code)
            return wire.ImportedEntry(summary, "skipped", code=each.code)
        try:
            done = await self._put(each, before, summary)
            return replace_struct(done, code="entry-zone-unknown") if each.guessed_zone and not done.code else done
        except PresenceError as refusal:
            if refusal.status == 503:
                raise
            if before is not None:
                await self._remove(before)
            return wire.ImportedEntry(summary, "skipped", code=refusal.code, detail=self._say(refusal))

    async def _put(self, each: Candidate, before: Plan | None, summary: str) -> wire.ImportedEntry:
        request = self._request_of(each)
        gone = self._gone.get(each.key)
        if before is None and gone is not None and gone.is_said_again(self._read(request, each)):
            return wire.ImportedEntry(summary, "skipped", request.starts, code=TAKEN_AWAY)
        if before is None:
            plan = await self._plans.add(
                self._caller, self._extension, request, key=None, now=self._now, uid=each.key, whole_days=each.whole_days
            )
            self._before[each.key] = plan
            return wire.ImportedEntry(summary, "added", request.starts, plan.id, reason=plan.reason)
        read = self._read(request, each, id_=before.id, by=before.set_by)
        after = with_own_changes(read, before, since=(self._now - LONGEST).date())
        if after == before:
            return wire.ImportedEntry(summary, "same", request.starts, before.id, reason=after.reason)
        self._before[each.key] = changed = await self._plans.replace(before, after, now=self._now)
        outcome = "same" if replace(after, imported=before.imported) == before else "changed"
        return wire.ImportedEntry(summary, outcome, request.starts, changed.id, reason=after.reason)

    def _read(self, request: wire.PlanRequest, each: Candidate, *, id_: str = "", by: str = "") -> Plan:
        person, uid = self._board.person(self._extension), each.key
        return plan_of(self._board, person, request, id_=id_, by=by, uid=uid, whole_days=each.whole_days, now=self._now)

    async def _remove(self, plan: Plan) -> wire.ImportedEntry:
        await self._plans.withdraw(plan, now=self._now)
        self._before.pop(plan.uid, None)
        return wire.ImportedEntry(plan.note[:SHOWN], "removed", plan.starts.isoformat(timespec="minutes"), reason=plan.reason)

    async def _note_left_out(self, each: Candidate) -> None:
        """The file tells one occurrence of a series that was read before: the series is without it."""
        for uid, plan in list(self._before.items()):
            if _series(uid) != _series(each.uid) or not plan.repeat or "#" in uid.removeprefix(each.uid):
                continue
            day = _day(each.replaces, plan)
            if day in plan.skipped or len(plan.skipped) >= MOST_SKIPPED:
                continue
            skipped = tuple(sorted({*plan.skipped, day}))
            said = plan.imported
            if said is not None:
                said = replace(said, skipped=tuple(sorted({*said.skipped, day})))
            after = replace(plan, skipped=skipped, imported=said)
            if is_over(after, now=self._now):
                await self._remove(plan)
            else:
                self._before[uid] = await self._plans.replace(plan, after, now=self._now)

    def _reason(self, each: Candidate) -> str:
        return guessed(each.summary, self._board.reasons, away=each.away, whole_days=each.whole_days > 0).code

    def _request_of(self, each: Candidate) -> wire.PlanRequest:
        starts, ends = each.starts, each.ends
        if starts is None or ends is None:
            raise BadInput("entry-without-time")
        if each.whole_days:
            last = date.fromordinal(starts.toordinal() + each.whole_days - 1)
            ends = self._board.worktime_of(self._extension).back_after(last).replace(tzinfo=None)
        summary = "" if says_too_much(each.summary, self._board.reasons) else each.summary
        return wire.PlanRequest(
            reason=self._reason(each),
            starts=starts.isoformat(timespec="minutes"),
            ends=ends.isoformat(timespec="minutes"),
            zone=each.zone,
            repeat=each.repeat,
            skipped=list(each.skipped),
            note=summary[: self._board.policy.note_limit],
            forward_to=ForwardKind.NONE if each.informs else None,
        )


def _series(uid: str) -> str:
    """The UID of the entry that a plan with this `Plan.uid` was made of."""
    return _PART.sub("", uid)


def _day(replaces: str, plan: Plan) -> date:
    """The day of an occurrence in the zone of its plan."""
    if len(replaces) == 10:
        return date.fromisoformat(replaces)
    return datetime.fromisoformat(replaces).astimezone(ZoneInfo(plan.zone)).date()
