"""One's calendars at the hub: which are read, how they fare, connecting another; each step counts at once, not by Save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection import calendars
from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.settings.page import choice, small_label
from kalix_presence.desktop.widgets.enter_key import ENTER
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.when.reading import short

MOST_LEFT_OUT = 3
"""Entries that are named when they cannot be read; more are counted."""


class CalendarsField(QWidget):
    """`submit` has the session do something and tells its outcome, as `Bridge.submit` does."""

    changed = Signal()
    """It is another height now."""

    def __init__(self, presence: Presence, language: str, submit: Submit) -> None:
        super().__init__()
        self._presence, self._language, self._submit = presence, language, submit
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.said = small_label()
        self.said.hide()
        self.kind, self.address, self.username, self.password = choice(), QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.connect_it = named(QPushButton(self.tr("Connect")), "plain")
        self.connect_it.clicked.connect(self._add)
        self.form = self._form()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(10)
        around.addLayout(self._rows)
        around.addWidget(self.form)
        around.addWidget(self.said)
        presence.calendars_changed.connect(self._follow)
        presence.link_changed.connect(self._follow)
        self.kind.currentIndexChanged.connect(self._fit_form)
        for field in (self.address, self.username, self.password):
            field.returnPressed.connect(self._add)
        self.show_calendars(wire.CalendarsView([]))

    def _form(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._labels = {}
        fields = (
            (self.tr("Kind"), self.kind),
            (self.tr("Address"), self.address),
            (self.tr("Username"), self.username),
            (self.tr("Password"), self.password),
        )
        for row, (text, field) in enumerate(fields):
            label = self._labels[field] = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.connect_it, 4, 1, Qt.AlignmentFlag.AlignLeft)
        return made

    # what is shown

    def fetch(self) -> None:
        """Ask the hub how they fare."""
        extension = self._presence.extension
        if extension is not None:
            self._submit(lambda session: calendars.calendars_of(session.hub, extension), self._fetched)

    def _follow(self) -> None:
        """Show what has changed, as long as somebody looks; what is half typed stays."""
        if self.isVisible() and self._presence.link is LinkState.ONLINE:
            self.fetch()

    def show_calendars(self, view: wire.CalendarsView) -> None:
        """Show these, and offer the kinds that the site allows."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in view.calendars:
            row = self._row(each)
            self._rows.addWidget(row)
            row.show()
        follow_the_eye(self.window())
        chosen = self.kind.currentData()
        names = {
            wire.CalendarKind.CALDAV: self.tr("CalDAV server"),
            wire.CalendarKind.ICS: self.tr("Link to a calendar file"),
            wire.CalendarKind.GRAPH: self.tr("Microsoft 365"),
        }
        self.kind.clear()
        for kind in view.kinds:
            self.kind.addItem(names[kind], kind.value)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        hosts = ", ".join(view.hosts)
        self.address.setPlaceholderText(hosts or "https://")
        self.form.setVisible(bool(view.kinds))
        self._fit_form()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter in the form connects, and does not save the page besides."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)

    def _row(self, calendar: wire.CalendarView) -> QWidget:
        made, name = QWidget(), calendars.place_of(calendar)
        title, state = named(QLabel(name), "strong"), small_label()
        state.setText(self._state(calendar))
        state.setObjectName("error" if calendar.trouble or calendar.left_out else "dimmed")
        remove = named(QPushButton(self.tr("Remove")), "plain")
        remove.setAccessibleName(self.tr("Remove {name}").format(name=name))
        remove.clicked.connect(lambda: self._remove(calendar))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(state)
        if len(calendar.found) > 1:
            for found in calendar.found:
                box = QCheckBox(found.name)
                box.setChecked(not calendar.chosen or found.href in calendar.chosen)
                box.clicked.connect(lambda on, href=found.href: self._choose(calendar, href, on=on))
                words.addWidget(box)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _state(self, calendar: wire.CalendarView) -> str:
        if calendar.trouble:
            return "\n".join([calendar.detail or calendar.trouble, *self._left_out(calendar)])
        if calendar.read_at is None:
            return self.tr("Not read yet.")
        at = short(calendar.read_at, now=self._presence.clock(), zone=self._presence.zone, words=shipped.words(self._language))
        said = self.tr("Read {time}; entries ahead: {count}.").format(time=at, count=calendar.entries)
        return "\n".join([said, *self._left_out(calendar)])

    def _left_out(self, calendar: wire.CalendarView) -> list[str]:
        """What of it does not count, entry by entry: whoever relies on it must know."""
        named = calendar.left_out[:MOST_LEFT_OUT]
        said = [f"{each.day}: {each.detail}" if each.day is not None else each.detail for each in named]
        if calendar.unread > MOST_LEFT_OUT:
            said.append(self.tr("Entries that cannot be read: {count}.").format(count=calendar.unread))
        return said

    def _fit_form(self) -> None:
        """Only what this kind needs is asked for."""
        kind = self.kind.currentData()
        needed = {
            self.address: kind in ("caldav", "ics"),
            self.username: kind == "caldav",
            self.password: kind == "caldav",
        }
        for field, shown in needed.items():
            field.setVisible(shown)
            self._labels[field].setVisible(shown)
        self.changed.emit()

    # what is asked for

    def _fetched(self, view: wire.CalendarsView | None, fault: Exception | None) -> None:
        if view is not None:
            self.show_calendars(view)
        elif fault is not None:
            self._say(fault_sentence(fault, self._language), fault=True)

    def _add(self) -> None:
        extension = self._presence.extension
        if extension is None or not self.connect_it.isEnabled():
            return
        kind = wire.CalendarKind(self.kind.currentData())
        request = wire.CalendarRequest(kind, self.address.text().strip(), self.username.text().strip(), self.password.text())
        allow(self.connect_it, self.tr("Reading the calendar …"))
        self._say(self.connect_it.toolTip())

        def done(view: wire.CalendarView | None, fault: Exception | None) -> None:
            allow(self.connect_it)
            if fault is not None:
                self._say(fault_sentence(fault, self._language), fault=True)
                return
            for field in (self.address, self.username, self.password):
                field.clear()
            self._say("")
            self.fetch()

        self._submit(lambda session: calendars.add_calendar(session.hub, extension, request), done)

    def _choose(self, calendar: wire.CalendarView, href: str, *, on: bool) -> None:
        every = [found.href for found in calendar.found]
        before = set(calendar.chosen or every)
        wanted = before | {href} if on else before - {href}
        if not wanted:
            self._say(self.tr("One of them has to be read. Remove the calendar to have none read."), fault=True)
            self.fetch()
            return
        chosen = [] if wanted == set(every) else [each for each in every if each in wanted]
        self._act(lambda session: calendars.change_calendar(session.hub, calendar.id, wire.CalendarChange(chosen=chosen)))

    def _remove(self, calendar: wire.CalendarView) -> None:
        self._act(lambda session: calendars.remove_calendar(session.hub, calendar.id))

    def _act(self, work: Callable[[Any], Any]) -> None:
        self._say("")

        def done(_: object, fault: Exception | None) -> None:
            self.fetch()
            if fault is not None:
                self._say(fault_sentence(fault, self._language), fault=True)

        self._submit(work, done)

    def _say(self, said: str, *, fault: bool = False) -> None:
        self.said.setObjectName("error" if fault else "dimmed")
        self.said.style().polish(self.said)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.changed.emit()
