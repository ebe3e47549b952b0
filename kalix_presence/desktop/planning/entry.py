"""The line that plans: typed or drawn, read back in full words before it counts, with who is asked to cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from kalix_presence import wire
from kalix_presence.desktop.presence import Presence, fault_sentence, sentence
from kalix_presence.desktop.status.line_answers import LineAnswers
from kalix_presence.desktop.status.line_reading import line_instead
from kalix_presence.desktop.status.plan_words import plan_sentence
from kalix_presence.desktop.status.who_sees import WhoSeesButton
from kalix_presence.desktop.widgets.clear_button import clearable
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import BadInput
from kalix_presence.model.plan import DEPUTY
from kalix_presence.model.reason import Reason
from kalix_presence.model.when.plan_line import write_days, write_plan
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.who_sees import Field


@dataclass(frozen=True, slots=True)
class Entered:
    """What is to be planned, and the plan that it changes, None for a new one."""

    request: wire.PlanRequest
    changes: wire.PlanView | None = None


class PlanEntry(QWidget):
    """Nothing typed is lost: the field is cleared only when the hub has it."""

    entered = Signal(object)
    """An `Entered`."""
    given_up = Signal()
    """Somebody does not want to change the plan after all."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._changes: wire.PlanView | None = None
        self._read_line: PlannedLine | None = None
        self._busy = False
        self._sent: tuple[str, int] = "", 0
        """The line that is on its way, with the deputy chosen for it."""
        self._next = False
        """Whether Enter was pressed for another one meanwhile."""
        self._drawn = ""
        self._sure_of = ""
        """A line that plans very long, for which Enter was pressed once."""
        self._offered: dict[str, wire.PersonView] | None = None
        self._me: str | None = None
        self._lent: wire.DelegationView | None = None
        self.line = QLineEdit()
        self._said = named(Said(field=self.line), "dimmed")
        self.line.setAccessibleName(self.tr("Plan"))
        self.line.setPlaceholderText(
            self.tr("For example: holiday week 28-31, course thursday 9-12, meeting every tuesday 13-15")
        )
        clearable(self.line)
        self._said.keep_two_lines()
        self.deputy = QComboBox()
        self.deputy.setEditable(True)
        self.deputy.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.deputy.setAccessibleName(self.tr("Deputy"))
        inner = self.deputy.lineEdit()
        assert inner is not None  # noqa: S101 - one can type in it
        inner.setAccessibleName(self.deputy.accessibleName())  # it is what has the keyboard, and is read by itself
        self.button = named(QPushButton(self.tr("Plan it")), "primary")
        self.cancel = named(QPushButton(self.tr("Keep it as it was")), "plain")
        label = QLabel(self.tr("&Deputy"))
        label.setBuddy(self.deputy)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.line, 0, 0, 1, 2)
        grid.addWidget(self.button, 0, 2)
        grid.addWidget(self._said, 1, 0, 1, 2)
        grid.addWidget(self.cancel, 1, 2, Qt.AlignmentFlag.AlignTop)
        self.answers = LineAnswers()
        self.answers.instead.connect(self._take_line)
        grid.addWidget(self.answers, 2, 0, 1, 3)
        grid.addWidget(label, 3, 0)
        grid.addWidget(self.deputy, 3, 1)
        self.who_sees = WhoSeesButton(presence, language, Field.PLANS, Field.SENSITIVE_REASON, Field.NOTE)
        grid.addWidget(self.who_sees, 3, 2)
        self.cancel.hide()
        self.line.textChanged.connect(self._read)
        self.line.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._enter)
        self.cancel.clicked.connect(self._give_up)
        presence.facts_changed.connect(self.offer)
        self.offer()
        self._read()

    def offer(self) -> None:
        """Offer the people of today as deputies; who is chosen stays chosen."""
        chosen, me = self.deputy.currentData(), self._presence.extension if self._lent is None else self._lent.giver
        if self._offered is self._presence.people and self._me == me:
            return  # other facts changed: 50 000 lines are not made anew for them
        self._offered, self._me = self._presence.people, me
        people = sorted(self._presence.people.values(), key=lambda each: each.name)
        self.deputy.blockSignals(True)
        self.deputy.clear()
        self.deputy.addItem(self.tr("Nobody"), None)
        for person in people:
            if person.extension != me:
                self.deputy.addItem(f"{person.name} ({person.extension})", person.extension)
        self.deputy.setCurrentIndex(max(0, self.deputy.findData(chosen)))
        completer = QCompleter(self.deputy.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.deputy.setCompleter(completer)
        self.deputy.blockSignals(False)

    def plan_for(self, lent: wire.DelegationView | None) -> None:
        """From now on it is planned for whoever lets one, None for oneself. What is typed stays; a change is given up."""
        if self._changes is not None:
            self._forget()
        self._lent, self._sure_of = lent, ""
        self._name_button()
        self.offer()
        self._read()

    def _name_button(self) -> None:
        """Whom it is for is too long for the button of a small screen: it is said above, and to whoever hears it read."""
        self.button.setText(self.tr("Change it") if self._changes is not None else self.tr("Plan it"))
        whom = self._lent.giver_name if self._lent is not None else ""
        self.button.setAccessibleName(self.tr("Plan it for {name}").format(name=whom) if whom and self._changes is None else "")

    def draw(self, first: date, last: date) -> bool:
        """Somebody drew over these days: they stand in the field, what it is comes before them; whether it is known already."""
        reason = self._read_line.reason.name(self._language).casefold() if self._read_line is not None else ""
        self._drawn = write_days(first, last, self._language)
        self.line.setText(f"{reason} {self._drawn}")
        self.line.setFocus()
        self.line.setCursorPosition(len(reason))
        return bool(reason)

    def choose_reason(self, reason: Reason) -> None:
        """What the days that were drawn are for."""
        self.line.setText(f"{reason.name(self._language).casefold()} {self._drawn}")
        self.button.setFocus()

    def change(self, plan: wire.PlanView) -> bool:
        """Put a plan into the field to be changed; False for one that no line says."""
        name = self._presence.reason_name(plan.reason, self._language).casefold()
        starts, ends = datetime.fromisoformat(plan.starts), datetime.fromisoformat(plan.ends)
        text = write_plan(
            name, starts, ends, plan.repeat, worktime=self._presence.worktime, language=self._language, since=True
        )
        if text is None:
            return False
        self._changes = plan
        self.line.setText(f"{text}; {plan.note}" if plan.note else text)
        if plan.deputy is not None and self.deputy.findData(plan.deputy) < 0:
            # Who has left the directory stays the deputy until somebody says otherwise.
            self.deputy.addItem(plan.deputy_name or plan.deputy, plan.deputy)
        self.deputy.setCurrentIndex(max(0, self.deputy.findData(plan.deputy)))
        self._name_button()
        self.cancel.show()
        self.line.setFocus()
        return True

    @property
    def changes(self) -> wire.PlanView | None:
        """The plan that is being changed; None for one that is to come."""
        return self._changes

    def done(self) -> None:
        """The hub has it. What somebody has typed meanwhile stays, and is asked for if Enter was pressed."""
        self._busy = False
        line, deputy = self._sent
        if self.line.text() == line:
            self._forget()
            return
        self._leave_change()
        if self.deputy.currentIndex() == deputy:
            self.deputy.setCurrentIndex(0)
        self._read()
        if self._next:
            self._enter()

    def refuse(self, fault: Exception) -> None:
        """The hub said no, or cannot be reached; what is typed stays."""
        self._busy = False
        self._read()
        self._refuse(fault_sentence(fault, self._language))
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc gives up a change before it closes the window; F2 takes the line that is suggested."""
        if event.key() == Qt.Key.Key_Escape and (self._changes is not None or self.line.text()):
            self._give_up()
        elif not self.answers.take_key(event):
            super().keyPressEvent(event)

    def _give_up(self) -> None:
        self._forget()
        self.given_up.emit()

    def _forget(self) -> None:
        self._leave_change()
        self.line.clear()
        self.deputy.setCurrentIndex(0)

    def _leave_change(self) -> None:
        self._changes = None
        self._name_button()
        self.cancel.hide()

    def _read(self) -> None:
        presence, text = self._presence, self.line.text()
        self._read_line, instead = None, ""
        if self._sure_of and self._sure_of != text:
            self._sure_of = ""
            self._name_button()
        try:
            self._read_line = self._plan_of(text)
        except BadInput as fault:
            if not text.strip():
                self._say(self.tr("Draw over days above, or type what and when here."), "dimmed")
            elif fault.code == "line-reason-unknown" and text.startswith(" "):
                self._say(self.tr("What is it? Type it before the days: holiday, course, meeting …"), "dimmed")
            else:
                self._say(sentence(fault, self._language), "error")
                instead = self._usable(line_instead(text, fault, presence, self._language))
        else:
            self._say(plan_sentence(self._read_line, self._presence, self._language), "reading")
        self.answers.offer(instead)
        allow(self.button, self._said.text() if self._read_line is None or self._busy else "")

    def _plan_of(self, text: str) -> PlannedLine:
        now, worktime, reasons = self._presence.clock(), self._presence.worktime, self._presence.reasons
        return read_plan(text, now=now, worktime=worktime, language=self._language, reasons=reasons)

    def _usable(self, line: str) -> str:
        """A suggestion that is a plan; "" for one that would be refused in turn: a time alone says no end."""
        try:
            self._plan_of(line)
        except BadInput:
            return ""
        return line

    def _take_line(self, line: str) -> None:
        self.line.setText(line)
        self.line.setFocus()

    def _enter(self) -> None:
        self._read()
        found = self._read_line
        if found is None:
            return
        if self._busy:
            self._next = self.line.text() != self._sent[0]
            return
        deputy = self._deputy()
        if deputy == "":
            self._refuse(self.tr("Choose the deputy from the list, or nobody."))
            self.deputy.setFocus()
            return
        if found.long and self._sure_of != self.line.text():
            self._sure_of = self.line.text()
            self._refuse(self._asks_long(found))
            self.button.setText(self.tr("Yes, {days} days").format(days=found.long))
            return
        self._busy, self._next, self._sent = True, False, (self.line.text(), self.deputy.currentIndex())
        self._say(self.tr("Sending …"), "dimmed")
        allow(self.button, self._said.text())
        request = wire.PlanRequest(
            found.reason.code,
            found.starts.isoformat(timespec="minutes"),
            found.ends.isoformat(timespec="minutes"),
            repeat=found.repeat,
            note=found.note,
            deputy=deputy,
            forward_to=DEPUTY if deputy else None,
        )
        self.entered.emit(Entered(request, self._changes))

    def _asks_long(self, found: PlannedLine) -> str:
        said = plan_sentence(found, self._presence, self._language)
        asks = self.tr("{plan} That is {days} days. Press Enter again if it is right.")
        return asks.format(plan=said, days=found.long)

    def _deputy(self) -> str | None:
        """The extension, None for nobody, "" for a name that is none."""
        typed = self.deputy.currentText().strip()
        if not typed:
            return None
        at = self.deputy.findText(typed, Qt.MatchFlag.MatchFixedString)
        if at < 0:
            return ""
        found: str | None = self.deputy.itemData(at)
        return found

    def _refuse(self, why: str) -> None:
        self._say(why, "error")
        self._said.refuse(why)

    def _say(self, said: str, role: str) -> None:
        if self._said.objectName() != role:
            self._said.setObjectName(role)
            self._said.style().polish(self._said)
        self._said.setText(said)
