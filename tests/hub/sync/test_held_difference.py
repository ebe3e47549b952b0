"""The lines of a held run: what the answer is about first, nothing that few may know, and one digest for one difference."""

from __future__ import annotations

from dataclasses import replace

from kalix_presence.hub.directory.difference import AccountChange, Imported, ImportHeld, Move, NewHolder
from kalix_presence.hub.store.held_lines import HeldLine
from kalix_presence.hub.store.sync_states import Held
from kalix_presence.hub.sync.held_difference import held_difference, unit_path
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.held_run import HeldKind
from tests.clocks import NINE

UNITS = {"bygg": Unit("bygg", "Bygg"), "lov": Unit("lov", "Bygglov", "bygg")}
ANNA = Person("2041", "Anna", "Ek", "lov", "bygg", mobile="070-1", id="a")
BO = Person("2042", "Bo", "By", "lov", "bygg", id="b")
NINA = Person("2042", "Nina", "Ny", "lov", "bygg", id="drawn")
DONE = Imported(
    added=(NINA, Person("2050", "Ny", "Nu", "lov", "bygg", id="drawn too")),
    changed=((ANNA, replace(ANNA, title="Chef", mobile="070-2", reference="p1")),),
    removed=(replace(BO, extension="2043", id="c"),),
    units=(UNITS["lov"],),
    accounts=(AccountChange("anna", "2041", ("employee",), ("employee", "administrator"), renamed="aek"),),
    successions=(NewHolder("2042", "Bo By", "Nina Ny", BO),),
    moves=(Move("Per Berg", "2060", "2061"),),
)


def lines(done: Imported = DONE) -> tuple[Held, list[HeldLine]]:
    return held_difference(ImportHeld(done, 1, 1), UNITS, NINE)


def test_what_the_answer_is_about_comes_first() -> None:
    held, found = lines()
    kinds = [HeldKind(one.kind).value for one in found]
    assert kinds == ["removed", "passed", "moved", "account", "added", "changed", "changed", "changed", "unit"]
    assert held.counts == {"removed": 1, "passed": 1, "moved": 1, "account": 1, "added": 1, "changed": 3, "unit": 1}
    assert (held.kept, held.asks) == (9, True)
    passed = found[1]
    assert (passed.extension, passed.before, passed.after, passed.person, passed.unit) == (
        "2042",
        "Bo By",
        "Nina Ny",
        "b",
        "lov",
    )
    assert found[3].after == "employee administrator"
    assert found[4].extension == "2050", "who comes to somebody's extension is told by that"


def test_private_numbers_and_the_registers_words_are_kept_from_everybody() -> None:
    changed = {one.column: (one.before, one.after) for one in lines()[1] if one.kind is HeldKind.CHANGED}
    assert changed == {"mobile": ("", ""), "person": ("", ""), "title": ("", "Chef")}


def test_one_difference_has_one_name_however_often_it_is_looked_at() -> None:
    held, _ = lines()
    again = replace(DONE, added=tuple(replace(one, id="drawn anew") for one in reversed(DONE.added)))
    assert lines(again)[0].shown == held.shown, "who is new is given another identity with each look"
    other, _ = lines(replace(DONE, accounts=()))
    assert other.id == held.id
    assert other.shown != held.shown, "an answer is about all that was shown"


def test_a_unit_is_said_with_those_that_it_lies_in() -> None:
    assert unit_path(UNITS, "lov") == "Bygg / Bygglov"
    assert unit_path(UNITS, "away") == "away"
    assert len(unit_path({"x": Unit("x", "X", "x")}, "x").split(" / ")) == 10, "a ring comes to an end"
