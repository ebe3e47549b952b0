"""Leaving a message for a colleague, a unit, a duty or the switchboard; nothing typed is lost before the hub has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import shipped, wire
from kalix_presence.client.session import MessageLeft, WishState
from kalix_presence.desktop.messages import Messages
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.theme import named
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when import read
from kalix_presence.model.when.reading import short

WIDTH = 480


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible addressee, as it is offered."""

    kind: AddresseeKind
    code: str
    words: str


class MessageForm(QWidget):
    """Ctrl+Enter sends; Escape hides the form and keeps what is in it."""

    wish_made = Signal(object)

    def __init__(self, presence: Presence, messages: Messages, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._choices: dict[str, Choice] = {}
        self._sent: wire.MessageWish | None = None
        self.setWindowTitle(self.tr("Leave a message"))
        self._make_fields()
        self._build()
        self.setFixedWidth(WIDTH)
        messages.left.connect(self._left)
        presence.standings_changed.connect(lambda _: self._warn())

    def open(self, extension: str = "", *, number: str = "", name: str = "") -> None:
        """Come to the front, for this colleague and caller where they are known; what was typed before stays."""
        self._offer()
        person = self._presence.people.get(extension)
        if person is not None:
            self._to.setText(_person_words(person))
        if number:
            self._number.setText(number)
        if name:
            self._name.setText(name)
        self._warn()
        self._fit()
        self.show()
        self.raise_()
        self.activateWindow()
        (self._name if self._to.text() else self._to).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter anywhere sends."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def send(self) -> None:
        """Leave the message, or say what is missing."""
        choice = self._chosen()
        if choice is None:
            self._say(self.tr("Choose from the list whom the message is for."), self._to)
            return
        try:
            before = self._before()
        except BadInput as fault:
            self._say(sentence(fault, self._language), self._time)
            return
        self._say("")
        self._sent = wire.MessageWish(
            choice.code,
            choice.kind,
            self._name.text().strip(),
            self._number.text().strip(),
            self._organisation.text().strip(),
            self._about.toPlainText().strip(),
            self._urgent.isChecked(),
            None,
            before,
        )
        self._send.setEnabled(False)
        self.wish_made.emit(self._sent)

    # building

    def _make_fields(self) -> None:
        self._to, self._name, self._number, self._organisation, self._time = (QLineEdit() for _ in range(5))
        self._to.setPlaceholderText(self.tr("Name, extension, unit or duty"))
        self._time.setPlaceholderText(self.tr("If a time was wished: 15.00, tomorrow 9 …"))
        self._about = QPlainTextEdit()
        self._about.setTabChangesFocus(True)
        self._about.setFixedHeight(self._about.fontMetrics().lineSpacing() * 4 + 16)
        self._urgent = QCheckBox(self.tr("Urgent"))
        self._away, self._trouble = named(QLabel(), "warning"), named(QLabel(), "error")
        for label in (self._away, self._trouble):
            label.setWordWrap(True)
            label.hide()
        self._deputy = named(QPushButton(), "plain")
        self._deputy.clicked.connect(self._to_deputy)
        self._deputy.hide()
        self._send = named(QPushButton(self.tr("Leave message")), "primary")
        self._send.setToolTip(self.tr("Ctrl+Enter"))
        self._send.clicked.connect(self.send)
        self._to.textChanged.connect(lambda _: self._warn())

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for words, field in (
            (self.tr("&For"), self._to),
            (self.tr("&Who called"), self._name),
            (self.tr("N&umber"), self._number),
            (self.tr("&Organisation"), self._organisation),
            (self.tr("&About"), self._about),
            (self.tr("Call &before"), self._time),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            label.setMinimumHeight(self._to.sizeHint().height())
            row = grid.rowCount()
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
            if field is self._to:
                grid.addWidget(self._away, row + 1, 1)
                grid.addWidget(self._deputy, row + 2, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._urgent, grid.rowCount(), 1)
        grid.addWidget(self._trouble, grid.rowCount(), 1)
        cancel = named(QPushButton(self.tr("Cancel")), "plain")
        cancel.clicked.connect(self._throw_away)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._send)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 24, 24, 24)
        around.setSpacing(20)
        around.addLayout(grid)
        around.addLayout(buttons)

    def _offer(self) -> None:
        people = self._presence.people.values()
        units = {each.unit: each.unit_name for each in people}
        duties = {duty for each in people for duty in each.duties}
        choices = [Choice(AddresseeKind.PERSON, each.extension, _person_words(each)) for each in people]
        choices += [Choice(AddresseeKind.UNIT, code, self.tr("Unit: {name}").format(name=name)) for code, name in units.items()]
        choices += [Choice(AddresseeKind.DUTY, duty, self.tr("Duty: {name}").format(name=duty)) for duty in duties]
        choices.append(Choice(AddresseeKind.SWITCHBOARD, "", self.tr("The switchboard")))
        self._choices = {choice.words.casefold(): choice for choice in choices}
        completer = QCompleter(sorted(choice.words for choice in choices), self._to)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._to.setCompleter(completer)

    # what is typed

    def _chosen(self) -> Choice | None:
        typed = " ".join(self._to.text().split()).casefold()
        if typed in self._choices:
            return self._choices[typed]
        person = self._presence.people.get(typed)
        if person is not None:
            return Choice(AddresseeKind.PERSON, person.extension, _person_words(person))
        found = [choice for words, choice in self._choices.items() if typed and typed in words]
        return found[0] if len(found) == 1 else None

    def _before(self) -> datetime | None:
        text = self._time.text().strip()
        if not text:
            return None
        return read(text, now=self._presence.clock(), worktime=self._presence.worktime, language=self._language).moment

    def _warn(self) -> None:
        """Say while it is written that the addressee is away for long, and offer the deputy."""
        choice = self._chosen()
        person = self._presence.people.get(choice.code) if choice is not None and choice.kind is AddresseeKind.PERSON else None
        standing = self._presence.board.standings.get(person.extension) if person is not None else None
        absence = standing.absence if standing is not None else None
        deputy = self._presence.people.get(person.deputy or "") if person is not None else None
        shown = person is not None and absence is not None
        if shown and person is not None and absence is not None:
            reason = self._presence.reason_name(absence.reason, self._language)
            if absence.end is None:
                said = self.tr("{name} is away until further notice: {reason}.").format(name=person.name, reason=reason)
            else:
                words = shipped.words(self._language)
                back = short(absence.end, now=self._presence.clock(), zone=self._presence.zone, words=words)
                said = self.tr("{name} is away: {reason}, back {time}.").format(name=person.name, reason=reason, time=back)
            self._away.setText(said)
        self._away.setVisible(shown)
        offered = shown and deputy is not None and absence is not None and self._is_long(absence)
        self._deputy.setVisible(offered)
        if offered and deputy is not None:
            self._deputy.setText(self.tr("Leave it with the deputy, {name}").format(name=deputy.name))
        self._fit()

    def _is_long(self, absence: wire.ShownAbsence) -> bool:
        """Whether the absence lasts past the next working day's beginning: too long for a message to wait."""
        if absence.end is None:
            return True
        worktime = self._presence.worktime
        today = self._presence.clock().astimezone(worktime.tz).date()
        starts = worktime.starts(worktime.next_working_day(today))
        return starts is not None and absence.end > starts

    def _to_deputy(self) -> None:
        choice = self._chosen()
        person = self._presence.people.get(choice.code) if choice is not None else None
        deputy = self._presence.people.get(person.deputy or "") if person is not None else None
        if deputy is not None:
            self._to.setText(_person_words(deputy))

    def _left(self, left: MessageLeft) -> None:
        if left.wish != self._sent or left.state is WishState.SENDING:
            return
        self._sent = None
        self._send.setEnabled(True)
        if left.state is WishState.REFUSED and left.error is not None:
            self._say(sentence(left.error, self._language))
            return
        self._throw_away()

    def _throw_away(self) -> None:
        for field in (self._to, self._name, self._number, self._organisation, self._time):
            field.clear()
        self._about.clear()
        self._urgent.setChecked(False)
        self._say("")
        self.hide()

    def _say(self, text: str, field: QWidget | None = None) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        if field is not None:
            field.setFocus()
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH) if layout.hasHeightForWidth() else layout.sizeHint().height())


def _person_words(person: wire.PersonView) -> str:
    return f"{person.name}, {person.extension}"
