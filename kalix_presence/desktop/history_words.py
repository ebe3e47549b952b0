"""What happened to a callback message, each step in one line: when, what, who, by which way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop import message_words
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Outcome, Step
from kalix_presence.model.when.reading import short

translate = QCoreApplication.translate


def lines(history: wire.MessageHistory, presence: Presence, language: str) -> list[str]:
    """The steps, newest first."""
    return [_line(step, presence, language) for step in reversed(history.steps)]


def step_name(step: str) -> str:
    """What was done, for people; the code itself for a step that a newer hub knows."""
    names = {
        "leave": translate("MessageHistory", "Taken down"),
        "missed": translate("MessageHistory", "Called, and nobody answered"),
        "asked": translate("MessageHistory", "Asked to be called back"),
        "reached": translate("MessageHistory", "Spoken to meanwhile"),
        "remind": translate("MessageHistory", "Reminder sent"),
        Step.DELIVER.value: translate("MessageHistory", "Delivered"),
        Step.SEE.value: translate("MessageHistory", "Seen"),
        Step.TAKE.value: translate("MessageHistory", "Taken"),
        Step.RELEASE.value: translate("MessageHistory", "Let go"),
        Step.TRY.value: translate("MessageHistory", "Called back"),
        Step.LATER.value: translate("MessageHistory", "Put off"),
        Step.FINISH.value: translate("MessageHistory", "Done"),
        Step.HAND_OVER.value: translate("MessageHistory", "Handed over"),
        Step.DECLINE.value: translate("MessageHistory", "Declined"),
        Step.TAKE_BACK.value: translate("MessageHistory", "Taken back"),
        Step.RETURN.value: translate("MessageHistory", "Returned to the switchboard"),
        Step.REOPEN.value: translate("MessageHistory", "Not done after all"),
    }
    return names.get(step, step)


def _line(step: wire.StepView, presence: Presence, language: str) -> str:
    at = short(step.at, now=presence.clock(), zone=presence.zone, words=shipped.words(language))
    said = step_name(step.step)
    if detail := _detail(step):
        said = f"{said}: {detail}"
    by = ", ".join(part for part in (step.by_name, _way(step.way) if step.by_name else "") if part)
    return f"{at}  {said} ({by})" if by else f"{at}  {said}"


def _detail(step: wire.StepView) -> str:
    if step.step == Step.TRY.value and step.detail in set(Outcome):
        return message_words.outcome_name(Outcome(step.detail))
    to = {
        "addressee": translate("MessageHistory", "to the addressee"),
        "deputy": translate("MessageHistory", "to the deputy"),
        "unit": translate("MessageHistory", "to the unit"),
        "officer": translate("MessageHistory", "to the telephone officer"),
    }
    where = {
        "phone": translate("MessageHistory", "at the phone"),
        "announcement": translate("MessageHistory", "in the announcement"),
        "switchboard": translate("MessageHistory", "at the switchboard"),
    }
    known = to if step.step == "remind" else where if step.step in ("missed", "asked") else {}
    if known:
        return known.get(step.detail, "")
    return "" if step.step == "reached" else step.detail


def _way(way: Way) -> str:
    ways = {
        Way.CLI: translate("MessageHistory", "command line"),
        Way.PHONE: translate("MessageHistory", "on the phone"),
        Way.RECEPTIONIST: translate("MessageHistory", "switchboard"),
    }
    return ways.get(way, "")
