"""The window of callback messages: what waits, what I left with others, what is done; all by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import RequestState, StepChanged
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.card import CallbackCard, CardPlace
from kalix_presence.desktop.callbacks.history_part import HistoryPart
from kalix_presence.desktop.callbacks.inbox_rows import DUE, TRIED, WHAT, WHO, InboxRows
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.undo import Undo
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.phrases import owned
from kalix_presence.desktop.widgets.chosen_row import ChosenRow
from kalix_presence.desktop.widgets.clear_button import clearable
from kalix_presence.desktop.widgets.fitting import come_forward, scrolling
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.callback import Step

SIZE = QSize(980, 560)
SIDE, NARROW = 400, 820
"""Pixels: the card's least width, and the window's below which it stands under the list."""
WHO_WIDE, WHO_BESIDE_TRIED = 190, 150
TYPING = 200
"""Milliseconds after the last key before the hub is asked."""


class Tab(IntEnum):
    """The lists of the window."""

    WAITING = 0
    FOLLOWED = 1
    DONE = 2


class InboxPlace(NamedTuple):
    """What of it is looked at."""

    tab: Tab
    card: CardPlace


class InboxWindow(QWidget):
    """`find_asked` (query, mark of the page) asks the hub for done messages; `show_done` gives them."""

    step_asked = Signal(str, object)
    ring_asked = Signal(str)
    find_asked = Signal(str, str)
    new_asked = Signal()
    seen = Signal(str)

    def __init__(self, presence: Presence, messages: Messages, language: str, *, dark: bool = False) -> None:
        super().__init__()
        self._presence, self._messages, self._language = presence, messages, language
        self.setWindowTitle(self.tr("Messages"))
        self.rows = InboxRows(presence, messages, language)
        self.rows.dark = dark
        self.card, self.undo = CallbackCard(presence, messages, language), Undo(messages)
        self.history = HistoryPart(presence, language)
        self._choosing = False
        self._build()
        self._keys()
        self.rows.more_wanted.connect(lambda mark: self.find_asked.emit(self._search.text().strip(), mark))
        messages.changed.connect(self.refresh)
        messages.step_ended.connect(self._step_ended)
        presence.link_changed.connect(self.refresh)
        self.refresh()

    def open(self, message_id: str = "") -> None:
        """Come to the front, with this message where one is named."""
        if message_id:
            self._tabs.setCurrentIndex(Tab.WAITING)
        self.refresh()
        come_forward(self, SIZE)
        self._choose(max(self.rows.row_of(message_id), 0))
        self._table.setFocus()

    @property
    def place(self) -> InboxPlace:
        """What is looked at."""
        return InboxPlace(self.tab, self.card.place)

    def go_to(self, place: InboxPlace) -> None:
        """Look at this again, as far as it is still there."""
        self._tabs.setCurrentIndex(place.tab)
        row = self.rows.row_of(place.card.message_id)
        if row >= 0:
            self._choose(row)
            self.card.unfold(place.card.unfolded)

    def refresh(self) -> None:
        """Show what is known now; the chosen message stays chosen."""
        self.setWindowTitle(owned(self.tr("Messages"), self._presence))
        offline = self._presence.link is not LinkState.ONLINE
        if self._presence.link is LinkState.SIGNED_OUT:
            self._banner.setText(self.tr("You are not signed in. Sign in to see who waits for your call."))
        else:
            self._banner.setText(self.tr("No contact with the presence server. What you do is kept and sent later."))
        self._banner.setVisible(offline)
        count = self._messages.count()
        self._tabs.setTabText(Tab.WAITING, self.tr("Waiting ({count})").format(count=count) if count else self.tr("Waiting"))
        self.rows.followed = self.tab is Tab.FOLLOWED
        if self.tab is Tab.WAITING:
            self._fill([*self._messages.waiting(), *self._messages.taken_by_others()])
        elif self.tab is Tab.FOLLOWED:
            self._fill(self._messages.followed())

    def show_done(self, query: str, mark: str, page: wire.MessagesPage | None, trouble: str = "") -> None:
        """The hub's answer to `find_asked`; None with `trouble` when it could not be asked."""
        if self.tab is not Tab.DONE or query != self._search.text().strip():
            return
        if page is None:
            self._fill([])
            self._empty.setText(trouble)
        elif mark:
            self.rows.add(page.messages, page.next)
            self._show_tried()
        else:
            asked_by_key = self._tabs.hasFocus() or (self._search.hasFocus() and not query)
            self._fill(page.messages, page.next)
            if asked_by_key:
                self._to_list()

    @property
    def tab(self) -> Tab:
        """The list that is shown."""
        return Tab(self._tabs.currentIndex())

    # building

    def _build(self) -> None:
        self._banner = named(QLabel(), "warning")
        self._banner.setWordWrap(True)
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        for words in (self.tr("Waiting"), self.tr("Left with others"), self.tr("Done")):
            self._tabs.addTab(words)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._search = QLineEdit()
        self._search.setAccessibleName(self.tr("Search done messages"))
        self._search.setPlaceholderText(self.tr("Search done messages"))
        clearable(self._search)
        self._search.hide()
        self._typing = QTimer(self, singleShot=True, interval=TYPING)
        self._typing.timeout.connect(self._find)
        self._search.textChanged.connect(lambda _: self._typing.start())
        new = named(QPushButton(self.tr("New message …")), "plain")
        new.setToolTip(QKeySequence(QKeySequence.StandardKey.New).toString(QKeySequence.SequenceFormat.NativeText))
        new.clicked.connect(self.new_asked)
        self._make_table()
        self._empty = named(QLabel(), "dimmed")
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lists = QStackedLayout()
        self._lists.addWidget(self._table)
        self._lists.addWidget(self._empty)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._tabs)
        top.addStretch(1)
        top.addWidget(new)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(top)
        left.addWidget(self._search)
        left.addLayout(self._lists, 1)
        body = self._body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(left, 3)
        self._side = self._make_side()
        body.addWidget(self._side, 2)
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 16, 16, 16)
        around.setSpacing(12)
        around.addWidget(self._banner)
        around.addLayout(body, 1)

    def _make_table(self) -> None:
        self._table = QTableView()
        self._table.setModel(self.rows)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        ChosenRow(self._table)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(self._table.fontMetrics().height() + 16)
        header = self._table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(WHO, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column in (DUE, TRIED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.hideSection(TRIED)
        header.resizeSection(WHO, WHO_WIDE)
        header.setResizeContentsPrecision(0)  # measure what is seen, not ten thousand rows
        self._table.setAccessibleName(self.tr("Messages"))
        self._table.selectionModel().currentRowChanged.connect(lambda now, _: self._row_chosen(now.row()))

    def _make_side(self) -> QWidget:
        side = named(QFrame(), "banner")
        self._to = named(QLabel(), "dimmed")
        self._to.setTextFormat(Qt.TextFormat.PlainText)
        self._to.setWordWrap(True)
        rows = QVBoxLayout(side)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(8)
        for part in (self._to, self.card, self.history):
            rows.addWidget(part)
        rows.addStretch(1)
        rows.addWidget(self.undo)
        self.card.step_asked.connect(self.step_asked)
        self.undo.step_asked.connect(self.step_asked)
        self.undo.over.connect(self.refresh)
        self.card.ring_asked.connect(self.ring_asked)
        self.card.folded.connect(self._table.setFocus)
        # A long text with a long history is scrolled; the frame stays around it.
        scrolled = scrolling(side)
        scrolled.setMinimumWidth(SIDE)
        return scrolled

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The card stands beside the list, and below it where the window is narrow."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _keys(self) -> None:
        # Single letters only while the list has the focus: in a field they are letters.
        for keys in "RDNLHT":
            self._on_list(keys, partial(self.card.press, keys))
        self._on_list("Return", partial(self.card.press, "R"))
        self._on_list("U", self.undo.undo)
        self._on_list("I", self.history.fold.toggle)
        for keys, do in (("Ctrl+F", self._to_search), ("Ctrl+N", self.new_asked.emit), ("Esc", self._escape)):
            QShortcut(QKeySequence(keys), self, do)
        for tab in Tab:
            QShortcut(QKeySequence(f"Ctrl+{tab + 1}"), self, partial(self._go_to, tab))

    def _go_to(self, tab: Tab) -> None:
        """By key: the list has the keyboard then, so that its letters work."""
        self._tabs.setCurrentIndex(tab)
        self._to_list()

    def _to_list(self) -> None:
        (self._table if self.rows.rowCount() else self._search if self._search.isVisible() else self._tabs).setFocus()

    def _on_list(self, keys: str, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: do() if self.card.isVisible() else None)

    # what is shown

    def _on_tab_changed(self) -> None:
        done = self.tab is Tab.DONE
        self._search.setVisible(done)
        if done:
            self._fill([])
            self._empty.setText(self.tr("Looking …"))
            self._find()
        else:
            self.refresh()

    def _step_ended(self, step: StepChanged) -> None:
        if step.step.step is Step.REOPEN and step.state is RequestState.IN_FORCE:
            self._find()  # it is no longer one of the done

    def _find(self) -> None:
        if self.tab is Tab.DONE:
            self.find_asked.emit(self._search.text().strip(), "")

    def _fill(self, messages: list[wire.MessageView], following: str | None = None) -> None:
        chosen = self.card.shown.id if self.card.shown is not None else ""
        before = self._table.currentIndex().row()
        self.rows.show_messages(messages, following)
        self._show_tried()
        self._empty.setText(self._nothing())
        self._lists.setCurrentWidget(self._table if messages else self._empty)
        place = self.rows.row_of(chosen)
        # What was acted on leaves the list; the next one takes its place under the hands.
        self._choose(place if place >= 0 else min(max(before, 0), len(messages) - 1))

    def _show_tried(self) -> None:
        """The column has room while it says something."""
        header = self._table.horizontalHeader()
        if header.isSectionHidden(TRIED) is self.rows.any_tried:
            header.setSectionHidden(TRIED, not self.rows.any_tried)
            header.resizeSection(WHO, WHO_BESIDE_TRIED if self.rows.any_tried else WHO_WIDE)

    def _choose(self, row: int) -> None:
        """Choose a row for whoever sits there; by hand they do it themselves."""
        if row < 0 or self.rows.message(row) is None:
            self._show_card(-1)
            return
        index = self.rows.index(row, 0)
        chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self._choosing = True
        self._table.selectionModel().setCurrentIndex(index, chosen)
        self._choosing = False
        self._show_card(row)

    def _row_chosen(self, row: int) -> None:
        if not self._choosing:
            self._show_card(row, by_hand=True)

    def _show_card(self, row: int, *, by_hand: bool = False) -> None:
        message = self.rows.message(row)
        for part in (self.card, self._to, self.history):
            part.setVisible(message is not None)
        # What was done last can still be undone when nothing is left to show.
        self._side.setVisible(message is not None or self.undo.open)
        if message is None:
            return
        self.card.show_message(message, by_hand=by_hand)
        self._to.setText(self.tr("To {name}").format(name=message_words.addressee(message)))
        self.history.show_message(message)
        if self.isVisible() and self.isActiveWindow():
            self.seen.emit(message.id)

    def _nothing(self) -> str:
        if self._presence.link is LinkState.SIGNED_OUT:
            return ""  # nobody knows
        match self.tab:
            case Tab.WAITING:
                return self.tr("Nobody waits for your call.")
            case Tab.FOLLOWED:
                return self.tr("Messages that you leave with others are followed here until they are done.")
            case Tab.DONE:
                return self.tr("Nothing found.") if self._search.text().strip() else self.tr("Nothing is done yet.")

    def _to_search(self) -> None:
        self._tabs.setCurrentIndex(Tab.DONE)
        self._search.setFocus()

    def _escape(self) -> None:
        if self.card.fold():
            return
        if self._search.isVisible() and self._search.text():
            self._search.clear()
        else:
            self.hide()
