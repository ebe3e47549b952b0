"""What happened to a callback message, each step in one line: when, what, by whom and which way. For windows and shells."""

from __future__ import annotations

from datetime import datetime

from kalix_presence import wire
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Step
from kalix_presence.model.when.reading import short
from kalix_presence.model.words import Words

TOLD_WAYS = (Way.CLI, Way.PHONE, Way.RECEPTIONIST, Way.DELEGATE)
"""The tray is the usual way, and is not told."""


def lines(history: wire.MessageHistory, *, now: datetime, zone: str, words: Words) -> list[str]:
    """The steps, newest first."""
    return [_line(step, short(step.at, now=now, zone=zone, words=words), words) for step in reversed(history.steps)]


def step_name(step: str, words: Words) -> str:
    """What was done; the code itself for a step that only a newer hub knows."""
    key = f"history.step-{step}"
    return words.say(key) if words.has(key) else step


def _line(step: wire.StepView, time: str, words: Words) -> str:
    said = step_name(step.step, words)
    if detail := _detail(step, words):
        said = f"{said}: {detail}"
    if not step.by_name:
        return words.say("history.line", time=time, said=said)
    way = words.say(f"history.way-{step.way.value}") if step.way in TOLD_WAYS else ""
    return words.say("history.line-by", time=time, said=said, by=", ".join(part for part in (step.by_name, way) if part))


def _detail(step: wire.StepView, words: Words) -> str:
    """An attempt's outcome, whom a reminder went to, where a call was missed: in words; else the word that was written."""
    coded = {Step.TRY.value: "outcome", "remind": "remind", "missed": "where", "asked": "where"}.get(step.step)
    if coded is None:
        return "" if step.step == "reached" else step.detail
    key = f"history.{coded}-{step.detail}"
    return words.say(key) if words.has(key) else ""
