"""What a copy says: short, plain text, in the language of whoever gets it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from kalix_presence import shipped
from kalix_presence.hub.board.names import name_of
from kalix_presence.hub.callbacks.caller_numbers import written
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.callback import CallbackMessage, Source
from kalix_presence.model.directory import Person


def subject_of(board: Known, message: CallbackMessage, person: Person) -> str:
    """One line: who called and what is wanted. It holds no line break whatever a caller's name holds."""
    words = shipped.words(person.language)
    who = _who(board, message) or words.say("copies.somebody")
    kind = "urgent" if message.urgent else message.source.value
    return " ".join(words.say(f"copies.subject-{kind}", who=who).split())


def letter_of(board: Known, message: CallbackMessage, person: Person) -> str:
    """The text of an e-mail."""
    words = shipped.words(person.language)
    due = message.due.astimezone(ZoneInfo(board.policy.zone))
    lines = [subject_of(board, message, person)]
    if message.about:
        lines += ["", message.about]
    lines += ["", words.say("copies.due", day=due.day, month=due.month, hour=due.hour, minute=f"{due.minute:02}")]
    if message.source is Source.LEFT:
        lines.append(words.say("copies.taken-by", name=name_of(board, message.made_by)))
    lines += ["", words.say("copies.footer")]
    return "\n".join(lines) + "\n"


def short_of(board: Known, message: CallbackMessage, person: Person) -> str:
    """The text of an SMS."""
    about = f": {' '.join(message.about.split())}" if message.about else ""
    return subject_of(board, message, person) + about


def _who(board: Known, message: CallbackMessage) -> str:
    party = message.party
    return ", ".join(part for part in (party.name, party.organisation, written(party.number, board)) if part)
