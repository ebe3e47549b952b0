"""The list gives its room to what matters: the return time whole, nothing said of free lines, no room for empty columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.grid.brush import Brush, fitted
from kalix_presence.desktop.grid.columns import GAP, GIVE_WAY, Column, laid_out, ordered, texts
from kalix_presence.desktop.grid.paint_list import ListPaint, in_two
from kalix_presence.desktop.grid.paint_tile import TilePaint
from kalix_presence.desktop.grid.rows import BETWEEN, Glyph, Row, row_of, told_at
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.line import LineState
from kalix_presence.model.when.reading import short
from kalix_presence.model.words import LANGUAGES
from tests.desktop.sample import NOON, absent

ROW = Row("2030", "Karin Söderström", "", "Available", "", "", Glyph("ring", "green"), False, False, Glyph("circle", "green"))
SPEAKING = {
    Column.LINE: {"line": "On the phone"},
    Column.HOURS: {"hours": "9-11"},
    Column.PLACE: {"place": "Kommunhuset"},
    Column.WAITING: {"waiting": 2},
    Column.NOTE: {"note": "rum 3"},
    Column.DEPUTY: {"deputy": "Elisabeth Niemi, 2031"},
    Column.DUTIES: {"duties": "bygglov"},
}


@given(
    names=st.sets(st.sampled_from([column.value for column in Column])),
    width=st.integers(200, 2_000),
    unit=st.integers(10, 40),
)
def test_a_return_time_is_never_cut(qapp: QApplication, names: set[str], width: int, unit: int) -> None:
    font = qapp.font()
    font.setPixelSize(unit)
    metrics = QFontMetrics(font)
    place = next(each for each in laid_out(ordered(names), width, metrics.height()) if each.column is Column.STATUS)
    for time in ("13.00", "i morgon 8.00", "mån 30/11 8.00"):
        if width >= 15 * metrics.height():  # as wide as the narrowest strip
            assert fitted(f"{time} · Tjänsteresa i Luleå", metrics, place.width).startswith(time)


class Written:
    """A painter that writes down what it draws, and how far to the right it reaches."""

    def __init__(self, metrics: QFontMetrics) -> None:
        self._metrics, self._scale = metrics, 1.0
        self.lines: list[tuple[str, float]] = []

    def scale(self, across: float, _down: float) -> None:
        self._scale = across

    def restore(self) -> None:
        self._scale = 1.0

    def drawText(self, _box: QRect, _align: object, text: str) -> None:  # noqa: N802 - Qt's name
        self.lines.append((text, self._metrics.horizontalAdvance(text) * self._scale))

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_: None


@pytest.mark.parametrize("tile", [False, True], ids=["row", "tile"])
@pytest.mark.parametrize("language", LANGUAGES)
@given(width=st.integers(24, 400), unit=st.integers(8, 48), ahead=st.integers(1, 500 * 24 * 60), note=st.booleans())
def test_the_time_is_whole_at_any_width_and_size_of_letters_in_every_language(
    qapp: QApplication, tile: bool, language: str, width: int, unit: int, ahead: int, note: bool
) -> None:
    font = qapp.font()
    font.setPixelSize(unit)
    words = shipped.words(language)
    time = short(NOON + timedelta(minutes=ahead), now=NOON, zone="Europe/Stockholm", words=words)
    row = replace(ROW, status_briefly=f"{time}{BETWEEN}Tjänsteresa i Luleå", away=True, note="rum 3" if note else "")
    brush = Brush(font, dark=False)
    written = Written(QFontMetrics(font))
    brush.painter = written  # type: ignore[assignment]
    if tile:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Brush, "glyph", lambda *_: None)
            TilePaint().paint(brush, QRect(0, 0, width + 80, 200), row, chosen=False)
    else:
        ListPaint(())._cell(brush, QRect(0, 0, width, 100), Column.STATUS, row, set())
    shown = [(text, reach) for text, reach in written.lines if text.startswith(time)]
    assert shown, written.lines
    assert shown[0][1] <= width + (4 if tile else 1)


@pytest.mark.parametrize(("unit", "room"), [(16, 236), (33, 236), (33, 500), (16, 500)])
def test_where_there_is_little_room_the_time_has_it_before_the_rest_of_a_name(unit: int, room: int) -> None:
    name, status = laid_out(ordered(()), room, unit)
    assert status.width >= min(8 * unit, 0.59 * (room - GAP))
    assert name.left + name.width + GAP == status.left
    assert status.left + status.width <= room + 2


@pytest.mark.parametrize(
    "row", [replace(ROW, favourite=True, name="Karin Söderström-Heikkilä"), replace(ROW, hours="9-11, 13-14")]
)
def test_what_stands_in_a_cell_beside_its_own_text_is_told_by_the_tool_tip_too(grid: Grid, row: Row) -> None:
    paint, brush = ListPaint(ordered(())), grid.view.brush
    paint.see([row])
    column = Column.PERSON if row.favourite else Column.STATUS
    said = brush.width(row.name, strong=True) if row.favourite else brush.width(row.hours) - 1
    room = next(wide for wide in range(200, 2_000) if paint_place(paint, wide, brush.height, column) >= said)
    place = next(each for each in paint.places(room, brush.height) if each.column is column)
    assert paint.is_cut(brush, place.left + 1, room, row) is (place.width < said + (24 if row.favourite else 1))


def paint_place(paint: ListPaint, wide: int, unit: int, column: Column) -> int:
    return next(each.width for each in paint.places(wide, unit) if each.column is column)


@pytest.mark.parametrize("reason", ["travel", "do_not_disturb"])
def test_a_reason_that_has_no_room_beside_its_time_stands_below_it(
    grid: Grid, presence: Presence, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    monkeypatch.setattr(Brush, "pair", lambda _self, _box, first, second, **_more: painted.extend((first, second)))
    presence.on_session_event(StandingsChanged([absent("2041", reason, version=3, hours=145)], whole=False))
    row = replace(row_of(presence.people["2041"], presence, "sv"), notice="")
    time, name = row.status_briefly.split(BETWEEN)
    paint, brush = grid.view.list_paint, grid.view.brush
    for wide, said in ((400, [row.status_briefly, ""]), (brush.width(row.status_briefly) - 1, [time, name])):
        painted.clear()
        grid.view.grab()
        painted.clear()
        paint._cell(brush, QRect(0, 0, wide, 50), Column.STATUS, row, {*Column})
        assert painted == said
    assert in_two(row.status_briefly, "Not confirmed", narrow=True) == (row.status_briefly, "Not confirmed")


@pytest.mark.parametrize("reason", ["lunch", "meeting", "holiday", "errand"])
@pytest.mark.parametrize("hours", [0.5, 20, 96])
def test_the_list_says_the_time_before_the_reason(presence: Presence, receptionist: wire.Me, reason: str, hours: float) -> None:
    presence.on_session_event(StandingsChanged([absent("2041", reason, version=3, hours=hours)], whole=False))
    standing = presence.board.standings["2041"]
    assert standing.absence is not None
    row = row_of(presence.people["2041"], presence, "sv")
    time = told_at(standing.absence.end, presence, "sv")  # type: ignore[arg-type]
    assert texts(Column.STATUS, row)[0] == f"{time} · {presence.reason_name(reason, 'sv')}"
    assert row.status.endswith(time)  # whoever hears it hears the phrase


def test_a_free_line_is_quiet_to_the_eye_while_it_is_known_to_be_free(presence: Presence, receptionist: wire.Me) -> None:
    def line(state: LineState) -> tuple[str, str]:
        presence.on_session_event(StandingsChanged([wire.Standing("2041", 9, line=state)], whole=False))
        return texts(Column.LINE, row_of(presence.people["2041"], presence, "en"))

    presence.on_session_event(PbxSeen(connected=True))
    assert line(LineState.IDLE) == ("", "")
    assert all(line(state)[0] for state in LineState if state is not LineState.IDLE)
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert line(LineState.IDLE)[0] == "Line free"  # and since when that is no longer known


def test_what_somebody_does_in_teams_is_told_below_the_line_and_only_while_it_is_live(
    presence: Presence, receptionist: wire.Me
) -> None:
    def line(state: LineState, does: Elsewhere = Elsewhere.CALL) -> str:
        presence.on_session_event(StandingsChanged([wire.Standing("2041", 9, line=state, elsewhere=does)], whole=False))
        row = row_of(presence.people["2041"], presence, "en")
        assert row.line in row.sentence
        return texts(Column.LINE, row)[0]

    presence.on_session_event(PbxSeen(connected=True))
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    assert line(LineState.IDLE) == "In a call in Teams"
    assert line(LineState.IDLE, Elsewhere.PRESENTING) == "Presenting in Teams"
    assert line(LineState.NOT_REGISTERED, Elsewhere.MEETING) == "Phone not connected · In a meeting in Teams"
    assert line(LineState.BUSY) == "On the phone"
    assert line(LineState.RINGING) == "Ringing"
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert line(LineState.IDLE) == "Line free", "and since when that is no longer known"
    assert "Teams" not in line(LineState.UNKNOWN)


@given(filled=st.sets(st.sampled_from(sorted(GIVE_WAY))), names=st.sets(st.sampled_from([column.value for column in Column])))
def test_only_columns_that_say_something_have_room(filled: set[Column], names: set[str]) -> None:
    paint = ListPaint(ordered(names))
    paint.begin_anew()
    paint.see([ROW, *(replace(ROW, **SPEAKING[column]) for column in filled)])
    shown = {place.column for place in paint.places(4_000, 17)}
    assert shown == {column for column in ordered(names) if column not in GIVE_WAY or column in filled}


def test_the_room_of_empty_columns_is_the_others() -> None:
    wide, full = ListPaint(ordered(SPEAKING)), ListPaint(ordered(SPEAKING))
    wide.see([ROW])
    full.see([replace(ROW, **{name: value for each in SPEAKING.values() for name, value in each.items()})])
    assert wide.places(900, 17)[0].width > full.places(900, 17)[0].width


def test_a_column_that_fills_while_one_looks_comes_and_stays(grid: Grid) -> None:
    view = grid.view
    view.grab()
    assert Column.WAITING not in {place.column for place in view.list_paint.places(4_000, 17)}
    grid.show_waiting({grid.people.shown[0]: 2})
    view.grab()
    assert Column.WAITING in {place.column for place in view.list_paint.places(4_000, 17)}
    grid.show_waiting({})
    view.grab()
    assert Column.WAITING in {place.column for place in view.list_paint.places(4_000, 17)}


def test_what_is_cut_is_told_whole_by_a_tool_tip(grid: Grid) -> None:
    view = grid.view
    box = view.visualRect(grid.people.index(0, 0))
    for place in view.list_paint.places(view.viewport().width(), view.brush.height):
        row = grid.people.row(0)
        assert row is not None
        tip = view.tip_at(QPoint(place.left + 2, box.center().y()))
        assert bool(tip) is view.list_paint.is_cut(view.brush, place.left + 2, view.viewport().width(), row)
    grid.resize(grid.minimumSize())
    QApplication.processEvents()
    tips = [
        view.tip_at(QPoint(left, view.visualRect(grid.people.index(at, 0)).center().y()))
        for at in range(5)
        for left in range(40, view.viewport().width(), 20)
    ]
    assert any("anknytning" in tip or "extension" in tip for tip in tips)


def test_a_row_says_that_the_one_who_takes_the_calls_is_away_too_and_is_painted_anew_for_it(
    presence: Presence, receptionist: wire.Me, grid: Grid
) -> None:
    away = absent("2041", "lunch", version=3)
    assert away.absence is not None
    sent = msgspec.structs.replace(away.absence, forward=ForwardKind.COLLEAGUE, forward_number="2030")
    presence.on_session_event(StandingsChanged([msgspec.structs.replace(away, absence=sent)], whole=False))
    assert row_of(presence.people["2041"], presence, "en").remark == ""
    painted: list[str | None] = []
    grid.people.dataChanged.connect(lambda at, _: painted.append(grid.people.extension(at)))
    presence.on_session_event(StandingsChanged([absent("2030", "meeting", version=4)], whole=False))
    grid._flow.flush()
    assert "2041" in painted
    assert presence.people["2030"].name in row_of(presence.people["2041"], presence, "en").remark
