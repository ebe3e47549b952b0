"""A week's hours in seven fields: what is typed is read at once, and an empty field is a day off."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from kalix_presence.desktop.presence import sentence
from kalix_presence.desktop.settings.page import small_label
from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans, write_spans
from kalix_presence.model.preferences import Span, Week


class WeekField(QWidget):
    """Monday to Sunday. Nothing typed is put right behind somebody's back."""

    edited = Signal()

    def __init__(self, language: str, empty: str = "") -> None:
        """`empty` is what an empty field means; a day off, where nothing else is said."""
        super().__init__()
        self._language = language
        self.days: list[QLineEdit] = []
        self._said = small_label()
        self._said.setObjectName("error")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        names = QLocale(language)
        for weekday in range(7):
            name = names.standaloneDayName(weekday + 1, QLocale.FormatType.LongFormat)
            label, field = QLabel(name[:1].upper() + name[1:]), QLineEdit()
            label.setBuddy(field)
            field.setAccessibleName(name)
            field.setPlaceholderText(empty or self.tr("off"))
            field.textEdited.connect(self._edited)
            self.days.append(field)
            # Working days on the left, the weekend beside them: the page stays low.
            row, column = (weekday, 0) if weekday < 5 else (weekday - 5, 2)
            grid.addWidget(label, row, column)
            grid.addWidget(field, row, column + 1)
        grid.addWidget(self._said, 5, 0, 1, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        self._said.hide()
        self._first = self.days[0]
        """Where the cursor goes: to the first day, or to what cannot be read."""

    def show_week(self, week: Week) -> None:
        """Show these hours."""
        for weekday, field in enumerate(self.days):
            field.setText(write_spans(tuple(week.get(weekday, ()))))
        self._said.hide()

    def week(self) -> dict[int, list[Span]] | None:
        """The hours; None when one of the fields cannot be read, which is said and has the cursor then."""
        found = {}
        for weekday, field in enumerate(self.days):
            try:
                spans = read_spans(field.text(), self._language)
            except BadInput as fault:
                self._say(sentence(fault, self._language), field)
                return None
            if spans:
                found[weekday] = list(spans)
        return found

    def setFocus(self, *how: Qt.FocusReason) -> None:  # noqa: N802 - Qt's name
        """A focus proxy here would keep whoever goes on by Tab."""
        self._first.setFocus(*how)

    def _edited(self) -> None:
        self._said.hide()
        self._first.setAccessibleDescription("")
        self.edited.emit()

    def _say(self, said: str, field: QLineEdit) -> None:
        self._said.setText(said)
        self._said.show()
        field.setAccessibleDescription(said)
        self._first = field
