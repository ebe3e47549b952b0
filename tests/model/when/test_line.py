"""The one text field: a reason, a return time and a note in one line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.line import Wish, read_line, says_back
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
    assert _line("lunch;  ringer en  kund ").note == "ringer en kund", "also where the time is the usual one"


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


@pytest.mark.parametrize(
    ("text", "until", "note"),
    [
        ("lunch med Per", "24 10:00", "med Per"),
        ("lunch 13 med Per", "24 13:00", "med Per"),
        ("möte hos Karin Öst till halv tre", "24 14:30", "hos Karin Öst"),
        ("möte till 15 om budgeten; sal 3", "24 15:00", "om budgeten, sal 3"),
        ("meeting with Per until 3", "24 15:00", "with Per"),
        ("kokous 13 Perin kanssa", "24 13:00", "Perin kanssa"),
    ],
)
def test_what_can_only_be_a_note_is_one(text: str, until: str, note: str) -> None:
    wish = _line(text)
    assert wish.until is not None
    assert wish.until.moment is not None
    assert (f"{wish.until.moment.astimezone(STOCKHOLM):%d %H:%M}", wish.note) == (until, note)


@pytest.mark.parametrize(
    "text",
    [
        "lunch blabla",
        "lunch på fredga",
        "lunch i går",
        "möte i rum 3",
        "möte med Per 14",
        "lunch om tvp timmar",
        "möte i fredags",
    ],
)
def test_what_may_be_a_time_spelled_wrong_is_no_note(text: str) -> None:
    with pytest.raises(BadInput, match="when-unreadable"):
        _line(text)


@pytest.mark.parametrize(
    ("text", "until"), [("17", "17:00"), ("halv fem", "16:30"), ("om en timme", "10:00"), ("kl 16", "16:00")]
)
def test_a_time_alone_moves_the_return_time_of_what_holds(text: str, until: str) -> None:
    reasons = shipped.default_reasons()
    asked = {"now": NOW, "worktime": WorkingTime(), "language": "sv", "reasons": reasons}
    wish = read_line(text, **asked, holds=reasons.get("lunch"))  # type: ignore[arg-type]
    assert (wish.reason.code, wish.only_time) == ("lunch", True)
    assert wish.until is not None
    assert wish.until.moment is not None
    assert f"{wish.until.moment.astimezone(STOCKHOLM):%H:%M}" == until
    with pytest.raises(BadInput, match="line-reason-missing"):
        _line(text)


@pytest.mark.parametrize("text", ["tillbaka", "Inne!", "tillgänglig", "back", "available", "palasin", "paikalla"])
def test_one_can_say_that_one_is_back(text: str) -> None:
    assert says_back(text)


@pytest.mark.parametrize("text", ["tillbaka 15", "åter fredag", "back at 3", "lunch", ""])
def test_a_return_time_is_not_being_back(text: str) -> None:
    assert not says_back(text)
