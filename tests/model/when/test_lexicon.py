"""Days, weekdays and hours written so that they are read again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.model.when.lexicon import Lexicon, spell_clock
from kalix_presence.model.when.typed_time import LEXICONS, read
from kalix_presence.model.worktime import WorkingTime

NOW = datetime(2026, 11, 25, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
SV, EN, FI = LEXICONS["sv"], LEXICONS["en"], LEXICONS["fi"]
DAY = date(2027, 1, 12)


@pytest.mark.parametrize(
    ("lexicon", "whole", "plain", "short"),
    [
        (SV, "tisdag 12 januari 2027", "tisdag 12 januari", "12 januari"),
        (EN, "tuesday 12 january 2027", "tuesday 12 january", "12 january"),
        (FI, "tiistai 12. tammikuuta 2027", "tiistai 12. tammikuuta", "12. tammikuuta"),
    ],
)
def test_a_day_is_written_as_it_is_said(lexicon: Lexicon, whole: str, plain: str, short: str) -> None:
    assert lexicon.spell(DAY, year=True) == whole
    assert lexicon.spell(DAY, year=False) == plain
    assert lexicon.spell(DAY, year=False, weekday=False) == short
    assert lexicon.spell(DAY, year=True, weekday=False) == f"{short} 2027"


@pytest.mark.parametrize("language", LEXICONS)
def test_every_day_and_hour_that_is_written_is_read_again(language: str) -> None:
    lexicon, work = LEXICONS[language], WorkingTime()
    for ahead in range(1, 400, 7):
        day, clock = NOW.date() + timedelta(ahead), time(ahead % 24, ahead % 60)
        text = f"{lexicon.spell(day, year=True)} {spell_clock(clock)}"
        moment = read(text, now=NOW, worktime=work, language=language).moment
        assert moment is not None
        assert moment.astimezone(NOW.tzinfo).replace(tzinfo=None) == datetime.combine(day, clock), text


@pytest.mark.parametrize(
    ("lexicon", "names"),
    [
        (SV, "måndag tisdag onsdag torsdag fredag lördag söndag"),
        (EN, "monday tuesday wednesday thursday friday saturday sunday"),
        (FI, "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai"),
    ],
)
def test_weekdays_have_their_whole_names(lexicon: Lexicon, names: str) -> None:
    assert [lexicon.weekday(number) for number in range(7)] == names.split()


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (time(0), "0.00"),
        (time(0, 59), "0.59"),
        (time(1), "01.00"),
        (time(6, 5), "06.05"),
        (time(7), "7.00"),
        (time(13, 30), "13.30"),
    ],
)
def test_an_hour_of_the_night_has_two_digits(clock: time, said: str) -> None:
    assert spell_clock(clock) == said
