"""The window of the telephone officer's desk: its pages on the left, the chosen one beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QWidget

from kalix_presence.desktop.officer.desk_page import CardsPage
from kalix_presence.desktop.widgets.fitting import come_forward, scrolling
from kalix_presence.desktop.widgets.theme import named

SIZE = QSize(860, 640)
LIST_EDGE = 36
"""Pixels of the list beside its words."""


class OfficerWindow(QWidget):
    """Esc closes; what is half typed stays."""

    def __init__(self, pages: Sequence[CardsPage]) -> None:
        super().__init__()
        self.pages = list(pages)
        self.setWindowTitle(self.tr("Telephone matters"))
        self.list, self.stack = named(QListWidget(), "pages"), QStackedWidget()
        self.list.setAccessibleName(self.tr("Pages"))
        for page in self.pages:
            self.list.addItem(page.title)
            self.stack.addWidget(scrolling(page))
        self.list.setFixedWidth(max(150, self.list.sizeHintForColumn(0) + LIST_EDGE))
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(20, 20, 20, 20)
        middle.setSpacing(20)
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)

    def open(self) -> None:
        """Come to the front."""
        come_forward(self, SIZE)
        self.list.setFocus()

    def offer(self, page: CardsPage, offered: bool) -> None:
        """Have this page in the list, or not: for whom it says nothing it is not there."""
        at = self.pages.index(page)
        self.list.item(at).setHidden(not offered)
        if not offered and self.list.currentRow() == at:
            self.list.setCurrentRow(0)

    def turn_to(self, page: CardsPage) -> None:
        """Show this page."""
        self.list.setCurrentRow(self.pages.index(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
