"""The page of signatures and cards: who belongs to what is chosen, who has no direct number, and what cannot be saved yet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.officer.cards_page import CardsOfUnitPage
from kalix_presence.report.unit_cards import CardKind
from tests.desktop.officer.rooms import texts

UNITS = [wire.CardUnit("bygg", "Bygg"), wire.CardUnit("lov", "Bygglov", 1)]
ANNA = wire.PersonCard("2041", "Anna Ek", unit="Bygglov", direct="0923-650 41")
PER = wire.PersonCard("2042", "Per Berg", unit="Bygglov")


def told(unit: str, *people: wire.PersonCard, below: bool = True) -> wire.CardsView:
    return wire.CardsView(UNITS, wire.Sender(), unit=unit, below=below, people=list(people))


@pytest.fixture
def page(qtbot: QtBot) -> CardsOfUnitPage:
    made = CardsOfUnitPage()
    qtbot.addWidget(made)
    made.show()
    return made


def asked(spy: QSignalSpy) -> list[tuple[str, bool]]:
    return [(spy.at(each)[0], spy.at(each)[1]) for each in range(spy.count())]


def test_units_stand_below_each_other_and_their_people_are_asked_for(page: CardsOfUnitPage) -> None:
    spy = QSignalSpy(page.unit_asked)
    assert not page.form.isVisible()
    page.show_units(UNITS)
    assert page.form.isVisible()
    assert [page.unit.itemText(each) for each in range(2)] == ["Bygg", "   Bygglov"]
    page.unit.setCurrentIndex(1)
    page.below.setChecked(False)
    assert asked(spy) == [("bygg", True), ("lov", True), ("lov", False)]
    page.show_units([wire.CardUnit("arkiv", "Arkiv"), *UNITS])
    assert page.wished == ("lov", False)  # what was chosen stays
    assert asked(spy)[-1] == ("lov", False)


def test_nothing_is_saved_before_it_is_known_who_belongs_there(page: CardsOfUnitPage) -> None:
    assert not page.save.isEnabled()
    page.show_units(UNITS)
    assert page.save.toolTip() == "Who belongs there is not known yet."
    page.show_people(told("lov", ANNA))  # of another than is chosen
    assert not page.save.isEnabled()
    page.show_people(told("bygg", ANNA, PER, below=False))
    assert page.told is None
    page.show_people(told("bygg", ANNA, PER))
    assert page.save.isEnabled()
    assert page.count.text() == "2 person(s)."
    assert texts(page) == ["1 without a direct number: see to it", "Per Berg (2042), Bygglov"]
    page.unit.setCurrentIndex(1)
    assert (page.save.isEnabled(), page.count.text(), texts(page)) == (False, "", [])
    page.show_people(told("lov"))
    assert page.save.toolTip() == "Nobody belongs there."
    page.show_people(told("lov", ANNA))
    assert texts(page) == ["Everybody here has a direct number."]


def test_something_has_to_be_chosen(page: CardsOfUnitPage) -> None:
    page.show_units(UNITS)
    page.show_people(told("bygg", ANNA))
    assert page.kinds == list(CardKind)
    for box in page.boxes.values():
        box.setChecked(False)
    assert (page.kinds, page.save.isEnabled()) == ([], False)
    assert page.save.accessibleDescription() == "Choose what is to be made."
    page.boxes[CardKind.CARDS].setChecked(True)
    assert (page.kinds, page.save.isEnabled()) == ([CardKind.CARDS], True)


def test_while_it_is_saved_it_can_be_stopped_and_the_keyboard_stays(page: CardsOfUnitPage, qtbot: QtBot) -> None:
    page.show_units(UNITS)
    page.show_people(told("bygg", ANNA, PER))
    assert (page.save.isVisible(), page.stop.isVisible(), page.bar.isVisible()) == (True, False, False)
    page.show_saving(2)
    page.show_progress(1)
    assert (page.save.isVisible(), page.stop.isVisible()) == (False, True)
    assert (page.bar.value(), page.bar.maximum(), page.said.text()) == (1, 2, "Saving …")
    spy = QSignalSpy(page.stop_asked)
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert spy.count() == 1
    page.show_saved("", "The disk is full.")
    assert (page.trouble.text(), page.trouble.isVisible()) == ("The disk is full.", True)
    assert (page.save.isVisible(), page.stop.isVisible()) == (True, False)
