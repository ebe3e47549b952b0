"""The tree of the sketch: what it says, and what is moved in it by the keyboard and by dragging, with an undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.sketch_tree import Spot
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.sketch_draft import DEPUTIES, OWNER
from tests.desktop.officer.rooms import Hub, press, room, sign_in, texts
from tests.desktop.officer.sketch_rooms import FIRST, SECOND, THIRD, UNIT, answering, lines, opened, wish


@pytest.fixture
def hub() -> Hub:
    return answering()


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> OfficerController:
    made = room(presence, hub)
    sign_in(presence, made)
    return made


def test_the_tree_says_who_does_what_and_what_there_is_to_see_to(desk: OfficerController) -> None:
    page = opened(desk)
    assert page.lead.text() == "The sketch: Samhällsbyggnad\n1 to see to."
    said = lines(page)
    for line in (
        "Bygglov (1 to see to)", "Place: Plan 2", f"Owner: {FIRST.name}", f"1. {FIRST.name} {FIRST.extension}",
        f"2. {SECOND.name} {SECOND.extension}", "Tillsyn (Arkivet)", f"To see to: {THIRD.name} stands nowhere in the sketch.",
    ):  # fmt: skip
        assert line in said
    assert page.choosing.isHidden()
    assert texts(page)[0] == "Bygglov: proposed, from Tue 1/12"
    assert f"Tillsyn: {FIRST.name}." in texts(page)


def test_people_and_duties_are_moved_by_the_keyboard_and_it_is_undone(desk: OfficerController, hub: Hub) -> None:
    page = opened(desk)
    page.tree.choose(Spot("bygglov", 0, SECOND.extension, 1))
    QTest.keyClick(page.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.tree.spot() == Spot("bygglov", 0, SECOND.extension, 0)
    assert "Bygglov (changed, not proposed yet)" in lines(page)
    page.to.setCurrentIndex(page.to.findData(1))
    press(page, "Move there")
    page.tree.choose(Spot("bygglov", 1))
    press(page, "Earlier")
    press(page, "Propose")
    assert [(each.name, each.people) for each in wish(hub).duties] == [
        ("Tillsyn", [SECOND.extension]), ("Bygglov", [FIRST.extension]),
    ]  # fmt: skip
    assert (wish(hub).version, wish(hub).since) == (3, None)
    assert not page._drafts.changed("bygglov"), "the hub has it"
    page.tree.choose(Spot("bygglov", DEPUTIES, SECOND.extension, 0))
    QTest.keyClick(page.tree, Qt.Key.Key_Delete)
    assert "Deputies: nobody" in lines(page)
    QTest.keyClick(page.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert f"1. {SECOND.name} {SECOND.extension}" in lines(page)
    assert not page._drafts.changed("bygglov")


@pytest.mark.parametrize(
    ("source", "target", "below", "duties"),
    [
        (Spot("bygglov", 0, "b", 1), Spot("bygglov", 0, "a", 0), False, [["b", "a"], ["b"]]),
        (Spot("bygglov", 0, "a", 0), Spot("bygglov", 0, "b", 1), True, [["b", "a"], ["b"]]),
        (Spot("bygglov", 0, "a", 0), Spot("bygglov", 1), False, [["b"], ["b", "a"]]),
        (Spot("bygglov", 0, "a", 0), Spot("bygglov", 1, "b", 0), False, [["b"], ["a", "b"]]),
        (Spot("bygglov", 0, "a", 0), Spot("bygglov", 1, "b", 0), True, [["b"], ["b", "a"]]),
        (Spot("bygglov", 1), Spot("bygglov", 0), False, [["b"], ["a", "b"]]),
        (Spot("bygglov", 0, "b", 1), Spot("bygglov", OWNER, "a", 0), False, [["a"], ["b"]]),
    ],
)
def test_what_is_dragged_comes_to_where_it_is_let_go(
    desk: OfficerController, source: Spot, target: Spot, below: bool, duties: list[list[str]]
) -> None:
    named = {"a": FIRST.extension, "b": SECOND.extension}
    page = opened(desk)
    source, target = (Spot(each.unit, each.stand, named.get(each.extension, ""), each.at) for each in (source, target))
    page.tree.choose(source)
    page.tree.dropped.emit(source, target, below)
    found = [[{v: k for k, v in named.items()}[one] for one in each.people] for each in page._drafts.of(UNIT).duties]
    assert found == duties


def test_from_one_unit_to_another_nobody_is_dragged_and_it_is_said(desk: OfficerController) -> None:
    page = opened(desk)
    page.tree.choose(Spot("bygglov", 0, FIRST.extension, 0))
    page.tree.dropped.emit(Spot("bygglov", 0, FIRST.extension, 0), Spot("s", DEPUTIES), False)
    assert "Each unit is changed by itself" in page.trouble.text()
    assert not page._drafts.changed("bygglov")
