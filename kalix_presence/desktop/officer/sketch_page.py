"""The sketch: the tree, what can be done with what is chosen in it, and the proposals. It asks by signals; the hub decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.sketch import wish_of
from kalix_presence.desktop.callbacks.addressee_field import AddresseeField
from kalix_presence.desktop.officer.desk_page import CardsPage, card
from kalix_presence.desktop.officer.sketch_drafts import SketchDrafts
from kalix_presence.desktop.officer.sketch_tree import SketchTree, Spot
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.sketch import ProposalStep
from kalix_presence.model.sketch_draft import DEPUTIES, OWNER, Draft, DraftDuty, Stand
from kalix_presence.model.sketch_words import change_said
from kalix_presence.model.when.one_day import read_day
from kalix_presence.model.when.reading import short_day


class SketchPage(CardsPage):
    """Everybody of the administration reads it; what changes it is there for whom the hub lets propose."""

    propose_asked = Signal(object)
    step_asked = Signal(str, object)
    review_asked = Signal(str, int)
    administration_asked = Signal(str)
    save_asked = Signal(str)

    def __init__(self, presence: Presence, drafts: SketchDrafts, language: str) -> None:
        self._presence, self._drafts, self._language = presence, drafts, language
        self._words = shipped.words(language)
        self.told: wire.SketchView | None = None
        self._filled: tuple[str, Stand | None, str, str] | None = None
        self.administration, self.tree = QComboBox(), SketchTree(self._words)
        self.undo, self.earlier, self.later = QPushButton(), QPushButton(), QPushButton()
        self.remove, self.review = QPushButton(), QPushButton()
        self.to, self.move_there = QComboBox(), QPushButton()
        self.whom = AddresseeField(presence, language, switchboard=False)
        self.put = QPushButton()
        self.name, self.place, self.rename = QLineEdit(), QLineEdit(), QPushButton()
        self.new, self.add = QLineEdit(), QPushButton()
        self.since, self.why, self.propose, self.discard = QLineEdit(), QLineEdit(), QPushButton(), QPushButton()
        self.acts, self.form, self.proposing = QWidget(), named(QFrame(), "banner"), named(QFrame(), "banner")
        self.trouble, self.saving, self.choosing = named(Said(), "error"), QWidget(), QWidget()
        super().__init__("", self.choosing, self.tree, self.acts, self.trouble, self.form, self.proposing, self.saving)
        self.title = self.tr("The sketch")
        self._word()
        self._lay_out()
        self._join()
        self.show_sketch(None)

    # what is shown

    def show_sketch(self, told: wire.SketchView | None) -> None:
        """What the hub told last; None: it is not known."""
        self.told = told
        for part in (self.tree, self.saving):
            part.setVisible(told is not None)
        if told is None:
            self.lead.setText(self.tr("Not known without contact with the presence server."))
            self.choosing.hide()
            self.show_cards([], "")
        else:
            self._show_told(told)
        self._offer()

    def say(self, text: str) -> None:
        """What is wrong; "" for nothing."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _show_told(self, told: wire.SketchView) -> None:
        count = sum(len(each.faults) for each in told.units)
        lead = self._words.say("sketch.title", name=told.name)
        lead += "\n" + (self.tr("{count} to see to.").format(count=count) if count else self.tr("There is nothing to see to."))
        if not told.pbx:
            lead += " " + self.tr("There is no contact with the PBX: nothing is known of telephones now.")
        self.lead.setText(lead)
        self.administration.blockSignals(True)
        self.administration.clear()
        for each in told.administrations:
            self.administration.addItem(each.name, each.unit)
        self.administration.setCurrentIndex(self.administration.findData(told.administration))
        self.administration.blockSignals(False)
        self.choosing.setVisible(len(told.administrations) > 1)
        names = {extension: person.name for extension, person in self._presence.people.items()}
        for unit in told.units:
            names |= {each.extension: each.name for each in unit.members}
        self.tree.show_sketch(told, self._drafts, names)
        self.answer.setVisible(any(ProposalStep.REFUSE in each.may for each in told.proposals))
        self.show_cards([self._card(each) for each in told.proposals], "")

    def _card(self, one: wire.SketchProposalView) -> QFrame:
        state = self._words.say(f"sketch.state-{one.state.value}")
        day = short_day(one.since, now=self._presence.clock(), words=self._words)
        head = self.tr("{unit}: {state}, from {day}").format(unit=one.unit_name, state=state, day=day)
        lines = [
            change_said(self._words, each.kind, each.duty, [who.name for who in each.people], each.place)
            for each in one.changes
        ]
        lines.append(self.tr("Proposed by {name}").format(name=one.proposed_by_name))
        if one.words:
            lines.append(one.words)
        if one.answered_by_name:
            lines.append(self.tr("Answered by {name}. {answer}").format(name=one.answered_by_name, answer=one.answer).strip())
        late = self.tr("The sketch has changed since: it cannot be accepted as it is.") if one.outdated else ""
        said = {
            ProposalStep.ACCEPT: self.tr("Accept"),
            ProposalStep.REFUSE: self.tr("Refuse"),
            ProposalStep.WITHDRAW: self.tr("Withdraw"),
        }
        acts = [(said[step], lambda step=step: self._step(one, step)) for step in one.may if step in said]
        return card(head, lines, acts, late)

    def _said(self, one: wire.SketchDifference) -> str:
        return change_said(self._words, one.kind, one.duty, [each.name for each in one.people], one.place)

    # what can be done with what is chosen

    def _unit(self) -> wire.SketchUnit | None:
        spot = self.tree.spot()
        units = self.told.units if self.told is not None else []
        return next((each for each in units if spot is not None and each.unit == spot.unit), None)

    def _offer(self) -> None:
        """Only what can be done is there."""
        spot, unit = self.tree.spot(), self._unit()
        may = unit is not None and unit.may_propose and spot is not None
        changed = unit is not None and self._drafts.changed(unit.unit)
        person = may and spot is not None and bool(spot.extension)
        duty = may and spot is not None and isinstance(spot.stand, int)
        for part, there in (
            (self.undo, may and changed),
            (self.earlier, (person and spot is not None and spot.stand != OWNER) or duty),
            (self.later, (person and spot is not None and spot.stand != OWNER) or duty),
            (self.remove, person or duty),
            (self.review, may and not changed and unit is not None and unit.version > 0),
            (self.acts, may),
            (self.form, may),
            (self.proposing, may and changed),
        ):
            part.setVisible(bool(there))
        stands = may and spot is not None and spot.stand is not None
        parts: list[tuple[QWidget, bool]] = [(each, bool(stands)) for each in (self.whom, self.put, self._put_label)]
        parts += [(self.name, bool(duty)), (self._name_label, bool(duty))]
        parts += [(each, bool(person)) for each in (self.to, self.move_there, self._to_label)]
        for part, there in parts:
            part.setVisible(there)
        if may and unit is not None and spot is not None:
            self._fill_form(unit, spot)

    def _fill_form(self, unit: wire.SketchUnit, spot: Spot) -> None:
        """What is being typed stays, while the same is chosen."""
        draft = self._drafts.of(unit)
        number = spot.stand if isinstance(spot.stand, int) and spot.stand < len(draft.duties) else None
        name = "" if number is None else draft.duties[number].name
        place = draft.place if number is None else draft.duties[number].place
        here, before = (unit.unit, spot.stand if number is not None else None), self._filled
        for field, value, filled in ((self.name, name, before and before[2]), (self.place, place, before and before[3])):
            if before is None or before[:2] != here or field.text() == filled:
                field.setText(value)
        self._filled = (*here, name, place)
        to = self.to.currentData()
        self.to.clear()
        stands: list[tuple[str, Stand]] = [(self.tr("Owner"), OWNER), (self.tr("Deputies"), DEPUTIES)]
        stands += [(each.name, at) for at, each in enumerate(draft.duties)]
        for words, stand in stands:
            if stand != spot.stand:
                self.to.addItem(words, stand)
        self.to.setCurrentIndex(max(0, self.to.findData(to)))

    def _change(self, draft: Draft, chosen: Spot | None = None) -> None:
        unit = self._unit()
        if unit is None or not unit.may_propose or self.told is None or not self._drafts.change(unit, draft):
            return
        self.say("")
        self._show_told(self.told)
        if chosen is not None:
            self.tree.choose(chosen)
        self._offer()

    def _shift(self, by: int) -> None:
        spot, unit = self.tree.spot(), self._unit()
        if spot is None or unit is None or spot.stand is None:
            return
        draft = self._drafts.of(unit)
        if spot.extension and spot.stand != OWNER:
            self._change(draft.shifted(spot.stand, spot.extension, by), replace(spot, at=spot.at + by))
        elif isinstance(spot.stand, int) and not spot.extension:
            self._change(draft.duty_moved(spot.stand, spot.stand + by), Spot(spot.unit, spot.stand + by))

    def _remove(self) -> None:
        spot, unit = self.tree.spot(), self._unit()
        if spot is None or unit is None or spot.stand is None:
            return
        if spot.extension:
            self._change(self._drafts.of(unit).taken(spot.stand, spot.extension), Spot(spot.unit, spot.stand))
        elif isinstance(spot.stand, int):
            self._change(self._drafts.of(unit).duty_taken(spot.stand), Spot(spot.unit))

    def _move_to(self) -> None:
        spot, unit, there = self.tree.spot(), self._unit(), self.to.currentData()
        if spot is not None and unit is not None and spot.stand is not None and there is not None:
            self._change(self._drafts.of(unit).moved(spot.stand, spot.extension, there), Spot(spot.unit, there, spot.extension))

    def _dropped(self, source: Spot, target: Spot, below: bool) -> None:
        """As the keyboard would have it; from one unit to another nobody is dragged, for each is proposed by itself."""
        unit = self._unit()
        if unit is None or source.stand is None or target.stand is None:
            return
        if source.unit != target.unit:
            self.say(self.tr("Each unit is changed by itself: take the person away here and put them in there."))
            return
        draft = self._drafts.of(unit)
        if source.extension:
            at = None if not target.extension or target.stand == OWNER else target.at + int(below)
            if at is not None and source.stand == target.stand and source.at < at:
                at -= 1
            after = draft.moved(source.stand, source.extension, target.stand, at)
            self._change(after, Spot(source.unit, target.stand, source.extension))
        elif isinstance(source.stand, int) and isinstance(target.stand, int):
            self._change(draft.duty_moved(source.stand, target.stand), Spot(source.unit, target.stand))

    def _put(self) -> None:
        spot, unit, who = self.tree.spot(), self._unit(), self.whom.chosen()
        if who is None or who.kind is not AddresseeKind.PERSON:
            self.say(self.tr("Choose a colleague, by name or extension."))
            self.whom.setFocus()
        elif spot is not None and unit is not None and spot.stand is not None:
            self.whom.clear()
            self._change(self._drafts.of(unit).put(spot.stand, who.code), Spot(spot.unit, spot.stand, who.code))

    def _rename(self) -> None:
        spot, unit, place = self.tree.spot(), self._unit(), self.place.text().strip()
        if spot is None or unit is None:
            return
        draft = self._drafts.of(unit)
        if isinstance(spot.stand, int):
            self._change(draft.duty_named(spot.stand, self.name.text().strip(), place), spot)
        else:
            self._change(replace(draft, place=place), spot)

    def _add(self) -> None:
        unit, name = self._unit(), self.new.text().strip()
        if unit is not None and name:
            draft = self._drafts.of(unit)
            self.new.clear()
            self._change(draft.duty_put(DraftDuty(name)), Spot(unit.unit, len(draft.duties)))

    def _undo(self) -> None:
        unit = self._unit()
        if unit is not None and self.told is not None:
            self._drafts.undo(unit.unit)
            self.show_sketch(self.told)

    # what is asked of the hub

    def _propose(self) -> None:
        unit = self._unit()
        if unit is None:
            return
        try:
            since = self._day()
        except BadInput as fault:
            self.say(sentence(fault, self._language))
            self.since.setFocus()
            return
        self.say("")
        draft, version = self._drafts.of(unit), self._drafts.version(unit)
        self.propose_asked.emit(wish_of(unit.unit, version, draft, since=since, words=self.why.text().strip()))

    def proposed(self, unit: str) -> None:
        """The hub has the draft: what was changed and typed for it is let go of."""
        self._drafts.drop(unit)
        self.since.clear()
        self.why.clear()

    def _discard(self) -> None:
        unit = self._unit()
        if unit is not None:
            self._drafts.drop(unit.unit)
            self.say("")
            self.show_sketch(self.told)

    def _day(self) -> date | None:
        typed, worktime = self.since.text().strip(), self._presence.worktime
        return read_day(typed, now=self._presence.clock(), worktime=worktime, language=self._language) if typed else None

    def _step(self, one: wire.SketchProposalView, step: ProposalStep) -> None:
        self.step_asked.emit(one.id, wire.SketchStep(one.version, step, self.answer.text().strip()))

    def _review(self) -> None:
        unit = self._unit()
        if unit is not None:
            self.review_asked.emit(unit.unit, unit.version)

    # how it is made

    def _word(self) -> None:
        for button, words in (
            (self.undo, self.tr("Undo")),
            (self.earlier, self.tr("Earlier")),
            (self.later, self.tr("Later")),
            (self.remove, self.tr("Take away")),
            (self.move_there, self.tr("Move there")),
            (self.review, self.tr("Reviewed: it is right today")),
            (self.put, self.tr("Put here")),
            (self.rename, self.tr("Change")),
            (self.add, self.tr("New duty")),
            (self.propose, self.tr("Propose")),
            (self.discard, self.tr("Discard")),
        ):
            button.setText(words)
            named(button, "primary" if button is self.propose else "chip")
        self.undo.setToolTip(self.tr("Ctrl+Z"))
        self.earlier.setToolTip(self.tr("Alt+Up"))
        self.later.setToolTip(self.tr("Alt+Down"))
        self.remove.setToolTip(self.tr("Delete"))
        self.since.setPlaceholderText(self.tr("Today, or: 1 February"))
        self.answer = QLineEdit()
        self.answer.setPlaceholderText(self.tr("Why, when a proposal is refused"))
        self.answer.setAccessibleName(self.tr("Why, when a proposal is refused"))
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()

    def _lay_out(self) -> None:
        self._column(self.acts, wrapped(self.undo, self.earlier, self.later, self.remove, self.review))
        grid = QGridLayout(self.form)
        self._put_label, self._name_label = QLabel(self.tr("W&ho")), QLabel(self.tr("Du&ty"))
        self._to_label = QLabel(self.tr("Move t&o"))
        self._line(grid, self._to_label, self.to, self.move_there)
        self._line(grid, self._put_label, self.whom, self.put)
        self._line(grid, self._name_label, self.name)
        self._line(grid, QLabel(self.tr("P&lace")), self.place, self.rename)
        self._line(grid, QLabel(self.tr("&New duty")), self.new, self.add)
        grid = QGridLayout(self.proposing)
        self._line(grid, QLabel(self.tr("Holds &from")), self.since)
        self._line(grid, QLabel(self.tr("Wh&y")), self.why)
        grid.addWidget(wrapped(self.propose, self.discard), grid.rowCount(), 1)
        grid = QGridLayout(self.choosing)
        grid.setContentsMargins(0, 0, 0, 0)
        self._line(grid, QLabel(self.tr("Ad&ministration")), self.administration)
        kinds = []
        for kind in ("pdf", "svg", "csv"):
            button = named(QPushButton(self.tr("Save as {kind}").format(kind=kind.upper())), "chip")
            button.clicked.connect(lambda _=False, kind=kind: self.save_asked.emit(kind))
            kinds.append(button)
        self._column(self.saving, wrapped(*kinds), self.answer)

    def _column(self, part: QWidget, *inside: QWidget) -> None:
        rows = QVBoxLayout(part)
        rows.setContentsMargins(0, 0, 0, 0)
        for each in inside:
            rows.addWidget(each)

    def _line(self, grid: QGridLayout, label: QLabel, field: QWidget, button: QPushButton | None = None) -> None:
        row = grid.rowCount()
        label.setBuddy(field)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)
        if button is not None:
            grid.addWidget(button, row, 2)

    def _join(self) -> None:
        self.tree.spot_chosen.connect(lambda _: self._offer())
        self.tree.dropped.connect(self._dropped)
        self.tree.shift_asked.connect(self._shift)
        self.tree.remove_asked.connect(self._remove)
        self.tree.undo_asked.connect(self._undo)
        self.administration.activated.connect(lambda _: self.administration_asked.emit(self.administration.currentData()))
        for button, act in (
            (self.undo, self._undo),
            (self.remove, self._remove),
            (self.move_there, self._move_to),
            (self.put, self._put),
            (self.rename, self._rename),
            (self.add, self._add),
            (self.propose, self._propose),
            (self.discard, self._discard),
            (self.review, self._review),
        ):
            button.clicked.connect(act)
        self.earlier.clicked.connect(lambda: self._shift(-1))
        self.later.clicked.connect(lambda: self._shift(1))
