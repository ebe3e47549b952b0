"""Passing a message on to a colleague, a unit or a duty, or back where it came from; always with a word why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.callback import AddresseeKind, Stage, Step
from kalix_presence.model.errors import BadInput

DECLINABLE = (Stage.NEW, Stage.DELIVERED, Stage.SEEN)


class HandOverPart(QWidget):
    """Nothing is passed on without a word: whoever gets it should know why."""

    passed = Signal(object, object)
    """By this `Step`, with these fields of `wire.MessageStep`."""
    trouble = Signal(str)

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._language = language
        self.whom, self.why = AddresseeField(presence, language, but=presence.extension or "", switchboard=False), QLineEdit()
        self.whom.setPlaceholderText(self.tr("To whom? Name, unit or duty"))
        self.why.setPlaceholderText(self.tr("Why? A few words for whoever takes over"))
        self.whom.setAccessibleName(self.tr("Hand over to"))
        self.why.setAccessibleName(self.tr("Why"))
        self.whom.returnPressed.connect(self.why.setFocus)
        self.why.returnPressed.connect(self._hand_over)
        send = self._button(self.tr("Hand over"), "primary")
        send.clicked.connect(self._hand_over)
        self._decline = self._button("", "plain")
        self._decline.clicked.connect(lambda: self._pass_back(Step.DECLINE))
        self._return = self._button(self.tr("Return to the switchboard"), "plain")
        self._return.clicked.connect(lambda: self._pass_back(Step.RETURN))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(send)
        buttons.addWidget(self._return)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.whom)
        rows.addWidget(self.why)
        rows.addLayout(buttons)
        rows.addWidget(self._decline)

    def show_message(self, message: wire.MessageView) -> None:
        """Offer what can be done with this one."""
        self._return.setVisible(message.to_kind is not AddresseeKind.SWITCHBOARD)
        self._decline.setVisible(message.former_kind is not None and message.stage in DECLINABLE)
        self._decline.setText(self.tr("Decline: back to {name}").format(name=message.former_name or self.tr("the switchboard")))

    def clear(self) -> None:
        """Forget what was typed."""
        self.whom.clear()
        self.why.clear()

    def _button(self, words: str, role: str) -> QPushButton:
        button = named(QPushButton(words), role)
        button.setAutoDefault(False)
        return button

    def _hand_over(self) -> None:
        choice = self.whom.chosen()
        if choice is None:
            self.trouble.emit(self.tr("Choose from the list, by name or extension, a unit or a duty."))
            self.whom.setFocus()
        elif word := self._word():
            self.passed.emit(Step.HAND_OVER, {"to_kind": choice.kind, "to": choice.code, "word": word})

    def _pass_back(self, step: Step) -> None:
        if word := self._word():
            self.passed.emit(step, {"word": word})

    def _word(self) -> str:
        word = self.why.text().strip()
        if not word:
            self.trouble.emit(sentence(BadInput("message-word-missing"), self._language))
            self.why.setFocus()
        return word
