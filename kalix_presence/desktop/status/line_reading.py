"""What the text field says, read while it is typed: the one truth of what the status panel will set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.status.plan_words import plan_sentence
from kalix_presence.model.announcement import heard
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.when.line import read_line, says_back, split
from kalix_presence.model.when.planning import PlannedLine, ahead
from kalix_presence.model.when.reading import full


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line means. `complete` says that it can be set; `fault` that `sentence` tells what is wrong with it.

    `time` is the part after the reason, as typed, without the note. `suggestion` is a whole line to be taken instead of a
    faulty one. `back`: it says that one is back. `planned`: its words name something ahead, and whoever typed it is to say
    whether to plan that or, where there is an `until` too, to be away from now. `keeps` is the absence whose return time a time
    alone moves.
    """

    reason: Reason | None = None
    until: datetime | None = None
    complete: bool = False
    sentence: str = ""
    fault: bool = False
    time: str = ""
    note: str = ""
    suggestion: str = ""
    back: bool = False
    planned: PlannedLine | None = None
    from_now: bool = False
    """That `planned` could be meant from now as well, until `until`."""
    keeps: wire.ShownAbsence | None = None


def read_typed(text: str, presence: Presence, language: str, *, own: bool = False) -> LineReading:
    """Read `text` at the present moment, with the site's reasons and working time; `own`: it is said of oneself, so that it may
    say that one is back, move one's return time, or be meant as a plan."""
    asked, _, note = text.partition(";")
    note = " ".join(note.split())
    if not asked.strip():
        return LineReading(sentence=QCoreApplication.translate("LineReading", "Choose a reason below, or type it here."))
    now, held = presence.clock(), _held(presence) if own else None
    if own and says_back(asked):
        return LineReading(
            complete=True,
            sentence=QCoreApplication.translate("LineReading", "You are back: calls ring at your phone."),
            back=True,
        )
    holds = presence.reasons.get(held.reason) if held is not None and held.reason in presence.reasons else None
    at = {"now": now, "worktime": presence.worktime, "language": language, "reasons": presence.reasons}
    reason, time = _parts(asked, presence)
    planned = ahead(asked, **at) if own and reason is not None else None  # type: ignore[arg-type]
    try:
        request = read_line(asked, **at, holds=holds)  # type: ignore[arg-type]
    except BadInput as error:
        if planned is not None:
            return LineReading(reason, sentence=_asks(planned, None, presence, language), time=time, note=note, planned=planned)
        missing = error.code == "line-reason-missing"
        instead = "" if missing else _instead(reason, error, note, presence, language)
        return LineReading(
            reason,
            sentence=sentence(error, language),
            fault=not missing,
            time=time or asked.strip(),
            note=note,
            suggestion=instead,
        )
    note = ", ".join(part for part in (request.note, note) if part)
    if request.until is None:
        hint = QCoreApplication.translate("LineReading", "{reason}: when are you back? Choose a time below, or type it here.")
        return LineReading(reason, sentence=hint.format(reason=request.reason.name(language)), time=time, note=note)
    until = request.until.moment
    if until is None and request.reason.end is EndRule.REQUIRED:
        needs_end = sentence(BadInput("when-needs-end", suggestion="13"), language)
        return LineReading(reason, sentence=needs_end, fault=True, time=time, note=note)
    if planned is not None and time:
        asks = _asks(planned, until, presence, language)
        return LineReading(reason, until, sentence=asks, time=time, note=note, planned=planned, from_now=until is not None)
    if request.only_time and held is not None:
        note = note or held.note
    return LineReading(
        request.reason,
        until,
        True,
        _from_now(request.reason, until, presence, language),
        time=time if reason is not None else asked.strip(),
        note=note,
        keeps=held if request.only_time else None,
    )


def told_to_callers(reading: LineReading, presence: Presence) -> str:
    """What whoever calls will hear of what was typed, in the announcement's own words; "" where that is not known."""
    if reading.reason is None or not reading.complete:
        return ""
    said = heard(
        reading.reason.told_as,
        reading.until,
        now=presence.clock(),
        zone=presence.zone,
        texts=shipped.clip_texts(),
    )
    return QCoreApplication.translate("LineReading", "A caller hears: “{said}”.").format(said=said) if said else ""


def _parts(asked: str, presence: Presence) -> tuple[Reason | None, str]:
    try:
        return split(asked, presence.reasons)
    except BadInput:
        return None, ""


def _held(presence: Presence) -> wire.ShownAbsence | None:
    """What holds of one's own, as far as it is known."""
    standing = presence.board.standings.get(presence.extension or "")
    return None if standing is None else standing.absence


def _from_now(reason: Reason, until: datetime | None, presence: Presence, language: str) -> str:
    reading = full(until, now=presence.clock(), zone=presence.zone, words=shipped.words(language))
    said = (
        QCoreApplication.translate("LineReading", "From now: {reason}, until further notice.")
        if until is None
        else QCoreApplication.translate("LineReading", "From now: {reason}, back {time}.")
    )
    return said.format(reason=reason.name(language), time=reading)


def _asks(planned: PlannedLine, until: datetime | None, presence: Presence, language: str) -> str:
    """What a line that names something ahead may mean."""
    plan = plan_sentence(planned, presence, language)
    if until is None:
        return QCoreApplication.translate("LineReading", "That is ahead. Plan it? {plan}").format(plan=plan)
    now = _from_now(planned.reason, until, presence, language)
    return QCoreApplication.translate("LineReading", "Plan it: {plan} Or {now}").format(
        plan=plan, now=now[:1].lower() + now[1:]
    )


def _instead(reason: Reason | None, fault: BadInput, note: str, presence: Presence, language: str) -> str:
    suggestion = fault.params.get("suggestion")
    if reason is None or not isinstance(suggestion, str):
        return ""
    return _line(reason.name(language).casefold(), suggestion, note)


def line_instead(text: str, fault: BadInput, presence: Presence, language: str) -> str:
    """The whole line that is suggested instead of `text`, which `fault` refused; "" where none is."""
    asked, _, note = text.partition(";")
    return _instead(_parts(asked, presence)[0], fault, " ".join(note.split()), presence, language)


def with_reason(text: str, reason: Reason, presence: Presence, language: str) -> str:
    """`text` with its reason replaced, its time and note kept."""
    known = read_typed(text, presence, language)
    note = " ".join(text.partition(";")[2].split())  # one without semicolon stands in the time
    return _line(reason.name(language).casefold(), "" if known.reason is None and known.fault else known.time, note)


def without_note(text: str, reading: LineReading) -> str:
    """`text`, read as `reading`, without its note."""
    asked, _, note = text.partition(";")
    inline = reading.note.removesuffix(" ".join(note.split())).removesuffix(", ")
    return " ".join(" ".join(asked.split()).replace(inline, "").split())


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
