"""The pop-up: callback messages that came or are late, as one stack in the corner; it never takes the focus by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.card import CallbackCard
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.undo import Undo
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.announcing import announce
from kalix_presence.desktop.widgets.corner import to_corner
from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.theme import named

WIDTH = 420


class CallbackStack(QWidget):
    """Closing it puts nothing away: the messages go on waiting in the inbox and on the icon."""

    seen = Signal(str)
    """This message was on the screen in full and somebody was there: it was looked at or acted on."""
    inbox_asked = Signal()
    gone = Signal(object)
    """This message (a `wire.MessageView`), in sight a moment ago, is no longer mine to act on; I did not do it here."""

    def __init__(self, presence: Presence, messages: Messages, language: str) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._presence, self._messages = presence, messages
        self._ids: list[str] = []
        self._at = 0
        self.card, self.undo = CallbackCard(presence, messages, language), Undo(messages)
        self._heading, self._place = named(QLabel(), "dimmed"), QLabel()
        self._before = self._arrow("‹", self.tr("The one before"), -1)
        self._after = self._arrow("›", self.tr("The next one"), 1)
        inbox = named(QPushButton(self.tr("All messages")), "plain")
        close = named(QPushButton(self.tr("Close")), "plain")
        inbox.clicked.connect(self._to_inbox)
        close.clicked.connect(self.hide)
        close.setToolTip(self.tr("The message goes on waiting"))
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._heading, 1)
        for part in (self._before, self._place, self._after):
            top.addWidget(part)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(inbox)
        bottom.addStretch(1)
        bottom.addWidget(close)
        frame = named(QFrame(), "banner")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(10)
        inside.addLayout(top)
        inside.addWidget(self.card)
        inside.addWidget(self.undo)
        inside.addLayout(bottom)
        self._fitted = Fitted(self, frame, WIDTH, to_corner)
        self.setWindowTitle(self.tr("Callback"))
        messages.changed.connect(self._prune)
        self.undo.over.connect(self._prune)
        self.card.step_asked.connect(lambda one, _: self.seen.emit(one))
        self.card.ring_asked.connect(self.seen)

    @property
    def ids(self) -> list[str]:
        """What the stack holds, the shown one among them."""
        return list(self._ids)

    def bring(self, ids: list[str]) -> None:
        """Put these on top; what is being read or typed stays in front."""
        fresh = [one for one in ids if one not in self._ids]
        if not self.isVisible():
            self._ids = [*ids, *(one for one in self._ids if one not in ids)]
            self._ids.sort(key=self._is_calm)
            self._at = 0
        else:
            self._ids += fresh
        self._paint()
        if self._ids:
            if not self.isVisible():
                self.card.came_up()
            self.show()
            self.raise_()
            announce(self, f"{self._heading.text()}. {self.accessibleName()}")

    def open(self, message_id: str) -> bool:
        """Come to the front with this one, because somebody asked for it; False when it is none that waits."""
        if message_id not in {each.id for each in self._messages.waiting()}:
            return False
        if message_id not in self._ids:
            self._ids = [message_id, *self._ids]
        self._at = self._ids.index(message_id)
        self._paint(by_hand=True)
        self.show()
        self.raise_()
        self.activateWindow()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes the stack; Page Up and Page Down leaf through it."""
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in turns:
            self._step_by(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _is_calm(self, message_id: str) -> bool:
        message = self._messages.get(message_id)
        return message is None or not message.urgent

    def _arrow(self, words: str, name: str, by: int) -> QPushButton:
        button = named(QPushButton(words), "chip")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self._step_by(by))
        return button

    def _step_by(self, by: int) -> None:
        if self._ids:
            self._at = (self._at + by) % len(self._ids)
            self._paint(by_hand=True)
            self.seen.emit(self._ids[self._at])

    def _to_inbox(self) -> None:
        self.hide()
        self.inbox_asked.emit()

    def _prune(self) -> None:
        """Drop what is no longer mine to act on now, the shown one last of all: its outcome is still being read."""
        if not self._ids:
            return
        shown = self._ids[self._at]
        waiting = {each.id for each in self._messages.waiting() if not self._messages.is_put_off(each)}
        acted_on = self.undo.open or self._messages.under_way(shown) is not None
        staying = [one for one in self._ids if one in waiting or (one == shown and acted_on)]
        gone = self._messages.get(shown) if shown not in waiting and not acted_on else None
        self._at = staying.index(shown) if shown in staying else min(self._at, max(len(staying) - 1, 0))
        self._ids = staying
        was_seen = self.isVisible()
        if staying:
            self._paint()
        else:
            self.hide()
        if was_seen and gone is not None:
            self.gone.emit(gone)

    def _paint(self, *, by_hand: bool = False) -> None:
        message = self._messages.get(self._ids[self._at]) if self._ids else None
        if message is None:
            return
        self.card.show_message(message, by_hand=by_hand)
        several = len(self._ids) > 1
        single = (
            self.tr("New callback")
            if self._messages.is_new(message.id) and not message.late
            else self.tr("Callback that waits")
        )
        heading = self.tr("%n callbacks wait", "", len(self._ids)) if several else single
        if any(one != message.id and other.urgent for one in self._ids if (other := self._messages.get(one)) is not None):
            heading = self.tr("{heading}, an urgent one too").format(heading=heading)
        to = message_words.for_others(message, self._presence)
        self._heading.setText(f"{heading} · {to}" if to else heading)
        self._place.setText(f"{self._at + 1}/{len(self._ids)}")
        for part in (self._before, self._place, self._after):
            part.setVisible(several)
        self.setAccessibleName(self.card.accessibleName())
        self._fitted.fit()
