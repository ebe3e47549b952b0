"""The line to answer a call with, unit by unit: changed by who may, and heard as somebody of the unit says it before that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from kalix_presence import wire
from kalix_presence.client.facts import names_said
from kalix_presence.desktop.officer.desk_page import DeskPage, card
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.described import Described
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.greeting import checked_line, filled

DEEPER = "   "
"""Before the name of a unit, for each unit above it that is listed too."""


class GreetingDrafts:
    """What somebody has typed and the hub does not have: outlives the window. Each is of the version that was seen when it was
    begun, whatever the hub tells meanwhile."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, str]] = {}

    def of(self, unit: wire.UnitGreeting) -> tuple[int, str]:
        """Version and line: as it is, while nothing is changed."""
        return self._kept.get(unit.unit, (unit.version, unit.own))

    def change(self, unit: wire.UnitGreeting, line: str) -> None:
        """This is typed now."""
        self._kept[unit.unit] = (self.of(unit)[0], line)

    def drop(self, code: str) -> None:
        """The hub has it, or it is not wanted."""
        self._kept.pop(code, None)

    def made_of(self, unit: wire.UnitGreeting) -> None:
        """Whoever types has been shown that the line is another by now: what they typed is of this version from here on."""
        if unit.unit in self._kept:
            self._kept[unit.unit] = (unit.version, self._kept[unit.unit][1])

    def forget(self) -> None:
        """Somebody else signs in."""
        self._kept.clear()


class GreetingPage(DeskPage):
    """It asks by `set_asked`; what is typed stays until the hub has it."""

    set_asked = Signal(str, object)
    """The code of a unit, and a `GreetingWish`."""

    def __init__(self, presence: Presence, drafts: GreetingDrafts, language: str) -> None:
        super().__init__("")
        self.title = self.tr("Line to answer with")
        self._presence, self._drafts, self._language = presence, drafts, language
        self._told: dict[str, wire.UnitGreeting] = {}
        self._outdated: set[str] = set()
        self.unit, self.line = QComboBox(), QLineEdit()
        self._described = Described(self.line)
        self.unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sounds = QLabel()
        self.sounds.setTextFormat(Qt.TextFormat.PlainText)
        self.sounds.setWordWrap(True)
        self.field(self.tr("&Unit"), self.unit)
        self.field(self.tr("&Line"), self.line)
        blanks = (
            ("unit", self.tr("Unit's name")),
            ("given", self.tr("Given name")),
            ("family", self.tr("Family name")),
            ("administration", self.tr("Administration's name")),
        )
        self.blanks = [self._blank(name, words) for name, words in blanks]
        for words, shown in ((self.tr("Insert"), wrapped(*self.blanks)), (self.tr("It is said"), self.sounds)):
            row, label = self.grid.rowCount(), QLabel(words)
            label.setMinimumHeight(self.blanks[0].sizeHint().height() if shown is not self.sounds else 0)
            self.grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(shown, row, 1)
        self.save = named(QPushButton(self.tr("Save the line")), "primary")
        self.above = named(QPushButton(self.tr("As the unit above")), "chip")
        self.save.clicked.connect(self._save)
        self.above.clicked.connect(self._as_above)
        self.grid.addWidget(wrapped(self.save, self.above), self.grid.rowCount(), 1)
        self.unit.currentIndexChanged.connect(lambda _: self._turn())
        self.line.textEdited.connect(lambda _: self._typed())
        self.line.returnPressed.connect(self._save)

    def _blank(self, name: str, words: str) -> QPushButton:
        button = named(QPushButton(words), "chip")
        button.setAccessibleName(self.tr("Insert: {blank}").format(blank=words))

        def insert() -> None:
            self.line.insert(f"{{{name}}}")
            self._typed()
            self.line.setFocus()

        button.clicked.connect(insert)
        return button

    def show_greetings(self, told: wire.GreetingsView) -> None:
        """These are all that one keeps the line for."""
        if told.days:
            shown = self.tr("Whoever is new sees it at incoming calls, for %n day(s).", "", told.days)
        else:
            shown = self.tr("Your organisation shows it to nobody by itself.")
        self.lead.setText(self.tr("What each unit answers calls with.") + " " + shown)
        self._told = {each.unit: each for each in told.units}
        for code in self._outdated & self._told.keys():
            self._drafts.made_of(self._told[code])
        self._outdated.clear()
        chosen = self.unit.currentData() or self._own_unit()
        self.unit.blockSignals(True)
        self.unit.clear()
        for each in told.units:
            self.unit.addItem(DEEPER * self._depth(each) + each.name, each.unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
        self.unit.blockSignals(False)
        self.line.setMaxLength(2 * told.longest)
        self.form.show()
        self._turn()
        self.show_cards([card(*self._words(each)) for each in told.units], "")

    def forget(self) -> None:
        """Somebody else signs in: nothing of what was told or typed is theirs."""
        self._told = {}
        self._outdated.clear()
        for part in (self.line, self.unit, self.sounds, self.trouble):
            part.clear()
        self._described.say("")
        self.form.hide()
        self.show_cards([], "")

    def answered(self, code: str, fault: Exception | None, *, changed: bool) -> None:
        """The hub has the line of that unit, or says why not: `changed` by somebody else meanwhile."""
        if fault is None:
            self._drafts.drop(code)
        elif changed:
            self._outdated.add(code)

    def _own_unit(self) -> str:
        me = self._presence.me
        return me.person.unit if me is not None and me.person is not None else ""

    def _depth(self, one: wire.UnitGreeting) -> int:
        depth, seen = 0, {one.unit}
        while one.parent in self._told and one.parent not in seen:
            one = self._told[one.parent]
            seen.add(one.unit)
            depth += 1
        return depth

    @property
    def _chosen(self) -> wire.UnitGreeting | None:
        return self._told.get(str(self.unit.currentData()))

    def _turn(self) -> None:
        one = self._chosen
        if one is None:
            return
        line = self._drafts.of(one)[1]
        if self.line.text() != line:
            self.line.setText(line)
        self.line.setPlaceholderText(one.line)
        self.above.setText(self.tr("As the unit above") if one.parent else self.tr("As usual"))
        self.above.setEnabled(bool(one.own or line))
        self._show_said()

    def _typed(self) -> None:
        one = self._chosen
        if one is not None:
            self._drafts.change(one, self.line.text())
            self.above.setEnabled(bool(one.own or self.line.text()))
            self._show_said()

    def _show_said(self) -> None:
        """As somebody of the unit says it, or what is wrong with it."""
        one = self._chosen
        if one is None:
            return
        try:
            line = checked_line(self.line.text()) or one.line
        except BadInput as fault:
            said, role = sentence(fault, self._language), "dimmed"
        else:
            somebody = self._somebody(one.unit)
            said, role = filled(line, names_said(somebody)) if somebody is not None else line, "strong"
        self.sounds.setObjectName(role)
        self.sounds.style().polish(self.sounds)
        self.sounds.setText(said)
        self._described.say(self.tr("It is said: {line}").format(line=said))

    def _somebody(self, code: str) -> wire.PersonView | None:
        people = self._presence.people.values()
        there = [each for each in people if each.unit == code] or [each for each in people if each.administration == code]
        return min(there, key=lambda each: (each.family_name, each.name, each.extension), default=None)

    def _words(self, one: wire.UnitGreeting) -> tuple[str, list[str]]:
        if one.own:
            whose = self.tr("The unit's own line: {line}").format(line=one.own)
        elif one.of_name:
            whose = self.tr("As {unit}: {line}").format(unit=one.of_name, line=one.line)
        else:
            whose = self.tr("As usual: {line}").format(line=one.line)
        return one.name, [self.tr("“{said}”").format(said=one.example) if one.example else "", whose]

    def _save(self) -> None:
        one = self._chosen
        if one is None:
            return
        version, line = self._drafts.of(one)
        try:
            line = checked_line(line)
        except BadInput as fault:
            self.say(sentence(fault, self._language))
            self.line.setFocus()
            return
        self.say("")
        self.set_asked.emit(one.unit, wire.GreetingWish(version, line))

    def _as_above(self) -> None:
        self.line.clear()
        self._typed()
        self._save()
