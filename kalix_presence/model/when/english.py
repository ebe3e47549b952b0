"""English words for return times."""

from __future__ import annotations

from kalix_presence.model.when import feasts
from kalix_presence.model.when.lexicon import Lexicon

ENGLISH = Lexicon(
    language="en",
    numbers={
        "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-five": 25, "twenty five": 25, "thirty": 30,
        "forty": 40, "forty-five": 45, "forty five": 45, "fifty": 50,
    },
    weekdays={
        "monday": 0, "mon": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thurs": 3,
        "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
    },
    months={
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
        "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
        "november": 11, "nov": 11, "december": 12, "dec": 12,
    },
    today=("today",),
    tomorrow=("tomorrow", "tmrw"),
    day_after_tomorrow=("the day after tomorrow", "day after tomorrow"),
    next_week=("next week",),
    rest_of_day=("rest of the day", "rest of day", "all day"),
    after_lunch=("after lunch",),
    open_end=("until further notice", "further notice", "indefinitely"),
    clock=("at",), after_clock=("o'clock", "o’clock", "oclock"),
    until=("back", "back at", "until", "till", "til", "by"),
    through=("through", "up to and including"),
    after_through=("inclusive",),
    within=("in", "for"),
    on=("on",),
    following=("next",),
    hours=("hours", "hour", "hrs", "hr", "h"),
    minutes=("minutes", "minute", "mins", "min", "m"),
    and_=("and",),
    half_hour=("half an hour", "half hour", "a half hour"),
    quarter_hour=("a quarter of an hour", "quarter of an hour", "quarter hour"),
    one_and_a_half_hours=("an hour and a half", "one and a half hours", "one hour and a half"),
    quarter=("a quarter", "quarter"),
    half_to=(),
    half_past=("half past", "half"),
    to=("to",),
    past=("past", "after"),
    noon=("noon", "midday"),
    midnight=("midnight", "at midnight"),
    spans={
        "day": "day", "days": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week", "month": "month",
        "months": "month",
    },
    counted_ahead=("in",),
    counted_ahead_after=("from now", "from today"),
    lasting=("for the next", "for", "the next"),
    week=("week", "wk"),
    afternoon=("pm", "p.m.", "in the afternoon"),
    morning=("am", "a.m.", "in the morning"),
    now=("from now on", "from now", "now"),
    since=("starting", "beginning", "from"),
    within_month=("in", "all of", "all"),
    lunch=("lunch", "lunchtime"),
    this_week=("this week", "all week", "the whole week", "rest of the week", "the rest of the week"),
    half_days={
        "afternoon": "afternoon", "in the afternoon": "afternoon", "morning": "morning", "in the morning": "morning",
        "this afternoon": "afternoon", "this morning": "morning",
    },
    vague=(
        "afternoon", "morning", "evening", "night", "tonight", "day", "days", "weeks", "month", "months", "weekend", "am", "pm",
        "while", "bit", "moment", "soon", "later", "few", "couple",
    ),
    feasts=feasts.ENGLISH,
    back=("back", "i am back", "i'm back", "available", "here", "in"),
)  # fmt: skip
