"""The card at an incoming call (P3): who calls, what it is about, and for newcomers what to say. It never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.grid import call_words
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.announcing import announce
from kalix_presence.desktop.widgets.corner import to_upper_corner
from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.theme import named

WIDTH = 380


class IncomingCard(QWidget):
    """Shown while it rings; goes when the call is answered, ends or is waved away."""

    person_asked = Signal(str)

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._presence, self._language = presence, language
        self.call: wire.PresentCallView | None = None
        self._rings = named(QLabel(), "dimmed")
        self._who, self._number = named(QLabel(), "title"), QLabel()
        self._for, self._word, self._earlier = QLabel(), named(QLabel(), "strong"), named(QLabel(), "dimmed")
        self._say = named(QLabel(), "greeting")
        self._say_title = named(QLabel(self.tr("Say")), "dimmed")
        close = named(QPushButton(self.tr("Close")), "plain")
        close.clicked.connect(self.hide)
        frame = named(QFrame(), "banner")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setSpacing(6)
        for label in (self._rings, self._who, self._number, self._for, self._word, self._earlier, self._say_title, self._say):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            inside.addWidget(label)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        inside.addLayout(foot)
        self._fitted = Fitted(self, frame, WIDTH, to_upper_corner)
        self.setWindowTitle(self.tr("Incoming call"))

    def show_call(self, call: wire.PresentCallView, *, say: str) -> None:
        """This call rings at one's own phone; `say` is what to answer with, "" for who is not told."""
        self.call = call
        presence, language = self._presence, self._language
        colleague = presence.people.get(call.colleague)
        work = ", ".join(part for part in (colleague.title, colleague.unit_name) if part) if colleague is not None else ""
        for label, text in (
            (self._rings, self.tr("Calls you")),
            (self._who, call_words.who(call)),
            (self._number, " · ".join(part for part in (call_words.number(call), call_words.unproven(call), work) if part)),
            (self._for, call_words.for_whom(call, presence, language)),
            (self._word, self.tr("About: {word}").format(word=call.word) if call.word else ""),
            (self._earlier, call_words.earlier(call, presence, language)),
            (self._say_title, self.tr("Say") if say else ""),
            (self._say, say),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        told = [call_words.sentence(call, presence, language)]
        if say:
            told.append(self.tr("Say: {line}").format(line=say))
        self.setAccessibleName(" ".join(told))
        self._fitted.fit()
        self.show()
        self.raise_()
        announce(self, self.accessibleName(), at_once=True)

    def ended(self, call_id: str) -> None:
        """That call is answered or over."""
        if self.call is not None and self.call.id == call_id:
            self.call = None
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc waves it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
