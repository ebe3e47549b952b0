"""The site's reasons, duties and working time as the model has them, out of what the hub answered."""

from __future__ import annotations

import asyncio
import math
from datetime import date, time
from operator import is_
from typing import TYPE_CHECKING

import msgspec

from kalix_presence import shipped, wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.gc_pause import many_objects
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.access import Action
from kalix_presence.model.contact import Contact
from kalix_presence.model.duties import Duties
from kalix_presence.model.greeting import Shown, is_shown
from kalix_presence.model.line import LineState
from kalix_presence.model.newcomer import FirstStep, missing
from kalix_presence.model.preferences import Preferences, Span
from kalix_presence.model.reason import EndRule, Reason, Reasons
from kalix_presence.model.words import Words
from kalix_presence.model.worktime import WorkingTime

if TYPE_CHECKING:
    from kalix_presence.model.finding import Reach
    from kalix_presence.model.signature import Signed


NO_SENDER = wire.Sender()
"""Of a hub that says nothing of its organisation."""


PORTION = 500
"""People compared before other work of the same loop gets its turn."""


def reasons_of(view: wire.ReasonsView) -> Reasons:
    """The reasons, so that what is typed is read by the site's own words."""
    return Reasons(
        tuple(
            Reason(
                code=one.code,
                names=one.names,
                icon=one.icon,
                colour=one.colour,
                shape=one.shape,
                digit=one.digit,
                usual=one.usual,
                forward=one.forward,
                end=EndRule(one.end),
                shown_as=one.shown_as or one.code,
                told_as=one.told_as,
                aliases=tuple(one.aliases),
                selectable=one.selectable,
            )
            for one in view.reasons
        )
    )


def duties_of(view: wire.ReasonsView) -> Duties:
    """The duties' other words, so that what is looked for is found by the site's own words."""
    return Duties({duty: tuple(words) for duty, words in view.duties.items()})


def reach_of(standing: wire.Standing, *, pbx: bool = True) -> Reach:
    """How well somebody who stands so can be reached by themselves; `pbx`: whether the PBX is there to say what lines do."""
    from kalix_presence.model.finding import own_reach  # a tray that looks for nobody does without

    absence, line = standing.absence, standing.line if pbx else LineState.UNKNOWN
    if absence is None:
        return own_reach(None, ForwardKind.NONE, overdue=standing.overdue, line=line)
    return own_reach(absence.reason, absence.forward, overdue=standing.overdue, line=line)


def contact_of(person: wire.PersonView, sender: wire.Sender = NO_SENDER, phone_hours: str = "") -> Contact:
    """What may be given to anybody outside of `person`, whose organisation says `sender` of itself; `phone_hours` is one line
    for people, "" at any time."""
    return Contact(
        person.name,
        person.title,
        person.unit_name,
        person.administration_shown,
        sender.organisation,
        person.direct,
        person.email,
        phone_hours,
        person.family_name,
        sender.addresses.get(person.unit, sender.address),
        sender.web,
    )


def sender_of(view: wire.ReasonsView | None) -> wire.Sender:
    """What the organisation says of itself, as far as it is known."""
    return view.sender or NO_SENDER if view is not None else NO_SENDER


def signed(person: wire.PersonView, view: wire.ReasonsView | None, language: str, phone_hours: str = "") -> Signed:
    """The signature of `person` by the site's template, said in `language`."""
    from kalix_presence.model.signature import TEMPLATE, Signed, signature, signature_html, signature_rtf  # seldom wanted

    sender = sender_of(view)
    contact, template = contact_of(person, sender, phone_hours), sender.signature or TEMPLATE
    telephone, country = shipped.words(language).say("cards.direct"), view.country if view is not None else "SE"
    return Signed(
        signature(contact, template, telephone=telephone),
        signature_html(contact, template, telephone=telephone, language=language, country=country),
        signature_rtf(contact, template, telephone=telephone),
    )


def left_of(found: wire.FirstSteps) -> list[FirstStep]:
    """Which of a newcomer's first steps are left; none for who is no newcomer."""
    left = missing((each.step for each in found.steps if each.done), can_ring=found.can_ring)
    told = {each.step for each in found.steps}
    return [step for step in left if step in told]


def worktime_of(view: wire.ReasonsView, preferences: Preferences | None = None) -> WorkingTime:
    """The site's usual working time, or as somebody has chosen theirs; the hub has said which days are off, so the 30 MB of a
    calendar library stay unread."""
    day = (Span(time.fromisoformat(view.day_starts), time.fromisoformat(view.day_ends)),)
    site = WorkingTime(
        view.zone,
        "",
        closed_days=frozenset(view.days_off),
        hours=dict.fromkeys(range(5), day),
        lunch_at=time.fromisoformat(view.lunch_at),
        lunch_until=time.fromisoformat(view.lunch_until),
        eve_rules=(),
        short_days={day: time.fromisoformat(ends) for day, ends in view.short_days.items()},
    )
    return site if preferences is None else site.chosen(preferences)


def with_person(people: list[wire.PersonView], changed: wire.PersonView) -> tuple[list[wire.PersonView], wire.PersonView]:
    """The directory with `changed` in its place, and the person as known then: mobile and standing, which the event does not
    carry, stay as they were."""
    for place, known in enumerate(people):
        if known.extension == changed.extension:
            person = msgspec.structs.replace(changed, mobile=known.mobile, standing=known.standing)
            return [*people[:place], person, *people[place + 1 :]], person
    return people, changed


async def as_known(fetched: list[wire.PersonView], known: list[wire.PersonView]) -> list[wire.PersonView]:
    """`fetched` for a program that follows the stream, which tells the standings: without those, and with the very objects of
    `known` for whoever's facts are the same; `known` itself when all are, so that no window makes anything anew."""
    before = {person.extension: person for person in known}
    people = []
    with many_objects():
        for count, person in enumerate(fetched, 1):
            msgspec.structs.force_setattr(person, "standing", None)
            same = before.get(person.extension)
            people.append(same if same is not None and same == person else person)
            if not count % PORTION:
                await asyncio.sleep(0)
    same_all = len(people) == len(known) and all(map(is_, people, known))
    return known if same_all else people


async def own_preferences(hub: HubClient, me: wire.Me) -> wire.PreferencesView | None:
    """One's own preferences; None for an account that is no person, and at a hub that is older than they are."""
    if me.person is None or Action.SET_PREFERENCES.value not in me.may:
        return None
    return await hub.preferences(me.person.extension)


def line_to_say(me: wire.Me | None, chosen: Shown, today: date) -> str:
    """What one is shown to answer with at an incoming call `today`; "" for whoever is not, or not any longer."""
    told = me.greeting if me is not None else None
    return told.line if told is not None and is_shown(chosen, told.until, today) else ""


def names_said(person: wire.PersonView) -> dict[str, str]:
    """What stands in the blanks of a line to answer with where `person` says it."""
    return {
        "unit": person.unit_name or person.unit,
        "given": person.name.removesuffix(person.family_name).strip() or person.name,
        "family": person.family_name,
        "administration": person.administration_shown,
    }


def lent_by(me: wire.Me | None, extension: str) -> wire.DelegationView | None:
    """What the person at `extension` lets one do today; None for nothing."""
    return next((one for one in me.acts_for if one.giver == extension), None) if me is not None else None


def lets_set_absence(me: wire.Me | None, extension: str) -> bool:
    """Whether they let one set and end their absence."""
    one = lent_by(me, extension)
    return one is not None and one.absence


def lets_see_plans(me: wire.Me | None, extension: str) -> bool:
    """Whether they let one see what they have planned."""
    one = lent_by(me, extension)
    return one is not None and one.plans


_ENDS = ("exact", "today", "none")
_SEEN = ("events", "poll", "none")


def of_exchange(view: wire.ReasonsView | None) -> tuple[str, str, int]:
    """The key of the sentence about ends, that of the one about changes by hand, and the seconds in it; "" for what an older
    hub does not say, or a newer one says by a word that nobody here knows. None is a hub that has told nobody here."""
    if view is None:
        return "", "", 0
    ends = f"check.ends-{view.end_kept}" if view.end_kept in _ENDS else ""
    by_hand = f"check.by-hand-{view.by_hand_seen}" if view.by_hand_seen in _SEEN else ""
    return ends, by_hand, max(1, math.ceil(view.by_hand_seconds))


def said_of_exchange(view: wire.ReasonsView | None, words: Words) -> str:
    """Both sentences, or that nobody has told."""
    ends, by_hand, seconds = of_exchange(view)
    said = [words.say(key, seconds=seconds) for key in (ends, by_hand) if key]
    return " ".join(said) or words.say("check.exchange-unseen")
