"""A present call in words: who, for whom, why it comes here, how long it has lasted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from kalix_presence import wire
from kalix_presence.desktop.grid.rows import told_at
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import Stage
from kalix_presence.model.present_call import CallState, DivertReason

translate = QCoreApplication.translate


def who(call: wire.PresentCallView) -> str:
    """The other end: its name, else its number, else that it is withheld, or only unknown."""
    known = call.name or call.number_shown or call.number
    if known:
        return known
    return translate("Calls", "Number withheld") if call.withheld else translate("Calls", "Unknown number")


def number(call: wire.PresentCallView) -> str:
    """The number where `who` does not say it already."""
    shown = call.number_shown or call.number
    return shown if call.name else ""


def unproven(call: wire.PresentCallView) -> str:
    """What a caller from outside is called by nobody's proof: with words that say so, for anybody can send any name along."""
    parts = []
    if call.says:
        parts.append(translate("Calls", "gives the name “{name}”").format(name=call.says))
    if call.noted and call.noted != call.says:
        parts.append(translate("Calls", "last noted as “{name}”").format(name=call.noted))
    return " · ".join(parts)


def for_whom(call: wire.PresentCallView, presence: Presence, language: str) -> str:
    """Whom the caller asked for, and why it did not get there."""
    if not call.diverted_from:
        return diverted(call, presence, language) if call.why in (DivertReason.PICKED_UP, DivertReason.RETURNED) else ""
    name = call.diverted_from_name or call.diverted_from
    why = diverted(call, presence, language)
    if not why:
        return translate("Calls", "for {name}").format(name=name)
    return translate("Calls", "for {name}: {why}").format(name=name, why=why)


def diverted(call: wire.PresentCallView, presence: Presence, language: str) -> str:
    """Why it comes here."""
    match call.why:
        case DivertReason.ABSENCE:
            if not call.reason:
                return translate("Calls", "away")
            return presence.reason_name(call.reason, language).casefold()
        case DivertReason.NO_ANSWER:
            signals = presence.view.signals if presence.view is not None else 5
            return translate("Calls", "no answer after {signals} signals").format(signals=signals)
        case DivertReason.BUSY:
            return translate("Calls", "busy")
        case DivertReason.UNREGISTERED:
            return translate("Calls", "telephone not connected")
        case DivertReason.PICKED_UP:
            return translate("Calls", "picked up here")
        case DivertReason.RETURNED:
            return translate("Calls", "comes back")
        case DivertReason.LOOP:
            return translate("Calls", "forwarded in a circle")
    return ""


def state(call: wire.PresentCallView) -> str:
    """What it is doing."""
    if call.consulting:
        return translate("Calls", "Waits while you ask")
    if call.waiting:
        return translate("Calls", "Waits at the switchboard")
    match call.state:
        case CallState.RINGING:
            return translate("Calls", "Calling") if call.outward else translate("Calls", "Rings")
        case CallState.HELD:
            return translate("Calls", "On hold")
    return translate("Calls", "Talking")


def lasted(call: wire.PresentCallView, now: datetime) -> str:
    """Minutes and seconds since, "2:05": with a colon, for "2.05" is a time of day."""
    seconds = max(0, int((now - call.since).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def earlier(call: wire.PresentCallView, presence: Presence, language: str) -> str:
    """That this number called before, and what became of it."""
    if not call.earlier:
        return ""
    said = translate("Calls", "Earlier callbacks: {count}").format(count=call.earlier)
    last = call.last
    if last is None:
        return said
    about = last.about or translate("Calls", "no word left")
    at = told_at(last.made_at, presence, language)
    done = translate("Calls", "done") if last.stage is Stage.DONE else translate("Calls", "not done")
    return translate("Calls", "{said}, the last {time} to {name}: {about} ({done})").format(
        said=said, time=at, name=last.to_name, about=about, done=done
    )


def sentence(call: wire.PresentCallView, presence: Presence, language: str) -> str:
    """The whole call, for somebody who hears it."""
    parts = (
        state(call),
        who(call),
        number(call),
        unproven(call),
        for_whom(call, presence, language),
        call.word,
        earlier(call, presence, language),
    )
    return ", ".join(part for part in parts if part) + "."
