"""A plan that was typed, said back in full words before it counts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.when.plan_line import is_whole_days, last_away, write_plan
from kalix_presence.model.when.planning import PlannedLine
from kalix_presence.model.when.reading import full, spoken_hour
from kalix_presence.model.words import Words

translate = QCoreApplication.translate


def planned_line(plan: wire.PlanView, presence: Presence) -> PlannedLine | None:
    """A plan of the hub as one that was typed; None for a reason that is not known here."""
    if plan.reason not in presence.reasons:
        return None
    starts, ends = datetime.fromisoformat(plan.starts), datetime.fromisoformat(plan.ends)
    whole = is_whole_days(starts, ends, presence.worktime)
    last = last_away(starts, ends, presence.worktime) if whole and ends.time() != time() else (ends - timedelta(1)).date()
    return PlannedLine(presence.reasons.get(plan.reason), starts, ends, plan.repeat, plan.note, whole, last if whole else None)


def plan_sentence(found: PlannedLine, presence: Presence, language: str) -> str:
    """From when, until when and what; with the year where it is not this one."""
    name = found.reason.name(language)
    words, zone = shipped.words(language), ZoneInfo(presence.zone)
    now = presence.clock()

    def say(wall: datetime) -> str:
        return full(wall.replace(tzinfo=zone), now=now, zone=presence.zone, words=words)

    if found.from_now:
        return translate("Plans", "{reason} from now, back {end}.").format(reason=name, end=say(found.ends))
    if found.repeat:
        days = write_plan("", found.starts, found.ends, found.repeat, worktime=presence.worktime, language=language)
        first = date_words(found.starts.date(), now, words) if found.whole_days else say(found.starts)
        text = translate("Plans", "{reason} {days}, first {start}.")
        return text.format(reason=name, days=(days or translate("Plans", "again and again")).strip(), start=first)
    if found.whole_days:
        first, last = (date_words(day, now, words) for day in (found.starts.date(), found.last or found.starts.date()))
        text = (
            translate("Plans", "{reason} {first}, all day, back {end}.")
            if first == last
            else translate("Plans", "{reason} {first} – {last}, back {end}.")
        )
        return text.format(reason=name, first=first, last=last, end=say(found.ends))
    if found.starts.date() == found.ends.date():
        end = words.say("when.clock", hour=spoken_hour(found.ends.hour), minute=found.ends.minute)
        return translate("Plans", "{reason} {start}, back {end}.").format(reason=name, start=say(found.starts), end=end)
    return translate("Plans", "{reason} from {start}, back {end}.").format(
        reason=name, start=say(found.starts), end=say(found.ends)
    )


def date_words(day: date, now: datetime, words: Words) -> str:
    """A day in words: måndag 6 juli, with the year where it is another one."""
    return words.say(
        "when.date" if day.year == now.year else "when.date-year",
        weekday=words.say(f"when.weekday-{day.weekday()}"),
        day=day.day,
        month=words.say(f"when.month-{day.month}"),
        year=day.year,
    )
