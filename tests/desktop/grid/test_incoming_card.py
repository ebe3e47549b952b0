"""The card at an incoming call."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.grid.incoming_card import IncomingCard
from kalix_presence.desktop.presence import Presence
from tests.desktop.grid.call_samples import RINGING


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def test_the_incoming_card_tells_all_and_never_takes_the_keyboard(qtbot: QtBot, presence: Presence) -> None:
    card = IncomingCard(presence, "en")
    qtbot.addWidget(card)
    card.show_call(RINGING, say="Miljö, Karin")
    assert texts(card) == [
        "Calls you",
        "Lars Öhman",
        "2031 · Miljöinspektör, Bygg och miljö",
        "About: om bygglov",
        "Say",
        "Miljö, Karin",
    ]
    assert card.accessibleName().endswith(" Say: Miljö, Karin")
    assert QApplication.activeWindow() is not card
    card.show_call(RINGING, say="")
    assert "Say" not in texts(card)
    assert "Say" not in card.accessibleName()
    card.ended("another")
    assert card.isVisible()
    card.ended("c3")
    assert not card.isVisible()
