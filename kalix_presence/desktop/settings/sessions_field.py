"""Where one is signed in: each sign-in can be ended, or all but this one; each step counts at once, not by Save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.settings.page import small_label
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.when.reading import short

MOST_SHOWN = 12
"""Sign-ins that have a row; more are counted."""


class SessionsField(QWidget):
    """`submit` has the session do something and tells its outcome, as `Bridge.submit` does."""

    changed = Signal()
    """It is another height now."""

    def __init__(self, presence: Presence, language: str, submit: Submit) -> None:
        super().__init__()
        self._presence, self._language, self._submit = presence, language, submit
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.more, self.said = small_label(), small_label()
        self.end_others = named(QPushButton(self.tr("Sign out everywhere else")), "plain")
        self.end_others.clicked.connect(lambda: self._act(lambda session: session.hub.end_other_sessions()))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(10)
        around.addLayout(self._rows)
        around.addWidget(self.more)
        around.addWidget(self.end_others, 0, Qt.AlignmentFlag.AlignLeft)
        around.addWidget(self.said)
        self.said.hide()
        self.show_sessions([])

    def fetch(self) -> None:
        """Ask the hub where one is signed in."""
        self._submit(lambda session: session.hub.sessions(), self._fetched)

    def show_sessions(self, sessions: list[wire.SessionView]) -> None:
        """Show these, each with what ends it; the one that is used here is ended by signing out."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = sorted(sessions, key=lambda each: not each.current)
        for each in shown[:MOST_SHOWN]:
            row = self._row(each)
            self._rows.addWidget(row)
            row.show()
        self.more.setText(self.tr("More sign-ins: {count}.").format(count=len(shown) - MOST_SHOWN))
        self.more.setVisible(len(shown) > MOST_SHOWN)
        self.end_others.setVisible(any(not each.current for each in shown))
        follow_the_eye(self.window())
        self.changed.emit()

    def _row(self, each: wire.SessionView) -> QWidget:
        made, name = QWidget(), each.device or self.tr("Unnamed device")
        title, state = named(QLabel(name), "strong"), small_label()
        title.setWordWrap(True)
        state.setText(self._state(each))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(state)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        if not each.current:
            end = named(QPushButton(self.tr("Sign out")), "plain")
            end.setAccessibleName(self.tr("Sign out of {name}").format(name=name))
            end.clicked.connect(lambda: self._act(lambda session: session.hub.end_session(each.id)))
            row.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _state(self, each: wire.SessionView) -> str:
        now, zone, words = self._presence.clock(), self._presence.zone, shipped.words(self._language)
        if each.current:
            seen = self.tr("This sign-in")
        elif each.listening:
            seen = self.tr("Connected now")
        else:
            seen = self.tr("Seen {time}").format(time=short(each.seen, now=now, zone=zone, words=words))
        since = self.tr("since {time}").format(time=short(each.created, now=now, zone=zone, words=words))
        return " · ".join(part for part in (seen, since, each.place) if part)

    def _fetched(self, sessions: list[wire.SessionView] | None, fault: Exception | None) -> None:
        if sessions is not None:
            self.show_sessions(sessions)
        elif fault is not None:
            self._say(fault_sentence(fault, self._language))

    def _act(self, work: Callable[[Any], Any]) -> None:
        self._say("")

        def done(_: object, fault: Exception | None) -> None:
            self.fetch()
            if fault is not None:
                self._say(fault_sentence(fault, self._language))

        self._submit(work, done)

    def _say(self, fault: str) -> None:
        self.said.setObjectName("error")
        self.said.style().polish(self.said)
        self.said.setText(fault)
        self.said.setVisible(bool(fault))
        self.changed.emit()
