"""A person who changed takes their place in what a session knows, and one's own preferences come along."""

from __future__ import annotations

import asyncio
from datetime import date, time

import msgspec

from kalix_presence import wire
from kalix_presence.client.facts import as_known, with_person, worktime_of
from kalix_presence.model.preferences import Preferences

ANNA = wire.PersonView("2041", "Anna Ek", "bygg", "Bygg", "samhall", mobile="0701740601", standing=wire.Standing("2041"))
PER = wire.PersonView("2042", "Per Berg", "bygg", "Bygg", "samhall")


def test_what_the_event_does_not_carry_stays() -> None:
    changed = wire.PersonView("2041", "Anna Ek", "bygg", "Bygg", "samhall", title="Chef")
    people, person = with_person([PER, ANNA], changed)
    assert (person.title, person.mobile, person.standing) == ("Chef", "0701740601", ANNA.standing)
    assert people == [PER, person]


def test_somebody_who_is_not_known_yet_comes_with_the_directory() -> None:
    assert with_person([PER], ANNA) == ([PER], ANNA)


def test_a_directory_that_says_the_same_is_the_one_that_is_known() -> None:
    known = asyncio.run(as_known([ANNA, PER], []))
    assert [person.standing for person in known] == [None, None]  # the stream tells how they stand
    again = msgspec.structs.replace(ANNA, standing=wire.Standing("2041", 7))
    assert asyncio.run(as_known([again, msgspec.structs.replace(PER)], known)) is known


def test_of_a_directory_that_changed_only_who_changed_is_another_object() -> None:
    known = asyncio.run(as_known([msgspec.structs.replace(ANNA), msgspec.structs.replace(PER)], []))
    moved = msgspec.structs.replace(PER, unit="skola")
    people = asyncio.run(as_known([msgspec.structs.replace(known[0]), moved], known))
    assert people == [known[0], moved]
    assert people[0] is known[0]
    assert asyncio.run(as_known([msgspec.structs.replace(known[1])], known)) == [known[1]]


def test_a_desk_counts_with_the_hours_its_person_has_chosen_on_the_days_the_hub_says_are_short() -> None:
    view = wire.ReasonsView([], days_off=[date(2026, 12, 24)], short_days={date(2026, 4, 2): "12:00"})
    worktime = worktime_of(view, Preferences(lunch_at=time(11), lunch_minutes=30))
    assert worktime.lunch_until == time(11, 30)
    assert not worktime.is_working_day(date(2026, 12, 24))
    assert worktime.wall_spans(date(2026, 4, 2))[-1].ends == time(12)
