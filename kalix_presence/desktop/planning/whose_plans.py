"""Whose plans the window shows: one's own, or those of somebody who lets one act for them, said in words above everything."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.acts_for import said_of
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.day import today


class WhosePlans(QWidget):
    """There only for whom somebody lets plan, or see plans; when that ends, it is one's own again."""

    chosen = Signal()

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._whose = ""
        self.box, self.said = QComboBox(), named(Said(), "strong")
        self.box.setAccessibleName(self.tr("Whose plans"))
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        label = QLabel(self.tr("&Whose plans"))
        label.setBuddy(self.box)
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in (label, self.box):
            row.addWidget(part)
        row.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(row)
        inside.addWidget(self.said)
        self.box.currentIndexChanged.connect(lambda _: self._choose())
        presence.facts_changed.connect(self.refresh)
        self.refresh()

    @property
    def lent(self) -> wire.DelegationView | None:
        """What the person whose plans are shown lets one do; None for one's own plans."""
        return next((one for one in self._there() if one.giver == self._whose), None)

    @property
    def extension(self) -> str | None:
        """Whose plans they are; None for somebody without a telephone."""
        return self._whose or self._presence.extension

    @property
    def may_see(self) -> bool:
        """Whether what is planned may be seen."""
        lent = self.lent
        return lent is None or lent.plans

    @property
    def may_plan(self) -> bool:
        """Whether something may be planned, or changed."""
        lent = self.lent
        return lent is None or lent.absence

    def show_own(self) -> None:
        """One's own, whoever's they were."""
        self.box.setCurrentIndex(0)

    def refresh(self) -> None:
        """Offer whoever lets one act for them today. Whose right has ended is not shown any longer."""
        there = self._there()
        offered = {str(self.box.itemData(at)): self.box.itemText(at) for at in range(1, self.box.count())}
        self.setVisible(bool(there))
        if offered != {one.giver: self._name(one) for one in there} or not self.box.count():
            self.box.blockSignals(True)
            self.box.clear()
            self.box.addItem(self.tr("My own"), "")
            for one in there:
                self.box.addItem(self._name(one), one.giver)
            self.box.setCurrentIndex(max(0, self.box.findData(self._whose)))
            self.box.blockSignals(False)
        self._choose()

    def _choose(self) -> None:
        before, self._whose = self._whose, str(self.box.currentData() or "")
        lent = self.lent
        self.said.setText(said_of(lent, self._presence, self._language) if lent is not None else "")
        self.said.setVisible(lent is not None)
        if self._whose != before:
            self.chosen.emit()

    def _there(self) -> list[wire.DelegationView]:
        me, day = self._presence.me, today(self._presence.clock(), self._presence.worktime)
        lent = me.acts_for if me is not None else []
        return sorted((one for one in lent if one.until >= day and (one.absence or one.plans)), key=lambda one: one.giver_name)

    def _name(self, one: wire.DelegationView) -> str:
        return f"{one.giver_name} ({one.giver})"
