"""Sets somebody else's absence, or a whole unit's forward: reason and return in one line, and why, which they are told."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.desktop.grid.following import really_back
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.line_answers import LineAnswers
from kalix_presence.desktop.status.line_reading import LineReading, read_typed, told_to_callers
from kalix_presence.desktop.widgets.enter_key import enters
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.reason import Reason
from kalix_presence.model.when.reading import full

WIDTH = 480


class AbsenceForm(QWidget):
    """Enter sets what the line reads as; Esc hides it. `set_asked`: extension and `AbsenceRequest`; `unit_asked`: code and
    `UnitForward`."""

    set_asked = Signal(str, object)
    unit_asked = Signal(str, object)

    def __init__(self, presence: Presence, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self._presence, self._language = presence, language
        self._extension, self._unit = "", ""
        self._coming: list[wire.ShownAbsence] = []
        self._reading = LineReading()
        self._title = named(QLabel(), "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._line, self._why, self._to = QLineEdit(), QLineEdit(), QLineEdit()
        self._line.setPlaceholderText(self.tr("For example: l 13, or meeting until half past two"))
        self._line.setAccessibleName(self.tr("Absence"))
        self._why.setPlaceholderText(self.tr("Rang and said so"))
        self._to.setPlaceholderText(self.tr("Name or extension; empty: the switchboard"))
        self._said, self._explained = Said(field=self._line), named(QLabel(), "dimmed")
        for label in (self._said, self._explained):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._said.keep_two_lines()
        self._set = named(QPushButton(self.tr("Set   Enter")), "primary")
        self._set.clicked.connect(self.send)
        self._build()
        self._line.textChanged.connect(self._read)
        self._to.textChanged.connect(self._read)
        self._again = QTimer(self, interval=20_000)
        self._again.timeout.connect(self._read)

    def _build(self) -> None:
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 20)
        around.setSpacing(10)
        around.addWidget(self._title)
        around.addWidget(self._line)
        around.addWidget(self._said)
        self.answers = LineAnswers()
        self.answers.instead.connect(self._take_line)
        around.addWidget(self.answers)
        self._to_label = QLabel(self.tr("Calls go &to"))
        self._to_label.setBuddy(self._to)
        around.addWidget(self._to_label)
        around.addWidget(self._to)
        why = QLabel(self.tr("&Why"))
        why.setBuddy(self._why)
        around.addWidget(why)
        around.addWidget(self._why)
        around.addWidget(self._explained)
        cancel = named(QPushButton(self.tr("Cancel   Esc")), "plain")
        cancel.clicked.connect(self.hide)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self._set)
        around.addLayout(foot)
        self._fitted = Fitted(self, inside, WIDTH)

    # coming and going

    def open_for(self, person: wire.PersonView) -> None:
        """For this person."""
        self._extension, self._unit, self._coming = person.extension, "", []
        self._open(self.tr("Absence of {name}").format(name=person.name))
        self._explained.setText(self.tr("{name} is told who set it, and why.").format(name=person.name))

    def open_for_unit(self, person: wire.PersonView) -> None:
        """For everybody of this person's unit who is in."""
        self._extension, self._unit, self._coming = person.extension, person.unit, []
        offered = [f"{each.name}, {each.extension}" for each in self._presence.people.values() if each.unit == person.unit]
        completer = QCompleter(sorted(offered), self._to)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._to.setCompleter(completer)
        self._open(self.tr("Forward {unit}").format(unit=person.unit_name or person.unit))
        self._explained.setText(self.tr("Everybody of the unit who is in is told who set it, and why. It can be undone."))

    @property
    def about(self) -> tuple[str, bool]:
        """Whose extension, and whether it is about the whole unit."""
        return self._extension, bool(self._unit)

    def _open(self, title: str) -> None:
        self._title.setText(title)
        self.setWindowTitle(title)
        for field in (self._line, self._why, self._to):
            field.clear()
        for widget in (self._to, self._to_label):
            widget.setVisible(bool(self._unit))
        self._read()
        self._fitted.fit()
        self._again.start()
        come_forward(self)
        self._line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter sets, Esc leaves everything as it was, F2 takes the line that is suggested."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif self.answers.take_key(event):
            pass
        elif enters(self, event):
            self.send()
        else:
            super().keyPressEvent(event)

    # what is typed

    def _take_line(self, line: str) -> None:
        self._line.setText(line)
        self._line.setFocus()

    def _read(self) -> None:
        self._reading = read_typed(self._line.text(), self._presence, self._language)
        self._said.setText(self._whole() if self._line.text().strip() else self.tr("Reason and return time."))
        self._said.setObjectName("error" if self._reading.fault else "strong" if self._reading.complete else "dimmed")
        self._said.style().polish(self._said)
        self.answers.offer(self._reading.suggestion)
        allow(self._set, "" if self._reading.complete else self._said.text())

    def show_coming(self, extension: str, coming: list[wire.ShownAbsence]) -> None:
        """What is planned for them: callers hear the end of what follows without a gap."""
        if extension == self._extension and not self._unit:
            self._coming = coming
            self._read()

    def _whole(self) -> str:
        """All that Enter asks for: reason and time, what callers hear, and where calls go."""
        reading, presence = self._reading, self._presence
        if not reading.complete or reading.reason is None:
            return reading.sentence
        parts, reason, until = [reading.sentence], reading.reason, reading.until
        if until is not None and self._coming and reason.forward is not ForwardKind.NONE:
            now, worktime = presence.clock(), presence.worktime
            back = really_back(reason, until, self._coming, now=now, worktime=worktime)
            if back != until:
                reading = replace(reading, until=back)
                at = full(back, now=now, zone=presence.zone, words=shipped.words(self._language))
                follows = self.tr("Another absence follows: really back {time}.")
                parts.append(
                    follows.format(time=at) if back is not None else self.tr("Another absence follows, without an end.")
                )
        if self._unit or reason.forward is not ForwardKind.NONE:
            parts.append(told_to_callers(reading, presence))
        parts.append(self._where(reason))
        return " ".join(part for part in parts if part)

    def _where(self, reason: Reason) -> str:
        if self._unit:
            to = self._target()
            if to is None:
                return self.tr("Choose from the list who gets the calls.")
            person = self._presence.people.get(to)
            if person is not None:
                return self.tr("Calls go to {name}.").format(name=person.name)
        elif reason.forward is ForwardKind.NONE:
            return self.tr("Calls ring at their phone as usual.")
        elif reason.forward is ForwardKind.MOBILE:
            return self.tr("Calls go to their mobile.")
        return self.tr("Calls go to the switchboard.")

    def send(self) -> None:
        """Set it, if the line says what."""
        reading, why = self._reading, self._why.text().strip()
        if not reading.complete or reading.reason is None:
            self._line.setFocus()
            return
        if self._unit:
            to = self._target()
            if to is None:
                self._refuse(self.tr("Choose from the list who gets the calls."))
                self._to.setFocus()
                return
            self.hide()
            self.unit_asked.emit(self._unit, wire.UnitForward(to, reading.reason.code, reading.until, why))
            return
        self.hide()
        self.set_asked.emit(
            self._extension, wire.AbsenceRequest(reading.reason.code, reading.until, note=reading.note, why=why)
        )

    def _refuse(self, why: str) -> None:
        self._said.setObjectName("error")
        self._said.style().polish(self._said)
        self._said.refuse(why)

    def _target(self) -> str | None:
        """The extension that gets a unit's calls; None when what is typed names nobody."""
        typed = self._to.text().strip()
        if not typed:
            return "switchboard"
        number = typed.rpartition(",")[2].strip()
        return number if number in self._presence.people else None

    def hideEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Rest."""
        self._again.stop()
        super().hideEvent(event)  # type: ignore[arg-type]
