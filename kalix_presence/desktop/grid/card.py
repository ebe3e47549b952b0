"""One colleague: how they stand, every number that may be seen, and their contact card (P10)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.facts import lent_by
from kalix_presence.desktop.grid.act_bar import ActBar
from kalix_presence.desktop.grid.action_rules import no_calling
from kalix_presence.desktop.grid.brush import glyph_pixmap
from kalix_presence.desktop.grid.contact_part import ContactPart
from kalix_presence.desktop.grid.keys import Do, pressed
from kalix_presence.desktop.grid.rows import NOTHING_BESIDE, Beside, row_of, told_at
from kalix_presence.desktop.grid.stand_in import situation_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.acts_for import days, rights
from kalix_presence.desktop.widgets.fitting import come_forward, room_for, scrolling
from kalix_presence.desktop.widgets.heard import decoration
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named

GLYPH = 36
WIDTH = 700


class PersonCard(QWidget):
    """Stays in front of the list; goes with Esc. Numbers are called with a click, texts can be marked and copied."""

    act_asked = Signal(object, str)
    call_asked = Signal(str, bool)
    """A number to call; True: as it is, and not the fixed telephone of whoever has it."""

    def __init__(self, presence: Presence, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self._presence, self._language = presence, language
        self._extension = ""
        self.beside: Callable[[wire.PersonView], Beside] = lambda _: NOTHING_BESIDE
        """What is known of somebody beside directory and standing."""
        self._call: wire.PresentCallView | None = None
        self._plans: list[wire.ShownAbsence] = []
        self._glyph, self._name = decoration(QLabel()), named(QLabel(), "title")
        self._work, self._status = named(QLabel(), "dimmed"), named(QLabel(), "strong")
        self._remark = named(QLabel(), "late")
        self._facts_box = QWidget()
        self.contact = ContactPart(language)
        self.acts = ActBar(names_person=False)
        self.acts.asked.connect(lambda do: self.act_asked.emit(do, self._extension))
        self._build()
        presence.standings_changed.connect(self._standings_changed)
        presence.link_changed.connect(self._again)

    def _build(self) -> None:
        self._close = named(QPushButton(self.tr("Close   Esc")), "act")
        self._close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._name, self._work, self._status, self._remark):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        top = self._top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._inside = QWidget()
        self._middle = QVBoxLayout(self._inside)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(16)
        self._middle.addWidget(self._facts_box)
        self._middle.addWidget(self.contact)
        self._middle.addStretch(1)
        around = self._around = QVBoxLayout(self)
        around.setContentsMargins(24, 24, 24, 18)
        around.setSpacing(16)
        around.addLayout(top)
        around.addWidget(scrolling(self._inside), 1)
        around.addWidget(self.acts)

    # coming and going

    def open(self, extension: str) -> None:
        """Show this person."""
        person = self._presence.people.get(extension)
        if person is None:
            return
        self._extension, self._plans = extension, []
        self.setWindowTitle(person.name)
        self._name.setText(person.name)
        units = (person.title, person.unit_name, person.administration_shown)
        self._work.setText(" · ".join(dict.fromkeys(part for part in units if part)))
        self._offer(person)
        view, hours = self._presence.view, row_of(person, self._presence, self._language).hours
        self.contact.show_person(person, hours, view)
        self._paint(person)
        self._fit()
        come_forward(self)
        self._close.setFocus()

    @property
    def extension(self) -> str:
        """Who is shown."""
        return self._extension

    def show_plans(self, extension: str, plans: list[wire.ShownAbsence]) -> None:
        """What is planned for this person, once it has come."""
        person = self._presence.people.get(extension)
        if extension == self._extension and person is not None:
            self._plans = plans
            self._offer(person)
            self._fit()

    def show_call(self, call: wire.PresentCallView | None) -> None:
        """The present call that Enter transfers."""
        self._call = call
        self._judge()

    def _fit(self) -> None:
        """As high as all of it, where the screen is: nobody scrolls to the contact card."""
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()
        for inside in self.findChildren(QLayout):
            inside.invalidate()  # what was measured before it had its present words and style
        around = self._around
        edges = around.contentsMargins()
        wide = min(WIDTH, room_for(self).width()) - edges.left() - edges.right()
        parts = (self._top.totalHeightForWidth(wide), self._middle.totalHeightForWidth(wide), self.acts.sizeHint().height())
        high = sum(parts) + edges.top() + edges.bottom() + around.spacing() * (len(parts) - 1)
        self.resize(QSize(WIDTH, high).boundedTo(room_for(self)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The same keys as in the grid."""
        do, button = pressed(event, in_list=True), self.focusWidget()
        if do is Do.ESCAPE:
            self.hide()
        elif do is Do.CALL and isinstance(button, QPushButton) and button is not self._close:
            button.click()
        elif do in (Do.CALL, Do.CALL_ANYWAY, Do.CONSULT, Do.MESSAGE, Do.NUDGE, Do.SET_ABSENCE, Do.END_ABSENCE, Do.FORWARD_UNIT):
            self.act_asked.emit(do, self._extension)
        else:
            super().keyPressEvent(event)

    # what is shown

    def _again(self) -> None:
        person = self._presence.people.get(self._extension)
        if self.isVisible() and person is not None:
            self._paint(person)

    def _standings_changed(self, extensions: list[str] | None) -> None:
        if extensions is None or self._extension in extensions:
            self._again()

    def _paint(self, person: wire.PersonView) -> None:
        row = row_of(person, self._presence, self._language)
        dark = self.palette().window().color().lightness() < 128
        self._glyph.setPixmap(glyph_pixmap(row.glyph, dark, self.devicePixelRatioF(), GLYPH))
        self._glyph.setFixedSize(QSize(GLYPH, GLYPH))
        said = ". ".join(part for part in (row.status, row.line, row.line_age) if part) + "."
        self._status.setText(said)
        self._status.setAccessibleName(said)
        self._remark.setText(row.remark)
        self._remark.setVisible(bool(row.remark))
        self._judge()

    def _judge(self) -> None:
        self.acts.show_for(situation_of(self._presence, self._extension, self._call), compact=False)

    def _offer(self, person: wire.PersonView) -> None:
        """The facts in rows; made anew because each person has others."""
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 120)
        at = 0
        for label, number, as_given in self._numbers(person):
            grid.addWidget(named(QLabel(label), "dimmed"), at, 0)
            grid.addWidget(self._number(label, number, as_given), at, 1, Qt.AlignmentFlag.AlignLeft)
            at += 1
        for label, value in self._facts(person):
            said = QLabel(value)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(named(QLabel(label), "dimmed"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, at, 1)
            at += 1
        self._middle.replaceWidget(self._facts_box, fresh)
        fresh.show()  # now, for the window is made as high as what is shown
        self._facts_box.setParent(None)
        self._facts_box.deleteLater()
        self._facts_box = fresh
        follow_the_eye(self)

    def _numbers(self, person: wire.PersonView) -> list[tuple[str, str, bool]]:
        numbers = (
            (self.tr("Extension"), person.extension, False),
            (self.tr("Direct number"), person.direct, False),
            (self.tr("Mobile"), person.mobile, True),
        )
        return [number for number in numbers if number[1]]

    def _number(self, label: str, number: str, as_given: bool) -> QPushButton:
        button = named(QPushButton(number), "number")
        button.setAccessibleName(self.tr("Call {what} {number}").format(what=label, number=number))
        why_not = no_calling(self._presence.unable)
        button.setEnabled(not why_not)
        button.setAccessibleDescription(why_not)
        button.setToolTip(why_not or self.tr("Call"))
        button.clicked.connect(lambda: self.call_asked.emit(number, as_given))
        return button

    def _facts(self, person: wire.PersonView) -> list[tuple[str, str]]:
        beside = self.beside(person)
        row = row_of(person, self._presence, self._language, beside)
        people, standings = self._presence.people, self._presence.board.standings
        agreed = {each.extension for each in standings.values() if each.absence and each.absence.deputy == person.extension}
        covers = [each.name for each in people.values() if each.deputy == person.extension or each.extension in agreed]
        facts = (
            (self.tr("E-mail"), person.email),
            (self.tr("Phone hours"), row.hours),
            (self.tr("Place"), row.place),
            (self.tr("Works with"), row.duties),
            (self.tr("Deputy"), row.deputy),
            (self.tr("Covers for"), ", ".join(covers[:5])),
            (self.tr("You act for them"), self._acts_for(person)),
            (self.tr("Telephone officer"), beside.officer),
            (self.tr("Note"), row.note),
            (self.tr("Notice"), row.notice),
            (self.tr("Callbacks"), row.waits),
            (self.tr("Absences"), "\n".join(self._absences(person))),
        )
        return [fact for fact in facts if fact[1]]

    def _acts_for(self, person: wire.PersonView) -> str:
        one = lent_by(self._presence.me, person.extension)
        return "" if one is None else f"{rights(one)}, {days(one, self._presence, self._language)}"

    def _absences(self, person: wire.PersonView) -> list[str]:
        standing = self._presence.board.standings.get(person.extension)
        present = [standing.absence] if standing is not None and standing.absence is not None else []
        seen: set[str] = set()
        lines = []
        for absence in (*present, *self._plans):
            if absence.id in seen:
                continue
            seen.add(absence.id)
            reason = self._presence.reason_name(absence.reason, self._language)
            start = told_at(absence.start, self._presence, self._language)
            if absence.end is None:
                lines.append(self.tr("{reason}, from {start}").format(reason=reason, start=start))
            else:
                end = told_at(absence.end, self._presence, self._language)
                lines.append(self.tr("{reason}, {start} to {end}").format(reason=reason, start=start, end=end))
        return lines
