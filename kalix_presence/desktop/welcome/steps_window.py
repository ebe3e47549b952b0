"""A newcomer's first steps, from the extension to the first call: what is true ticks them, and they may wait."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.facts import left_of, signed
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.welcome.step_card import StepCard
from kalix_presence.desktop.welcome.working_day import next_working_day
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.callback import Outcome
from kalix_presence.model.newcomer import FirstStep
from kalix_presence.model.when.reading import short_day

WIDTH = 540


class FirstStepsWindow(QWidget):
    """Asks by signals; a step is shown as done when the hub says so, and not before. Esc puts it off."""

    hours_said = Signal()
    """The hours that hold now are one's own."""
    settings_asked = Signal()
    panel_asked = Signal()
    ring_asked = Signal()
    said = Signal(object)
    """A `wire.StepSaid`."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._turned: FirstStep | None = None
        """The step that was chosen out of turn."""
        self._found = wire.FirstSteps()
        self._read = ""
        self._had: StepCard | None = None
        self.setWindowTitle(self.tr("First steps"))
        self._title, self._lead, self.trouble = named(QLabel(), "title"), named(QLabel(), "dimmed"), named(Said(), "error")
        self._build_buttons()
        self.cards = {
            FirstStep.EXTENSION: StepCard(self.tr("Your extension")),
            FirstStep.HOURS: StepCard(self.tr("When you can be reached"), self._mine, self._change),
            FirstStep.SIGNATURE: StepCard(self.tr("Your signature"), self._copy),
            FirstStep.CODES: StepCard(self.tr("Coding the phone"), self._know),
            FirstStep.POLICY: StepCard(self.tr("The telephone policy"), self._open, self._accept),
            FirstStep.ABSENCE: StepCard(self.tr("Your first absence"), self._away),
            FirstStep.CALL: StepCard(self.tr("A call to your own telephone"), self._ring),
        }
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 8)
        around.setSpacing(10)
        for label in (self._title, self._lead, self.trouble):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        around.addWidget(self._title)
        around.addWidget(self._lead)
        for step, card in self.cards.items():
            around.addWidget(card)
            card.turned_to.connect(lambda step=step: self._turn_to(step))
        around.addWidget(self.trouble)
        self.trouble.hide()
        self._later = named(QPushButton(), "plain")
        self._later.clicked.connect(self.hide)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 24)
        foot.addStretch(1)
        foot.addWidget(self._later)
        self._fitted = Fitted(self, inside, WIDTH, foot=foot)
        presence.facts_changed.connect(self._paint)
        self._paint()

    def _build_buttons(self) -> None:
        self._mine, self._change = self._button(self.tr("These are my hours")), self._button(self.tr("Change my times …"))
        self._copy, self._know = self._button(self.tr("Copy signature")), self._button(self.tr("I know how"))
        self._open, self._accept = self._button(self.tr("Read it")), self._button(self.tr("I have read it and accept it"))
        self._away, self._ring = self._button(self.tr("Set an absence …")), self._button(self.tr("Ring my telephone"))
        self._mine.clicked.connect(self.hours_said)
        self._change.clicked.connect(self.settings_asked)
        self._copy.clicked.connect(self._copy_signature)
        self._know.clicked.connect(lambda: self.said.emit(wire.StepSaid(FirstStep.CODES)))
        self._open.clicked.connect(self._read_policy)
        self._accept.clicked.connect(lambda: self.said.emit(wire.StepSaid(FirstStep.POLICY, version=self._read)))
        self._away.clicked.connect(self.panel_asked)
        self._ring.clicked.connect(self.ring_asked)

    def _button(self, words: str) -> QPushButton:
        return named(QPushButton(words), "chip")

    def open(self) -> None:
        """Come to the front, with the keyboard at the first step that is not done."""
        come_forward(self)
        self._go_on()

    def show_steps(self, found: wire.FirstSteps) -> None:
        """This is how it stands."""
        before, self._found = self._found.policy, found
        if before is not None and before != found.policy:
            self.cards[FirstStep.POLICY].show_more("")
        had = self._keyboard()
        self._paint()
        if had is not None and had.is_done and self.isVisible():
            self._go_on()

    def _turn_to(self, step: FirstStep) -> None:
        self._turned = step
        self._paint()
        self._go_on()

    def _go_on(self) -> None:
        """The keyboard goes to the step at hand."""
        self._had = None
        card = next((each for each in self.cards.values() if each.at_hand), None)
        usable = [button for button in card.buttons if button.isEnabled()] if card is not None else []
        (usable[0] if usable else self._later).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keyboard(self) -> StepCard | None:
        """The step at which the keyboard is, or was when the hub was asked: a button that waits loses it."""
        at = next((each for each in self.cards.values() if self.focusWidget() in each.buttons), None)
        return at or self._had

    def show_fault(self, sentence: str) -> None:
        """The hub does not answer, or refuses; what is shown stays."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.wait("")

    def wait(self, why: str) -> None:
        """Something is asked of the hub: the buttons wait, for this reason; "" no longer."""
        if why:
            self._had = self._keyboard()
        for card in self.cards.values():
            card.wait(why)
        if not why:
            self._allow()
            if self._had is not None and self.isVisible():
                self._go_on()

    def show_ringing(self) -> None:
        """The telephone is about to ring."""
        self.cards[FirstStep.CALL].say(self.tr("Your telephone rings. Answer it."))

    def show_rang(self, outcome: Outcome) -> None:
        """How that ended; an answer ticks the step by itself."""
        said = {
            Outcome.ANSWERED: "",
            Outcome.NO_ANSWER: self.tr("Nobody answered. Try again when you are at the telephone."),
            Outcome.BUSY: self.tr("The telephone was busy, or the call was declined. Try again."),
        }
        failed = self.tr("The telephone could not be rung. Is it connected? Otherwise ask your telephone officer.")
        self.cards[FirstStep.CALL].say(said.get(outcome, failed))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc puts it off."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    # what it says

    def _paint(self) -> None:
        done = {each.step: each.done for each in self._found.steps}
        left = len(left_of(self._found))
        person = self._presence.me.person if self._presence.me is not None else None
        name = person.name if person is not None else ""
        self._title.setText(self.tr("Welcome {name}").format(name=name) if name else self.tr("First steps"))
        if not done:
            self._lead.setText(self.tr("Not known without contact with the presence server."))
        elif left:
            self._lead.setText(self.tr("%n step(s) left. What is done is kept; the icon's menu leads back here.", "", left))
        else:
            self._lead.setText(self.tr("Everything is done."))
        self._later.setText(self.tr("Later") if left or not done else self.tr("Close"))
        for step in (FirstStep.POLICY, FirstStep.CALL):
            if done.get(step):
                self.cards[step].say("")
        words = self._words(person)
        for step, card in self.cards.items():
            card.setVisible(step in done)
            is_done, at_hand = done.get(step, False), step is self._at_hand(done)
            shown = at_hand or step is FirstStep.EXTENSION
            card.show_state(done=is_done, at_hand=at_hand, words=words[step] if shown else "")
        if person is not None and not done.get(FirstStep.SIGNATURE, True):
            self.cards[FirstStep.SIGNATURE].show_more(self._signature(person))
        self._allow()
        self._fitted.fit()

    def _at_hand(self, done: dict[FirstStep, bool]) -> FirstStep | None:
        """The one that was chosen, else the first that is left."""
        if self._turned is not None and not done.get(self._turned, True):
            return self._turned
        return next((step for step in left_of(self._found) if step in self.cards), None)

    def _words(self, person: wire.PersonView | None) -> dict[FirstStep, str]:
        found, policy = self._found, self._found.policy
        day = next_working_day(self._presence)
        hours = (
            self.tr("As far as it is known you work from {starts} to {ends} on your next working day.").format(
                starts=day[0], ends=day[1]
            )
            if day is not None
            else self.tr("Your working time is not known.")
        )
        version = ""
        if policy is not None:
            day_said = short_day(policy.day, now=self._presence.clock(), words=shipped.words(self._language))
            version = self.tr("Version {version}, adopted {day}.").format(version=policy.version, day=day_said)
        codes = self.tr("On the phone {set}1*1300# is lunch, back at 13.00, and {back} says that you are back.")
        return {
            FirstStep.EXTENSION: self._extension(person),
            FirstStep.HOURS: hours,
            FirstStep.SIGNATURE: self.tr("Your direct number belongs under everything that you send."),
            FirstStep.CODES: codes.format(set=found.code_set, back=found.code_back),
            FirstStep.POLICY: version,
            FirstStep.ABSENCE: self.tr("Say where you are before you go, for instance lunch; end it when you are back."),
            FirstStep.CALL: self.tr("Your telephone rings as when somebody calls you. Pick it up: you hear a tone."),
        }

    def _extension(self, person: wire.PersonView | None) -> str:
        if person is None:
            return ""
        if person.direct:
            words = self.tr("Colleagues dial {extension}, everybody else {direct}.")
            return words.format(extension=person.extension, direct=person.direct)
        return self.tr("Colleagues dial {extension}.").format(extension=person.extension)

    def _signature(self, person: wire.PersonView) -> str:
        return signed(person, self._presence.view, self._language).text

    def _allow(self) -> None:
        policy = self._found.policy
        there = policy is not None and self._read == policy.version
        allow(self._accept, "" if there else self.tr("Read it first."))
        unable = bool(self._found.steps) and not self._found.can_ring
        allow(self._ring, self.tr("This PBX cannot ring a telephone from here.") if unable else "")
        if unable and not self.cards[FirstStep.CALL].is_done:
            self.cards[FirstStep.CALL].say(
                self.tr("This PBX cannot ring a telephone from here. Call yours from another one, and leave this step.")
            )

    # what is done here

    def _copy_signature(self) -> None:
        person = self._presence.me.person if self._presence.me is not None else None
        if person is not None:
            QGuiApplication.clipboard().setText(self._signature(person))
            self.cards[FirstStep.SIGNATURE].say(self.tr("Copied. Paste it in the settings of your e-mail program."))
            self.said.emit(wire.StepSaid(FirstStep.SIGNATURE))

    def _read_policy(self) -> None:
        policy = self._found.policy
        if policy is None:
            return
        if policy.link and not QDesktopServices.openUrl(QUrl(policy.link)):
            self.cards[FirstStep.POLICY].say(self.tr("No browser opened. Read it at the address above."))
        self.cards[FirstStep.POLICY].show_more(policy.link or policy.text)
        self._read = policy.version
        self._allow()
        self._fitted.fit()
