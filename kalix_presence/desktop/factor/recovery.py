"""The codes for a lost authenticator, shown once: to be copied, and kept where others do not look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.selectable import SELECTABLE
from kalix_presence.desktop.widgets.theme import named

WIDTH = 380


class RecoveryWindow(QWidget):
    """Closing it forgets them."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Recovery codes"))
        self.codes = "\n".join(codes)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 24)
        around.setSpacing(14)
        around.addWidget(named(QLabel(self.tr("Recovery codes")), "title"))
        said = named(QLabel(self.tr("Each opens once, if the authenticator is lost. They are not shown again.")), "dimmed")
        said.setWordWrap(True)
        around.addWidget(said)
        shown = QLabel(self.codes)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setTextInteractionFlags(SELECTABLE)
        shown.setAccessibleName(self.tr("Recovery codes"))
        around.addWidget(shown)
        copy = named(QPushButton(self.tr("Copy")), "plain")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.codes))
        kept = named(QPushButton(self.tr("I have kept them")), "primary")
        kept.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(kept)
        around.addLayout(row)
        self._fitted = Fitted(self, inside, WIDTH)
        kept.setFocus()

    def open(self) -> None:
        """Come to the front."""
        come_forward(self)
