"""The policy report of a unit: the measures, and beside them the sentence, plot and table of one; down to units, and up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import fault_sentence
from kalix_presence.desktop.report.plot_view import PlotView
from kalix_presence.desktop.widgets.chip import Chip
from kalix_presence.desktop.widgets.chosen_row import ChosenRow
from kalix_presence.desktop.widgets.enter_key import ENTER
from kalix_presence.desktop.widgets.fitting import come_forward, scrolling
from kalix_presence.desktop.widgets.heard import heard_as
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.quality.periods import Span, read_period
from kalix_presence.report.chapters import Chapter, Read
from kalix_presence.report.contents import chapters
from kalix_presence.report.periods import titled
from kalix_presence.report.values import unit_name

SIZE = QSize(1040, 720)
LIST_EDGE = 24
"""Pixels of the list beside its words."""
ROWS_SEEN = 6
"""Rows of the table that are seen at the least; the rest is scrolled to."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReportPlace(NamedTuple):
    """What is looked at: the report of a period and unit, and a chapter of it."""

    period: str
    unit: str
    chapter: str


class ReportWindow(QWidget):
    """Shows what the hub has published; another period or unit is asked for by `wanted`, and shown once it has come."""

    wanted = Signal(str, object)
    """A period, and the code of a unit: None for the topmost that one may see."""
    saved = Signal(str)
    """ "pdf", "csv" or "json": what is shown is wanted as a file of that kind."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language, self._words = language, shipped.words(language)
        self._periods: list[str] = []
        self._chapters: list[Chapter] = []
        self._chapter = ""
        """Which one to begin with, where it is not the first."""
        self.read: Read | None = None
        """What is shown."""
        self.setWindowTitle(self.tr("Policy report"))
        self._build()

    def _build(self) -> None:
        self.up = named(QPushButton(self.tr("One level up")), "plain")
        self.up.setToolTip(self.tr("Alt+Up"))
        self.up.clicked.connect(self._go_up)
        self.title = named(QLabel(), "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setText(self.windowTitle())
        self.week, self.month = Chip(self.tr("Week")), Chip(self.tr("Month"))
        self.week.clicked.connect(lambda: self._show_span(Span.WEEK))
        self.month.clicked.connect(lambda: self._show_span(Span.MONTH))
        self.period = QComboBox()
        heard_as(self.period, self.tr("Period"))
        self.period.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.period.activated.connect(lambda _: self._ask(self._code()))
        self.save = named(QPushButton(self.tr("Save as …")), "plain")
        self.kinds = QMenu(self.save)
        for kind, words in (
            ("pdf", self.tr("PDF, for the board's papers …")),
            ("csv", self.tr("CSV, for a spreadsheet …")),
            ("json", self.tr("JSON, for a program …")),
        ):
            self.kinds.addAction(words).triggered.connect(lambda _=False, kind=kind: self.saved.emit(kind))
        self.save.setMenu(self.kinds)
        self.state = named(Said(), "dimmed")
        self.state.setWordWrap(True)
        self.unread = named(Said(), "error")
        self.unread.setWordWrap(True)
        self.unread.hide()
        self.list = named(QListWidget(), "pages")
        self.list.setAccessibleName(self.tr("What was measured"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_chapter)
        self.name, self.sentence = named(QLabel(), "strong"), QLabel()
        self.plot, self.table = PlotView(), QTableWidget()
        self.definition = named(QLabel(), "dimmed")
        for label in (self.name, self.sentence, self.definition):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        ChosenRow(self.table)
        self.table.horizontalHeader().setDefaultAlignment(_LEFT)
        self.table.cellDoubleClicked.connect(lambda row, _: self._open_row(row))
        beside = QVBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self.name)
        beside.addWidget(self.sentence)
        beside.addWidget(self.plot, 3)
        beside.addWidget(self.table, 2)
        beside.addWidget(self.definition)
        self.body = QWidget()
        middle = QHBoxLayout(self.body)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(16)
        middle.addWidget(self.list)
        middle.addLayout(beside, 1)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(20, 16, 20, 20)
        around.setSpacing(10)
        around.addWidget(self.title)
        around.addWidget(wrapped(self.up, self.week, self.month, self.period, self.save))
        around.addWidget(self.unread)
        around.addWidget(self.state)
        around.addWidget(self.body, 1)
        around.addStretch()  # where there is no body, what is said stands above and not amid nothing
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        self.body.setEnabled(False)
        self._offer()

    # coming and going

    def open(self) -> None:
        """Come to the front."""
        come_forward(self, SIZE)
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes, Enter on a unit goes down to it, Alt+Up goes up."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() == Qt.Key.Key_Up and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._go_up()
        elif event.key() in ENTER and self.table.hasFocus():
            self._open_row(self.table.currentRow())
        else:
            super().keyPressEvent(event)

    # what is told to it

    def show_periods(self, periods: Sequence[str]) -> None:
        """There are reports of these, the newest first; the newest month is shown, or the newest week."""
        self._periods = list(periods)
        if not self._periods:
            self.say(self.tr("There is no report yet. The first one comes when a whole week is over."))
            self._offer()
            return
        months = [each for each in self._periods if read_period(each).span is Span.MONTH]
        self._show_span(Span.MONTH if months else Span.WEEK)

    @property
    def place(self) -> ReportPlace | None:
        """What is looked at; None before anything is."""
        at = self.list.currentRow()
        key = self._chapters[at].key if 0 <= at < len(self._chapters) else ""
        return None if self.read is None else ReportPlace(self.read.report.period, self.read.unit.code, key)

    def go_to(self, place: ReportPlace) -> None:
        """Look at this again, where there is such a report."""
        if place.period in self._periods:
            self._show_span(read_period(place.period).span)
            self.period.setCurrentIndex(self.period.findData(place.period))
            self._chapter = place.chapter
            self._ask(place.unit)

    def show_report(self, report: wire.PolicyReport, history: wire.UnitHistory) -> None:
        """This was asked for."""
        if not report.units:
            self.say(self.tr("Too few people: nothing may be shown."))
            return
        at = self.list.currentRow()
        key = self._chapters[at].key if 0 <= at < len(self._chapters) else self._chapter
        self.read = Read(report, history, self._words)
        self._chapters = chapters(self.read)
        self.title.setText(f"{unit_name(self.read.unit, self._words)}, {titled(report.period, self._words)}")
        self.say("")
        self.body.setEnabled(True)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([chapter.title for chapter in self._chapters])
        self.list.blockSignals(False)
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + LIST_EDGE)
        rows = [number for number, chapter in enumerate(self._chapters) if chapter.key == key]
        self.list.setCurrentRow(rows[0] if rows else 0)
        self._offer()

    def show_fault(self, fault: Exception) -> None:
        """It could not be fetched; what is shown is of before."""
        self.say(fault_sentence(fault, self._language), fault=True)

    def show_unread(self, count: int) -> None:
        """So many entries of the PBX's journals can be read by nobody; nothing is said of none."""
        self.unread.setText(self._words.say("cli.unclear-unread", count=count) if count else "")
        self.unread.setVisible(bool(count))

    def say(self, said: str, *, fault: bool = False) -> None:
        """Say what is going on, above everything; "" says nothing."""
        self.state.setObjectName("error" if fault else "dimmed")
        self.state.style().polish(self.state)
        self.state.setText(said)
        self.state.setVisible(bool(said))

    # what is done

    def _code(self) -> str | None:
        return None if self.read is None else self.read.unit.code

    def _show_span(self, span: Span) -> None:
        self.week.setChecked(span is Span.WEEK)
        self.month.setChecked(span is Span.MONTH)
        self.period.clear()
        for each in self._periods:
            if read_period(each).span is span:
                self.period.addItem(titled(each, self._words), each)
        self.period.setMinimumWidth(self.period.sizeHint().width() + LIST_EDGE)  # as wide as its list
        self._offer()
        if self.period.count():
            self._ask(self._code())

    def _ask(self, unit: str | None) -> None:
        self.say(self.tr("Fetching …"))
        self.wanted.emit(str(self.period.currentData()), unit)

    def _go_up(self) -> None:
        if self.read is not None and self.read.unit.parent is not None:
            self._ask(self.read.unit.parent)

    def _open_row(self, row: int) -> None:
        at = self.list.currentRow()
        opens = self._chapters[at].table.opens if 0 <= at < len(self._chapters) else ()
        if 0 <= row < len(opens):
            if opens[row]:
                self._ask(opens[row])
            else:
                self.say(self.tr("It is too small to be shown by itself: the report says nothing of fewer than five people."))

    def _offer(self) -> None:
        """Only what leads somewhere is there."""
        self.up.setVisible(self.read is not None and self.read.unit.parent is not None)
        self.save.setVisible(self.read is not None)
        for part in (self.week, self.month, self.period, self.body):
            part.setVisible(bool(self._periods))

    def _show_chapter(self, row: int) -> None:
        if not 0 <= row < len(self._chapters):
            return
        chapter = self._chapters[row]
        self.name.setText(chapter.title)
        self.sentence.setText(chapter.sentence)
        self.definition.setText(chapter.definition)
        self.plot.show_chapter(chapter)
        table, shown = self.table, chapter.table
        table.setAccessibleName(chapter.title)
        table.setAccessibleDescription(chapter.sentence)
        table.clear()
        table.setColumnCount(len(shown.columns))
        table.setRowCount(len(shown.rows))
        table.setHorizontalHeaderLabels(list(shown.columns))
        for line, cells in enumerate(shown.rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column:
                    item.setTextAlignment(_RIGHT)
                table.setItem(line, column, item)
        header = table.horizontalHeader()
        for column in range(1, len(shown.columns)):
            if (title := table.horizontalHeaderItem(column)) is not None:
                title.setTextAlignment(_RIGHT)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        seen = min(ROWS_SEEN, len(shown.rows) + 1)  # and the header
        table.setMinimumHeight(table.fontMetrics().lineSpacing() * 2 * seen)
        if shown.rows:
            table.setCurrentCell(0, 0)
