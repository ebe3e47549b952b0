"""Extensions: asked for by the unit, approved by the officer, carried out by the switchboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QWidget

from kalix_presence import wire
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField
from kalix_presence.desktop.officer.desk_page import DeskPage, card
from kalix_presence.desktop.officer.request_words import kind_words, number_words, request_lines, step_words
from kalix_presence.desktop.officer.secret_card import secret_card
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.fields import ABOUT
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.extension_request import BY_HUB, Kind, Step
from kalix_presence.model.when.one_day import read_day

KINDS = (Kind.ORDER, Kind.CHANGE, Kind.MOVE, Kind.END)


class RequestsPage(DeskPage):
    """What may be done with a request is what the hub says of it, and nothing else."""

    ask_asked = Signal(object)
    """An `ExtensionWish`."""
    step_asked = Signal(str, object)
    """The id of a request, and an `ExtensionStep`."""
    secret_noted = Signal(str)
    """Somebody has the secret of the phone of the request with this id: it may be forgotten."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__("")
        self.title = self.tr("Extensions")
        self._presence, self._language = presence, language
        self._told: wire.ExtensionRequestsView | None = None
        self._typed: dict[str, tuple[str, str]] = {}
        self._secrets: list[wire.ExtensionRequestView] = []
        self._asked: str | None = None
        self.kind, self.unit, self.to_unit = QComboBox(), QComboBox(), QComboBox()
        for kind in KINDS:
            self.kind.addItem(kind_words(kind), kind)
        self.name, self.whose = QLineEdit(), AddresseeField(presence, language, switchboard=False)
        self.number, self.day, self.words = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(self.tr("Who it is for"))
        self.number.setPlaceholderText(self.tr("Any free number"))
        self.day.setPlaceholderText(self.tr("For example: 1 February"))
        self.words.setPlaceholderText(self.tr("What else should be known"))
        for words, field in (
            (self.tr("&What"), self.kind),
            (self.tr("&Name"), self.name),
            (self.tr("W&hose"), self.whose),
            (self.tr("&Unit"), self.unit),
            (self.tr("To un&it"), self.to_unit),
            (self.tr("Nu&mber"), self.number),
            (self.tr("&Done by"), self.day),
            (self.tr("&Remark"), self.words),
        ):
            self.field(words, field)
        self.ask = named(QPushButton(self.tr("Ask for it")), "primary")
        self.ask.clicked.connect(self._ask)
        self.grid.addWidget(wrapped(self.ask), self.grid.rowCount(), 1)
        self.kind.currentIndexChanged.connect(self._offer)
        self._offer()
        self.show_numbers(None)

    def show_requests(self, told: wire.ExtensionRequestsView | None) -> None:
        """These are all that I have a part in; None: they are not known."""
        self._told = told
        if told is None:
            self.form.hide()
            self._show_all()
            return
        people = self._presence.people.values()
        units = {each.unit: each.unit_name for each in people}
        units |= {each.administration: each.administration_name for each in people}
        for box in (self.unit, self.to_unit):
            chosen = box.currentData()
            box.clear()
            for code in told.may_ask:
                box.addItem(units.get(code, code), code)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self.form.setVisible(bool(told.may_ask))
        self._asked = None
        self._show_all()

    def show_secrets(self, told: list[wire.ExtensionRequestView]) -> None:
        """These phones were set up just now, each with a secret that is shown here and nowhere else."""
        more = len(told) > len(self._secrets)
        self._secrets = list(told)
        self._show_all()
        if more:  # brought into sight, and read out
            button = self._cards.findChild(QPushButton)
            if button is not None:
                button.setFocus()

    def _show_all(self) -> None:
        secrets = [secret_card(one, partial(self.secret_noted.emit, one.id)) for one in self._secrets]
        requests = self._told.requests if self._told is not None else []
        nothing = self.tr("Nothing is asked for.")
        if self._told is None:
            nothing = self.tr("Not known without contact with the presence server.")
        self.show_cards([*secrets, *map(self._card, requests)], nothing)

    def show_numbers(self, numbers: wire.NumbersView | None) -> None:
        """Which numbers are free; None: that is not known."""
        said = number_words(numbers, self._presence, self._language)
        self.lead.setText(said)
        self.lead.setVisible(bool(said))

    def _offer(self) -> None:
        """Only the fields that this kind of request has."""
        kind = Kind(self.kind.currentData())  # Qt keeps but the text of it
        shown = {self.name: kind is Kind.ORDER, self.number: kind is Kind.ORDER, self.unit: kind is Kind.ORDER}
        shown |= {self.whose: kind is not Kind.ORDER, self.to_unit: kind is Kind.MOVE}
        for label in self.form.findChildren(QLabel):
            field = label.buddy()
            if isinstance(field, QWidget) and field in shown:
                label.setVisible(shown[field])
                field.setVisible(shown[field])

    def _card(self, one: wire.ExtensionRequestView) -> QFrame:
        head, late, lines = request_lines(one, self._presence, self._language)
        by_hub = self._told is not None and self._told.by_hub
        steps = [step for step in one.may if step is not Step.UNKNOWN and (by_hub or step not in BY_HUB)]
        acts = [(step_words(step), partial(self._step, one, step)) for step in steps]
        made = card(head, lines, acts, late)
        if acts:
            word, number = QLineEdit(), QLineEdit()
            word.setPlaceholderText(self.tr("A few words: why, or a comment"))
            word.setAccessibleName(self.tr("A few words about {what}").format(what=head))
            number.setPlaceholderText(self.tr("Number"))
            number.setAccessibleName(self.tr("Number for {what}").format(what=head))
            for field, text in zip((word, number), self._typed.get(one.id, ("", "")), strict=True):
                field.setText(text)
                field.textChanged.connect(lambda _: self._typed.update({one.id: (word.text(), number.text())}))
            number.setVisible(one.kind is Kind.ORDER and Step.ORDER in one.may and not one.number)
            made.setProperty(ABOUT, one.id)
            inside = made.layout()
            assert inside is not None  # noqa: S101 - a card has one
            inside.addWidget(word)
            if not number.isHidden():
                inside.addWidget(number)
            else:
                number.setParent(made)
        return made

    def _step(self, one: wire.ExtensionRequestView, step: Step) -> None:
        if self._asked == one.id:
            return  # it is on its way: the PBX may take some seconds
        self._asked = one.id
        for shown in self._cards.findChildren(QFrame):
            if step in BY_HUB and shown.property(ABOUT) == one.id:
                _say_on(shown, step_words(step), self.tr("Asking the PBX …"))
        word, number = self._typed.get(one.id, ("", ""))
        self.step_asked.emit(one.id, wire.ExtensionStep(one.version, step, word.strip(), number.strip()))

    def answered(self, request_id: str, *, taken: bool) -> None:
        """The hub has said yes or no to a step: what was typed for one that is `taken` is let go of."""
        self._asked = None
        if taken:
            self._typed.pop(request_id, None)

    def _ask(self) -> None:
        kind, typed = Kind(self.kind.currentData()), self.day.text().strip()
        whose = self.whose.chosen()
        if kind is not Kind.ORDER and (whose is None or whose.kind is not AddresseeKind.PERSON):
            self.say(self.tr("Choose a colleague, by name or extension."))
            self.whose.setFocus()
            return
        now, worktime = self._presence.clock(), self._presence.worktime
        try:
            wanted = read_day(typed, now=now, worktime=worktime, language=self._language)
        except BadInput as fault:
            self.say(sentence(fault, self._language))
            self.day.setFocus()
            return
        self.say("")
        words = self.words.text().strip()
        if kind is Kind.ORDER or whose is None:
            unit, number = str(self.unit.currentData()), self.number.text().strip()
            self.ask_asked.emit(wire.ExtensionWish(kind, unit, wanted, number, self.name.text().strip(), words=words))
            return
        person = self._presence.people.get(whose.code)
        to_unit = str(self.to_unit.currentData()) if kind is Kind.MOVE else ""
        unit = person.unit if person is not None else ""
        self.ask_asked.emit(wire.ExtensionWish(kind, unit, wanted, whose.code, "", to_unit, words))


def _say_on(shown: QFrame, before: str, now: str) -> None:
    """The button of a card says something else."""
    for button in shown.findChildren(QPushButton):
        if button.text() == before:
            button.setText(now)
