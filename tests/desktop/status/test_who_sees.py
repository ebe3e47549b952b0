"""Beside a field stands who sees it: what the hub has told, and nothing that it has not."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kalix_presence import shipped, wire
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.desktop.status.who_sees import WhoSees, WhoSeesButton
from kalix_presence.model.who_sees import Field, Reader, Sees, said_of
from kalix_presence.model.words import LANGUAGES
from tests.desktop.sample import reasons_view

UNKNOWN = "The presence server has not told who sees it."


def told(presence: Presence, *seen: wire.FieldSeen) -> None:
    presence.on_session_event(FactsChanged(presence.me, structs.replace(reasons_view(), seen=list(seen)), [], None))


def texts(presence: Presence, qtbot: QtBot, *fields: Field) -> list[str]:
    made = WhoSees(presence, "en", *fields)
    qtbot.addWidget(made)
    return [label.text() for label in made.findChildren(QLabel)]


def test_each_field_of_the_panel_tells_of_itself(presence: Presence, qtbot: QtBot) -> None:
    told(presence, *reasons_view().seen)
    panel = StatusPanel(presence, "en")
    qtbot.addWidget(panel)
    panel.open()
    titles = []
    for button in panel.findChildren(WhoSeesButton):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        card = button.card
        assert card is not None
        qtbot.waitUntil(card.isVisible)
        titles.append(card.accessibleDescription().splitlines()[0])
        qtbot.keyClick(card, Qt.Key.Key_Escape)
        assert not card.isVisible()
    assert sorted(titles) == ["Mobile number", "Note", "Reason"]


def test_what_is_told_anew_is_shown_anew(presence: Presence, qtbot: QtBot) -> None:
    button = WhoSeesButton(presence, "en", Field.NOTE)
    qtbot.addWidget(button)
    for sees, said in ((Sees.ALL, "See all of it: receptionists."), (Sees.NOTHING, "See nothing of it: receptionists.")):
        told(presence, wire.FieldSeen("note", {"receptionist": sees}))
        button.click()
        assert button.card is not None
        assert said in button.card.accessibleDescription().splitlines()
        button.card.hide()


@pytest.mark.parametrize("seen", [[], [wire.FieldSeen("shoe_size", {"self": "all"})]], ids=["older hub", "newer hub"])
def test_what_the_hub_does_not_tell_is_not_said(presence: Presence, qtbot: QtBot, seen: list[wire.FieldSeen]) -> None:
    told(presence, *seen)
    assert texts(presence, qtbot, Field.NOTE) == texts(presence, qtbot) == [UNKNOWN]


def test_nothing_is_said_of_everybody_where_a_newer_hub_knows_more_readers() -> None:
    words, reasons = shipped.words("en"), shipped.default_reasons()
    every = dict.fromkeys((reader.value for reader in Reader), "all")
    assert said_of("line", every, words, reasons) == ("Line", [words.say("seen.everybody")])
    for more in ({"robots": "nothing"}, {"self": "half"}):
        _, lines = said_of("line", every | more, words, reasons) or ("", [])
        assert words.say("seen.everybody") not in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_reader_and_measure_has_words(language: str) -> None:
    words, reasons = shipped.words(language), shipped.default_reasons()
    for field, reader, sees in product(Field, Reader, Sees):
        said = said_of(field, {reader.value: sees.value}, words, reasons)
        assert said is not None
        assert words.say(f"seen.reader-{reader}") in said[1][0]
