"""Serves where there is no tray to sit in (GNOME): my status and the same menu, in a small window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.presence import Phase, Presence
from kalix_presence.desktop.status.phrases import about_time, certainty, status_icon, title
from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.heard import decoration
from kalix_presence.desktop.widgets.theme import named

WIDTH = 340


class SmallWindow(QWidget):
    """Closing it makes it small rather than ending the program: there would be nothing left to open it by."""

    panel_asked = Signal()

    def __init__(self, presence: Presence, menu: QMenu, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self.dark = False
        self.setWindowTitle(self.tr("My status"))
        self._glyph, self._title, self._certainty = decoration(QLabel()), named(QLabel(), "title"), named(QLabel(), "dimmed")
        self._certainty.setWordWrap(True)
        self._panel = panel = named(QPushButton(self.tr("Set status …")), "primary")
        panel.clicked.connect(self.panel_asked)
        more = named(QPushButton(self.tr("Menu")), "plain")
        more.setMenu(menu)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._certainty)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(panel, 1)
        buttons.addWidget(more)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(16, 16, 16, 16)
        around.setSpacing(16)
        around.addLayout(top)
        around.addLayout(buttons)
        self._fitted = Fitted(self, inside, WIDTH)
        presence.status_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Paint what is known now."""
        status = self._presence.my_status()
        picture = status_icon(status, self._presence, dark=self.dark)
        self.setWindowIcon(picture)
        self._glyph.setPixmap(picture.pixmap(QSize(36, 36), self.devicePixelRatio()))
        self._title.setText(title(status, self._presence, self._language))
        self._panel.setVisible(status.phase is not Phase.NO_TELEPHONE)
        said = (certainty(status, self._presence), about_time(self._presence))
        self._certainty.setText("\n".join(line for line in said if line))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay, as small as can be."""
        event.ignore()
        self.showMinimized()
