"""The one text field: a reason, a return time and a note in one line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.line import Wish, read_line
from kalix_presence.model.worktime import WorkingTime

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=STOCKHOLM)


def _line(text: str, language: str = "sv") -> Wish:
    return read_line(text, now=NOW, worktime=WorkingTime(), language=language, reasons=shipped.default_reasons())


@pytest.mark.parametrize(
    ("text", "reason", "until"),
    [
        ("l 13", "lunch", "24 13:00"),
        ("l13", "lunch", "24 13:00"),
        ("möte till halv tre", "meeting", "24 14:30"),
        ("lunch 30", "lunch", "24 09:30"),
        ("lunch", "lunch", "24 10:00"),
        ("rast", "break", "24 09:15"),
        ("kaf", "break", "24 09:15"),
        ("gått för dagen", "gone_for_the_day", "25 08:00"),
        ("gått", "gone_for_the_day", "25 08:00"),
        ("kokous puoli kolme", "meeting", "24 14:30"),
        ("Meeting until half past two", "meeting", "24 14:30"),
        ("distans", "remote_work", "24 16:30"),
    ],
)
def test_a_line_is_read_as_reason_and_return_time(text: str, reason: str, until: str) -> None:
    wish = _line(text)
    assert wish.reason.code == reason
    assert wish.until is not None
    assert wish.until.moment is not None
    assert f"{wish.until.moment.astimezone(STOCKHOLM):%d %H:%M}" == until


def test_what_follows_a_semicolon_is_the_note() -> None:
    assert _line("stör ej 30; ringer en kund").note == "ringer en kund"


def test_sick_needs_no_return_time_but_holiday_does() -> None:
    sick = _line("sjuk")
    assert sick.until is not None
    assert sick.until.moment is None
    assert _line("semester").until is None


@pytest.mark.parametrize(
    ("text", "code"), [("", "line-empty"), ("xyz 13", "line-reason-unknown"), ("lunch igår", "when-unreadable")]
)
def test_a_line_that_is_not_understood_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        _line(text)
