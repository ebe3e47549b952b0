"""What people type as a return time on Tuesday 24 November 2026 at 9.00 in Kalix, and the wall time it means."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=STOCKHOLM)
TODAY = "2026-11-24"

SWEDISH = """
30 = 09:30 | 45 = 09:45 | 90 = 10:30 | 1330 = 13:30 | 930 = 09:30 | 13.30 = 13:30 | 13:30 = 13:30 | kl 13 = 13:00
kl. 14.15 = 14:15 | klockan 11 = 11:00 | 13 = 13:00 | halv två = 13:30 | HALV TVÅ = 13:30 | kvart i tre = 14:45
kvart över ett = 13:15 | fem i halv två = 13:25 | fem över halv tre = 14:35 | tio över två = 14:10 | tjugo i elva = 10:40
1 h = 10:00 | 1h = 10:00 | 1,5 tim = 10:30 | 1.5 h = 10:30 | 45 min = 09:45 | 1 tim 30 min = 10:30 | 2 timmar = 11:00
en timme = 10:00 | om en timme = 10:00 | om 20 min = 09:20 | en halvtimme = 09:30 | om en kvart = 09:15
en och en halv timme = 10:30 | till 13 = 13:00 | till halv tre = 14:30 | åter 13 = 13:00 | tillbaka halv ett = 12:30
2 = 14:00 | kl 3 = 15:00 | tretton = 13:00 | 3 em = 15:00 | efter lunch = 13:00 | i dag 15 = 15:00 | tisdag 15 = 15:00
i morgon = 2026-11-25 08:00 | imorgon = 2026-11-25 08:00 | imorgon 9 = 2026-11-25 09:00 | i morgon halv två = 2026-11-25 13:30
9.30 i morgon = 2026-11-25 09:30 | i övermorgon = 2026-11-26 08:00 | tors = 2026-11-26 08:00 | torsdag 10 = 2026-11-26 10:00
14.30 tors = 2026-11-26 14:30 | på fredag = 2026-11-27 08:00 | lördag = 2026-11-30 08:00 | lördag 10 = 2026-11-28 10:00
tisdag = 2026-12-01 08:00 | nästa torsdag = 2026-12-03 08:00 | nästa vecka = 2026-11-30 08:00 | måndag kl 9 = 2026-11-30 09:00
12/6 = 2027-06-14 08:00 | 12 juni = 2027-06-14 08:00 | 14/6 13.30 = 2027-06-14 13:30 | 2027-06-14 = 2027-06-14 08:00
den 3 december = 2026-12-03 08:00 | 3 dec kl 13 = 2026-12-03 13:00 | 24/12 = 2026-12-28 08:00 | 1 januari = 2027-01-04 08:00
v 32 = 2027-08-09 08:00 | v32 = 2027-08-09 08:00 | vecka 1 = 2027-01-04 08:00 | v 53 = 2026-12-28 08:00
t.o.m. fredag = 2026-11-30 08:00 | tom fredag = 2026-11-30 08:00 | till och med torsdag = 2026-11-27 08:00
t.o.m. 23/12 = 2026-12-28 08:00 | resten av dagen = 2026-11-25 08:00 | tills vidare = -
"""
ENGLISH = """
half past one = 13:30 | quarter to three = 14:45 | quarter past ten = 10:15 | ten to two = 13:50 | 2 pm = 14:00 | 1:30pm = 13:30
in an hour = 10:00 | in half an hour = 09:30 | 2 hours = 11:00 | an hour and a half = 10:30 | noon = 12:00 | until 3 = 15:00
at 14 = 14:00 | tomorrow = 2026-11-25 08:00 | tomorrow 9 = 2026-11-25 09:00 | thursday 10 = 2026-11-26 10:00
through friday = 2026-11-30 08:00 | 12 june = 2027-06-14 08:00 | june 14 = 2027-06-14 08:00 | next week = 2026-11-30 08:00
week 53 = 2026-12-28 08:00 | until further notice = - | the day after tomorrow = 2026-11-26 08:00 | rest of day = 2026-11-25 08:00
"""
FINNISH = """
puoli kaksi = 13:30 | varttia vaille kolme = 14:45 | varttia yli yksi = 13:15 | klo 14 = 14:00 | kello 13.30 = 13:30
tunnin päästä = 10:00 | puolen tunnin kuluttua = 09:30 | 2 tuntia = 11:00 | 45 minuuttia = 09:45 | huomenna = 2026-11-25 08:00
huomenna 9 = 2026-11-25 09:00 | torstaina 10 = 2026-11-26 10:00 | maanantaina = 2026-11-30 08:00 | vko 32 = 2027-08-09 08:00
perjantaihin asti = 2026-11-30 08:00 | 12.6. = 2027-06-14 08:00 | 12. kesäkuuta = 2027-06-14 08:00 | toistaiseksi = -
"""


def _table(language: str, lines: str) -> list[tuple[str, str, str]]:
    cells = [cell.strip() for line in lines.strip().splitlines() for cell in line.split("|")]
    return [(language, text.strip(), meaning.strip()) for text, _, meaning in (cell.rpartition("=") for cell in cells)]


CASES = _table("sv", SWEDISH) + _table("en", ENGLISH) + _table("fi", FINNISH)


@pytest.mark.parametrize(("language", "text", "meaning"), CASES)
def test_what_people_type_is_read_as_they_mean_it(language: str, text: str, meaning: str) -> None:
    moment = read(text, now=NOW, worktime=WorkingTime(), language=language).moment
    if meaning == "-":
        assert moment is None
    else:
        assert moment is not None
        expected = meaning if " " in meaning else f"{TODAY} {meaning}"
        assert f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "when-empty"),
        ("foo", "when-unreadable"),
        ("lunch", "when-unreadable"),
        ("8.30", "when-past"),
        ("9", "when-past"),
        ("halv nio", "when-past"),
        ("0", "when-past"),
        ("0 min", "when-past"),
        ("i dag 8", "when-past"),
        ("2026-06-12", "when-past"),
        ("23/11", "when-past"),
        ("31/11", "when-no-such-day"),
        ("30 februari", "when-no-such-day"),
        ("vecka 54", "when-no-such-week"),
        ("v 0", "when-no-such-week"),
        ("2099-01-01", "when-too-far"),
        ("25.00", "when-unreadable"),
        ("13.75", "when-unreadable"),
        ("t.o.m. fredag 14", "when-unreadable"),
        ("1;DROP", "when-unreadable"),
        ("١٣", "when-unreadable"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_suggestion_that_reads(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text, now=NOW, worktime=WorkingTime())
    assert (refused.value.code, refused.value.field) == (code, "until")
    suggestion = str(refused.value.params["suggestion"])
    assert read(suggestion, now=NOW, worktime=WorkingTime()).moment is not None


def test_until_further_notice_is_refused_where_the_reason_needs_an_end() -> None:
    with pytest.raises(BadInput, match="when-needs-end") as refused:
        read("tills vidare", now=NOW, worktime=WorkingTime(), open_end=False)
    assert refused.value.field == "until"


def test_a_week_53_that_the_year_lacks_is_refused() -> None:
    now = datetime(2027, 3, 1, 9, tzinfo=STOCKHOLM)
    with pytest.raises(BadInput, match="when-no-such-week"):
        read("v 53", now=now, worktime=WorkingTime())


def test_a_wrong_weekday_is_said_once_with_the_day_that_was_typed_and_the_right_one() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=STOCKHOLM)
    with pytest.raises(BadInput, match="when-wrong-weekday") as refused:
        read("måndag 27/11", now=now, worktime=WorkingTime())
    assert refused.value.params == {"text": "27 november", "weekday": "fredag", "suggestion": "fredag 27 november"}
