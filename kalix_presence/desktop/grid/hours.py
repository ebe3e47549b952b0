"""Phone hours in words (P8): when somebody is best reached, today or on the next day that has any."""

from __future__ import annotations

from datetime import time, timedelta

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.preferences import PhoneHours

translate = QCoreApplication.translate


def hours_words(hours: PhoneHours | None, presence: Presence, language: str) -> str:
    """Best reached 9–11; nothing for somebody who has no phone hours, or whose phone hours are over."""
    said = hours_briefly(hours, presence, language)
    return translate("Grid", "Best reached {hours}").format(hours=said) if said else ""


def hours_briefly(hours: PhoneHours | None, presence: Presence, language: str) -> str:
    """9–11, or Tue 9–11 where there are none today."""
    if hours is None:
        return ""
    today = presence.clock().astimezone(presence.worktime.tz).date()
    for ahead in range(8):
        day = today + timedelta(ahead)
        spans = hours.spans(day)
        if spans is None:
            return ""
        if spans:
            said = ", ".join(f"{_clock(span.starts)}–{_clock(span.ends)}" for span in spans)
            weekday = shipped.words(language).say(f"when.short-weekday-{day.weekday()}")
            return f"{weekday} {said}" if ahead else said
    return ""


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)
