"""One callback message with everything that can be done about it; in the pop-up and in the inbox alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.inbox import may_act, may_reopen, may_take_back
from kalix_presence.client.session_events import RequestState, StepChanged
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.hand_over_part import HandOverPart
from kalix_presence.desktop.callbacks.later_part import LaterPart
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step

JUST_CHANGED = 600
"""Milliseconds after another message came up by itself in which buttons do nothing: the hand was on its way to the old one."""


class CardPlace(NamedTuple):
    """What of the card is looked at; `unfolded` is "later", "hand_over" or nothing."""

    message_id: str
    unfolded: str


class CallbackCard(QFrame):
    """Acts on the message it shows, by id and at the version it shows; what was typed stays until it was taken."""

    step_asked = Signal(str, object)
    ring_asked = Signal(str)
    folded = Signal()
    """What was unfolded, perhaps with the keyboard in it, is folded again."""

    def __init__(self, presence: Presence, messages: Messages, language: str) -> None:
        super().__init__()
        self._presence, self._messages, self._language = presence, messages, language
        self._shown: wire.MessageView | None = None
        self._pressed: wire.MessageView | None = None
        self._meant: int | None = None
        """The version that a button was pressed at, while it acts."""
        self._changed = QElapsedTimer()
        named(self, "plainframe")
        self._urgent = named(QLabel(self.tr("Urgent")), "urgent")
        self._who, self._reach, self._about = named(QLabel(), "title"), named(QLabel(), "strong"), QLabel()
        self._due, self._origin, self._attempt = named(QLabel(), "strong"), named(QLabel(), "dimmed"), named(QLabel(), "dimmed")
        self._proposal, self._state, self._trouble = (
            named(QLabel(), "strong"),
            named(Said(), "dimmed"),
            named(Said(), "error"),
        )
        for label in (self._who, *self._lines(), self._trouble):
            # Whatever a caller is called or says is text, never markup.
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._make_buttons()
        self.later, self.hand_over = LaterPart(presence, language), HandOverPart(presence, language)
        self.later.chosen.connect(lambda until: self.act(Step.LATER, until=until))
        self.later.trouble.connect(self._say_trouble)
        self.hand_over.passed.connect(lambda step, fields: self.act(step, **fields))
        self.hand_over.trouble.connect(self._say_trouble)
        self._build()
        self._fold()
        messages.changed.connect(self.refresh)
        messages.step_ended.connect(self._step_ended)

    @property
    def shown(self) -> wire.MessageView | None:
        """The message on the card."""
        return self._shown

    def show_message(self, message: wire.MessageView, *, by_hand: bool = False) -> None:
        """Show another message, or a newer version of the same; `by_hand`: somebody chose it."""
        if self._shown is None or self._shown.id != message.id:
            self._fold()
            self._say_trouble("")
            self._changed.invalidate()
            if not by_hand:
                self._changed.start()
        self._shown = message
        self._paint(message)

    def came_up(self) -> None:
        """The window with the card came by itself, perhaps under a hand that was about to click."""
        self._changed.start()

    def refresh(self) -> None:
        """Show how the message stands now."""
        if self._shown is not None and (message := self._messages.get(self._shown.id)) is not None:
            self.show_message(message)

    def act(self, step: Step, **more: object) -> None:
        """Ask for a step of the message that is shown; one that is being sent just now is waited for."""
        message = self._shown
        under_way = self._messages.under_way(message.id) if message is not None else None
        if message is None or (under_way is not None and under_way.state is RequestState.SENDING):
            return
        self._say_trouble("")
        self.step_asked.emit(message.id, wire.MessageStep(step, self._meant or message.version, **more))  # type: ignore[arg-type]

    def ring(self) -> None:
        """Ring the caller back."""
        if self._shown is not None and self._shown.can_ring:
            self._say_trouble("")
            self.ring_asked.emit(self._shown.id)

    def press(self, key: str) -> None:
        """Press the button with this key, where it is offered: R ring, D done, N no answer, L later, H hand over, T take."""
        button = {
            "R": self._ring,
            "D": self._done,
            "N": self._no_answer,
            "L": self._put_off,
            "H": self._pass_on,
            "T": self._take_button,
        }[key]
        if button.isVisible() and button.isEnabled():
            button.click()

    def say_trouble(self, message_id: str, text: str) -> None:
        """Tell what went wrong with something that was asked for on this card."""
        if self._shown is not None and self._shown.id == message_id:
            self._say_trouble(text)

    def open_later(self) -> None:
        """Ask until when to put it off."""
        self._fold(self.later)
        self.later.when.setFocus()

    def open_hand_over(self) -> None:
        """Ask to whom to hand it over, and why."""
        self._fold(self.hand_over)
        self.hand_over.whom.setFocus()

    @property
    def place(self) -> CardPlace:
        """What is shown, and what of it is unfolded."""
        parts = (("later", self.later), ("hand_over", self.hand_over))
        unfolded = next((name for name, part in parts if not part.isHidden()), "")
        return CardPlace(self._shown.id if self._shown is not None else "", unfolded)

    def unfold(self, part: str) -> None:
        """What `place` says of it."""
        if part:
            self.open_later() if part == "later" else self.open_hand_over()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes what was unfolded."""
        if event.key() != Qt.Key.Key_Escape or not self.fold():
            super().keyPressEvent(event)

    def fold(self) -> bool:
        """Close what was unfolded; False when nothing was."""
        unfolded = self.later.isVisible() or self.hand_over.isVisible()
        if unfolded:
            self._fold()
        return unfolded

    # building

    def _lines(self) -> tuple[QLabel, ...]:
        return (self._reach, self._about, self._due, self._origin, self._attempt, self._proposal, self._state)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._who, 1)
        top.addWidget(self._urgent, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(top)
        for label in self._lines()[:-1]:
            inside.addWidget(label)
        inside.addSpacing(4)
        inside.addLayout(self._buttons)
        for part in (self.later, self.hand_over, self._state, self._trouble):
            inside.addWidget(part)

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
        self._take_button = self._button(
            self.tr("Take it"), lambda: self.act(Step.TAKE), "plain", self.tr("The others see that it is yours")
        )
        self._release = self._button(
            self.tr("Let it go"), lambda: self.act(Step.RELEASE), "plain", self.tr("The others can take it again")
        )
        self._take_back = self._button(self.tr("Take it back"), lambda: self.act(Step.TAKE_BACK), "plain", "")
        self._reopen = self._button(self.tr("Not done after all"), lambda: self.act(Step.REOPEN), "plain", "")
        self._buttons = QGridLayout()
        self._buttons.setSpacing(8)
        for column, button in enumerate((self._ring, self._done, self._no_answer)):
            self._buttons.addWidget(button, 0, column)
        for column, button in enumerate((self._put_off, self._pass_on, self._take_button)):
            self._buttons.addWidget(button, 1, column)
        self._buttons.addWidget(self._release, 1, 2)
        self._buttons.addWidget(self._take_back, 2, 0, 1, 3)
        self._buttons.addWidget(self._reopen, 3, 0, 1, 3)

    def _button(self, words: str, do: Callable[[], None], role: str, tip: str) -> QPushButton:
        button = named(QPushButton(words), role)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.pressed.connect(self._note_pressed)
        button.clicked.connect(lambda _=False: self._do_if_meant(do))
        return button

    # a card that changes under the hand

    def _note_pressed(self) -> None:
        self._pressed = self._shown

    def _do_if_meant(self, do: Callable[[], None]) -> None:
        """Act only on the message that was to be read when the hand moved, at the version it had when the button went down."""
        shown, pressed = self._shown, self._pressed
        if shown is None or pressed is None:
            return
        if pressed.id != shown.id or (self._changed.isValid() and self._changed.elapsed() < JUST_CHANGED):
            self._say_trouble(self.tr("Another message came up at that moment. Press again if you mean this one."))
            return
        self._meant = pressed.version
        do()
        self._meant = None

    # painting

    def _paint(self, message: wire.MessageView) -> None:
        presence, language, me = self._presence, self._language, self._presence.me
        people = presence.people.values()
        done, mine = message.stage is Stage.DONE, may_act(message, me, people)
        self._who.setText(message_words.who(message))
        self._urgent.setVisible(message.urgent and not done)
        proposal = message_words.proposal(message) if mine and not done else ""
        for label, text in (
            (self._reach, message_words.reach(message)),
            (self._about, message_words.about(message)),
            (self._origin, message_words.origin(message, presence, language)),
            (self._attempt, message_words.last_attempt(message, presence, language)),
            (self._proposal, proposal),
            (self._state, self._state_of(message, mine=mine)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._dress(self._due, "late" if message_words.is_late(message, presence.clock()) else "strong")
        self._due.setText(message_words.due(message, presence, language))
        for button in (self._done, self._no_answer, self._put_off, self._pass_on):
            button.setVisible(mine and not done)
        own = presence.extension
        self._ring.setVisible(mine and not done and own is not None)  # it rings one's own phone first
        in_group = mine and not done and message.to_kind is not AddresseeKind.PERSON and own is not None
        self._take_button.setVisible(in_group and message.taker is None)
        self._release.setVisible(in_group and message.taker == own)
        self._take_back.setVisible(not mine and may_take_back(message, me))
        self._reopen.setVisible(may_reopen(message, me, people))
        self._dress(self._done, "primary" if proposal else "plain")
        self._dress(self._ring, "plain" if proposal else "primary")
        self._ring.setEnabled(message.can_ring)
        if not message.can_ring:
            self._ring.setToolTip(self.tr("There is no number that may be called from here"))
        self.hand_over.show_message(message)
        parts = [message_words.who(message), *(label.text() for label in self._lines() if label is not self._origin)]
        self.setAccessibleName(". ".join(part for part in parts if part))

    def _state_of(self, message: wire.MessageView, *, mine: bool) -> str:
        under_way = message_words.under_way(self._messages.under_way(message.id))
        return under_way or ("" if mine or message.stage is Stage.DONE else message_words.progress(message))

    def _dress(self, widget: QWidget, role: str) -> None:
        if widget.objectName() != role:
            named(widget, role)
            widget.style().polish(widget)

    def _fold(self, unfolded: QWidget | None = None) -> None:
        typing = unfolded is None and (self.later.isVisible() or self.hand_over.isVisible())
        self.later.setVisible(self.later is unfolded)
        self.hand_over.setVisible(self.hand_over is unfolded)
        if unfolded is None:
            self.later.clear()
            self.hand_over.clear()
        self.updateGeometry()
        if typing:
            self.folded.emit()

    def _say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def _step_ended(self, step: object) -> None:
        if not isinstance(step, StepChanged) or self._shown is None or step.message_id != self._shown.id:
            return
        if step.state is RequestState.REFUSED and step.error is not None:
            self._say_trouble(sentence(step.error, self._language))
        else:
            self._fold()
