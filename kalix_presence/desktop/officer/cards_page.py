"""Signatures, contact cards and letters of everybody of a unit: which unit, which kinds, and who has no direct number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.officer.desk_page import DeskPage, card
from kalix_presence.desktop.widgets.long_box import LongBox
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.report.letterhead import can_set
from kalix_presence.report.unit_cards import CardKind

INDENT = "   "


class CardsOfUnitPage(DeskPage):
    """It asks by signals. What is shown is of the unit that is chosen; until the hub has told of that nothing can be saved."""

    unit_asked = Signal(str, bool)
    """The code of a unit, and whether with those below it."""
    save_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Signatures and cards")
        self.lead.setText(self.tr("For everybody of a unit at once, with the direct number and in each one's own language."))
        self._told: wire.CardsView | None = None
        self._units: list[wire.CardUnit] = []
        self._saving = False
        self.unit, self.below = QComboBox(), LongBox(self.tr("With the units below it"))
        self.below.setChecked(True)
        self.unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit.setMinimumContentsLength(12)  # a narrow window has room for less than the longest name
        self.boxes = {
            CardKind.SIGNATURES: LongBox(self.tr("Signatures for e-mail (HTML and text)")),
            CardKind.CARDS: LongBox(self.tr("Contact cards (vCard), of each and of all")),
            CardKind.LETTERS: LongBox(
                self.tr("Letters to write on (HTML, and PDF to print on)")
                if can_set()
                else self.tr("Letters to write on (HTML)")
            ),
        }
        self.save, self.stop = named(QPushButton(self.tr("Save as ZIP …")), "chip"), named(QPushButton(self.tr("Stop")), "chip")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(40)
        self.bar.setAccessibleName(self.tr("People whose files are made"))
        self.count, self.said = named(QLabel(), "dimmed"), named(Said(), "dimmed")
        for label in (self.count, self.said):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._build()

    def _build(self) -> None:
        kinds = QWidget()
        column = QVBoxLayout(kinds)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._allow)
            column.addWidget(box)
        self.field(self.tr("&Unit"), self.unit)
        self.field("", self.below)
        self.field("", self.count)
        self.field(self.tr("What"), kinds)
        beside = self.grid.itemAtPosition(self.grid.rowCount() - 1, 0)
        if beside is not None:
            beside.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.save)
        row.addWidget(self.stop)
        row.addWidget(self.bar, 1)
        row.addStretch(0)
        at = self.grid.rowCount()
        self.grid.addLayout(row, at, 1)
        self.grid.addWidget(self.said, at + 1, 1)
        self.unit.currentIndexChanged.connect(self._ask)
        self.below.toggled.connect(self._ask)
        self.save.clicked.connect(self.save_asked)
        self.stop.clicked.connect(self.stop_asked)
        self._allow()

    @property
    def told(self) -> wire.CardsView | None:
        """Everybody of what is chosen; None while that is not known."""
        return self._told

    @property
    def kinds(self) -> list[CardKind]:
        """What is wished."""
        return [kind for kind, box in self.boxes.items() if box.isChecked()]

    @property
    def wished(self) -> tuple[str, bool]:
        """The code of the unit that is chosen, "" while there is none, and whether with those below it."""
        return str(self.unit.currentData() or ""), self.below.isChecked()

    def show_units(self, units: list[wire.CardUnit]) -> None:
        """These may be chosen; the one that is stays. The people are asked for anew."""
        self.form.setVisible(bool(units))
        if units != self._units:
            chosen, _ = self.wished
            self._units = units
            self.unit.blockSignals(True)
            self.unit.clear()
            for each in units:
                self.unit.addItem(INDENT * each.depth + each.name, each.unit)
            self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
            self.unit.blockSignals(False)
        self._ask()

    def forget(self) -> None:
        """Whoever made cards here has left: no unit and nobody is shown until the hub has told the next one."""
        self.unit.blockSignals(True)
        self.unit.clear()
        self.unit.blockSignals(False)
        self._units, self._told = [], None
        self.form.hide()
        self.show_cards([], "")
        for label in (self.count, self.said):
            label.clear()
        self.say("")
        self._allow()

    def show_people(self, told: wire.CardsView) -> None:
        """This is everybody, as far as it is still the unit that is chosen."""
        if (told.unit, told.below) != self.wished:
            return
        self._told = told
        count, lacking = len(told.people), told.without_direct
        self.count.setText(self.tr("%n person(s).", "", count))
        if lacking:
            head = self.tr("%n without a direct number: see to it", "", len(lacking))
            lines = [f"{each.name} ({each.extension}), {each.unit}" for each in lacking]
            self.show_cards([card(head, lines)], "")
        else:
            self.show_cards([], self.tr("Everybody here has a direct number.") if count else "")
        self._allow()

    def show_progress(self, done: int) -> None:
        """The files of so many people are made."""
        self.bar.setValue(done)

    def show_saving(self, people: int) -> None:
        """They are being made, of so many people."""
        self._saving = True
        self.say("")
        self.said.setText(self.tr("Saving …"))
        self.bar.setRange(0, max(1, people))
        self.bar.setValue(0)
        self._allow()
        self.stop.setFocus()

    def show_saved(self, said: str, trouble: str = "") -> None:
        """It has ended: what became of it, or why it did not."""
        had = self.stop.hasFocus()
        self._saving = False
        self.said.setText(said)
        self.say(trouble)
        self._allow()
        if had:
            self.save.setFocus()

    def _ask(self) -> None:
        unit, below = self.wished
        if not unit:
            return
        if self._told is not None and (self._told.unit, self._told.below) != (unit, below):
            self._told = None
            self.show_cards([], "")
            self.count.clear()
            if not self._saving:
                self.said.setText("")
                self.say("")
        self._allow()
        self.unit_asked.emit(unit, below)

    def _allow(self) -> None:
        for part in (self.stop, self.bar):
            part.setVisible(self._saving)
        self.save.setVisible(not self._saving)
        why = ""
        if self._told is None:
            why = self.tr("Who belongs there is not known yet.")
        elif not self._told.people:
            why = self.tr("Nobody belongs there.")
        elif not self.kinds:
            why = self.tr("Choose what is to be made.")
        allow(self.save, why)
