"""Units with those below them, and duties however they are written."""

from __future__ import annotations

from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.groups import grouped, regrouped

UNITS = {unit.code: unit for unit in (Unit("bygg", "Bygg"), Unit("lov", "Bygglov", "bygg"), Unit("skola", "Skola"))}


def person(extension: str, unit: str, *duties: str) -> Person:
    return Person(extension, "A", extension, unit, "bygg", duties=duties)


def test_a_unit_s_people_are_those_below_it_too() -> None:
    people = {each.extension: each for each in (person("1", "bygg"), person("2", "lov"), person("3", "skola"))}
    groups = grouped(people, UNITS)
    assert [each.extension for each in groups.by_unit["bygg"]] == ["1", "2"]
    assert [each.extension for each in groups.by_unit["lov"]] == ["2"]
    assert groups.above["lov"] == ("lov", "bygg")


def test_a_duty_is_one_however_it_is_written() -> None:
    people = {each.extension: each for each in (person("1", "lov", "Bygglov", "BYGGLOV"), person("2", "lov", "bygglov"))}
    assert [each.extension for each in grouped(people, UNITS).by_duty["bygglov"]] == ["1", "2"]


def test_units_above_each_other_end_somewhere() -> None:
    units = {"a": Unit("a", "A", "b"), "b": Unit("b", "B", "a")}
    assert grouped({"1": person("1", "a")}, units).above["a"] == ("a", "b")


def test_somebody_who_leaves_is_in_no_group_whoever_else_changed() -> None:
    people = {each.extension: each for each in (person("1", "bygg", "lov"), person("2", "lov", "Lov"), person("3", "skola"))}
    moved = person("2", "skola", "skjuts")
    after = {"2": moved, "3": people["3"]}
    for changed in (["1", "2"], ["2", "1"]):
        found = regrouped(grouped(people, UNITS), people, after, changed)
        assert (found.by_unit, found.by_duty) == (grouped(after, UNITS).by_unit, grouped(after, UNITS).by_duty)
        assert "bygg" not in found.by_unit
        assert "lov" not in found.by_duty


def test_a_unit_that_nobody_has_described_is_its_own_top() -> None:
    people = {"1": person("1", "bygg")}
    new = person("2", "new", "lov")
    found = regrouped(grouped(people, UNITS), people, people | {"2": new}, ["2"])
    assert found.above["new"] == ("new",)
    assert found.by_unit["new"] == found.by_duty["lov"] == (new,)


def test_a_unit_that_is_not_there_ends_the_way_up() -> None:
    units = {"a": Unit("a", "A", "gone")}
    assert grouped({"1": person("1", "a")}, units).above["a"] == ("a", "gone")
    assert [each.extension for each in grouped({"1": person("1", "a")}, units).by_unit["gone"]] == ["1"]


def test_somebody_of_a_group_of_whom_nobody_else_is_left_goes_with_it() -> None:
    people = {"1": person("1", "bygg", "lov")}
    found = regrouped(grouped(people, UNITS), people, {}, ["1", "1"])
    assert (dict(found.by_unit), dict(found.by_duty)) == ({}, {})
