"""What is said of something that happens again and again: the rule that it means, and the rule said again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kalix_presence.model.when.repeating import Repeating, of_the_month, read_repeating, write_repeating
from kalix_presence.model.when.typed_time import LEXICONS

TUESDAY, WORKING = (1,), (0, 1, 2, 3, 4)
SAID = [
    ("sv", "dagligen", Repeating()),
    ("sv", "varje dag", Repeating()),
    ("sv", "varannan dag", Repeating(2)),
    ("sv", "vardagar", Repeating(weekdays=WORKING)),
    ("sv", "varje vardag", Repeating(weekdays=WORKING)),
    ("sv", "varannan vardag", None),
    ("sv", "tisdagar", Repeating(weekdays=TUESDAY)),
    ("sv", "på tisdagarna", Repeating(weekdays=TUESDAY)),
    ("sv", "varje tisdag", Repeating(weekdays=TUESDAY)),
    ("sv", "var tredje tisdag", Repeating(3, TUESDAY)),
    ("sv", "varannan vecka på tisdag", Repeating(2, TUESDAY)),
    ("sv", "tisdag varannan vecka", Repeating(2, TUESDAY)),
    ("sv", "varje tisdag och torsdag", Repeating(weekdays=(1, 3))),
    ("sv", "första tisdagen i månaden", Repeating(weekdays=TUESDAY, nth=1)),
    ("sv", "varje första tisdag i månaden", Repeating(weekdays=TUESDAY, nth=1)),
    ("sv", "sista tisdagen i varje månad", Repeating(weekdays=TUESDAY, nth=-1)),
    ("sv", "tisdag", None),
    ("sv", "varje", None),
    ("sv", "varje glurk", None),
    ("sv", "varannan vecka dag", None),
    ("en", "daily", Repeating()),
    ("en", "every two days", Repeating(2)),
    ("en", "weekdays", Repeating(weekdays=WORKING)),
    ("en", "on tuesdays", Repeating(weekdays=TUESDAY)),
    ("en", "every second tuesday", Repeating(2, TUESDAY)),
    ("en", "every second tuesday of the month", Repeating(weekdays=TUESDAY, nth=2)),
    ("en", "the last tuesday of every month", Repeating(weekdays=TUESDAY, nth=-1)),
    ("en", "every first tuesday", Repeating(weekdays=TUESDAY, nth=1)),
    ("en", "tuesday every third week", Repeating(3, TUESDAY)),
    ("fi", "päivittäin", Repeating()),
    ("fi", "arkisin", Repeating(weekdays=WORKING)),
    ("fi", "tiistaisin", Repeating(weekdays=TUESDAY)),
    ("fi", "joka toinen tiistai", Repeating(2, TUESDAY)),
    ("fi", "kuukauden viimeinen tiistai", Repeating(weekdays=TUESDAY, nth=-1)),
]


@pytest.mark.parametrize(("language", "text", "meant"), SAID)
def test_what_is_said_means_this(language: str, text: str, meant: Repeating | None) -> None:
    assert read_repeating(text, LEXICONS[language]) == meant


@pytest.mark.parametrize("language", LEXICONS)
@pytest.mark.parametrize("until", [None, date(2027, 3, 31)])
@pytest.mark.parametrize(
    "repeating",
    [
        Repeating(),
        Repeating(2),
        *(Repeating(interval, (day,)) for interval in (1, 2, 3, 4) for day in (0, 6)),
        Repeating(weekdays=WORKING),
        Repeating(weekdays=(0, 2)),
        Repeating(2, (1, 3, 4)),
        *(Repeating(weekdays=(day,), nth=nth) for nth in (1, 2, 3, 4, -1) for day in (0, 4)),
    ],
    ids=str,
)
def test_what_is_written_of_a_rule_is_read_as_the_same(repeating: Repeating, until: date | None, language: str) -> None:
    lexicon = LEXICONS[language]
    written = write_repeating(repeating.rule(until), lexicon)
    assert written is not None
    assert (read_repeating(written[0], lexicon), written[1]) == (repeating, until)


@pytest.mark.parametrize(
    ("repeating", "until", "rule"),
    [
        (Repeating(), None, "FREQ=DAILY"),
        (Repeating(3), date(2027, 1, 2), "FREQ=DAILY;INTERVAL=3;UNTIL=20270102T235959"),
        (Repeating(weekdays=(0, 6)), None, "FREQ=WEEKLY;BYDAY=MO,SU"),
        (Repeating(2, (1,)), None, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        (Repeating(weekdays=(4,), nth=-1), None, "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_a_rule_is_written_as_calendars_write_it(repeating: Repeating, until: date | None, rule: str) -> None:
    assert repeating.rule(until) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=5;BYDAY=MO", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=DAILY;COUNT=3",
        "FREQ=MONTHLY;BYDAY=1MO,1TU", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "FREQ=MONTHLY", "", "X",
    ],
)  # fmt: skip
def test_a_rule_that_these_words_do_not_say_is_none(rule: str) -> None:
    assert write_repeating(rule, LEXICONS["sv"]) is None


@pytest.mark.parametrize(
    ("repeating", "first"),
    [
        (Repeating(), 25),
        (Repeating(weekdays=(2,)), 25),
        (Repeating(weekdays=(1,)), 31),
        (Repeating(weekdays=(0, 4)), 27),
        (Repeating(weekdays=(2,), nth=4), 25),
        (Repeating(weekdays=(2,), nth=-1), 25),
        (Repeating(weekdays=(2,), nth=1), 32),
        (Repeating(weekdays=(0,), nth=-1), 30),
        (Repeating(weekdays=(1,), nth=3), 45),
    ],
)
def test_the_first_such_day_is_that_day_or_the_next(repeating: Repeating, first: int) -> None:
    assert repeating.first(date(2026, 11, 25)) == date(2026, 11, 1) + timedelta(first - 1)


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        ("sv", "första måndagen", "första måndagen i månaden"),
        ("en", "first monday", "first monday of the month"),
        ("fi", "ensimmäinen maanantai", "kuukauden ensimmäinen maanantai"),
    ],
)
def test_one_of_the_month_is_offered_as_one_of_every_month(language: str, text: str, whole: str) -> None:
    assert of_the_month(text, LEXICONS[language]) == whole
    assert read_repeating(whole, LEXICONS[language]) == Repeating(weekdays=(0,), nth=1)
