"""The grid as somebody uses it: typing, arrows, keys, Esc; and as it changes by itself."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import msgspec
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged, PbxSeen, PersonSeen, StandingsChanged
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.rows import glyph_of, row_of
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.line import BY_HAND, LineState
from tests.desktop.grid.seen import names, sentences
from tests.desktop.sample import Clock, absent, sample_people


class Painted(QObject):
    """Calls back at each painting of a widget."""

    def __init__(self, parent: QObject, call: Callable[[], None]) -> None:
        super().__init__(parent)
        self._call = call

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self._call()
        return super().eventFilter(watched, event)


def flush(grid: Grid) -> None:
    """Let what was gathered for the next frame pass."""
    grid._flow.flush()


def test_everybody_is_listed_and_the_first_is_chosen(grid: Grid) -> None:
    assert len(sentences(grid)) == len(sample_people())
    assert grid.chosen() == grid.people.shown[0]


def test_typing_finds_by_duty(grid: Grid) -> None:
    QTest.keyClicks(grid.search, "strandskydd ohm")
    assert names(grid) == ["Lars Öhman"]
    assert grid.count.text() == f"1 of {len(sample_people())}"


def test_a_row_is_one_sentence_with_all_that_matters(grid: Grid, presence: Presence) -> None:
    presence.on_session_event(
        StandingsChanged([absent("2031", "lunch", version=2, line=LineState.NOT_REGISTERED)], whole=False)
    )
    flush(grid)
    grid.show_waiting({"2031": 2})
    QTest.keyClicks(grid.search, "2031")
    assert sentences(grid) == [
        "Lars Öhman, Lunch, back 13:00, Phone not connected, extension 2031, Miljöinspektör, Bygg och miljö, "
        "deputy Eva Fors, 2032, 2 waiting for a callback."
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [({"in_force": False}, "Not confirmed"), ({"overdue": True}, "Should be back by now"), ({}, "Lunch, back 13:00")],
)
def test_what_is_the_matter_with_a_status_is_said(grid: Grid, presence: Presence, more: dict[str, bool], said: str) -> None:
    presence.on_session_event(StandingsChanged([absent("2031", "lunch", version=2, **more)], whole=False))
    flush(grid)
    [row] = [row for row in sentences(grid) if "extension 2031" in row]
    assert said in row


def test_somebody_whose_phone_is_forwarded_by_hand_is_never_shown_as_available(grid: Grid, presence: Presence) -> None:
    there = wire.Standing("2031", version=2, in_force=False, trouble=BY_HAND, line=LineState.IDLE)
    presence.on_session_event(StandingsChanged([there], whole=False))
    flush(grid)
    [row] = [row for row in sentences(grid) if "extension 2031" in row]
    assert "Phone forwarded" in row
    assert "Forwarded by hand in the telephone exchange" in row
    assert "Available" not in row
    assert row_of(presence.people["2031"], presence, "en").glyph.colour != "green"


def test_somebody_overdue_is_never_shown_as_available(grid: Grid, presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([wire.Standing("2031", 2, overdue=True, line=LineState.IDLE)], whole=False))
    flush(grid)
    [row] = [row for row in sentences(grid) if "extension 2031" in row]
    assert "Overdue" in row
    assert "Available" not in row
    glyph = glyph_of(presence.board.standings["2031"], presence)
    assert (glyph.colour, glyph.mark) == ("amber", "query")


def test_changes_of_one_frame_repaint_their_rows_once_and_only_what_is_in_sight(
    grid: Grid, presence: Presence, qtbot: QtBot
) -> None:
    touched: list[int] = []
    grid.people.dataChanged.connect(lambda first, _: touched.append(first.row()))
    seen, unseen = grid.people.shown[1], grid.people.shown[-1]
    for version in range(2, 52):
        standings = [absent(seen, "lunch", version=version), absent(unseen, "lunch", version=version)]
        presence.on_session_event(StandingsChanged(standings, whole=False))
    flush(grid)
    assert touched == [1]


def test_a_change_keeps_what_is_typed_and_chosen(grid: Grid, presence: Presence) -> None:
    QTest.keyClicks(grid.search, "bygg")
    QTest.keyClick(grid.search, Qt.Key.Key_Down)
    QTest.keyClick(grid.view, Qt.Key.Key_Down)
    chosen = grid.chosen()
    presence.on_session_event(StandingsChanged([absent(str(chosen), "meeting", version=2)], whole=False))
    flush(grid)
    assert (grid.search.text(), grid.chosen()) == ("bygg", chosen)


def test_nobody_moves_while_the_keyboard_or_the_pointer_is_in_the_list(grid: Grid, presence: Presence) -> None:
    QTest.keyClicks(grid.search, "bygg")
    QTest.keyClick(grid.search, Qt.Key.Key_Down)
    before = list(grid.people.shown)
    presence.on_session_event(StandingsChanged([absent(one, "holiday", version=2) for one in before[:3]], whole=False))
    flush(grid)
    assert not grid.listing._idle.isActive()
    assert list(grid.people.shown) == before
    grid.search.setFocus()
    assert grid.listing._idle.isActive(), "once nobody is about to choose, the order may follow"
    grid.view.pointed.emit(True)
    grid.listing._settle()
    assert list(grid.people.shown) == before


def test_a_unit_is_chosen_in_the_tree_by_keyboard(grid: Grid) -> None:
    QTest.keyClick(grid.search, Qt.Key.Key_F9)
    tree = grid.pane.tree
    assert tree.hasFocus()
    QTest.keyClick(tree, Qt.Key.Key_Down)
    administration = unescape(tree.currentItem().toolTip(0)).removeprefix("<qt>").removesuffix("</qt>")
    people = {person.extension: person for person in sample_people()}
    assert {people[one].administration_name for one in grid.people.shown} == {administration}
    QTest.keyClick(tree, Qt.Key.Key_Right)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    unit = unescape(tree.currentItem().toolTip(0)).removeprefix("<qt>").removesuffix("</qt>")
    assert {people[one].unit for one in grid.people.shown} == {unit}
    QTest.keyClick(tree, Qt.Key.Key_F9)
    assert grid.search.hasFocus()


def test_favourites_stand_on_top_and_are_remembered_for_the_account(grid: Grid, presence: Presence, qtbot: QtBot) -> None:
    last = grid.people.shown[-1]
    grid.view.setCurrentIndex(grid.people.where(last))
    QTest.keyClick(grid.search, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert grid.people.shown[0] == last
    again = Grid(presence, "en")
    qtbot.addWidget(again)
    assert again.people.shown[0] == last
    assert "favourite" in sentences(again)[0]
    assert presence.me is not None
    presence.on_session_event(
        FactsChanged(msgspec.structs.replace(presence.me, username="other"), presence.view, sample_people(), None)
    )
    assert again.listing.favourites == set()


def test_without_the_pbx_line_states_say_their_age(grid: Grid, presence: Presence, clock: Clock) -> None:
    clock.move(minutes=7)
    presence.on_session_event(PbxSeen(False))
    flush(grid)
    clock.move(minutes=7)
    assert "as of 12:07" in sentences(grid)[0]
    assert grid.acts.button(Do.CALL).accessibleDescription() == "The telephone exchange cannot be reached."
    presence.on_session_event(PbxSeen(True))
    flush(grid)
    assert "as of" not in sentences(grid)[0]


def test_coming_back_online_moves_nothing(grid: Grid, presence: Presence) -> None:
    grid.view.setCurrentIndex(grid.people.index(40, 0))
    grid.view.verticalScrollBar().setValue(grid.view.verticalScrollBar().value() + 150)
    before = grid.chosen(), grid.view.verticalScrollBar().value()
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(
        StandingsChanged([wire.Standing(one.extension, 9, line=LineState.IDLE) for one in sample_people()], whole=True)
    )
    flush(grid)
    presence.on_session_event(FactsChanged(presence.me, presence.view, sample_people(), None))
    assert (grid.chosen(), grid.view.verticalScrollBar().value()) == before
    assert before[1] > 0


def test_a_new_directory_is_searched_at_once(grid: Grid, presence: Presence) -> None:
    QTest.keyClicks(grid.search, "xerxes")
    assert names(grid) == []
    newcomer = msgspec.structs.replace(sample_people()[0], extension="2999", name="Xerxes Nyanställd")
    presence.on_session_event(FactsChanged(presence.me, presence.view, [*sample_people(), newcomer], None))
    assert names(grid) == ["Xerxes Nyanställd"]


def test_what_changes_of_a_person_is_shown(grid: Grid, presence: Presence) -> None:
    moved = msgspec.structs.replace(presence.people["2031"], place="Kommunhuset, plan 2")
    presence.on_session_event(PersonSeen(moved))
    QTest.keyClicks(grid.search, "2031")
    assert "Kommunhuset, plan 2" in sentences(grid)[0]


def test_somebody_whose_standing_is_not_known_is_not_called_available(grid: Grid, presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([wire.Standing("2030", 3, line=LineState.IDLE)], whole=True))
    flush(grid)
    said = {row.partition(",")[0]: row for row in sentences(grid)}
    assert "Available" in said["Karin Söderström"]
    assert "Available" not in said["Lars Öhman"]
    assert "Not known" in said["Lars Öhman"]


def test_size_columns_and_view_are_remembered(grid: Grid, presence: Presence, qtbot: QtBot) -> None:
    grid.resize(712, 444)
    grid.show_tiles(True)
    grid.header._choose(grid.view.list_paint.columns[-1], False)
    columns = grid.view.list_paint.columns
    grid.close()
    again = Grid(presence, "en")
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (712, 444)
    assert again.view.tiles
    assert again.view.list_paint.columns == columns


def test_the_strip_stays_on_top_and_everything_is_still_found_by_keyboard(grid: Grid) -> None:
    grid.resize(760, 600)
    whole = grid.size()
    QTest.keyClick(grid.search, Qt.Key.Key_F11)
    assert grid.compact
    assert grid.width() < whole.width() * 0.7
    assert grid.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert grid.isVisible()
    assert not grid.pane.isVisible()
    QTest.keyClicks(grid.search, "2031")
    assert names(grid) == ["Lars Öhman"]
    QTest.keyClick(grid.search, Qt.Key.Key_Escape)
    QTest.keyClick(grid.search, Qt.Key.Key_Escape)
    assert not grid.compact
    assert grid.size() == whole


def test_the_pointer_in_the_list_is_noticed(grid: Grid) -> None:
    said: list[bool] = []
    grid.view.pointed.connect(said.append)
    for kind in (QEvent.Type.Enter, QEvent.Type.Leave):
        QApplication.sendEvent(grid.view.viewport(), QEvent(kind))
    assert said == [True, False]


def test_what_is_typed_chooses_its_first_though_the_pointer_lies_in_the_list(
    grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid.view, "underMouse", lambda: True)
    QTest.keyClicks(grid.search, "soderstrom")
    assert names(grid) == ["Karin Söderström"]
    grid.search.selectAll()
    QTest.keyClicks(grid.search, "bygg")
    assert "Karin Söderström" in names(grid)[1:]
    assert grid.chosen() == grid.people.shown[0], "Enter would have reached somebody found before"


def test_the_names_of_the_columns_follow_when_the_scroll_bar_goes(grid: Grid, qtbot: QtBot) -> None:
    painted: list[int] = []
    grid.header.installEventFilter(Painted(grid.header, lambda: painted.append(grid.view.viewport().width())))
    wide = grid.view.viewport().width()
    QTest.keyClicks(grid.search, "soderstrom")
    qtbot.waitUntil(lambda: bool(painted) and painted[-1] == grid.view.viewport().width() > wide)


def test_a_click_chooses_and_tiles_are_moved_in_by_all_arrows(grid: Grid) -> None:
    grid.resize(1120, 720)
    grid.show_tiles(True)
    QTest.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 150))
    chosen = grid.view.currentIndex().row()
    assert chosen > 0
    grid.view.setFocus()
    QTest.keyClick(grid.view, Qt.Key.Key_Right)
    QTest.keyClick(grid.view, Qt.Key.Key_Up)
    QTest.keyClick(grid.view, Qt.Key.Key_Left)
    assert grid.view.currentIndex().row() < chosen


def test_ten_thousand_colleagues_are_found_among_and_painted(grid: Grid, presence: Presence, qtbot: QtBot) -> None:
    one = sample_people()[0]
    many = [msgspec.structs.replace(one, extension=str(at), name=f"Person {at}") for at in range(10_000, 20_000)]
    presence.on_session_event(FactsChanged(presence.me, presence.view, many, None))
    presence.on_session_event(StandingsChanged([absent(person.extension, "lunch") for person in many], whole=True))
    qtbot.waitUntil(lambda: grid.listing.finder.is_ready, timeout=50_000)
    QTest.keyClicks(grid.search, "person 17770")
    assert len(sentences(grid)) == 1
    assert not grid.grab().isNull()


def test_while_a_large_directory_is_read_in_names_are_found_and_it_is_said(
    grid: Grid, presence: Presence, qtbot: QtBot
) -> None:
    one, words = sample_people()[0], "Still reading the directory"
    many = [msgspec.structs.replace(one, extension=str(at), name=f"Person {at}") for at in range(10_000, 20_000)]
    many.append(msgspec.structs.replace(one, extension="4711", name="Åsa Öhman", title="Notarie"))
    finder = grid.listing.finder
    finder._building.setInterval(3_600_000)  # slices are asked for by hand
    presence.on_session_event(FactsChanged(presence.me, presence.view, many, None))
    QTest.keyClicks(grid.search, "ohman")
    assert words in grid.empty.text()
    assert finder.by_name == 0
    while finder.by_name is not None and finder.by_name < len(many):
        finder._build()
    assert names(grid) == ["Åsa Öhman"]
    assert words in grid.why.text()
    grid.search.clear()
    QTest.keyClicks(grid.search, "notarie")
    assert words in grid.empty.text()  # titles are not read yet
    while not finder.is_ready:
        finder._build()
        finder._catch_up()
    qtbot.waitUntil(lambda: bool(grid.people.rowCount()))
    assert names(grid) == ["Åsa Öhman"]
    assert words not in grid.why.text()


def test_what_is_under_the_pointer_stays_when_a_strip_comes_above_the_list(grid: Grid, presence: Presence) -> None:
    grid.view.setFocus()
    row = grid.people.index(5, 0)
    grid.view.setCurrentIndex(row)

    def where() -> QPoint:
        return grid.view.viewport().mapTo(grid, grid.view.visualRect(row).topLeft())

    before = where()
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    grid.layout().activate()  # type: ignore[union-attr]
    QApplication.processEvents()
    assert grid.offline.isVisible()
    assert where() == before
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    QApplication.processEvents()
    assert where() == before


def test_the_first_is_explained(grid: Grid, presence: Presence) -> None:
    standings = [wire.Standing(one.extension, 2, line=LineState.BUSY) for one in sample_people()]
    presence.on_session_event(StandingsChanged([*standings, wire.Standing("2031", 3, line=LineState.IDLE)], whole=True))
    flush(grid)
    QTest.keyClicks(grid.search, "bygglov")
    assert names(grid)[0] == "Lars Öhman"
    assert grid.why.text() == "Lars Öhman: handles bygglov, in and free."
    presence.on_session_event(StandingsChanged([absent("2031", "holiday", version=4)], whole=False))
    flush(grid)
    assert grid.why.text() == "", "it is not true any more, and the order follows a moment later"
    grid.listing._settle()
    assert grid.why.text()
    assert names(grid)[0] != "Lars Öhman"
