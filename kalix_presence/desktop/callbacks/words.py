"""A callback message in words, the same on the card, in the inbox and in a notification."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.client.session_events import RequestState, StepChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import AddresseeKind, Outcome, Source, Stage, Step
from kalix_presence.model.when.reading import short

translate = QCoreApplication.translate


def who(message: wire.MessageView) -> str:
    """The caller's name; the number, or that the caller is unknown, where there is none."""
    if message.caller_name:
        return message.caller_name
    if message.number_shown:
        return message.number_shown
    return message.caller_organisation or translate("MessageWords", "Unknown caller")


def reach(message: wire.MessageView) -> str:
    """Number and organisation, without what `who` says already."""
    parts = (message.number_shown if message.caller_name else "", message.caller_organisation)
    return " · ".join(part for part in parts if part and part != who(message))


def about(message: wire.MessageView) -> str:
    """What it is about, as it was written; for a call that nobody answered, that."""
    if message.source is Source.MISSED:
        if message.calls == 1:
            return translate("MessageWords", "Missed call.")
        return translate("MessageWords", "Missed calls: {count}.").format(count=message.calls)
    if message.source is Source.ASKED and not message.about:
        return translate("MessageWords", "Asked to be called back, by pressing the key in the announcement.")
    return message.about


def is_late(message: wire.MessageView, now: datetime) -> bool:
    """Whether its due time has passed."""
    return message.stage is not Stage.DONE and message.due < now


def due(message: wire.MessageView, presence: Presence, language: str) -> str:
    """By when to ring, in words; late is said, not only coloured."""
    now = presence.clock()
    if message.stage is Stage.DONE:
        at = _time(message.closed_at or message.due, presence, language)
        if not message.closed_by_name:
            return translate("MessageWords", "Done {time}").format(time=at)
        return translate("MessageWords", "Done {time} by {name}").format(time=at, name=message.closed_by_name)
    if message.later is not None and message.later > now:
        return translate("MessageWords", "Put off until {time}").format(time=_time(message.later, presence, language))
    if message.due < now:
        return translate("MessageWords", "Late: should have been called by {time}").format(
            time=_time(message.due, presence, language)
        )
    if message.call_after is not None and message.call_after > now:
        after = _time(message.call_after, presence, language)
        return translate("MessageWords", "Call between {after} and {time}").format(
            after=after, time=_time(message.due, presence, language)
        )
    return translate("MessageWords", "Call by {time}").format(time=_time(message.due, presence, language))


def due_briefly(message: wire.MessageView, presence: Presence, language: str) -> str:
    """The same for a narrow column."""
    if is_late(message, presence.clock()) and not (message.later is not None and message.later > presence.clock()):
        return translate("MessageWords", "Late since {time}").format(time=_time(message.due, presence, language))
    return due(message, presence, language)


def origin(message: wire.MessageView, presence: Presence, language: str) -> str:
    """Who took it down and when, and the word that came with a hand-over."""
    at = _time(message.made_at, presence, language)
    if message.source is Source.LEFT:
        said = translate("MessageWords", "Taken down by {name}, {time}").format(name=message.made_by_name, time=at)
    else:
        said = translate("MessageWords", "Called {time}").format(time=at)
    if message.word and message.former_name:
        said += "\n" + translate("MessageWords", "{name}: “{word}”").format(name=message.former_name, word=message.word)
    elif message.word:
        said += f"\n“{message.word}”"
    return said


def addressee(message: wire.MessageView) -> str:
    """To whom; for a group also who took it."""
    to_switchboard = message.to_kind is AddresseeKind.SWITCHBOARD
    name = translate("MessageWords", "The switchboard") if to_switchboard else message.to_name
    return (
        translate("MessageWords", "{group}, taken by {name}").format(group=name, name=message.taker_name)
        if message.taker_name
        else name
    )


def attempts(message: wire.MessageView, presence: Presence, language: str) -> list[str]:
    """Each attempt on a line, newest first."""
    lines = []
    for attempt in reversed(message.attempts):
        at = _time(attempt.at, presence, language)
        lines.append(
            translate("MessageWords", "{time}: {outcome} ({name})").format(
                time=at, outcome=outcome_name(attempt.outcome), name=attempt.by_name
            )
        )
    return lines


def outcome_name(outcome: Outcome) -> str:
    """How an attempt went."""
    names = {
        Outcome.ANSWERED: translate("MessageWords", "answered"),
        Outcome.NO_ANSWER: translate("MessageWords", "no answer"),
        Outcome.BUSY: translate("MessageWords", "busy"),
        Outcome.LEFT_WORD: translate("MessageWords", "left word"),
        Outcome.FAILED: translate("MessageWords", "no connection"),
        Outcome.UNKNOWN: translate("MessageWords", "not known how it went"),
    }
    return names[outcome]


def under_way(step: StepChanged | None) -> str:
    """What is on its way, told apart from what is done."""
    if step is None:
        return ""
    if step.state is RequestState.QUEUED:
        return translate("MessageWords", "Waiting: it is sent as soon as the presence server answers.")
    return translate("MessageWords", "Sending …")


def last_attempt(message: wire.MessageView, presence: Presence, language: str) -> str:
    """How the last attempt went; "" before the first."""
    return attempts(message, presence, language)[0] if message.attempts else ""


def tried(message: wire.MessageView, presence: Presence, language: str) -> str:
    """The last attempt as a row of the list says it: when and how it went, and how many there were; "" before the first."""
    if not message.attempts:
        return ""
    last = message.attempts[-1]
    said = translate("MessageWords", "{time} {outcome}").format(
        time=_time(last.at, presence, language), outcome=outcome_name(last.outcome)
    )
    return said if len(message.attempts) == 1 else f"{said} ({len(message.attempts)})"


def proposal(message: wire.MessageView) -> str:
    """The question after a call that was answered for more than a few seconds; "" where there is nothing to propose."""
    if not message.proposes_done or not message.attempts:
        return ""
    minutes = round((message.attempts[-1].talked or 0) / 60)
    if minutes < 1:
        return translate("MessageWords", "You talked. Is it done?")
    return translate("MessageWords", "You talked for {minutes} min. Is it done?").format(minutes=minutes)


def progress(message: wire.MessageView) -> str:
    """How far it has come, for whoever left it."""
    names = {
        Stage.NEW: translate("MessageWords", "Not delivered yet"),
        Stage.DELIVERED: translate("MessageWords", "Delivered"),
        Stage.SEEN: translate("MessageWords", "Seen"),
        Stage.TRIED: translate("MessageWords", "Tried"),
        Stage.RETURNED: translate("MessageWords", "Returned to the switchboard"),
        Stage.DONE: translate("MessageWords", "Done"),
    }
    if message.taker_name:
        return translate("MessageWords", "Taken by {name}").format(name=message.taker_name)
    return names[message.stage]


def for_others(message: wire.MessageView, presence: Presence) -> str:
    """To whom it is, where that is not oneself alone: a group, or a colleague whose late message one is reminded of."""
    if message.to_kind is AddresseeKind.PERSON and message.to == presence.extension:
        return ""
    return translate("MessageWords", "To {name}").format(name=addressee(message))


def taken_by(message: wire.MessageView, presence: Presence) -> str:
    """Who has it now, or has done it, where that is somebody else; else nothing."""
    if message.stage is Stage.DONE:
        who, words = message.closed_by_name, translate("MessageWords", "Done by {name}")
    elif message.taker_name:
        who, words = message.taker_name, translate("MessageWords", "Taken by {name}")
    else:
        who, words = addressee(message), translate("MessageWords", "With {name} now")
    own = presence.me.person.name if presence.me is not None and presence.me.person is not None else ""
    return "" if who in ("", own) else words.format(name=who)


def done_to(step: Step) -> str:
    """What was just done, as one line with a blank {who}."""
    match step:
        case Step.FINISH:
            return translate("MessageWords", "Done: {who}")
        case Step.LATER:
            return translate("MessageWords", "Put off: {who}")
        case _:
            return translate("MessageWords", "Handed over: {who}")


def _time(moment: datetime, presence: Presence, language: str) -> str:
    return short(moment, now=presence.clock(), zone=presence.zone, words=shipped.words(language))
