"""A month to point at a day in, in the colours of the theme: the same in the status panel and in the settings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt
from PySide6.QtGui import QIcon, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QTableView, QToolButton

from kalix_presence.desktop.widgets.announcing import announce

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
    earlier, later = QCoreApplication.translate("Month", "Earlier month"), QCoreApplication.translate("Month", "Later month")
    for name, sign, said in (("qt_calendar_prevmonth", "‹", earlier), ("qt_calendar_nextmonth", "›", later)):
        arrow = month.findChild(QToolButton, name)
        if arrow is not None:  # Qt's own picture is black in the dark
            arrow.setIcon(QIcon())
            arrow.setText(sign)
            arrow.setAccessibleName(said)
            arrow.setToolTip(said)
    table = month.findChild(QTableView)
    if table is not None:
        table.setObjectName("month")
        for told in (month, table):
            told.setAccessibleName(QCoreApplication.translate("Month", "Days of the month"))
        # A cell is told by its number alone, which says neither weekday nor month.
        month.selectionChanged.connect(lambda: announce(table, QLocale().toString(month.selectedDate(), "dddd d MMMM yyyy")))
    return month


def day_field() -> QDateEdit:
    """A field for a day, with its month under it."""
    field = QDateEdit()
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    field.setCalendarWidget(month_to_point_in())
    return field
