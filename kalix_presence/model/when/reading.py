"""A return time said back in words, in full before it counts and in short where space is small."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kalix_presence.model.words import Words


def spoken_hour(hour: int) -> str:
    """The hour as it reads back: "3.30" alone is taken for the afternoon, so the night has two digits."""
    return f"{hour:02d}" if 1 <= hour < 7 else str(hour)


def full(moment: datetime | None, *, now: datetime, zone: str, words: Words) -> str:
    """In full words, wall time in `zone`: "i morgon, onsdag 25 november, klockan 8.00"; None is "until further notice"."""
    if moment is None:
        return words.say("when.open")
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = words.say("when.clock", hour=spoken_hour(local.hour), minute=local.minute)
    day = words.say(
        "when.date" if local.year == today.year else "when.date-year",
        weekday=words.say(f"when.weekday-{local.weekday()}"),
        day=local.day,
        month=words.say(f"when.month-{local.month}"),
        year=local.year,
    )
    if local.date() == today:
        return words.say("when.today", clock=clock)
    if local.date() == today + timedelta(1):
        return words.say("when.tomorrow", clock=clock, date=day)
    return words.say("when.other-day", clock=clock, date=day)


def short(moment: datetime | None, *, now: datetime, zone: str, words: Words) -> str:
    """As short as is clear, wall time in `zone`: "13.00", "i morgon 8.00", "tors 26/11"."""
    if moment is None:
        return words.say("when.open")
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = words.say("when.short-clock", hour=spoken_hour(local.hour), minute=local.minute)
    if local.date() == today:
        return clock
    if local.date() == today + timedelta(1):
        return words.say("when.short-tomorrow", clock=clock)
    return f"{_short_day(local.date(), today, words)} {clock}"


def short_day(day: date, *, now: datetime, words: Words) -> str:
    """A day as short as is clear, with the year where it is not that of `now`: "fre 4/12", "mån 12/7 2027"."""
    return _short_day(day, now.date(), words)


def _short_day(day: date, today: date, words: Words) -> str:
    weekday = words.say(f"when.short-weekday-{day.weekday()}")
    key = "when.short-day" if day.year == today.year else "when.short-day-year"
    return words.say(key, weekday=weekday, day=day.day, month=day.month, year=day.year)
