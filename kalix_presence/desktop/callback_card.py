"""One callback message with everything that can be done about it; in the pop-up and in the inbox alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import shipped, wire
from kalix_presence.client.session import StepChanged, WishState
from kalix_presence.desktop import message_words
from kalix_presence.desktop.messages import Messages
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.theme import named
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when import read
from kalix_presence.model.when.reading import full

LATER_CHIPS = ("15 min", "60 min", "tomorrow")
"""Times offered for putting off, as they are typed; `read` knows them in every language."""


class CallbackCard(QFrame):
    """Acts on the message it shows, by id and at the version it shows; what was typed stays until it was taken."""

    step_asked = Signal(str, object)
    ring_asked = Signal(str)

    def __init__(self, presence: Presence, messages: Messages, language: str) -> None:
        super().__init__()
        self._presence, self._messages, self._language = presence, messages, language
        self._shown: wire.MessageView | None = None
        named(self, "plainframe")
        self._urgent = named(QLabel(self.tr("Urgent")), "urgent")
        self._who, self._reach, self._about = named(QLabel(), "title"), named(QLabel(), "strong"), QLabel()
        self._due, self._origin, self._state = named(QLabel(), "strong"), named(QLabel(), "dimmed"), named(QLabel(), "dimmed")
        self._trouble = named(QLabel(), "error")
        for label in (self._who, self._reach, self._about, self._due, self._origin, self._state, self._trouble):
            # Whatever a caller is called or says is text, never markup.
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._make_buttons()
        self._later, self._hand_over = self._make_later(), self._make_hand_over()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._who, 1)
        top.addWidget(self._urgent, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(top)
        for label in (self._reach, self._about, self._due, self._origin):
            inside.addWidget(label)
        inside.addSpacing(4)
        inside.addLayout(self._buttons)
        for part in (self._later, self._hand_over, self._state, self._trouble):
            inside.addWidget(part)
        self._fold()
        messages.changed.connect(self.refresh)
        messages.step_ended.connect(self._step_ended)

    @property
    def shown(self) -> wire.MessageView | None:
        """The message on the card."""
        return self._shown

    def show_message(self, message: wire.MessageView) -> None:
        """Show another message, or a newer version of the same."""
        if self._shown is None or self._shown.id != message.id:
            self._fold()
            self._say_trouble("")
        self._shown = message
        self._paint(message)

    def refresh(self) -> None:
        """Show how the message stands now."""
        if self._shown is not None and (message := self._messages.get(self._shown.id)) is not None:
            self.show_message(message)

    def act(self, step: Step, **more: object) -> None:
        """Ask for a step of the message that is shown."""
        if self._shown is not None:
            self._say_trouble("")
            self.step_asked.emit(self._shown.id, wire.MessageStep(step, self._shown.version, **more))  # type: ignore[arg-type]

    def ring(self) -> None:
        """Ring the caller back."""
        if self._shown is not None and self._shown.can_ring:
            self._say_trouble("")
            self.ring_asked.emit(self._shown.id)

    def say_trouble(self, message_id: str, text: str) -> None:
        """Tell what went wrong with something that was asked for on this card."""
        if self._shown is not None and self._shown.id == message_id:
            self._say_trouble(text)

    def open_later(self) -> None:
        """Ask until when to put it off."""
        self._fold(self._later)
        self._when.setFocus()

    def open_hand_over(self) -> None:
        """Ask to whom to hand it over, and why."""
        self._fold(self._hand_over)
        self._fill_colleagues()
        self._whom.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes what was unfolded."""
        if event.key() == Qt.Key.Key_Escape and (self._later.isVisible() or self._hand_over.isVisible()):
            self._fold()
        else:
            super().keyPressEvent(event)

    # building

    def _make_buttons(self) -> None:
        self._ring = self._button(self.tr("Ring"), self.ring, "primary", self.tr("Rings your phone first, then the caller"))
        self._done = self._button(self.tr("Done"), lambda: self.act(Step.FINISH), "plain", "")
        self._no_answer = self._button(
            self.tr("No answer"),
            lambda: self.act(Step.TRY, outcome=Outcome.NO_ANSWER),
            "plain",
            self.tr("Noted; it goes on waiting"),
        )
        self._put_off = self._button(self.tr("Later …"), self.open_later, "plain", "")
        self._pass_on = self._button(self.tr("Hand over …"), self.open_hand_over, "plain", "")
        self._take = self._button(
            self.tr("Take it"), lambda: self.act(Step.TAKE), "plain", self.tr("The others see that it is yours")
        )
        self._reopen = self._button(self.tr("Not done after all"), lambda: self.act(Step.REOPEN), "plain", "")
        self._buttons = QGridLayout()
        self._buttons.setSpacing(8)
        row_of = ((self._ring, self._done, self._no_answer), (self._put_off, self._pass_on, self._take))
        for row, buttons in enumerate(row_of):
            for column, button in enumerate(buttons):
                self._buttons.addWidget(button, row, column)
        self._buttons.addWidget(self._reopen, 2, 0, 1, 3)

    def _button(self, words: str, do: Callable[[], None], role: str, tip: str) -> QPushButton:
        button = named(QPushButton(words), role)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: do())
        return button

    def _make_later(self) -> QWidget:
        self._when, self._reading = QLineEdit(), named(QLabel(), "dimmed")
        self._when.setPlaceholderText(self.tr("When? 14.30, 30 min, tomorrow …"))
        self._when.setAccessibleName(self.tr("Put off until"))
        self._reading.setWordWrap(True)
        self._when.textChanged.connect(lambda _: self._read_later())
        self._when.returnPressed.connect(self._send_later)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for text, words in zip(LATER_CHIPS, ("15 min", "60 min", self.tr("Tomorrow")), strict=True):
            chip = named(QPushButton(words), "chip")
            chip.setAutoDefault(False)
            chip.clicked.connect(lambda _=False, text=text: self._send_later(text))
            chips.addWidget(chip)
        send = self._button(self.tr("Put off"), self._send_later, "primary", "")
        line = QHBoxLayout()
        line.addWidget(self._when, 1)
        line.addWidget(send)
        part = QWidget()
        rows = QVBoxLayout(part)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(chips)
        rows.addLayout(line)
        rows.addWidget(self._reading)
        return part

    def _make_hand_over(self) -> QWidget:
        self._whom, self._why = QLineEdit(), QLineEdit()
        self._whom.setPlaceholderText(self.tr("To whom? Name or extension"))
        self._why.setPlaceholderText(self.tr("Why? A few words for whoever takes over"))
        self._whom.setAccessibleName(self.tr("Hand over to"))
        self._why.setAccessibleName(self.tr("Why"))
        self._whom.returnPressed.connect(self._why.setFocus)
        self._why.returnPressed.connect(self._send_hand_over)
        send = self._button(self.tr("Hand over"), self._send_hand_over, "primary", "")
        back = self._button(self.tr("Return to the switchboard"), self._send_return, "plain", "")
        buttons = QHBoxLayout()
        buttons.addWidget(send)
        buttons.addWidget(back)
        buttons.addStretch(1)
        part = QWidget()
        rows = QVBoxLayout(part)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self._whom)
        rows.addWidget(self._why)
        rows.addLayout(buttons)
        return part

    def _fill_colleagues(self) -> None:
        own = self._presence.extension
        names = [f"{each.name}, {each.extension}" for each in self._presence.people.values() if each.extension != own]
        completer = QCompleter(sorted(names), self._whom)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._whom.setCompleter(completer)

    # painting

    def _paint(self, message: wire.MessageView) -> None:
        presence, language = self._presence, self._language
        self._who.setText(message_words.who(message))
        self._urgent.setVisible(message.urgent and message.stage is not Stage.DONE)
        for label, text in (
            (self._reach, message_words.reach(message)),
            (self._about, message_words.about(message)),
            (self._origin, message_words.origin(message, presence, language)),
            (self._state, message_words.under_way(self._messages.under_way(message.id))),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        named(self._due, "late" if message_words.is_late(message, presence.clock()) else "strong")
        self._due.style().polish(self._due)
        self._due.setText(message_words.due(message, presence, language))
        done = message.stage is Stage.DONE
        for button in (self._ring, self._done, self._no_answer, self._put_off, self._pass_on):
            button.setVisible(not done)
        self._take.setVisible(not done and message.to_kind is not AddresseeKind.PERSON and message.taker is None)
        self._reopen.setVisible(done)
        self._ring.setEnabled(message.can_ring)
        if not message.can_ring:
            self._ring.setToolTip(self.tr("There is no number that may be called from here"))
        parts = (message_words.who(message), self._reach.text(), self._about.text(), self._due.text(), self._state.text())
        self.setAccessibleName(". ".join(part for part in parts if part))

    def _fold(self, unfolded: QWidget | None = None) -> None:
        self._later.setVisible(self._later is unfolded)
        self._hand_over.setVisible(self._hand_over is unfolded)
        if unfolded is None:
            self._when.clear()
            self._whom.clear()
            self._why.clear()
        self.updateGeometry()

    def _say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    # what was typed

    def _read_later(self) -> None:
        text = self._when.text().strip()
        if not text:
            self._reading.setText("")
            return
        try:
            moment = read(text, now=self._presence.clock(), worktime=self._presence.worktime, language=self._language).moment
        except BadInput as fault:
            self._reading.setText(sentence(fault, self._language))
            return
        words = shipped.words(self._language)
        self._reading.setText(full(moment, now=self._presence.clock(), zone=self._presence.zone, words=words))

    def _send_later(self, typed: str = "") -> None:
        text, language = (typed, "en") if typed else (self._when.text().strip(), self._language)
        try:
            moment = read(text, now=self._presence.clock(), worktime=self._presence.worktime, language=language).moment
        except BadInput as fault:
            self._say_trouble(sentence(fault, self._language))
            return
        self.act(Step.LATER, until=moment)

    def _send_hand_over(self) -> None:
        extension = self._extension_typed()
        if extension is None:
            self._say_trouble(self.tr("Choose a colleague from the list, by name or extension."))
            self._whom.setFocus()
            return
        if not self._why.text().strip():
            self._say_trouble(sentence(BadInput("message-word-missing"), self._language))
            self._why.setFocus()
            return
        self.act(Step.HAND_OVER, to=extension, word=self._why.text().strip())

    def _send_return(self) -> None:
        if not self._why.text().strip():
            self._say_trouble(sentence(BadInput("message-word-missing"), self._language))
            self._why.setFocus()
            return
        self.act(Step.RETURN, word=self._why.text().strip())

    def _extension_typed(self) -> str | None:
        typed = self._whom.text().strip()
        extension = typed.rpartition(",")[2].strip()
        if extension in self._presence.people:
            return extension
        found = [each.extension for each in self._presence.people.values() if each.name.casefold() == typed.casefold()]
        return found[0] if len(found) == 1 else None

    def _step_ended(self, step: object) -> None:
        if not isinstance(step, StepChanged) or self._shown is None or step.message_id != self._shown.id:
            return
        if step.state is WishState.REFUSED and step.error is not None:
            self._say_trouble(sentence(step.error, self._language))
        else:
            self._fold()
