"""The notices of the units on top of the grid, one line each, and how many wait to be published."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.grid.rows import told_at
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.plain_tip import plain_tip
from kalix_presence.desktop.widgets.theme import named

MOST = 3
NARROW = 560
"""Pixels below which a notice is one text of several lines, and the button gives its room to it."""


class NoticeBar(QFrame):
    """Hidden while there is nothing to tell."""

    opened = Signal()

    def __init__(self, presence: Presence, notices: GridNotices, language: str) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._presence, self._notices, self._language = presence, notices, language
        self._narrow = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self._all = named(QPushButton(), "chip")
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._all.clicked.connect(self.opened)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.addLayout(self._lines, 1)
        row.addWidget(self._all, 0, Qt.AlignmentFlag.AlignTop)
        notices.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is valid now."""
        current, proposed = self._notices.current, self._notices.proposed
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for notice in current[:MOST]:
            self._lines.addWidget(self._line(notice))
        left = len(current) - MOST
        more = [self.tr("%n more notice(s)", "", left)] if left > 0 else []
        if proposed:
            more.append(self.tr("%n proposed notice(s)", "", len(proposed)))
        if more:
            self._lines.addWidget(named(QLabel(" · ".join(more)), "dimmed"))
        self._all.setVisible(not self._narrow)
        self._all.setText(self.tr("Notices   {key}").format(key=shown(Do.NOTICES)))
        self.setAccessibleName(". ".join(f"{each.unit_name}: {each.text}" for each in current))
        self.setVisible(bool(current or proposed))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """In the narrow strip, or out of it."""
        super().resizeEvent(event)
        if self._narrow is not (narrow := event.size().width() < NARROW):
            self._narrow = narrow
            self.refresh()

    def _line(self, notice: wire.NoticeView) -> QWidget:
        until = told_at(notice.valid_until, self._presence, self._language)
        if self._narrow:
            said = self.tr("{unit}: {text}, until {time}").format(unit=notice.unit_name, text=notice.text, time=until)
            whole = QLabel(said)
            whole.setTextFormat(Qt.TextFormat.PlainText)
            whole.setWordWrap(True)
            return whole
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        unit = named(QLabel(notice.unit_name), "strong")
        text, when = QLabel(notice.text), named(QLabel(self.tr("until {time}").format(time=until)), "dimmed")
        for label in (unit, text, when):
            label.setTextFormat(Qt.TextFormat.PlainText)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        text.setWordWrap(True)
        text.setToolTip(plain_tip(notice.text))
        row.addWidget(unit, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        return line
