"""What comes, as the strip paints it: a bar for each absence with its days, words and, where something goes before it, why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.plan_words import date_words
from kalix_presence.model.holding import PRECEDENCE
from kalix_presence.model.when.reading import full

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Bar:
    """One absence on the days from `first` to `last`. `plan` is the plan it comes from, None for what was not planned here.

    `behind` says that something stronger holds for some of its time, `why` which and by what rule; `sentence` says it all.
    """

    key: str
    plan: str | None
    first: date
    last: date
    words: str
    sentence: str
    shape: str
    colour: str
    behind: bool = False
    why: str = ""
    repeats: bool = False
    name: str = ""
    """The reason alone, for where there is no room for its times."""


def bars_of(view: wire.PlansView, presence: Presence, language: str) -> list[Bar]:
    """The bars of what comes, in the order in which lanes are given out: long ones first among those that begin together."""
    plans = {plan.id: plan for plan in view.plans}
    made = [_bar(each, plans.get(each.plan or ""), view.coming, presence, language) for each in view.coming]
    return sorted(made, key=lambda bar: (bar.first, -(bar.last - bar.first).days, bar.key))


def lanes(bars: Iterable[Bar], first: date, last: date) -> list[tuple[int, Bar]]:
    """The lane of each bar that touches the days from `first` to `last`; no two share a lane on a day."""
    free: list[date] = []
    placed = []
    for bar in bars:
        if bar.last < first or bar.first > last:
            continue
        lane = next((number for number, until in enumerate(free) if until < bar.first), len(free))
        free[lane : lane + 1] = [bar.last]
        placed.append((lane, bar))
    return placed


def _bar(
    coming: wire.ComingAbsence,
    plan: wire.PlanView | None,
    everything: list[wire.ComingAbsence],
    presence: Presence,
    language: str,
) -> Bar:
    absence, tz = coming.absence, presence.worktime.tz
    starts = absence.start.astimezone(tz)
    ends = None if absence.end is None else absence.end.astimezone(tz)
    last = starts.date() + timedelta(370) if ends is None else _last_day(starts, ends, presence)
    name = presence.reason_name(absence.reason, language)
    known = presence.reasons.get(absence.reason) if absence.reason in presence.reasons else None
    why = _why(coming, everything, presence, language)
    parts = [_said(name, starts, ends, presence, language), _way(absence.way.value), why]
    if plan is not None and plan.repeat:
        parts.append(translate("Plans", "It repeats."))
    if plan is not None and plan.deputy_name:
        parts.append(_deputy(plan))
    if absence.note:
        parts.append(translate("Plans", "Note: {note}").format(note=absence.note))
    return Bar(
        absence.id,
        coming.plan,
        starts.date(),
        max(last, starts.date()),
        _short(name, starts, ends),
        " ".join(part for part in parts if part),
        known.shape if known else "square",
        known.colour if known else "grey",
        coming.behind,
        why,
        bool(plan and plan.repeat),
        name,
    )


def _last_day(starts: datetime, ends: datetime, presence: Presence) -> date:
    """The last day that the bar covers: the one on which one is back when work begins is none."""
    begins = presence.worktime.starts(ends.date())
    if ends.date() > starts.date() and (begins is None or ends <= begins):
        return ends.date() - timedelta(1)
    return ends.date()


def _short(name: str, starts: datetime, ends: datetime | None) -> str:
    if ends is not None and starts.date() == ends.date():
        return f"{name} {_clock(starts)}–{_clock(ends)}"
    return name


def _said(name: str, starts: datetime, ends: datetime | None, presence: Presence, language: str) -> str:
    words, now = shipped.words(language), presence.clock()
    since = full(starts, now=now, zone=presence.zone, words=words)
    if starts.time() == time():
        since = date_words(starts.date(), now, words)
    if ends is None:
        return translate("Plans", "{reason} from {start} until further notice.").format(reason=name, start=since)
    if starts.date() == ends.date():
        return translate("Plans", "{reason} {start}, back {end}.").format(
            reason=name, start=since, end=words.say("when.clock", hour=ends.hour, minute=ends.minute)
        )
    if starts.time() == ends.time() == time():
        last = date_words(ends.date() - timedelta(1), now, words)
        if last == since:
            return translate("Plans", "{reason} {day}, all day.").format(reason=name, day=since)
        return translate("Plans", "{reason} {first} – {last}, all days.").format(reason=name, first=since, last=last)
    until = full(ends, now=now, zone=presence.zone, words=words)
    return translate("Plans", "{reason} from {start}, back {end}.").format(reason=name, start=since, end=until)


def _way(way: str) -> str:
    match way:
        case "calendar":
            return translate("Plans", "From your calendar.")
        case "schedule":
            return translate("Plans", "Planned.")
        case "receptionist":
            return translate("Plans", "Set by the switchboard.")
        case "phone":
            return translate("Plans", "Set by a phone code.")
        case "tray" | "cli":
            return translate("Plans", "Set by yourself.")
        case _:
            return ""


def _why(coming: wire.ComingAbsence, everything: list[wire.ComingAbsence], presence: Presence, language: str) -> str:
    if not coming.behind:
        return ""
    mine = coming.absence
    over = [
        each.absence
        for each in everything
        if each is not coming
        and (mine.end is None or each.absence.start < mine.end)
        and (each.absence.end is None or each.absence.end > mine.start)
        and (PRECEDENCE[each.absence.way], each.absence.start) >= (PRECEDENCE[mine.way], mine.start)
    ]
    if not over:
        return translate("Plans", "Something else goes before it for a while.")
    winner = max(over, key=lambda each: (PRECEDENCE[each.way], each.start))
    name = presence.reason_name(winner.reason, language)
    if PRECEDENCE[winner.way] == PRECEDENCE[mine.way]:
        return translate("Plans", "{winner} goes before it meanwhile: it begins later.").format(winner=name)
    rule = translate("Plans", "by hand, then switchboard, phone code, plan, calendar, working time")
    return translate("Plans", "{winner} goes before it meanwhile ({rule}).").format(winner=name, rule=rule)


def _deputy(plan: wire.PlanView) -> str:
    match plan.deputy_state.value:
        case "accepted":
            return translate("Plans", "{name} covers for you.").format(name=plan.deputy_name)
        case "declined":
            return translate("Plans", "{name} cannot cover for you.").format(name=plan.deputy_name)
        case _:
            return translate("Plans", "{name} has been asked to cover for you.").format(name=plan.deputy_name)


def _clock(moment: datetime) -> str:
    return f"{moment.hour}.{moment.minute:02d}" if moment.minute else str(moment.hour)
