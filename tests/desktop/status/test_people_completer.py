"""Whoever is offered while a name is typed is offered in one order everywhere, with unit and what is known of them, and no guess."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.forward_choice import COLLEAGUE, ForwardChoice
from kalix_presence.desktop.status.people_completer import WORDS
from kalix_presence.model.line import LineState
from tests.desktop.sample import absent, sample_people


@pytest.fixture
def fields(presence: Presence, qtbot: QtBot) -> list[QLineEdit]:
    """Every field that offers colleagues: a message, handing over, where calls go."""
    forward = ForwardChoice(presence, "en")
    forward.offer(None, presence.people, "9")
    forward._choice.setCurrentIndex(forward._choice.findData(COLLEAGUE))
    forward._choose()
    made = [AddresseeField(presence, "en"), AddresseeField(presence, "en", switchboard=False), forward._number]
    for each in (made[0], made[1], forward):
        qtbot.addWidget(each)
        each.show()
    return made


def offered(field: QLineEdit, typed: str, presence: Presence, qtbot: QtBot) -> list[tuple[str, str, bool]]:
    """(extension, what is shown, whether with a shape) of each row that names a colleague."""
    field.clear()
    qtbot.keyClicks(field, typed)
    model = field.completer().model()
    found = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        extension = index.data(WORDS).rstrip(")")[-4:]
        if extension in presence.people:
            assert index.data().startswith(index.data(WORDS))
            found.append((extension, index.data(), index.data(Qt.ItemDataRole.DecorationRole) is not None))
    return found


def test_every_field_offers_the_same_people_in_the_same_order(
    fields: list[QLineEdit], presence: Presence, qtbot: QtBot
) -> None:
    for typed in ("a", "an", "ek", "ka", "2041"):
        first, *others = [[one for one, _, _ in offered(field, typed, presence, qtbot)] for field in fields]
        assert all(other == first for other in others), typed
        assert first


def test_a_row_says_unit_and_when_they_are_back_and_never_available_by_guess(
    fields: list[QLineEdit], presence: Presence, qtbot: QtBot
) -> None:
    person = sample_people()[1]
    away = absent(person.extension, "meeting", version=9, hours=2)
    presence.on_session_event(StandingsChanged([away], whole=False))
    for field in fields:
        [(_, shown, shape)] = offered(field, person.extension, presence, qtbot)
        assert shape
        assert person.unit_name in shown
        assert "Meeting, back " in shown
    for line, connected in ((LineState.IDLE, True), (LineState.UNKNOWN, True), (LineState.IDLE, False)):
        presence.on_session_event(PbxSeen(connected=connected))
        presence.on_session_event(StandingsChanged([wire.Standing(person.extension, 10, line=line)], whole=False))
        [(_, shown, shape)] = offered(fields[0], person.extension, presence, qtbot)
        assert shape
        assert "vailable" not in shown


def test_of_whom_nothing_is_known_there_is_no_shape(fields: list[QLineEdit], presence: Presence, qtbot: QtBot) -> None:
    person = msgspec.structs.replace(sample_people()[1], extension="2099", name="Xerxes Quist")
    presence.on_session_event(FactsChanged(presence.me, presence.view, [*presence.people.values(), person], None))
    [(_, _, shape)] = offered(fields[0], "xerxes", presence, qtbot)
    assert not shape


def test_the_list_is_as_wide_as_its_rows_and_stays_on_the_screen(
    fields: list[QLineEdit], presence: Presence, qtbot: QtBot
) -> None:
    field = fields[0]
    free = field.screen().availableGeometry()
    field.setFixedWidth(180)
    for wanted in (free.left(), free.right() - 200):
        field.move(wanted, free.top())
        left = field.mapToGlobal(QPoint()).x()
        offered(field, "a", presence, qtbot)
        assert 180 <= field.completer().popup().minimumWidth() <= max(180, free.right() - left)  # type: ignore[union-attr]
