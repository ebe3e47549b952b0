"""What whoever leaves or hands over a message should know of its addressee: away, until when, who could call instead."""

from __future__ import annotations

from datetime import datetime

from kalix_presence import wire
from kalix_presence.cli.context import Joined
from kalix_presence.model.advice import is_long
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.when.reading import short


async def about_addressee(context: Joined, person: wire.PersonView, *, urgent: bool) -> list[str]:
    """Nothing of somebody who can call back in time. Where the hub cannot be asked, what is known of them tells."""
    standing, words = person.standing or wire.Standing(person.extension), context.words
    absence, said = standing.absence, []
    if absence is not None:
        known = absence.reason in context.reasons
        reason = context.reasons.get(absence.reason).name(words.language) if known else words.say("holding.away")
        kind = "addressee-away-open" if absence.returns is None else "addressee-away"
        said.append(words.say(f"cli.{kind}", name=person.name, reason=reason, time=_short(context, absence.returns)))
    advice = await _advice(context, person, urgent=urgent)
    if advice is not None and not advice.in_time:
        said.append(words.say("cli.addressee-late", time=_short(context, advice.due)))
    deputy = advice.deputy if advice is not None else None
    if advice is None and absence is not None and is_long(absence.returns, context.now, context.worktime):
        deputy = person.deputy
    if deputy:
        said.append(words.say("cli.addressee-deputy", name=await context.name_of(deputy), extension=deputy))
    return said


async def _advice(context: Joined, person: wire.PersonView, *, urgent: bool) -> wire.CallbackAdvice | None:
    if context.away is not None:
        return None
    try:
        return await context.session.hub.callback_advice(person.extension, urgent=urgent)
    except PresenceError:
        return None  # the message itself is told apart: left, waiting or refused


def _short(context: Joined, moment: datetime | None) -> str:
    return short(moment, now=context.now, zone=context.worktime.zone, words=context.words)
