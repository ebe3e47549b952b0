"""Whom to ask: telephone officers and their deputies, appointed here by who may."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPushButton

from kalix_presence import shipped, wire
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField
from kalix_presence.desktop.officer.desk_page import DeskPage, card
from kalix_presence.desktop.officer.known_officers import KnownOfficers
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.appointment import Post, holds
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.day import today
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.one_day import read_day
from kalix_presence.model.when.reading import short_day


class AppointmentsPage(DeskPage):
    """Everybody sees it; the form and the buttons are there for whom the hub lets appoint."""

    appoint_asked = Signal(object)
    """An `AppointmentRequest`."""
    change_asked = Signal(str, object)
    """The id of an appointment, and an `AppointmentChange`."""

    def __init__(self, presence: Presence, known: KnownOfficers, language: str) -> None:
        super().__init__("")
        self.title = self.tr("Whom to ask")
        self._presence, self._known, self._language = presence, known, language
        self.whom = AddresseeField(presence, language, switchboard=False)
        self.unit, self.post = QComboBox(), QComboBox()
        self.since, self.until = QLineEdit(), QLineEdit()
        self.since.setPlaceholderText(self.tr("Today, or: 1 February"))
        self.until.setPlaceholderText(self.tr("Until further notice, or: 30 June"))
        for words, post in ((self.tr("Telephone officer"), Post.OFFICER), (self.tr("Deputy"), Post.DEPUTY)):
            self.post.addItem(words, post)
        for words, field in (
            (self.tr("&Who"), self.whom),
            (self.tr("Is to &be"), self.post),
            (self.tr("&For"), self.unit),
            (self.tr("F&rom"), self.since),
            (self.tr("&Last day"), self.until),
        ):
            self.field(words, field)
        self.appoint = named(QPushButton(self.tr("Appoint")), "primary")
        self.appoint.clicked.connect(self._appoint)
        self.grid.addWidget(wrapped(self.appoint), self.grid.rowCount(), 1)
        known.changed.connect(self.refresh)
        self.refresh()

    @property
    def _today(self) -> date:
        return today(self._presence.clock(), self._presence.worktime)

    def refresh(self) -> None:
        """Show what the hub told last."""
        told = self._known.told
        if told is None:
            self.lead.setText(self.tr("Not known without contact with the presence server."))
            self.form.hide()
            self.show_cards([], "")
            return
        self.lead.setText(self._lead())
        chosen = self.unit.currentData()
        self.unit.clear()
        units = {each.unit: each.unit_name for each in self._presence.people.values()}
        units |= {each.administration: each.administration_name for each in self._presence.people.values()}
        for code in told.may_appoint:
            self.unit.addItem(units.get(code, code), code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
        self.form.setVisible(bool(told.may_appoint))
        own = self._presence.me.person.unit if self._presence.me is not None and self._presence.me.person is not None else ""
        ordered = sorted(told.appointments, key=lambda each: (own not in each.covers, each.administration_name, each.unit_name))
        self.show_cards([self._card(each) for each in ordered], self.tr("Nobody is appointed so far."))

    def _lead(self) -> str:
        me = self._presence.me
        if me is None or me.person is None:
            return ""
        words = self._known.words_for(me.person)
        if not words:
            return self.tr("Nobody is appointed for your unit. Ask the switchboard.")
        return self.tr("You ask: {names}").format(names=words.replace("\n", "; "))

    def _card(self, one: wire.AppointmentView) -> QFrame:
        words, now = shipped.words(self._language), self._presence.clock()
        since = short_day(one.since, now=now, words=words)
        if one.until is None:
            days = self.tr("From {since} until further notice").format(since=since)
        else:
            until = short_day(one.until, now=now, words=words)
            days = self.tr("From {since} to {until}").format(since=since, until=until)
        if one.appointed_by_name:
            days = self.tr("{days}, appointed by {name}").format(days=days, name=one.appointed_by_name)
        post = self.tr("Telephone officer") if one.post is Post.OFFICER else self.tr("Deputy")
        where = dict.fromkeys((one.unit_name, one.administration_name))
        acts = []
        if one.may_change:
            if not holds(one.since, None, self._today):
                withdrawn = wire.AppointmentChange(one.version, withdrawn=True)
                acts.append((self.tr("Withdraw"), lambda: self.change_asked.emit(one.id, withdrawn)))
            elif one.until != self._today:
                last = wire.AppointmentChange(one.version, self._today)
                acts.append((self.tr("End after today"), lambda: self.change_asked.emit(one.id, last)))
        head = f"{one.name} · {one.extension}"
        return card(head, [f"{post}: {', '.join(where)}", days], acts)

    def _appoint(self) -> None:
        who = self.whom.chosen()
        if who is None or who.kind is not AddresseeKind.PERSON:
            self.say(self.tr("Choose a colleague, by name or extension."))
            self.whom.setFocus()
            return
        try:
            since, until = self._day(self.since), self._day(self.until)
        except BadInput as fault:
            self.say(sentence(fault, self._language))
            return
        self.say("")
        wish = wire.AppointmentRequest(who.code, str(self.unit.currentData()), Post(self.post.currentData()), since, until)
        self.appoint_asked.emit(wish)

    def _day(self, field: QLineEdit) -> date | None:
        typed = field.text().strip()
        now, worktime = self._presence.clock(), self._presence.worktime
        return read_day(typed, now=now, worktime=worktime, language=self._language) if typed else None
