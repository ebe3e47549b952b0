"""One step: a line while it waits or is done, whole while it is at hand, and told to screen readers with its state."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.welcome.step_card import StepCard


def seen(card: StepCard) -> list[bool]:
    """Whether words, more, what was said and the buttons are shown."""
    return [not each.isHidden() for each in (card._words, card._more, card._said, card.buttons[0].parentWidget())]


def test_it_is_whole_only_while_it_is_at_hand(qtbot: QtBot) -> None:
    card = StepCard("Your signature", QPushButton("Copy"))
    qtbot.addWidget(card)
    card.show_more("Anna Ek")
    card.say("Copied.")
    card.show_state(done=False, at_hand=False, words="")
    assert seen(card) == [False] * 4
    assert not card.turn.isHidden()
    card.show_state(done=False, at_hand=True, words="Do it.")
    assert seen(card) == [True] * 4
    assert card.turn.isHidden()
    card.show_state(done=True, at_hand=False, words="")
    assert seen(card) == [False, False, True, False]
    assert card.turn.isHidden()


def test_screen_readers_are_told_state_and_what_a_button_is_about(qtbot: QtBot) -> None:
    card = StepCard("Your signature", QPushButton("Copy"))
    qtbot.addWidget(card)
    assert card.accessibleName() == "Your signature: To do"
    assert card.buttons[0].accessibleName() == "Copy: Your signature"
    assert card.turn.accessibleName() == "Do this: Your signature"
    card.show_state(done=True, at_hand=False, words="")
    assert card.accessibleName() == "Your signature: ✓ Done"


def test_what_waits_says_why(qtbot: QtBot) -> None:
    card = StepCard("Your signature", QPushButton("Copy"))
    qtbot.addWidget(card)
    card.wait("Wait.")
    assert (card.buttons[0].isEnabled(), card.buttons[0].toolTip()) == (False, "Wait.")
    card.wait("")
    assert (card.buttons[0].isEnabled(), card.buttons[0].toolTip()) == (True, "")
