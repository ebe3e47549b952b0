"""For whom I act and who acts for me, in words: what, and until when."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.day import today
from kalix_presence.model.when.reading import short_day

translate = QCoreApplication.translate

MOST_NAMED = 3
"""So many have a line of their own on a panel; more are named in one."""


def rights(one: wire.DelegationView) -> str:
    """What is given: absence, callbacks, plans."""
    parts = (
        (one.absence, translate("ActsFor", "absence")),
        (one.messages, translate("ActsFor", "callbacks")),
        (one.plans, translate("ActsFor", "plans")),
    )
    return ", ".join(words for given, words in parts if given)


def days(one: wire.DelegationView, presence: Presence, language: str) -> str:
    """Until when, and from when where that is to come."""
    now, words = presence.clock().astimezone(presence.worktime.tz), shipped.words(language)
    until = short_day(one.until, now=now, words=words)
    if one.since <= now.date():
        return translate("ActsFor", "until {day}").format(day=until)
    if one.since == one.until:
        return until
    return translate("ActsFor", "{first} to {last}").format(first=short_day(one.since, now=now, words=words), last=until)


def acts_for(presence: Presence, language: str) -> str:
    """For whom I act today; "" for nobody. Without contact what was told ends by its own last day."""
    day = today(presence.clock(), presence.worktime)
    found = [one for one in presence.me.acts_for if one.until >= day] if presence.me is not None else []
    if len(found) > MOST_NAMED:
        names = ", ".join(one.giver_name for one in found)
        return translate("ActsFor", "You are a delegate of {count} colleagues: {names}").format(count=len(found), names=names)
    return "\n".join(said_of(one, presence, language) for one in found)


def said_of(one: wire.DelegationView, presence: Presence, language: str) -> str:
    """For whom, what, and until when."""
    return translate("ActsFor", "You are a delegate of {name}: {rights}, {days}").format(
        name=one.giver_name, rights=rights(one), days=days(one, presence, language)
    )
