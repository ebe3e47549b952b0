"""Days off by their names: when each of them is, and every form in which it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from kalix_presence.model.when.feasts import ENGLISH, FINNISH, SWEDISH, feast_days

DAYS = {
    "twelfth_night": "01-05", "epiphany": "01-06", "new_year": "01-01", "maundy_thursday": "04-02", "good_friday": "04-03",
    "easter": "04-03 04-06", "easter_eve": "04-04", "easter_day": "04-05", "easter_monday": "04-06", "walpurgis": "04-30",
    "may_day": "05-01", "ascension": "05-14", "whitsun_eve": "05-23", "whitsun": "05-24", "swedish_national_day": "06-06",
    "midsummer": "06-19 06-20", "midsummer_eve": "06-19", "midsummer_day": "06-20", "all_saints_eve": "10-30",
    "all_saints": "10-31", "finnish_national_day": "12-06", "day_before_christmas_eve": "12-23", "christmas": "12-24 12-26",
    "christmas_eve": "12-24", "christmas_day": "12-25", "boxing_day": "12-26", "new_years_eve": "12-31",
}  # fmt: skip
"""Of 2026."""
FORMS = {
    "day_before_christmas_eve": "aatonaatto aatonaattona aatonaattoon",
    "christmas_eve": "jouluaatto jouluaattona jouluaattoon",
    "christmas_day": "joulupäivä joulupäivänä joulupäivään",
    "boxing_day": "tapaninpäivä tapaninpäivänä tapaninpäivään",
    "christmas": "joulu jouluna jouluun",
    "new_years_eve": "uudenvuodenaatto uudenvuodenaattona uudenvuodenaattoon",
    "new_year": "uudenvuodenpäivä uudenvuodenpäivänä uudenvuodenpäivään uusivuosi",
    "twelfth_night": "loppiaisaatto loppiaisaattona loppiaisaattoon",
    "epiphany": "loppiainen loppiaisena loppiaiseen",
    "maundy_thursday": "kiirastorstai kiirastorstaina kiirastorstaihin",
    "good_friday": "pitkäperjantai pitkäperjantaina pitkäperjantaihin",
    "easter_day": "pääsiäispäivä pääsiäispäivänä pääsiäispäivään",
    "easter": "pääsiäinen pääsiäisenä pääsiäiseen",
    "walpurgis": "vappuaatto vappuaattona vappuaattoon",
    "may_day": "vappu vappuna vappuun",
    "ascension": "helatorstai helatorstaina helatorstaihin",
    "whitsun": "helluntai helluntaina helluntaihin",
    "midsummer_eve": "juhannusaatto juhannusaattona juhannusaattoon",
    "midsummer_day": "juhannuspäivä juhannuspäivänä juhannuspäivään",
    "midsummer": "juhannus juhannuksena juhannukseen",
    "all_saints": "pyhäinpäivä pyhäinpäivänä pyhäinpäivään",
    "finnish_national_day": "itsenäisyyspäivä itsenäisyyspäivänä itsenäisyyspäivään",
}


@pytest.mark.parametrize(("feast", "days"), DAYS.items())
def test_each_is_on_its_days(feast: str, days: str) -> None:
    each = [date.fromisoformat(f"2026-{day}") for day in days.split()]
    assert feast_days(feast, 2026) == (each[0], each[-1])


def test_every_name_means_one_of_them() -> None:
    assert set(DAYS) >= {*SWEDISH.values(), *ENGLISH.values(), *FINNISH.values()}


@pytest.mark.parametrize(("feast", "forms"), FORMS.items())
def test_finns_say_each_in_three_cases(feast: str, forms: str) -> None:
    assert {FINNISH.get(form) for form in forms.split()} == {feast}


@pytest.mark.parametrize(
    ("said", "feast"),
    [
        ("uusi vuosi", "new_year"),
        ("uutena vuotena", "new_year"),
        ("uuteen vuoteen", "new_year"),
        ("toinen pääsiäispäivä", "easter_monday"),
        ("toisena pääsiäispäivänä", "easter_monday"),
    ],
)
def test_some_are_said_in_two_words(said: str, feast: str) -> None:
    assert FINNISH[said] == feast


@pytest.mark.parametrize("year", range(2020, 2040))
def test_they_are_when_the_calendar_has_them(year: int) -> None:
    """As the library of holidays has them, which reckons in another way."""
    known = country_holidays("SE", years=year, include_sundays=False, language="sv")
    names = {name: day for day, all_names in known.items() for name in all_names.split("; ")}
    for name, feast in (
        ("Trettondedag jul", "epiphany"),
        ("Långfredagen", "good_friday"),
        ("Annandag påsk", "easter_monday"),
        ("Kristi himmelsfärdsdag", "ascension"),
        ("Pingstdagen", "whitsun"),
        ("Midsommardagen", "midsummer_day"),
        ("Alla helgons dag", "all_saints"),
        ("Annandag jul", "boxing_day"),
    ):
        assert feast_days(feast, year) == (names[name], names[name]), name
    for before, feast, ahead in (
        ("midsummer_eve", "midsummer_day", 1),
        ("all_saints_eve", "all_saints", 1),
        ("whitsun_eve", "whitsun", 1),
    ):
        assert feast_days(before, year)[0] + timedelta(ahead) == feast_days(feast, year)[0]
    for whole, first, last in (
        ("easter", "good_friday", "easter_monday"),
        ("midsummer", "midsummer_eve", "midsummer_day"),
        ("christmas", "christmas_eve", "boxing_day"),
    ):
        assert feast_days(whole, year) == (feast_days(first, year)[0], feast_days(last, year)[0])
