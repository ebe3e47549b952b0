"""A month to point at a day in, in the colours of the theme: the same in the status panel and in the settings."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QIcon, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QTableView, QToolButton

LEAST = QSize(330, 230)
"""Room for the week's number and seven days in each language."""


def month_to_point_in() -> QCalendarWidget:
    """Weeks begin on Monday and are numbered; days off are told by their heading, not by a colour that is hard to read."""
    month = QCalendarWidget()
    month.setLocale(QLocale())
    month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
    month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    month.setMinimumSize(LEAST)
    palette = month.palette()
    heading, day = QTextCharFormat(), QTextCharFormat()
    heading.setForeground(palette.brush(QPalette.ColorRole.PlaceholderText))
    heading.setBackground(palette.brush(QPalette.ColorRole.Base))
    day.setForeground(palette.brush(QPalette.ColorRole.Text))
    month.setHeaderTextFormat(heading)
    for weekday in Qt.DayOfWeek:
        month.setWeekdayTextFormat(weekday, day)
    for name, sign in (("qt_calendar_prevmonth", "‹"), ("qt_calendar_nextmonth", "›")):
        arrow = month.findChild(QToolButton, name)
        if arrow is not None:  # Qt's own picture is black in the dark
            arrow.setIcon(QIcon())
            arrow.setText(sign)
    table = month.findChild(QTableView)
    if table is not None:
        table.setObjectName("month")
    return month


def day_field() -> QDateEdit:
    """A field for a day, with its month under it."""
    field = QDateEdit()
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    field.setCalendarWidget(month_to_point_in())
    return field
