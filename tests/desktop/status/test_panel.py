"""The status panel by keyboard and by mouse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, RequestChanged, RequestState, StandingsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.desktop.status.people_completer import WORDS
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.line import LineState
from tests.desktop.sample import NOON, Clock, absent

ME = "2030"


@pytest.fixture
def panel(presence: Presence, qtbot: QtBot) -> StatusPanel:
    made = StatusPanel(presence, "sv")
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.isVisible)
    return made


def line(panel: StatusPanel) -> QLineEdit:
    return next(field for field in panel.findChildren(QLineEdit) if field.accessibleName() == "Status")


def note(panel: StatusPanel) -> QLineEdit:
    return next(field for field in panel.findChildren(QLineEdit) if "callers" in field.placeholderText())


def said(panel: StatusPanel) -> str:
    return line(panel).accessibleDescription()


def button(panel: StatusPanel, text: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == text)


def tile(panel: StatusPanel, name: str) -> QToolButton:
    return next(each for each in panel.findChildren(QToolButton) if each.accessibleName() == name)


def test_a_line_and_enter_ask_for_it(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "l 13")
    assert said(panel) == (
        "From now: Lunch, back i dag klockan 13.00. A caller hears: “… är på lunch och är åter klockan tretton”. "
        "Calls go to the switchboard."
    )
    assert tile(panel, "Lunch").isChecked()
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    assert made.args == [wire.AbsenceRequest("lunch", NOON + timedelta(hours=1))]


def test_tile_and_chip_write_into_the_line(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(tile(panel, "Möte"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(panel, "30 min"), Qt.MouseButton.LeftButton)
    assert line(panel).text() == "möte 30 min"
    assert button(panel, "30 min").isChecked()
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.mouseClick(button(panel, "Set status"), Qt.MouseButton.LeftButton)
    assert made.args[0].until == NOON + timedelta(minutes=30)


def test_what_cannot_be_read_cannot_be_set_and_says_why(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "lunch blabla")
    assert "blabla" in said(panel)
    assert not button(panel, "Set status").isEnabled()
    with qtbot.assertNotEmitted(panel.request_made):
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)


def test_a_time_that_passes_while_the_panel_is_open_is_refused_at_enter(panel: StatusPanel, qtbot: QtBot, clock: Clock) -> None:
    qtbot.keyClicks(line(panel), "l 13")
    clock.move(hours=2)
    with qtbot.assertNotEmitted(panel.request_made):
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    assert "har redan varit" in said(panel)


def test_the_note_goes_along_and_is_the_same_in_line_and_field(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "l 13; hos Karin")
    assert note(panel).text() == "hos Karin"
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    assert made.args[0].note == "hos Karin"


def test_calls_can_go_to_a_colleague_by_name(panel: StatusPanel, qtbot: QtBot) -> None:
    choice = panel.findChild(QComboBox)
    place = choice.findText("A colleague …")
    choice.setCurrentIndex(place)
    choice.activated.emit(place)
    number = next(field for field in panel.findChildren(QLineEdit) if field.placeholderText() == "Name or extension")
    qtbot.keyClicks(line(panel), "l 13")
    assert not button(panel, "Set status").isEnabled(), "nobody is chosen yet"
    qtbot.keyClicks(number, "Anna Ek (2041)")
    assert said(panel).endswith("Calls go to Anna Ek (2041).")
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.mouseClick(button(panel, "Set status"), Qt.MouseButton.LeftButton)
    assert made.args[0].forward_to == "2041"


def test_who_left_is_offered_as_a_colleague_no_more(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    choice = panel.findChild(QComboBox)
    choice.setCurrentIndex(choice.findText("A colleague …"))
    choice.activated.emit(choice.currentIndex())
    number = next(field for field in panel.findChildren(QLineEdit) if field.placeholderText() == "Name or extension")

    def names(typed: str) -> list[str]:
        number.clear()
        qtbot.keyClicks(number, typed)
        model = number.completer().model()
        return [model.index(row, 0).data(WORDS) for row in range(model.rowCount())]

    assert names("anna e")[0] == "Anna Ek (2041)"
    stayed = [person for person in presence.people.values() if person.extension != "2041"]
    presence.on_session_event(FactsChanged(presence.me, presence.view, stayed, None))
    assert "Anna Ek (2041)" not in names("anna e")
    assert names("e")


def test_the_mobile_is_offered_only_to_those_who_have_one(panel: StatusPanel) -> None:
    assert panel.findChild(QComboBox).findData("mobile") == -1


def test_sending_confirmed_and_then_gone_by_itself(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "l 13")
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    presence.on_session_event(RequestChanged(ME, "k", made.args[0], RequestState.SENDING))
    shown = [each.text() for each in panel.findChildren(QLabel)]
    assert "Sending …" in shown
    assert line(panel).text() == "l 13", "nothing is cleared before the hub has it"
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    presence.on_session_event(RequestChanged(ME, "k", made.args[0], RequestState.IN_FORCE))
    shown = [each.text() for each in panel.findChildren(QLabel)]
    assert "Confirmed by the telephone exchange." in shown
    assert line(panel).text() == ""
    qtbot.waitUntil(lambda: not panel.isVisible())


@pytest.mark.parametrize("where", ["the line", "the note", "a tile", "a time"])
@pytest.mark.parametrize("when", ["confirmed", "on its way"])
def test_it_does_not_go_from_under_the_hands_of_somebody_who_goes_on(
    panel: StatusPanel, presence: Presence, qtbot: QtBot, where: str, when: str
) -> None:
    qtbot.keyClicks(line(panel), "l 13")
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    goes = panel._going
    if when == "confirmed":
        presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
        presence.on_session_event(RequestChanged(ME, "k", made.args[0], RequestState.IN_FORCE))
        assert goes.isActive()
    else:
        presence.on_session_event(RequestChanged(ME, "k", made.args[0], RequestState.PENDING))
    if where in ("the line", "the note"):
        qtbot.keyClicks(line(panel) if where == "the line" else note(panel), "tillbaka")
    else:
        of = tile(panel, "Möte") if where == "a tile" else button(panel, "30 min")
        qtbot.mouseClick(of, Qt.MouseButton.LeftButton)
    if when == "on its way":
        presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
        presence.on_session_event(RequestChanged(ME, "k", made.args[0], RequestState.IN_FORCE))
    assert panel.isVisible()
    assert not goes.isActive()


def test_a_refusal_is_said_and_nothing_typed_is_lost(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "l 13")
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    presence.on_session_event(
        RequestChanged(ME, "k", made.args[0], RequestState.REFUSED, BadInput("target-premium", field="forward_to"))
    )
    assert line(panel).text() == "l 13"
    assert said(panel) not in ("", "target-premium")


def test_esc_closes_and_what_was_typed_is_there_again(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "lunch 1")
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    panel.open()
    assert line(panel).text() == "lunch 1"


def test_arrow_keys_move_between_tiles(panel: StatusPanel, qtbot: QtBot) -> None:
    tile(panel, "Rast").setFocus()
    qtbot.keyClick(panel.focusWidget() or tile(panel, "Rast"), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: tile(panel, "Lunch").hasFocus() or not panel.isActiveWindow())


def test_back_is_offered_only_when_away(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    assert not button(panel, "I am back").isEnabled()
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    with qtbot.waitSignal(panel.back_asked):
        qtbot.mouseClick(button(panel, "I am back"), Qt.MouseButton.LeftButton)


def test_back_is_offered_to_who_is_overdue(panel: StatusPanel, presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([wire.Standing(ME, 2, overdue=True)], whole=False))
    assert button(panel, "I am back").isEnabled()


def test_the_colleagues_are_one_key_from_the_panel_and_what_is_typed_stays(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "l 13")
    with qtbot.waitSignal(panel.colleagues_asked):
        qtbot.keyClick(line(panel), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert not panel.isVisible()
    assert line(panel).text() == "l 13"


def test_a_note_that_came_from_the_line_leaves_with_it(panel: StatusPanel, qtbot: QtBot) -> None:
    line(panel).setText("möte till halv tre; rum 3")
    assert said(panel).endswith("Note: rum 3")
    line(panel).clear()
    assert note(panel).text() == ""
    qtbot.keyClicks(line(panel), "lunch 45 min")
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    assert made.args[0].note == ""


def test_a_note_typed_in_its_own_field_comes_back_when_the_lines_leaves(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(note(panel), "hos Karin")
    line(panel).setText("l 13; rum 3")
    assert note(panel).text() == "rum 3"
    line(panel).setText("l 13")
    assert note(panel).text() == "hos Karin"
    assert said(panel).endswith("Note: hos Karin"), "whoever presses Enter has read what is sent"


def test_what_is_typed_after_a_tile_is_the_time(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(tile(panel, "Semester"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(line(panel), "till fredag")
    assert line(panel).text() == "semester till fredag"
    assert button(panel, "Set status").isEnabled()


def test_being_back_can_be_typed(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    qtbot.keyClicks(line(panel), "tillbaka")
    with qtbot.waitSignal(panel.back_asked), qtbot.assertNotEmitted(panel.request_made):
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    assert line(panel).text() == ""


def test_a_time_alone_moves_the_return_time_of_what_holds_and_keeps_the_rest(
    panel: StatusPanel, presence: Presence, qtbot: QtBot
) -> None:
    standing = absent(ME, "lunch", version=2)
    assert standing.absence is not None
    kept = structs.replace(standing.absence, note="rum 3", forward=ForwardKind.COLLEAGUE, forward_number="2041")
    presence.on_session_event(StandingsChanged([structs.replace(standing, absence=kept)], whole=False))
    qtbot.keyClicks(line(panel), "halv fem")
    assert said(panel) == (
        "From now: Lunch, back i dag klockan 16.30. A caller hears: “… är på lunch och är åter klockan sexton trettio”. "
        "Calls go to Anna Ek (2041). Note: rum 3"
    )
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    assert made.args == [wire.AbsenceRequest("lunch", NOON + timedelta(hours=4, minutes=30), "2041", "rum 3")]


def test_a_time_alone_waits_for_its_reason_while_nothing_holds(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "16")
    assert not button(panel, "Set status").isEnabled()
    qtbot.mouseClick(tile(panel, "Lunch"), Qt.MouseButton.LeftButton)
    assert line(panel).text() == "lunch 16"


def test_what_lies_ahead_is_planned_or_begins_now_as_one_says(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "ledig imorgon")
    assert said(panel) == (
        "Plan it: Ledig onsdag 25 november, all day, back i morgon, torsdag 26 november, klockan 8.00."
        " Or from now: Ledig, back i morgon, onsdag 25 november, klockan 8.00."
    ).replace("back i morgon, torsdag 26 november,", "back torsdag 26 november")
    with qtbot.assertNotEmitted(panel.request_made):
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.plan_asked) as asked:
        qtbot.keyClick(line(panel), Qt.Key.Key_F2)
    assert (asked.args[0].reason, asked.args[0].starts) == ("leave", "2026-11-25T00:00")
    with qtbot.waitSignal(panel.request_made) as made:
        qtbot.keyClick(line(panel), Qt.Key.Key_F3)
    assert made.args[0].until is not None


@pytest.mark.parametrize(
    "text", ["ledig t.o.m. fredag", "ledig till fredag", "lunch 13", "ledig resten av dagen", "rast 15 min"]
)
def test_what_names_only_an_end_is_not_asked_about(panel: StatusPanel, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(line(panel), text)
    assert button(panel, "Set status").isEnabled()
    assert said(panel).startswith("From now: ")


@pytest.mark.parametrize("text", ["semester v 51", "ledig varje fredag", "semester 21/12-8/1"])
def test_a_span_ahead_is_only_ever_planned_or_asked_about(panel: StatusPanel, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(line(panel), text)
    with qtbot.assertNotEmitted(panel.request_made):
        qtbot.keyClick(line(panel), Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.plan_asked):
        qtbot.keyClick(line(panel), Qt.Key.Key_F2)


def test_a_suggestion_is_one_key_and_no_text_to_type_again(panel: StatusPanel, qtbot: QtBot) -> None:
    line(panel).setText("lunch 9; hos Karin")
    assert "imorgon 9.00" in said(panel).replace("i morgon", "imorgon")
    qtbot.keyClick(line(panel), Qt.Key.Key_F2)
    assert line(panel).text() == "lunch i morgon 9.00; hos Karin"


def test_a_note_without_semicolon_is_read_back_and_can_be_changed(panel: StatusPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(panel), "lunch 13 med Per")
    assert said(panel).endswith("Note: med Per")
    note(panel).setFocus()
    note(panel).selectAll()
    qtbot.keyClicks(note(panel), "med Eva")
    assert (line(panel).text(), note(panel).text()) == ("lunch 13", "med Eva")


def test_a_chip_that_is_past_is_not_offered(panel: StatusPanel, clock: Clock, qtbot: QtBot) -> None:
    assert button(panel, "Until 13.00").isVisible()
    clock.move(hours=2)
    qtbot.keyClicks(line(panel), "rast")
    assert not button(panel, "Until 13.00").isVisible()
    qtbot.mouseClick(button(panel, "Tomorrow"), Qt.MouseButton.LeftButton)
    assert button(panel, "Set status").isEnabled(), "a chip says when one is back, and is not asked about"


def test_what_holds_is_said_with_where_calls_go_and_the_note(panel: StatusPanel, presence: Presence) -> None:
    standing = absent(ME, "lunch", version=2)
    assert standing.absence is not None
    kept = structs.replace(standing.absence, note="<b>rum 3</b>", forward=ForwardKind.COLLEAGUE, forward_number="2041")
    presence.on_session_event(StandingsChanged([structs.replace(standing, absence=kept)], whole=False))
    shown = [each for each in panel.findChildren(QLabel) if each.isVisible()]
    assert "Calls go to Anna Ek (2041). Note: <b>rum 3</b>" in [each.text() for each in shown]
    presence.on_session_event(StandingsChanged([wire.Standing(ME, 3, line=LineState.IDLE)], whole=False))
    assert not [each for each in panel.findChildren(QLabel) if each.isVisible() and "Anna Ek (2041)" in each.text()]
