"""Messages as rows: what each cell says and how, what changes repaint, and pages that are asked for once."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.callbacks.inbox_rows import DUE, TRIED, WHAT, WHO, InboxRows
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.theme import state_colour
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage
from tests.desktop.callbacks.message_samples import ME, OTHER, message
from tests.desktop.sample import NOON

ROLE = Qt.ItemDataRole


@pytest.fixture
def rows(presence: Presence) -> InboxRows:
    nothing_under_way: Any = SimpleNamespace(under_way=lambda message_id: None)
    return InboxRows(presence, nothing_under_way, "en")


def theirs(number: int, **more: object) -> wire.MessageView:
    """One to the unit that a colleague took."""
    return message(
        number, to_kind=AddresseeKind.UNIT, to=ME.unit, to_name="Unit", taker=OTHER.extension, taker_name=OTHER.name, **more
    )


def test_each_cell_says_its_part_and_the_row_is_one_sentence(rows: InboxRows) -> None:
    rows.show_messages([message(1, about="Bygglov\n för  en altan", urgent=True)])
    assert rows.index(0, WHO).data() == "Eva Niemi 1 · 0923-123 45"
    assert rows.index(0, WHAT).data() == "Urgent: Bygglov för en altan"
    assert rows.index(0, TRIED).data() == ""
    spoken = rows.index(0, WHO).data(ROLE.AccessibleTextRole)
    assert spoken == ", ".join(rows.index(0, column).data() for column in (WHO, WHAT, DUE))
    assert "Bygglov" in rows.index(0, WHAT).data(ROLE.ToolTipRole)
    assert [rows.headerData(column, Qt.Orientation.Horizontal) for column in range(4)] == ["Who", "What about", "When", "Tried"]
    assert rows.headerData(0, Qt.Orientation.Vertical) is None


def test_an_attempt_is_said_in_the_sentence_too(rows: InboxRows) -> None:
    tried = message(1, attempts=[wire.AttemptView(NOON - timedelta(minutes=5), ME.name, Outcome.BUSY)])
    rows.show_messages([message(2)])
    assert not rows.any_tried
    rows.show_messages([message(2), tried])
    assert rows.any_tried
    assert rows.sentence(tried).endswith(f"tried {rows.index(1, TRIED).data()}")


@pytest.mark.parametrize(
    ("one", "bold", "red", "pale"),
    [
        (message(1), False, False, False),
        (message(1, urgent=True), True, False, False),
        (message(1, due=NOON - timedelta(hours=1)), True, True, False),
        (theirs(1), False, False, True),
        (theirs(1, urgent=True, due=NOON - timedelta(hours=1)), False, False, True),
        (theirs(1, stage=Stage.DONE), False, False, False),
    ],
    ids=["mine", "urgent", "late", "others", "others and late", "done"],
)
def test_what_is_late_or_urgent_is_strong_and_what_others_have_is_pale(
    rows: InboxRows, one: wire.MessageView, bold: bool, red: bool, pale: bool
) -> None:
    rows.show_messages([one])
    font = rows.index(0, DUE).data(ROLE.FontRole)
    assert (font is not None and font.bold()) is bold
    colour = rows.index(0, DUE).data(ROLE.ForegroundRole)
    grey = QGuiApplication.palette().placeholderText().color()
    assert colour == (grey if pale else state_colour("red", False) if red else None)
    assert rows.index(0, WHO).data(ROLE.ForegroundRole) == (grey if pale else None), "only when it was due is red"


def test_those_followed_tell_how_far_they_have_come_and_are_not_pale(rows: InboxRows) -> None:
    rows.show_messages([theirs(1)])
    whose = rows.index(0, DUE).data()
    assert OTHER.name in whose
    rows.followed = True
    assert rows.index(0, DUE).data().startswith(f"{whose} · ")
    assert rows.index(0, WHO).data(ROLE.ForegroundRole) is None


def test_the_same_messages_are_repainted_and_others_are_laid_out_anew(rows: InboxRows, qtbot: QtBot) -> None:
    heard: list[str] = []
    rows.modelReset.connect(lambda: heard.append("anew"))
    rows.dataChanged.connect(lambda first, last: heard.append(f"{first.row()}-{last.row()} {first.column()}-{last.column()}"))
    rows.show_messages([message(1), message(2)])
    rows.show_messages([message(1, urgent=True), message(2)])
    assert heard == ["anew", "0-1 0-3"]
    assert rows.index(0, WHAT).data().startswith("Urgent")
    rows.show_messages([message(2), message(1)])
    rows.show_messages([])
    rows.show_messages([])
    assert heard == ["anew", "0-1 0-3", "anew", "anew"]


def test_a_row_is_found_by_its_message_and_what_is_not_there_is_none(rows: InboxRows) -> None:
    rows.show_messages([message(1), message(2)])
    assert [rows.row_of(message(number).id) for number in (1, 2, 3)] == [0, 1, -1]
    assert [rows.message(row) is None for row in (-1, 0, 1, 2)] == [True, False, False, True]
    assert rows.data(QModelIndex()) is None
    inside = rows.index(0, 0)
    assert (rows.rowCount(), rows.columnCount(), rows.rowCount(inside), rows.columnCount(inside)) == (2, 4, 0, 0)


def test_the_next_page_is_asked_for_once_and_comes_below(rows: InboxRows) -> None:
    asked: list[str] = []
    inserted: list[tuple[int, int]] = []
    rows.more_wanted.connect(asked.append)
    rows.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    rows.show_messages([message(1)], "page 2")
    assert rows.canFetchMore(QModelIndex())
    rows.fetchMore(QModelIndex())
    rows.fetchMore(QModelIndex())
    assert (asked, rows.canFetchMore(QModelIndex())) == (["page 2"], False)
    rows.add([message(2), message(3)], "page 3")
    assert (inserted, rows.rowCount()) == ([(1, 2)], 3)
    assert rows.canFetchMore(QModelIndex())
    rows.add([], None)
    assert (inserted, rows.canFetchMore(QModelIndex())) == ([(1, 2)], False)
