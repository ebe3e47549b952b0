"""Notices of the units: tell of a change, publish what was proposed, change it, withdraw it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import wire
from kalix_presence.desktop.finding.filters import tree
from kalix_presence.desktop.grid.action_rules import administration_of
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.grid.rows import told_at
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.enter_key import ENTER, enters
from kalix_presence.desktop.widgets.fitting import come_forward, scrolling
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.typed_time import read

SIZE = QSize(620, 520)


class NoticeWindow(QWidget):
    """What is typed stays until the hub has it. `notice_requested` carries a `NoticeRequest`, `changed` an id and a
    `NoticeChange`."""

    notice_requested = Signal(object)
    changed = Signal(str, object)
    withdrawn = Signal(str)

    def __init__(self, presence: Presence, notices: GridNotices, language: str) -> None:
        super().__init__()
        self._presence, self._notices, self._language = presence, notices, language
        self.setWindowTitle(self.tr("Notices of the units"))
        self._unit, self._text = QComboBox(), QLineEdit()
        self._from, self._until = QLineEdit(), QLineEdit()
        self._trouble = named(Said(), "error")
        self._trouble.setWordWrap(True)
        self._build()
        notices.changed.connect(self.refresh)

    def _build(self) -> None:
        self._text.setPlaceholderText(self.tr("The library is closed on Thursday: stocktaking"))
        self._from.setPlaceholderText(self.tr("At once, or: Thursday 8"))
        self._until.setPlaceholderText(self.tr("Thursday 17, 12 June …"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for words, field in (
            (self.tr("&Unit"), self._unit),
            (self.tr("&What to tell callers"), self._text),
            (self.tr("Valid &from"), self._from),
            (self.tr("Valid un&til"), self._until),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            row = grid.rowCount()
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._trouble, grid.rowCount(), 1)
        self._propose = named(QPushButton(self.tr("Propose")), "plain")
        self._publish = named(QPushButton(self.tr("Publish   Ctrl+Enter")), "primary")
        self._propose.clicked.connect(lambda: self._request_notice(publish=False))
        self._publish.clicked.connect(lambda: self._request_notice(publish=True))
        close = named(QPushButton(self.tr("Close   Esc")), "plain")
        close.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addWidget(close)
        buttons.addStretch(1)
        buttons.addWidget(self._propose)
        buttons.addWidget(self._publish)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidget(self._list)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 20, 24, 20)
        around.setSpacing(14)
        around.addLayout(grid)
        around.addLayout(buttons)
        around.addWidget(scroll, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))

    # coming and going

    def open(self) -> None:
        """Come to the front; what was typed before stays."""
        self._offer_units()
        publishes = self.may("publish_notice")
        self._publish.setVisible(publishes and self._unit.count() > 0)
        self._propose.setVisible(self._unit.count() > 0)  # nothing to tell of for who has no unit
        self._propose.setObjectName("plain" if publishes else "primary")
        self._propose.setText(self.tr("Propose") if publishes else self.tr("Propose   Ctrl+Enter"))
        self._propose.style().polish(self._propose)
        self.refresh()
        come_forward(self, SIZE)
        (self._text if self._unit.count() else self._unit).setFocus()

    def clear(self) -> None:
        """The hub has it."""
        for field in (self._text, self._from, self._until):
            field.clear()
        self.say("")

    def say(self, text: str) -> None:
        """What is wrong."""
        self._trouble.setText(text)

    def may(self, action: str) -> bool:
        """Whether my role publishes, for any unit."""
        me = self._presence.me
        return me is not None and me.may.get(action, "none") != "none"

    def _may_change(self, notice: wire.NoticeView) -> bool:
        me = self._presence.me
        scope = me.may.get("publish_notice", "none") if me is not None else "none"
        return scope == "all" or (scope == "administration" and self._administration() == notice.administration)

    def _offer_units(self) -> None:
        chosen = self._unit.currentData()
        self._unit.clear()
        me = self._presence.me
        own = me.person if me is not None else None
        scope = me.may.get("propose_notice", "none") if me is not None else "none"
        for branch in tree(self._presence.people.values()):
            if scope != "all" and branch.administration != self._administration():
                continue
            for code, name, _ in branch.units:
                if scope != "self" or (own is not None and code == own.unit):
                    self._unit.addItem(name, code)
        at = self._unit.findData(chosen if chosen is not None else own.unit if own is not None else "")
        self._unit.setCurrentIndex(max(0, at))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter tells it, Esc hides the window and keeps what is typed."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._request_notice(publish=self.may("publish_notice"))
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif not enters(self, event):
            super().keyPressEvent(event)

    # telling

    def _request_notice(self, *, publish: bool) -> None:
        if not self._text.text().strip():
            self.say(self.tr("Write what callers are to be told."))
            self._text.setFocus()
            return
        try:
            begins = self._moment(self._from)
            ends = self._moment(self._until)
        except BadInput as fault:
            self.say(sentence(fault, self._language))
            return
        if ends is None:
            self.say(self.tr("Write until when it is valid."))
            self._until.setFocus()
            return
        self.say("")
        self.notice_requested.emit(
            wire.NoticeRequest(str(self._unit.currentData()), self._text.text().strip(), ends, begins, publish)
        )

    def _moment(self, field: QLineEdit) -> datetime | None:
        typed = field.text().strip()
        if not typed:
            return None
        return read(typed, now=self._presence.clock(), worktime=self._presence.worktime, language=self._language).moment

    # what there is

    def refresh(self) -> None:
        """Show every notice, proposals first."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        notices = [*self._notices.proposed, *(each for each in self._notices.all if each.published)]
        for notice in notices:
            self._rows.addWidget(self._card(notice))
        if not notices:
            empty = named(QLabel(self.tr("No unit has anything to tell.")), "dimmed")
            self._rows.addWidget(empty, 0, Qt.AlignmentFlag.AlignHCenter)
        self._rows.addStretch(1)

    def _card(self, notice: wire.NoticeView) -> QWidget:
        card = named(QFrame(), "banner")
        head = named(QLabel(notice.unit_name), "strong")
        text = QLabel(notice.text)
        text.setWordWrap(True)
        when = named(QLabel(self._state(notice)), "dimmed")
        when.setWordWrap(True)
        for label in (head, text, when):
            label.setTextFormat(Qt.TextFormat.PlainText)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(4)
        for label in (head, text, when):
            inside.addWidget(label)
        mine = self._presence.me is not None and notice.proposed_by in self._own_names()
        if self._may_change(notice) or (mine and not notice.published):
            inside.addLayout(self._card_buttons(notice))
        return card

    def _administration(self) -> str:
        """The code of the one that I work in, or answer for as an account without a telephone."""
        me = self._presence.me
        return "" if me is None else administration_of(me)

    def _own_names(self) -> set[str]:
        me = self._presence.me
        return set() if me is None else {me.username, f"user:{me.username}"} | ({me.person.extension} if me.person else set())

    def _card_buttons(self, notice: wire.NoticeView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        if self._may_change(notice):
            words = self.tr("Take back") if notice.published else self.tr("Publish")
            button = named(QPushButton(words), "chip")
            change = wire.NoticeChange(notice.version, publish=not notice.published)
            button.clicked.connect(lambda: self.changed.emit(notice.id, change))
            row.addWidget(button)
        erase = named(QPushButton(self.tr("Withdraw")), "chip")
        erase.clicked.connect(lambda: self.withdrawn.emit(notice.id))
        row.addWidget(erase)
        return row

    def _state(self, notice: wire.NoticeView) -> str:
        begins = told_at(notice.valid_from, self._presence, self._language)
        ends = told_at(notice.valid_until, self._presence, self._language)
        span = self.tr("{begins} to {ends}").format(begins=begins, ends=ends)
        if not notice.published:
            return self.tr("Proposed by {name}, {span}").format(name=notice.proposed_by_name, span=span)
        if notice.current:
            return self.tr("Shown now, {span}").format(span=span)
        return self.tr("Published by {name}, {span}").format(name=notice.published_by_name, span=span)
