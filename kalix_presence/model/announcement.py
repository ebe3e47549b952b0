"""What a diverted caller hears, as clip names in order: the dialplan plays the same clips in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.reason import Reasons

LANGUAGE = "sv"
"""What callers hear unless the PBX says that they are spoken to in English."""

UNNAMED = "person"
"""Said where there is no clip of the person's name: "the person you are calling"."""

PHONE_HOURS = "phone_hours"
"""Told outside somebody's phone hours (P8): what follows is when the next begin, not when they are back."""

_FIXED = (
    UNNAMED,
    "and_back",
    "tomorrow",
    "at",
    "oclock",
    "until_further_notice",
    "callback_offer",
    "connecting",
    PHONE_HOURS,
    "hours_begin",
)


def spoken(
    rule: ForwardingRule,
    *,
    language: str,
    now: datetime,
    zone: str,
    name_clip: str | None,
    offers_callback: bool = True,
) -> list[str]:
    """The clips for a call that `rule` diverts at `now` (aware); the return time is said as wall time in `zone`.

    "Anna Ek | är på lunch | och åter | i morgon | klockan | tretton | trettio | tryck ett, så ringer vi upp | samtalet kopplas
    vidare". English says the month before the day, and "o'clock" after a whole hour; a date is said without the time; every
    other language gets the Swedish order. A return time that has passed is not said at all. `offers_callback`: "press one, and
    we will call you back", as the PBX says unless the site does not want it; without it ringing follows at once, and nothing is
    said of that.
    """
    clips = [name_clip or UNNAMED, rule.told]
    if rule.until is None:
        clips.append("until_further_notice")
    elif rule.until > now:
        english = language.casefold().startswith("en")
        back, today = rule.until.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
        clips += ["hours_begin" if rule.told == PHONE_HOURS else "and_back", *_day(back, today, english)]
        # A week ahead the date is enough: who calls has heard it all within eight seconds.
        if (back.date() - today.date()).days < 7:
            clips += ["at", f"hour_{back:%H}"]
            clips += [f"minute_{back:%M}"] if back.minute else ["oclock"] if english else []
    return [*clips, "callback_offer", "connecting"] if offers_callback else clips


def in_words(clips: Iterable[str], texts: Mapping[str, str]) -> str:
    """What the clips say, for those who read: what begins with a capital letter begins a sentence."""
    said = [text for clip in clips if (text := texts.get(clip, clip))]
    return " ".join(
        f"{part}." if ahead[:1].isupper() and not part.endswith(".") else part for part, ahead in pairwise([*said, ""])
    )


def heard(told: str, until: datetime | None, *, now: datetime, zone: str, texts: Mapping[str, str]) -> str:
    """The heart of what a caller hears, in the words of `texts` (Swedish): "... är på lunch och är åter klockan tretton".

    Who is away, and the offer of being called back, are left out. Empty for a clip that has no words there.
    """
    if not texts.get(told):
        return ""
    rule = ForwardingRule("", "", Divert.ALWAYS, "", until, told)
    clips = spoken(rule, language=LANGUAGE, now=now, zone=zone, name_clip=None, offers_callback=False)
    return f"… {in_words(clips[1:], texts)}"


def _day(back: datetime, today: datetime, english: bool) -> list[str]:
    """Nothing for today, then "tomorrow", a weekday within the week, else the date."""
    ahead = (back.date() - today.date()).days
    if ahead == 0:
        return []
    if ahead == 1:
        return ["tomorrow"]
    if ahead < 7:
        return [f"weekday_{back.isoweekday()}"]
    date = [f"day_{back:%d}", f"month_{back:%m}"]
    return date[::-1] if english else date


def every_clip(reasons: Reasons) -> frozenset[str]:
    """Every clip that an announcement can ask for: a set of clips without one of these would leave a hole in a sentence."""
    told = {reason.told_as for reason in reasons}
    return frozenset(
        told.union(
            _FIXED,
            (f"weekday_{day}" for day in range(1, 8)),
            (f"day_{day:02d}" for day in range(1, 32)),
            (f"month_{month:02d}" for month in range(1, 13)),
            (f"hour_{hour:02d}" for hour in range(24)),
            (f"minute_{minute:02d}" for minute in range(1, 60)),
        )
    )
