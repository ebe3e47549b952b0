"""A person who changed takes their place in what a session knows, and one's own preferences come along."""

from __future__ import annotations

from datetime import date, time

from kalix_presence import wire
from kalix_presence.client.facts import with_person, worktime_of
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


def test_a_desk_counts_with_the_hours_its_person_has_chosen_on_the_days_the_hub_says_are_short() -> None:
    view = wire.ReasonsView([], days_off=[date(2026, 12, 24)], short_days={date(2026, 4, 2): "12:00"})
    worktime = worktime_of(view, Preferences(lunch_at=time(11), lunch_minutes=30))
    assert worktime.lunch_until == time(11, 30)
    assert not worktime.is_working_day(date(2026, 12, 24))
    assert worktime.wall_spans(date(2026, 4, 2))[-1].ends == time(12)
