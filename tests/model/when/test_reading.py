"""Return times said back: in full and in short, in the words of each language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.model.when.reading import full, short, short_day, spoken_hour

NOW = datetime(2026, 12, 30, 9, tzinfo=UTC)
"""Wednesday, 10.00 there."""
ZONE = "Europe/Stockholm"
SV, EN, FI = (shipped.words(language) for language in ("sv", "en", "fi"))


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return datetime(2026, 12, 30, hour, minute, tzinfo=UTC) + timedelta(days)


@pytest.mark.parametrize(
    ("moment", "in_full", "in_short"),
    [
        (None, "tills vidare", "tills vidare"),
        (at(12), "i dag klockan 13.00", "13.00"),
        (at(2, 30), "i dag klockan 03.30", "03.30"),
        (at(7, 5, days=1), "i morgon, torsdag 31 december, klockan 8.05", "i morgon 8.05"),
        (at(23, 30), "i morgon, torsdag 31 december, klockan 0.30", "i morgon 0.30"),
        (at(7, days=2), "fredag 1 januari 2027 klockan 8.00", "fre 1/1 2027 8.00"),
        (at(7, days=-2), "måndag 28 december klockan 8.00", "mån 28/12 8.00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime | None, in_full: str, in_short: str) -> None:
    assert full(moment, now=NOW, zone=ZONE, words=SV) == in_full
    assert short(moment, now=NOW, zone=ZONE, words=SV) == in_short


@pytest.mark.parametrize("words", [SV, EN, FI], ids=lambda words: words.language)
def test_every_day_of_a_year_has_its_words(words) -> None:  # type: ignore[no-untyped-def]
    said = {full(NOW + timedelta(days), now=NOW, zone=ZONE, words=words) for days in range(-364, 370)}
    assert len(said) == 734
    assert len({short_day(NOW.date() + timedelta(days), now=NOW, words=words) for days in range(-364, 370)}) == 734


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 12, 4), "fre 4/12"), (date(2027, 7, 12), "mån 12/7 2027"), (date(2025, 12, 30), "tis 30/12 2025")],
)
def test_a_day_has_its_year_where_it_is_another(day: date, said: str) -> None:
    assert short_day(day, now=NOW, words=SV) == said


@pytest.mark.parametrize(("hour", "said"), [(0, "0"), (1, "01"), (6, "06"), (7, "7"), (12, "12"), (23, "23")])
def test_an_hour_of_the_night_has_two_digits(hour: int, said: str) -> None:
    assert spoken_hour(hour) == said
