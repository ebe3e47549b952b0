"""Days with other hours than usual: a row each, from when to when and the hours worked then, none for days off."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.presence import sentence
from kalix_presence.desktop.settings.page import small_label
from kalix_presence.desktop.widgets.month import day_field
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import WrappingRow
from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans, write_spans
from kalix_presence.model.preferences import DayException


class _Row(QWidget):
    """One exception."""

    def __init__(self, exception: DayException) -> None:
        super().__init__()
        self.first, self.last, self.hours = _day(exception.first), _day(exception.last), QLineEdit()
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        self.hours.setAccessibleName(self.tr("Hours"))
        self.hours.setPlaceholderText(self.tr("off"))
        self.hours.setText(write_spans(exception.spans))
        self.remove = named(QPushButton("×"), "plain")
        self.remove.setAccessibleName(self.tr("Remove"))
        self.remove.setToolTip(self.tr("Remove"))
        self.remove.setFixedWidth(40)
        row = WrappingRow(self)
        for part in (self.first, self.last, self.hours, self.remove):
            row.addWidget(part)
        self.first.dateChanged.connect(self._keep_order)

    def _keep_order(self, first: QDate) -> None:
        if self.last.date() < first:
            self.last.setDate(first)


class ExceptionsField(QWidget):
    """All of them, in the order in which they were made: of two for one day the last counts."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self.rows: list[_Row] = []
        self._today = date(2026, 1, 1)
        self._faulty: QLineEdit | None = None
        self._said = small_label()
        self._said.setObjectName("error")
        self.add = named(QPushButton(self.tr("Add days")), "plain")
        self.add.clicked.connect(self._add_empty)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._said)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._said.hide()

    def show_exceptions(self, exceptions: tuple[DayException, ...], today: date) -> None:
        """Show these; a new one begins with `today`."""
        self._today = today
        for row in list(self.rows):
            self._drop(row)
        for exception in exceptions:
            self._insert(exception)
        self._said.hide()

    def exceptions(self) -> list[DayException] | None:
        """What is chosen; None when one cannot be read, which is said."""
        found = []
        for row in self.rows:
            try:
                spans = read_spans(row.hours.text(), self._language)
            except BadInput as fault:
                said = sentence(fault, self._language)
                self._said.setText(said)
                self._said.show()
                self._faulty = row.hours
                row.hours.setAccessibleDescription(said)
                return None
            first = day_of(row.first)
            found.append(DayException(first, max(first, day_of(row.last)), spans))
        return found

    def setFocus(self, *how: Qt.FocusReason) -> None:  # noqa: N802 - Qt's name
        """The cursor goes to what cannot be read; a focus proxy here would keep whoever goes on by Tab."""
        if self._faulty is not None and self._faulty in [row.hours for row in self.rows]:
            self._faulty.setFocus(*how)

    def _add_empty(self) -> None:
        day = self._today + timedelta(1)
        self._insert(DayException(day, day)).first.setFocus()

    def _insert(self, exception: DayException) -> _Row:
        row = _Row(exception)
        row.remove.clicked.connect(lambda: self._drop(row))
        row.hours.textEdited.connect(lambda: row.hours.setAccessibleDescription(""))
        self._column.insertWidget(len(self.rows), row)
        self.rows.append(row)
        follow_the_eye(self.window())
        return row

    def _drop(self, row: _Row) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._said.hide()
        self.add.setFocus()


def day_of(field: QDateEdit) -> date:
    """The day that a field shows."""
    shown = field.date()
    return date(shown.year(), shown.month(), shown.day())


def _day(day: date) -> QDateEdit:
    made = day_field()
    made.setDate(QDate(day.year, day.month, day.day))
    return made
