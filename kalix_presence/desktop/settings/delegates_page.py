"""The page of delegates: whom I let act for me, and for whom I may; each step counts at once, not by Save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.connection import delegations as exchange
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField
from kalix_presence.desktop.presence import Presence, fault_sentence, sentence
from kalix_presence.desktop.settings.page import SettingsPage, small_label
from kalix_presence.desktop.status.acts_for import days, rights
from kalix_presence.desktop.widgets.long_box import LongBox
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.errors import BadInput, PresenceError
from kalix_presence.model.when.one_day import read_day

SAID_AT = {"extension": "extension", "rights": "rights", "until": "until"}
"""Fields of a refusal, and where they are said."""


class DelegatesPage(SettingsPage):
    """`submit` has the session do something and tells its outcome, as `Bridge.submit` does."""

    def __init__(self, presence: Presence, language: str, submit: Submit) -> None:
        super().__init__("")
        self.title = self.tr("Delegates")
        self._presence, self._language, self._submit = presence, language, submit
        self.whom = AddresseeField(presence, language, but=presence.extension or "", switchboard=False)
        self.whom.setPlaceholderText(self.tr("Name or extension"))
        self.absence = LongBox(self.tr("Set, plan and end my absence"))
        self.messages = LongBox(self.tr("Read and take my callbacks"))
        self.plans = LongBox(self.tr("See my plans, without sensitive reasons"))
        self.until = QLineEdit()
        self.until.setPlaceholderText(self.tr("For example: Friday, or 30 June"))
        self.give = named(QPushButton(self.tr("Make delegate")), "plain")
        self.give.clicked.connect(self._give)
        self.row(self.tr("A colleague"), self.whom, "extension")
        self.row(self.tr("May"), self.absence)
        self.row("", self.messages)
        self.row("", self.plans, "rights")
        self.row(self.tr("Last day"), self.until, "until")
        self.row("", self.give, "done")
        self.given, self.received = _Rows(), _Rows()
        self.row(self.tr("Act for you"), self.given)
        self.row(self.tr("You act for"), self.received, "ended")
        self.note(
            self.tr(
                "Both of you see this, and you can both end it at once. What a delegate does for you is told to you and noted. "
                "No delegate sees a sensitive reason, your notes or a private number."
            )
        )
        self.rows.addStretch(1)
        presence.facts_changed.connect(self._changed)
        self.show_delegations(None)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Ask anew; what is wrong with what was half typed is not said any longer."""
        for name in self.said:
            self.say(name, "")
        self.fetch()

    def fetch(self) -> None:
        """Ask the hub who may act for whom."""
        self._submit(lambda session: exchange.delegations(session.hub), self._fetched)

    def show_delegations(self, told: wire.DelegationsView | None) -> None:
        """Show these; None: nobody knows."""
        unknown = self.tr("Not known without contact with the presence server.")
        nobody = unknown if told is None else self.tr("Nobody.")
        given, received = ([], []) if told is None else (told.given, told.received)
        self.given.show_rows([self._row(one, one.delegate_name, one.delegate) for one in given], nobody)
        self.received.show_rows([self._row(one, one.giver_name, one.giver) for one in received], nobody)
        allow(self.give, unknown if told is None else "")
        follow_the_eye(self.window())
        self.changed.emit()

    def _row(self, one: wire.DelegationView, name: str, extension: str) -> QWidget:
        made = QWidget()
        title, about = named(QLabel(f"{name} · {extension}"), "strong"), small_label()
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        about.setText(f"{rights(one)} · {days(one, self._presence, self._language)}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(about)
        end = named(QPushButton(self.tr("End")), "plain")
        end.setAccessibleName(self.tr("End {name}").format(name=name))
        end.clicked.connect(lambda: self._ask(lambda session: exchange.end(session.hub, one.id), self._ended))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _changed(self) -> None:
        if self.isVisible():
            self.fetch()

    def _fetched(self, told: wire.DelegationsView | None, fault: Exception | None) -> None:
        self.show_delegations(told)
        if fault is not None and not isinstance(fault, PresenceError):
            raise fault

    def _give(self) -> None:
        for name in self.said:
            self.say(name, "")
        who = self.whom.chosen()
        if who is None or who.kind is not AddresseeKind.PERSON:
            self._refused(BadInput("delegate-nobody", field="extension"))
            return
        if not self.until.text().strip():
            self._refused(BadInput("delegate-until", field="until"))
            return
        now, worktime = self._presence.clock(), self._presence.worktime
        try:
            until = read_day(self.until.text().strip(), now=now, worktime=worktime, language=self._language)
        except BadInput as fault:
            self.say("until", sentence(fault, self._language), fault=True)
            self.until.setFocus()
            return
        boxes = (self.absence, self.messages, self.plans)
        wanted = wire.DelegationRequest(who.code, until, None, *(box.isChecked() for box in boxes))
        self._ask(lambda session: exchange.give(session.hub, wanted), self._given)

    def _ask(self, work: Callable[[Any], Any], done: Callable[[Any, Exception | None], None]) -> None:
        allow(self.give, self.tr("Waiting for the presence server …"))
        self._submit(work, done)

    def _given(self, made: wire.DelegationView | None, fault: Exception | None) -> None:
        allow(self.give)
        self.fetch()
        if made is None:
            self._refused(fault)
            return
        self.whom.clear()
        self.until.clear()
        for box in (self.absence, self.messages, self.plans):
            box.setChecked(False)
        self.say("done", self.tr("{name} is your delegate from now on.").format(name=made.delegate_name))

    def _ended(self, _: object, fault: Exception | None) -> None:
        allow(self.give)
        self.fetch()
        if fault is not None:
            self.say("ended", fault_sentence(fault, self._language), fault=True)

    def _refused(self, fault: Exception | None) -> None:
        place = SAID_AT.get(getattr(fault, "field", None) or "", "done")
        self.say(place, fault_sentence(fault, self._language) if fault is not None else "", fault=True)


class _Rows(QWidget):
    """Rows that are told anew each time, or a word that there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)

    def show_rows(self, rows: list[QWidget], nobody: str) -> None:
        """Show these, or `nobody`."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        none = small_label()
        none.setText(nobody)
        for each in rows or [none]:
            self._rows.addWidget(each)
            each.show()
