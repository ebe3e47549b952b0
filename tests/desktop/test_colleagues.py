"""The colleagues as somebody uses them: typing, arrows, Enter, Esc; and as they change by themselves."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.link import LinkState
from kalix_presence.client.session import FactsChanged, LinkChanged, StandingsChanged
from kalix_presence.desktop.colleague_paint import fitted
from kalix_presence.desktop.colleagues import Colleagues
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.line import LineState
from tests.desktop.sample import Clock, absent, sample_people


@pytest.fixture
def window(qtbot: QtBot, presence: Presence) -> Colleagues:
    made = Colleagues(presence, "en")
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    return made


def rows(window: Colleagues) -> list[str]:
    """The sentence of each row, as a screen reader says it."""
    model = window._rows
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def current(window: Colleagues) -> str | None:
    return window._rows.extension(window._table.currentIndex())


def test_everybody_is_listed_by_name_and_the_first_is_chosen(window: Colleagues) -> None:
    said = rows(window)
    assert len(said) == len(sample_people())
    assert current(window) == said[0].partition("extension ")[2].partition(",")[0]


def test_typing_finds_by_duty(window: Colleagues) -> None:
    QTest.keyClicks(window._search, "strandskydd ohm")
    [found] = rows(window)
    assert found.startswith("Lars Öhman, Available")
    assert window._count.text() == f"1 of {len(sample_people())}"


def test_a_row_is_one_sentence_with_all_that_matters(window: Colleagues, presence: Presence) -> None:
    presence.take(StandingsChanged([absent("2031", "lunch", version=2, line=LineState.NOT_REGISTERED)], whole=False))
    QTest.keyClicks(window._search, "2031")
    said = "Lars Öhman, Lunch, back 13:00, Phone not connected, extension 2031, Miljöinspektör, Bygg och miljö"
    assert rows(window) == [said]


@pytest.mark.parametrize(
    ("more", "said"),
    [({"in_force": False}, "Not confirmed"), ({"overdue": True}, "Should be back by now"), ({}, "Lunch, back 13:00")],
)
def test_what_is_the_matter_with_a_status_is_said(
    window: Colleagues, presence: Presence, more: dict[str, bool], said: str
) -> None:
    presence.take(StandingsChanged([absent("2031", "lunch", version=2, **more)], whole=False))
    [row] = [row for row in rows(window) if "extension 2031" in row]
    assert said in row


def test_one_change_repaints_one_row(window: Colleagues, presence: Presence, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window._rows.dataChanged) as changed:
        presence.take(StandingsChanged([absent("2031", "lunch", version=2)], whole=False))
    first, last = changed.args[:2]
    assert isinstance(first, QModelIndex)
    assert first.row() == last.row() == window._rows.where("2031").row()


def test_a_change_keeps_what_is_typed_and_chosen(window: Colleagues, presence: Presence) -> None:
    QTest.keyClicks(window._search, "bygg")
    for _ in range(3):
        QTest.keyClick(window._search, Qt.Key.Key_Down)
    chosen = current(window)
    presence.take(StandingsChanged([absent(str(chosen), "meeting", version=2)], whole=False))
    assert (window._search.text(), current(window)) == ("bygg", chosen)


def test_arrows_in_the_search_field_move_in_the_list_and_enter_opens_the_person(window: Colleagues) -> None:
    QTest.keyClicks(window._search, "bygg")
    QTest.keyClick(window._search, Qt.Key.Key_Down)
    assert window._table.currentIndex().row() == 1
    assert window._search.text() == "bygg"
    QTest.keyClick(window._search, Qt.Key.Key_Return)
    card = window._card
    assert card is not None
    assert card.isVisible()
    assert current(window) in {label.text() for label in card.findChildren(QLabel)}


def test_the_card_shows_numbers_copies_them_and_stays_live(window: Colleagues, presence: Presence) -> None:
    QTest.keyClicks(window._search, "2031")
    QTest.keyClick(window._search, Qt.Key.Key_Return)
    card = window._card
    assert card is not None
    assert "0980-319 202" in {label.text() for label in card.findChildren(QLabel)}
    [copy] = [
        button for button in card.findChildren(QPushButton) if button.accessibleName() == "Copy Direct number 0980-319 202"
    ]
    copy.click()
    assert QApplication.clipboard().text() == "0980-319 202"
    presence.take(StandingsChanged([absent("2031", "lunch", version=2)], whole=False))
    assert card._status.text() == "Lunch, back 13:00."
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.isVisible()


def test_escape_clears_and_then_closes(window: Colleagues) -> None:
    QTest.keyClicks(window._search, "bygg")
    QTest.keyClick(window._search, Qt.Key.Key_Escape)
    assert window._search.text() == ""
    assert window.isVisible()
    QTest.keyClick(window._search, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_typing_in_the_list_goes_on_in_the_search_field(window: Colleagues) -> None:
    window._table.setFocus()
    QTest.keyClicks(window._table, "l")
    assert window._search.text() == "l"


def test_no_match_is_said_with_what_was_typed(window: Colleagues) -> None:
    QTest.keyClicks(window._search, "<b>xyzzy")
    assert "<b>xyzzy" in window._empty.text()
    assert window._empty.isVisible()
    assert not window._table.isVisible()
    QTest.keyClick(window._search, Qt.Key.Key_Return)  # nobody to open
    assert window._card is None


def test_without_contact_the_age_of_what_is_shown_is_said(window: Colleagues, presence: Presence, clock: Clock) -> None:
    assert not window._offline.isVisible()
    clock.move(minutes=7)
    presence.take(LinkChanged(LinkState.OFFLINE))
    clock.move(hours=1)
    assert window._offline.isVisible()
    assert "known at 12:07" in window._offline.text()
    presence.take(LinkChanged(LinkState.ONLINE))
    assert not window._offline.isVisible()


def test_nobody_is_shown_to_somebody_who_is_signed_out(window: Colleagues, presence: Presence) -> None:
    QTest.keyClick(window._search, Qt.Key.Key_Return)
    assert window._card is not None
    presence.take(LinkChanged(LinkState.SIGNED_OUT))
    assert rows(window) == []
    assert "not signed in" in window._empty.text()
    assert not window._card.isVisible()
    presence.take(LinkChanged(LinkState.ONLINE))
    assert len(rows(window)) == len(sample_people())


def test_a_new_directory_is_searched_at_once(window: Colleagues, presence: Presence) -> None:
    QTest.keyClicks(window._search, "xerxes")
    assert rows(window) == []
    newcomer = msgspec.structs.replace(sample_people()[0], extension="2999", name="Xerxes Nyanställd")
    presence.take(FactsChanged(presence.me, presence.view, [*sample_people(), newcomer], None))
    assert [row.partition(",")[0] for row in rows(window)] == ["Xerxes Nyanställd"]


def test_somebody_whose_standing_is_not_known_is_not_called_available(window: Colleagues, presence: Presence) -> None:
    presence.take(StandingsChanged([wire.Standing("2030", 3)], whole=True))
    said = {row.partition(",")[0]: row for row in rows(window)}
    assert "Available" in said["Karin Söderström"]
    assert "Available" not in said["Lars Öhman"]
    assert "Not known" in said["Lars Öhman"]


def test_the_size_is_remembered(window: Colleagues, presence: Presence, qtbot: QtBot) -> None:
    window.resize(612, 444)
    window.close()
    again = Colleagues(presence, "en")
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (612, 444)


def test_ten_thousand_colleagues_are_found_among_and_painted(window: Colleagues, presence: Presence) -> None:
    one = sample_people()[0]
    many = [msgspec.structs.replace(one, extension=str(at), name=f"Person {at}") for at in range(10_000, 20_000)]
    presence.take(FactsChanged(presence.me, presence.view, many, None))
    presence.take(StandingsChanged([absent(person.extension, "lunch") for person in many], whole=True))
    QTest.keyClicks(window._search, "person 17770")
    assert len(rows(window)) == 1
    assert not window.grab().isNull()


def test_a_status_that_is_too_long_keeps_its_time(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    status = "A very long reason for being away, back 13:00"
    shown = fitted(status, metrics, metrics.horizontalAdvance(status) - 40)
    assert shown.startswith("A very long")
    assert shown.endswith("…, back 13:00")
    assert metrics.horizontalAdvance(shown) <= metrics.horizontalAdvance(status) - 40
    assert fitted(status, metrics, 10_000) == status
