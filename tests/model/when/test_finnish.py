"""Finnish days by case: the illative says an end, the other cases a day away."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.model.when.finnish import FINNISH
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime
from kalix_presence.shipped import default_reasons

WEDNESDAY = datetime(2026, 11, 25, 10, 7, tzinfo=ZoneInfo("Europe/Stockholm"))


def planned(text: str) -> PlannedLine:
    return read_plan(f"vapaa {text}", now=WEDNESDAY, worktime=WorkingTime(), language="fi", reasons=default_reasons())


@pytest.mark.parametrize("form", FINNISH.until_forms)
def test_a_day_in_the_illative_ends_an_absence_that_begins_now_as_it_does_with_a_word_for_the_end(form: str) -> None:
    found = planned(form)
    assert found.from_now
    assert found.ends == planned(f"takaisin {form}").ends


@pytest.mark.parametrize("form", sorted(set(FINNISH.weekdays) - set(FINNISH.until_forms)))
def test_a_day_in_another_case_is_the_day_away(form: str) -> None:
    found = planned(form)
    assert not found.from_now
    assert found.whole_days


@pytest.mark.parametrize("number", range(7))
def test_every_weekday_has_a_form_that_says_an_end(number: int) -> None:
    assert [form for form in FINNISH.until_forms if FINNISH.weekdays.get(form) == number]


@pytest.mark.parametrize(
    ("number", "forms"),
    list(
        enumerate(
            [
                "maanantai maanantaina maanantaihin maanantaista",
                "tiistai tiistaina tiistaihin tiistaista",
                "keskiviikko keskiviikkona keskiviikkoon keskiviikosta",
                "torstai torstaina torstaihin torstaista",
                "perjantai perjantaina perjantaihin perjantaista",
                "lauantai lauantaina lauantaihin lauantaista",
                "sunnuntai sunnuntaina sunnuntaihin sunnuntaista",
            ]
        )
    ),
)
def test_each_day_is_known_in_each_case_as_it_is_written(number: int, forms: str) -> None:
    assert [FINNISH.weekdays.get(form) for form in forms.split()] == [number] * 4
    assert forms.split()[2] in FINNISH.until_forms


def back(text: str) -> datetime | None:
    return read(text, now=WEDNESDAY, worktime=WorkingTime(), language="fi").moment


@pytest.mark.parametrize(
    ("plain", "at", "until"),
    [
        ("yksi", "yhdeltä", "yhteen"),
        ("kaksi", "kahdelta", "kahteen"),
        ("kolme", "kolmelta", "kolmeen"),
        ("neljä", "neljältä", "neljään"),
        ("viisi", "viideltä", "viiteen"),
        ("kuusi", "kuudelta", "kuuteen"),
        ("seitsemän", "seitsemältä", "seitsemään"),
        ("kahdeksan", "kahdeksalta", "kahdeksaan"),
        ("yhdeksän", "yhdeksältä", "yhdeksään"),
        ("kymmenen", "kymmeneltä", "kymmeneen"),
        ("yksitoista", "yhdeltätoista", "yhteentoista"),
        ("kaksitoista", "kahdeltatoista", "kahteentoista"),
        ("14", "14:ltä", "14:ään"),
        ("9.30", "9.30:ltä", "9.30:een"),
    ],
)
def test_an_hour_is_known_in_the_cases_that_say_at_and_until(plain: str, at: str, until: str) -> None:
    meant = back(f"huomenna klo {plain}")
    assert meant is not None
    assert {back(f"huomenna {at}"), back(f"huomenna {until}"), back(f"huomenna klo {until} asti")} == {meant}
    if plain.isalpha():
        assert back(f"huomenna puoli {at}") == back(f"huomenna puoli {until}") == back(f"huomenna puoli {plain}")


@pytest.mark.parametrize("hours", ["9:stä 11:een", "klo 9:stä 11:een", "9:stä 11.00:een"])
def test_hours_by_case_are_hours_with_a_dash(hours: str) -> None:
    assert planned(f"perjantaina {hours}") == planned("perjantaina 9-11")
