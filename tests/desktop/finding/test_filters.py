"""Whom filters leave over, and the tree of units that they are chosen in."""

from __future__ import annotations

import pytest

from kalix_presence import wire
from kalix_presence.desktop.finding.filters import Filters, Show, tree
from kalix_presence.model.line import LineState
from tests.desktop.sample import absent, sample_people

PEOPLE = {person.extension: person for person in sample_people()}


STANDINGS = {
    "2030": wire.Standing("2030", 1, line=LineState.IDLE),
    "2031": wire.Standing("2031", 1, line=LineState.BUSY),
    "2032": absent("2032", "lunch"),
    "2033": absent("2033", "lunch", overdue=True),
}


@pytest.mark.parametrize(
    ("shows", "kept"),
    [
        ((), ["2030", "2031", "2032", "2033", "2034"]),
        ((Show.IN,), ["2030", "2031"]),
        ((Show.AWAY,), ["2032", "2033"]),
        ((Show.ON_PHONE,), ["2031"]),
        ((Show.OVERDUE,), ["2033"]),
        ((Show.FAVOURITES,), ["2030", "2033"]),
        ((Show.ON_PHONE, Show.OVERDUE), ["2031", "2033"]),
        ((Show.FAVOURITES, Show.IN), ["2030"]),
    ],
)
def test_states_add_up_and_favourites_narrow(shows: tuple[Show, ...], kept: list[str]) -> None:
    asked = ["2030", "2031", "2032", "2033", "2034"]
    assert Filters(frozenset(shows)).kept(asked, STANDINGS, {"2030", "2033"}) == kept


def test_the_tree_has_everybody_once() -> None:
    branches = tree(PEOPLE.values())
    assert sum(branch.people for branch in branches) == len(PEOPLE)
    assert [branch.administration for branch in branches] == sorted({person.administration for person in PEOPLE.values()})


def test_whoever_nothing_is_known_of_is_neither_in_nor_away() -> None:
    unknown = {"2030": wire.Standing("2030", 1)}
    for show in (Show.IN, Show.AWAY, Show.ON_PHONE, Show.OVERDUE):
        assert Filters(frozenset({show})).kept(["2030", "2099"], unknown, set()) == []


def test_whoever_is_away_is_not_in_because_their_telephone_is_there() -> None:
    away = {"2032": absent("2032", "lunch", line=LineState.IDLE)}
    assert Filters(frozenset({Show.IN})).kept(["2032"], away, set()) == []
    assert Filters(frozenset({Show.AWAY})).kept(["2032"], away, set()) == ["2032"]


def test_a_filter_is_turned_on_and_off_and_leaves_the_others() -> None:
    both = Filters(frozenset({Show.IN}), frozenset({"bygg"})).toggled(Show.AWAY)
    assert both == Filters(frozenset({Show.IN, Show.AWAY}), frozenset({"bygg"}))
    assert both.toggled(Show.AWAY).toggled(Show.IN) == Filters(units=frozenset({"bygg"}))
    assert [each.any for each in (Filters(), Filters(frozenset({Show.IN})), Filters(units=frozenset({"bygg"})))] == [
        False,
        True,
        True,
    ]


def test_a_branch_is_called_and_ordered_by_names_and_by_codes_where_there_are_none() -> None:
    def person(unit: str, name: str, administration: str, called: str) -> wire.PersonView:
        return wire.PersonView("1", "A", unit, name, administration, administration_name=called)

    branches = tree([person("z", "Arkiv", "b", "Kansli"), person("y", "", "a", "Teknik"), person("x", "Vägar", "a", "Teknik")])
    assert [(each.administration, each.name) for each in branches] == [("b", "Kansli"), ("a", "Teknik")]
    assert branches[1].units == (("x", "Vägar", 1), ("y", "y", 1))
    assert branches[1].codes == {"x", "y"}
