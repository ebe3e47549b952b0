"""Leaving a message for a colleague, a unit, a duty or the switchboard; nothing typed is lost before the hub has it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
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
from kalix_presence.client.local.message_draft import Draft
from kalix_presence.client.session_events import MessageLeft, RequestState
from kalix_presence.desktop.callbacks.addressee_advice import about_addressee, proposed_deputy
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField, Choice
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.enter_key import ENTER, enters
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.reading import full, short
from kalix_presence.model.when.window import Window, read_window

WIDTH = 480


class MessageForm(QWidget):
    """Ctrl+Enter sends; Escape hides the form and keeps what is in it."""

    request_made = Signal(object)
    advice_wanted = Signal(str, bool)
    """About this extension, for a message that is urgent or not; `show_advice` gives it."""

    edited = Signal()
    """Something was typed or emptied."""

    def __init__(self, presence: Presence, messages: Messages, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._sent: wire.MessageRequest | None = None
        self._asked_about = ("", False)
        self._advice: wire.CallbackAdvice | None = None
        self._put_away: datetime | None = None
        self._thrown: Draft | None = None
        """What stood in the fields before they were emptied, until something is typed."""
        self.setWindowTitle(self.tr("Leave a message"))
        self._make_fields()
        self._build()
        messages.left.connect(self._left)
        presence.standings_changed.connect(self._look_at_addressee)  # not a lambda, which would outlive the form

    def open(self, extension: str = "", *, number: str = "", name: str = "") -> None:
        """Come to the front, for this colleague and caller where they are known; what was typed before stays. The keyboard is
        at the first thing that is still to be said: about a call that goes on, what it is about."""
        self._say_kept()
        self._to.choose(extension)
        if number:
            self._number.setText(number)
        if name:
            self._name.setText(name)
        self._look_at_addressee()
        self._offer_anew()
        self._fitted.fit()
        come_forward(self)
        self._first_to_say().setFocus()

    def _say_kept(self) -> None:
        """A draft that was put away says so: else it would be taken for an empty form."""
        hint, at = "", self._put_away
        if not self.is_empty and not self.isVisible():
            hint = self.tr("A draft, not left yet.")
            if at is not None:
                words, presence = shipped.words(self._language), self._presence
                since = short(at, now=presence.clock(), zone=presence.zone, words=words)
                hint = self.tr("Draft from {time}, not left yet.").format(time=since)
        self._show_hint(self._kept, hint)

    def _offer_anew(self) -> None:
        self._thrown = None
        self._anew.setText(self.tr("Begin anew"))
        self._anew.setVisible(not self.is_empty)

    def _begin_anew(self) -> None:
        """Empty the fields, or have back what stood in them."""
        back, before = self._thrown, self.draft
        self.draft = back or Draft()
        self._show_hint(self._kept, "")
        self._say("")
        self._offer_anew()
        if back is None:
            self._thrown = before
            self._anew.setText(self.tr("Undo"))
            self._anew.show()
        self._first_to_say().setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What is typed stays, and says later from when it is."""
        self._put_away = self._presence.clock()
        super().hideEvent(event)

    def _first_to_say(self) -> QWidget:
        if not self._to.text():
            return self._to
        return self._about if self._name.text() and self._number.text() else self._name

    @property
    def draft(self) -> Draft:
        """What is typed now."""
        to, name, number, organisation = (field.text() for field in (self._to, self._name, self._number, self._organisation))
        about, when, urgent = self._about.toPlainText(), self._when.text(), self._urgent.isChecked()
        return Draft(to, name, number, organisation, about, when, urgent)

    @draft.setter
    def draft(self, draft: Draft) -> None:
        typed = (draft.to, draft.name, draft.number, draft.organisation, draft.when)
        for field, text in zip((self._to, self._name, self._number, self._organisation, self._when), typed, strict=True):
            field.setText(text)
        self._about.setPlainText(draft.about)
        self._urgent.setChecked(draft.urgent)
        self._look_at_addressee()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return self.draft == Draft()

    def show_advice(self, extension: str, advice: wire.CallbackAdvice | None) -> None:
        """The hub's answer to `advice_wanted`; None when it could not be asked: then what the board shows is told."""
        if extension == self._asked_about[0]:
            self._advice = advice
            self._show_addressee()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter anywhere sends."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif not enters(self, event):
            super().keyPressEvent(event)

    def send(self) -> None:
        """Leave the message, or say what is missing."""
        choice = self._to.chosen()
        if choice is None:
            self._say(self.tr("Choose from the list whom the message is for."), self._to)
            return
        try:
            self._read_number()
        except BadInput as fault:
            self._say(sentence(fault, self._language), self._number)
            return
        try:
            window = self._window()
        except BadInput as fault:
            self._say(sentence(fault, self._language), self._when)
            return
        self._say("")
        draft = self.draft
        self._sent = wire.MessageRequest(
            choice.code,
            choice.kind,
            draft.name.strip(),
            draft.number.strip(),
            draft.organisation.strip(),
            draft.about.strip(),
            draft.urgent,
            window.after,
            window.before,
        )
        allow(self._send, self.tr("The server is being asked."))
        self.request_made.emit(self._sent)

    # building

    def _make_fields(self) -> None:
        self._to = AddresseeField(self._presence, self._language)
        self._name, self._number, self._organisation, self._when = (QLineEdit() for _ in range(4))
        self._to.setPlaceholderText(self.tr("Name, extension, unit or duty"))
        self._when.setPlaceholderText(self.tr("If a time was wished: before 15, 13-15, tomorrow 9 …"))
        self._about = QPlainTextEdit()
        self._about.setTabChangesFocus(True)
        self._about.setFixedHeight(self._about.fontMetrics().lineSpacing() * 4 + 16)
        self._urgent = QCheckBox(self.tr("Urgent"))
        self._away, self._trouble = named(QLabel(), "warning"), named(Said(), "error")
        self._due = named(Said(), "dimmed")
        self._number_said, self._when_said = (named(Said(field=each), "dimmed") for each in (self._number, self._when))
        for label in (self._away, self._trouble, self._due, self._number_said, self._when_said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.hide()
        self._kept = named(QLabel(), "dimmed")
        self._kept.setWordWrap(True)
        self._kept.hide()
        self._anew = named(QPushButton(self.tr("Begin anew")), "plain")
        self._anew.clicked.connect(self._begin_anew)
        self._anew.hide()
        self._deputy = named(QPushButton(), "plain")
        self._deputy.clicked.connect(self._to_deputy)
        self._deputy.hide()
        self._send = named(QPushButton(self.tr("Leave message   Ctrl+Enter")), "primary")
        self._send.setToolTip(self.tr("Ctrl+Enter"))
        self._send.clicked.connect(self.send)
        self._to.textChanged.connect(lambda _: self._look_at_addressee())
        self._urgent.toggled.connect(lambda _: self._look_at_addressee())
        self._number.textChanged.connect(lambda _: self._show_number())
        self._when.textChanged.connect(lambda _: self._show_window())
        for field in (self._to, self._name, self._number, self._organisation, self._when):
            field.textChanged.connect(lambda _: self.edited.emit())
        self._about.textChanged.connect(self.edited)
        self._urgent.toggled.connect(lambda _: self.edited.emit())
        self.edited.connect(self._offer_anew)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for words, field, below in (
            (self.tr("&For"), self._to, (self._away, self._due, self._deputy)),
            (self.tr("&Who called"), self._name, ()),
            (self.tr("N&umber"), self._number, (self._number_said,)),
            (self.tr("&Organisation"), self._organisation, ()),
            (self.tr("&About"), self._about, ()),
            (self.tr("&When"), self._when, (self._when_said,)),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            label.setMinimumHeight(self._to.sizeHint().height())
            cell = QVBoxLayout()
            cell.setSpacing(6)
            cell.addWidget(field)
            for part in below:
                cell.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if part is self._deputy else Qt.AlignmentFlag(0))
            row = grid.rowCount()
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(cell, row, 1)
        grid.addWidget(self._urgent, grid.rowCount(), 1)
        grid.addWidget(self._trouble, grid.rowCount(), 1)
        hide = named(QPushButton(self.tr("Hide   Esc")), "plain")
        hide.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 20, 24, 24)
        buttons.addWidget(self._anew)
        buttons.addStretch(1)
        buttons.addWidget(hide)
        buttons.addWidget(self._send)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 0)
        around.setSpacing(20)
        around.addWidget(self._kept)
        around.addLayout(grid)
        self._fitted = Fitted(self, inside, WIDTH, foot=buttons)

    # what is typed, said back while it is typed

    def _window(self) -> Window:
        now, worktime = self._presence.clock(), self._presence.worktime
        return read_window(self._when.text(), now=now, worktime=worktime, language=self._language)

    def _read_number(self) -> str:
        """The number as it is written; "" for none. Raises BadInput `message-number`."""
        from kalix_presence.model.phone_number import read_number, written

        typed, country = self._number.text().strip(), self._presence.view.country if self._presence.view else "SE"
        person = self._presence.people.get(typed)
        return person.name if person is not None else written(read_number(typed, country), country)

    def _show_number(self) -> None:
        try:
            said = self._read_number()
        except BadInput:
            said = ""  # it is being typed; what is wrong with it is said when it is sent
        self._show_hint(self._number_said, said if said != self._number.text().strip() else "")

    def _show_window(self) -> None:
        try:
            window = self._window()
        except BadInput as fault:
            self._show_hint(self._when_said, sentence(fault, self._language))
            return
        words, now, zone = shipped.words(self._language), self._presence.clock(), self._presence.zone
        after = full(window.after, now=now, zone=zone, words=words) if window.after else ""
        before = full(window.before, now=now, zone=zone, words=words) if window.before else ""
        if after and before:
            said = self.tr("Not before {after}, and before {before}").format(after=after, before=before)
        elif after:
            said = self.tr("Not before {after}").format(after=after)
        else:
            said = self.tr("Before {before}").format(before=before) if before else ""
        self._show_hint(self._when_said, said)

    def _person(self) -> wire.PersonView | None:
        choice: Choice | None = self._to.chosen()
        is_person = choice is not None and choice.kind is AddresseeKind.PERSON
        return self._presence.people.get(choice.code) if is_person and choice is not None else None

    def _look_at_addressee(self, _changed: object = None) -> None:
        """Ask while it is written whether the addressee can call back in time."""
        person = self._person()
        about = (person.extension if person is not None else "", self._urgent.isChecked())
        if about != self._asked_about:
            self._asked_about, self._advice = about, None
            if about[0]:
                self.advice_wanted.emit(*about)
        self._show_addressee()

    def _show_addressee(self) -> None:
        person = self._person()
        away, due = about_addressee(person, self._advice, self._presence, self._language) if person is not None else ("", "")
        self._show_hint(self._away, away)
        self._show_hint(self._due, due)
        deputy = proposed_deputy(person, self._advice, self._presence) if person is not None else None
        self._deputy.setVisible(deputy is not None)
        if deputy is not None:
            self._deputy.setText(self.tr("Leave it with the deputy, {name}").format(name=deputy.name))

    def _to_deputy(self) -> None:
        person = self._person()
        deputy = proposed_deputy(person, self._advice, self._presence) if person is not None else None
        if deputy is not None:
            self._to.choose(deputy.extension)

    # what becomes of it

    def _left(self, left: MessageLeft) -> None:
        if left.request != self._sent or left.state is RequestState.SENDING:
            return
        self._sent = None
        allow(self._send)
        if left.state is RequestState.REFUSED and left.error is not None:
            self._say(sentence(left.error, self._language))
            return
        self.throw_away()

    def throw_away(self) -> None:
        """Empty the form and put it away."""
        self.draft = Draft()
        self._say("")
        self.hide()

    def take_back(self, request: wire.MessageRequest) -> None:
        """Have a message in the fields again that was refused after the form was put away."""
        name, number, organisation = request.caller_name, request.caller_number, request.caller_organisation
        zone = ZoneInfo(self._presence.zone)
        after, before = (
            f"{moment.astimezone(zone):%Y-%m-%d %H.%M}" if moment else ""
            for moment in (request.call_after, request.call_before)
        )
        when = before or (self.tr("after {time}").format(time=after) if after else "")
        to = self._to.words_for(request.to_kind, request.to)
        self.draft = Draft(to, name, number, organisation, request.about, when, request.urgent)

    def _show_hint(self, label: QLabel, text: str) -> None:
        if label.text() != text or label.isHidden() is bool(text):
            label.setText(text)
            label.setVisible(bool(text))

    def _say(self, text: str, field: QWidget | None = None) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        if field is not None:
            field.setFocus()
