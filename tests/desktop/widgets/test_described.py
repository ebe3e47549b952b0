"""What a field is told as while somebody types: once it has settled, where a reader listens; what was refused at once."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets import announcing, described
from kalix_presence.desktop.widgets.announcing import Announcer
from kalix_presence.desktop.widgets.described import Described
from kalix_presence.desktop.widgets.said import Said

Heard = list[tuple[str, bool]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What a reader would be told beside what is said of the field, and whether it breaks off what is being read."""
    told: Heard = []
    monkeypatch.setattr(announcing, "BETWEEN", 0)
    monkeypatch.setattr(described, "SETTLED", 0)
    for module in (announcing, described):
        monkeypatch.setattr(module, "is_listened_to", lambda: True)
    monkeypatch.setattr(announcing, "_announcers", [Announcer(lambda _, text, at_once: told.append((text, at_once)))])
    return told


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def field(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> QLineEdit:
    """A field that has the keyboard."""
    made = QLineEdit()
    window.layout().addWidget(made)
    window.show()
    monkeypatch.setattr(made, "hasFocus", lambda: True)
    return made


@pytest.mark.usefixtures("heard")
def test_only_what_stands_when_somebody_has_stopped_typing_is_told(qtbot: QtBot, field: QLineEdit) -> None:
    told = Described(field)
    stages = []
    for text in ("not understood", "Lunch, back 13.00."):
        told.say(text)
        stages.append(field.accessibleDescription())
    assert stages == ["", ""]
    qtbot.waitUntil(lambda: field.accessibleDescription() == "Lunch, back 13.00.")


def test_where_nobody_listens_it_is_known_at_once(window: QWidget) -> None:
    field = QLineEdit(window)
    Described(field).say("Lunch, back 13.00.")
    assert field.accessibleDescription() == "Lunch, back 13.00."


@pytest.mark.parametrize(("by_itself", "announced"), [(True, []), (False, [("Lunch, back 13.00.", False)])])
def test_it_is_announced_where_a_reader_is_not_told_of_descriptions(
    qtbot: QtBot, field: QLineEdit, heard: Heard, monkeypatch: pytest.MonkeyPatch, by_itself: bool, announced: Heard
) -> None:
    monkeypatch.setattr(described, "DESCRIPTIONS_ARE_HEARD", by_itself)
    Described(field).say("Lunch, back 13.00.")
    qtbot.waitUntil(lambda: field.accessibleDescription() == "Lunch, back 13.00.")
    qtbot.waitUntil(lambda: heard == announced)


def test_a_refusal_is_heard_each_time_it_comes(field: QLineEdit, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(described, "DESCRIPTIONS_ARE_HEARD", True)
    told = Said(field=field)
    told.refuse("The server did not answer.")
    assert (field.accessibleDescription(), heard) == ("The server did not answer.", []), "a reader is told by itself"
    told.refuse("The server did not answer.")
    assert heard == [("The server did not answer.", True)], "nothing has changed that it would be told of"
