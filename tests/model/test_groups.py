"""Units with those below them, and duties however they are written."""

from __future__ import annotations

from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.groups import grouped

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
