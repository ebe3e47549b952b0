"""Requests for extensions in words: kinds, states, steps, numbers, and what somebody is reminded of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.extension_request import Kind, State, Step
from kalix_presence.model.when.reading import short, short_day

translate = QCoreApplication.translate


def kind_words(kind: Kind) -> str:
    """What is asked for."""
    words = {
        Kind.ORDER: translate("RequestWords", "New extension"),
        Kind.CHANGE: translate("RequestWords", "Change of an extension"),
        Kind.MOVE: translate("RequestWords", "Move of an extension"),
        Kind.END: translate("RequestWords", "End of an extension"),
    }
    return words.get(kind, translate("RequestWords", "Something about an extension"))


def state_words(state: State) -> str:
    """How far it is."""
    words = {
        State.ASKED: translate("RequestWords", "Asked for, waits for the telephone officer"),
        State.APPROVED: translate("RequestWords", "Approved, waits to be ordered"),
        State.ORDERED: translate("RequestWords", "Ordered, waits to be done"),
        State.DONE: translate("RequestWords", "Done"),
        State.REFUSED: translate("RequestWords", "Refused"),
        State.WITHDRAWN: translate("RequestWords", "Withdrawn"),
    }
    return words.get(state, translate("RequestWords", "In a state that this program does not know"))


def step_words(step: Step) -> str:
    """The button of a step."""
    words = {
        Step.APPROVE: translate("RequestWords", "Approve"),
        Step.REFUSE: translate("RequestWords", "Refuse"),
        Step.ORDER: translate("RequestWords", "Ordered"),
        Step.FINISH: translate("RequestWords", "Done"),
        Step.WITHDRAW: translate("RequestWords", "Withdraw"),
        Step.COMMENT: translate("RequestWords", "Comment"),
        Step.SET_UP: translate("RequestWords", "Let the server do it"),
        Step.NEW_SECRET: translate("RequestWords", "Give it a new secret"),
    }
    return words.get(step, "")


def done_words(step: Step) -> str:
    """What was done, in a list of steps."""
    words = {
        Step.SET_UP: translate("RequestWords", "done by the server in the PBX, and confirmed"),
        Step.NEW_SECRET: translate("RequestWords", "gave the phone a new secret"),
    }
    return words.get(step, step_words(step).lower())


def secret_words(one: wire.ExtensionRequestView) -> str:
    """How the phone signs in, said once."""
    said = translate("RequestWords", "The phone {number} is set up. It signs in as {number} with this secret, shown only now:")
    return said.format(number=one.number)


def number_words(numbers: wire.NumbersView | None, presence: Presence, language: str) -> str:
    """Which numbers are free, reserved, or rest; nothing while that is not known, or not mine to know."""
    if numbers is None:
        return ""
    lines = [translate("RequestWords", "Which numbers are free is not known: the policy names no series.")]
    if numbers.series:
        free = translate("RequestWords", "Free numbers: {count}. The lowest: {numbers}")
        lines = [free.format(count=numbers.free_count, numbers=", ".join(numbers.free[:8]) or "–")]
    if numbers.reserved:
        lines.append(translate("RequestWords", "Reserved: {numbers}").format(numbers=", ".join(numbers.reserved[:8])))
    for each in numbers.quarantine[:8]:
        rests = translate("RequestWords", "{number} rests until {day}")
        day = short_day(each.until, now=presence.clock(), words=shipped.words(language))
        lines.append(rests.format(number=each.number, day=day))
    return "\n".join(lines)


def request_lines(one: wire.ExtensionRequestView, presence: Presence, language: str) -> tuple[str, str, list[str]]:
    """What heads a request's card, what is late of it, and the lines below."""
    words, now = shipped.words(language), presence.clock()
    day = short_day(one.wanted, now=now, words=words)
    late = {
        1: translate("RequestWords", "Wanted soon, and not done"),
        2: translate("RequestWords", "The day has come, and it is not done"),
    }.get(one.due, "")
    where = one.unit_name if not one.to_unit_name else f"{one.unit_name} → {one.to_unit_name}"
    lines = [
        translate("RequestWords", "{unit}, wanted {day}").format(unit=where, day=day),
        translate("RequestWords", "{state}. Asked by {name}.").format(state=state_words(one.state), name=one.asked_by_name),
    ]
    if one.in_directory is not None:
        agrees = translate("RequestWords", "The directory agrees.")
        lines[-1] += " " + (agrees if one.in_directory else translate("RequestWords", "The directory does not say so yet."))
    if one.connected is not None:
        connected = translate("RequestWords", "The phone has been connected since.")
        lines[-1] += " " + (connected if one.connected else translate("RequestWords", "The phone has not been connected yet."))
    if Step.FINISH in one.may and Step.SET_UP not in one.may:
        lines.append(translate("RequestWords", "The server cannot do this itself: do it in the PBX by hand, then press Done."))
    if one.waits:
        why = fault_sentence(Unavailable(one.waits), language)
        lines.append(
            translate("RequestWords", "The server has not ended the phone yet, and tries again: {why}").format(why=why)
        )
    if one.words:
        lines.append(one.words)
    for each in one.steps:
        at = short(each.at, now=now, zone=presence.zone, words=words)
        who = each.by_name or translate("RequestWords", "the presence server")
        lines.append(": ".join(part for part in (f"{at} {who}, {done_words(each.step)}", each.word) if part))
    return _head(one), late, lines


def reminder_words(one: wire.DueRequest, presence: Presence, language: str) -> tuple[str, str]:
    """Title and text of a note about a request that is not done."""
    words = shipped.words(language)
    day = short_day(one.wanted, now=presence.clock(), words=words)
    text = translate("RequestWords", "{unit}, wanted {day}. {state}.")
    return _head(one), text.format(unit=one.unit_name, day=day, state=state_words(one.state))


def _head(one: wire.ExtensionRequestView | wire.DueRequest) -> str:
    who = " · ".join(part for part in (one.about, one.number) if part)
    return f"{kind_words(one.kind)}: {who}"


def review_words(due: wire.DueReview, presence: Presence, language: str) -> tuple[str, str]:
    """Title and text of a note to the owner of a part of the sketch that is to be looked through."""
    day = short_day(due.reviewed, now=presence.clock(), words=shipped.words(language)) if due.reviewed is not None else "–"
    text = translate("RequestWords", "{unit}, last reviewed {day}. Is it right still? See Telephone matters, The sketch.")
    return translate("RequestWords", "Review the sketch"), text.format(unit=due.unit_name, day=day)
