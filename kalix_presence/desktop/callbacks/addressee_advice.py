"""What whoever writes a message should know of its addressee: away, until when, and who could call back instead."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.advice import is_long
from kalix_presence.model.when.reading import short

translate = QCoreApplication.translate


def about_addressee(
    person: wire.PersonView, advice: wire.CallbackAdvice | None, presence: Presence, language: str
) -> tuple[str, str]:
    """(that they are away, by when it should be called back); either may be "".

    Without `advice` (the hub was not asked, or could not be) it is told as the board shows it. The reason is the one that
    colleagues may see.
    """
    words, now = shipped.words(language), presence.clock()
    standing = presence.board.standings.get(person.extension)
    absence = standing.absence if standing is not None else None
    away = ""
    if absence is not None:
        reason = presence.reason_name(absence.reason, language)
        if absence.returns is None:
            said = translate("MessageForm", "{name} is away until further notice: {reason}.")
        else:
            said = translate("MessageForm", "{name} is away: {reason}, back {time}.")
        time = short(absence.returns, now=now, zone=presence.zone, words=words)
        away = said.format(name=person.name, reason=reason, time=time)
    if advice is None:
        return away, ""
    due = short(advice.due, now=now, zone=presence.zone, words=words)
    if advice.in_time:
        return away, translate("MessageForm", "Should be called back by {time}.").format(time=due)
    return away, translate("MessageForm", "Cannot call back in time, by {time}.").format(time=due)


def proposed_deputy(person: wire.PersonView, advice: wire.CallbackAdvice | None, presence: Presence) -> wire.PersonView | None:
    """Whom to leave it with instead of somebody who is away for too long; None when there is no need, or nobody."""
    if advice is not None:
        return presence.people.get(advice.deputy or "")
    standing = presence.board.standings.get(person.extension)
    absence = standing.absence if standing is not None else None
    long = absence is not None and is_long(absence.returns, presence.clock(), presence.worktime)
    return presence.people.get(person.deputy or "") if long else None
