"""The page after the first sign-in: who one is, a field to try, the shortcut, the working time, the start with the computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.platform.autostart import Autostart
from kalix_presence.desktop.platform.start_for_all import started_for_all
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.line_reading import read_typed
from kalix_presence.desktop.welcome.working_day import next_working_day
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.native_keys import native
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named

WIDTH = 460


class WelcomeWindow(QWidget):
    """Sets nothing by itself but the start with the computer, and that only when it is closed by its button."""

    settings_asked = Signal()
    done = Signal(bool)
    """Whether the program is to start with the computer from now on."""

    def __init__(self, presence: Presence, language: str, starter: Autostart) -> None:
        super().__init__()
        self._presence, self._language, self._starter = presence, language, starter
        self.setWindowTitle(self.tr("Welcome"))
        self._hello, self._shortcut, self._hours = (self._text() for _ in range(3))
        self._trouble = self._text(Said())
        self._hello.setObjectName("title")
        self._trouble.setObjectName("error")
        self._line = QLineEdit()
        self._said = Said(field=self._line)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setAccessibleName(self.tr("Try it"))
        self._line.setPlaceholderText("l 13")
        self._line.textChanged.connect(self._read)
        self._start = QCheckBox(self.tr("Start when I sign in to the computer"))
        self._build()
        presence.facts_changed.connect(self._fill)

    def _text(self, said: QLabel | None = None) -> QLabel:
        label = said or QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _build(self) -> None:
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 0)
        around.setSpacing(14)
        around.addWidget(self._hello)
        how = self._text()
        how.setText(
            self.tr("A few letters say where you are, and callers hear when you are back. Try: l 13. Nothing is set here.")
        )
        around.addWidget(how)
        around.addWidget(self._line)
        self._said.keep_two_lines()
        around.addWidget(self._said)
        around.addWidget(self._shortcut)
        around.addWidget(self._hours)
        around.addWidget(self._start)
        around.addWidget(self._trouble)
        change = named(QPushButton(self.tr("Change my times …")), "plain")
        change.clicked.connect(self.settings_asked)
        self._ready = named(QPushButton(self.tr("Ready")), "primary")
        self._ready.clicked.connect(self._finish)
        row = QHBoxLayout()
        row.setContentsMargins(24, 14, 24, 24)
        row.addWidget(change)
        row.addStretch(1)
        row.addWidget(self._ready)
        self._trouble.hide()
        self._fitted = Fitted(self, inside, WIDTH, foot=row)

    def open(self, shortcut: str, *, first: bool, decided: str = "") -> None:
        """Come to the front. At the `first` time the start with the computer is on until somebody switches it off.

        `shortcut` is what the program holds, in Qt's portable text, "" where it holds none.
        `decided` says who has decided the start with the computer, which nobody changes here then.
        """
        decided = decided or started_for_all(self._starter)
        self._start.setChecked(self._starter.is_on() or (first and not decided))
        allow(self._start, decided)
        self._shortcut.setText(
            self.tr("{keys} opens the field from anywhere; so does a click on the icon by the clock.").format(
                keys=native(shortcut)
            )
            if shortcut
            else self.tr("A click on the icon by the clock opens the field.")
        )
        self._trouble.hide()
        self._fill()
        come_forward(self)
        self._line.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes away, and asks again next time."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        person = self._presence.me.person if self._presence.me is not None else None
        if person is not None:
            hello = self.tr("Hello {name}, extension {extension}")
            self._hello.setText(hello.format(name=person.name, extension=person.extension))
        self._hours.setText(self._about_hours())
        self._read()

    def _about_hours(self) -> str:
        day = next_working_day(self._presence)
        if day is None:
            return self.tr("Your working time is not known. Set it, so that return times are right.")
        return self.tr("Your next working day is from {starts} to {ends}. Is that right?").format(starts=day[0], ends=day[1])

    def _read(self) -> None:
        typed = self._line.text()
        self._said.setText(read_typed(typed, self._presence, self._language, own=True).sentence if typed.strip() else "")

    def _finish(self) -> None:
        wanted = self._start.isChecked()
        try:
            if self._start.isEnabled() and wanted is not self._starter.is_on():
                self._starter.set(wanted)
        except OSError as fault:
            self._trouble.setText(
                self.tr("Starting with the computer could not be arranged: {why}").format(why=fault.strerror or str(fault))
            )
            self._trouble.show()
            self._start.setChecked(self._starter.is_on())
            return
        self.hide()
        self.done.emit(wanted)
