"""What the text field says, read while it is typed: the one truth of what the status panel will set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.when.line import read_line, split
from kalix_presence.model.when.reading import full


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line means. `complete` says that it can be set; `fault` that `sentence` tells what is wrong with it.

    `time` is the part after the reason, as typed, without the note.
    """

    reason: Reason | None = None
    until: datetime | None = None
    complete: bool = False
    sentence: str = ""
    fault: bool = False
    time: str = ""
    note: str = ""


def read_typed(text: str, presence: Presence, language: str) -> LineReading:
    """Read `text` at the present moment, with the site's reasons and working time."""
    asked, _, note = text.partition(";")
    note = " ".join(note.split())
    if not asked.strip():
        return LineReading(sentence=QCoreApplication.translate("LineReading", "Choose a reason below, or type it here."))
    now, words = presence.clock(), shipped.words(language)
    try:
        reason, time = split(asked, presence.reasons)
    except BadInput as error:
        return LineReading(sentence=sentence(error, language), fault=True, time=asked.strip(), note=note)
    try:
        wish = read_line(asked, now=now, worktime=presence.worktime, language=language, reasons=presence.reasons)
    except BadInput as error:
        return LineReading(reason, sentence=sentence(error, language), fault=True, time=time, note=note)
    if wish.until is None:
        hint = QCoreApplication.translate("LineReading", "{reason}: when are you back? Choose a time below, or type it here.")
        return LineReading(reason, sentence=hint.format(reason=reason.name(language)), time=time, note=note)
    until = wish.until.moment
    if until is None and reason.end is EndRule.REQUIRED:
        needs_end = sentence(BadInput("when-needs-end", suggestion="13"), language)
        return LineReading(reason, sentence=needs_end, fault=True, time=time, note=note)
    reading = full(until, now=now, zone=presence.zone, words=words)
    said = (
        QCoreApplication.translate("LineReading", "{reason}, until further notice.")
        if until is None
        else QCoreApplication.translate("LineReading", "{reason}, back {time}.")
    )
    return LineReading(reason, until, True, said.format(reason=reason.name(language), time=reading), time=time, note=note)


def with_reason(text: str, reason: Reason, presence: Presence, language: str) -> str:
    """`text` with its reason replaced, its time and note kept."""
    known = read_typed(text, presence, language)
    return _line(reason.name(language).casefold(), "" if known.reason is None and known.fault else known.time, known.note)


def with_time(text: str, time: str, presence: Presence, language: str) -> str:
    """`text` with its time replaced, its reason and note kept."""
    known = read_typed(text, presence, language)
    asked = text.partition(";")[0]
    said = "" if known.reason is None else asked.strip().removesuffix(known.time).strip()
    if known.reason is not None and (not said or not asked.casefold().strip().endswith(known.time)):
        said = known.reason.name(language).casefold()
    return _line(said, time, known.note)


def _line(reason: str, time: str, note: str) -> str:
    line = " ".join(part for part in (reason, time) if part)
    return f"{line}; {note}" if note else line
