"""The pane beside the list: filters as check boxes with their keys, and the units as a tree."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from kalix_presence.desktop.grid.filters import Branch, Filters, Show
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.plain_tip import plain_tip
from kalix_presence.desktop.theme import named

CODES = int(Qt.ItemDataRole.UserRole)
KEYS = {
    Show.IN: Do.SHOW_IN,
    Show.AWAY: Do.SHOW_AWAY,
    Show.ON_PHONE: Do.SHOW_ON_PHONE,
    Show.OVERDUE: Do.SHOW_OVERDUE,
    Show.FAVOURITES: Do.SHOW_FAVOURITES,
}


class UnitTree(QTreeWidget):
    """Letters typed in the tree belong to the search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Only what moves, opens and closes."""
        if event.text().strip() and event.text().isprintable() and event.text() not in "+-*":
            event.ignore()
            return
        super().keyPressEvent(event)


class FilterPane(QWidget):
    """`changed` carries the new `Filters`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.filters = Filters()
        self._boxes: dict[Show, QCheckBox] = {}
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(10)
        title = named(QLabel(self.tr("Show")), "strong")
        around.addWidget(title)
        for show, words in (
            (Show.IN, self.tr("In")),
            (Show.AWAY, self.tr("Away")),
            (Show.ON_PHONE, self.tr("On the phone")),
            (Show.OVERDUE, self.tr("Overdue")),
            (Show.FAVOURITES, self.tr("Favourites")),
        ):
            around.addLayout(self._line(show, words))
        units = named(QLabel(self.tr("Units")), "strong")
        around.addSpacing(6)
        around.addWidget(units)
        self.tree = UnitTree()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setIndentation(14)
        self.tree.setAccessibleName(self.tr("Units"))
        self.tree.setUniformRowHeights(True)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.currentItemChanged.connect(self._unit_chosen)
        around.addWidget(self.tree, 1)

    def _line(self, show: Show, words: str) -> QHBoxLayout:
        box = QCheckBox(words)
        box.toggled.connect(lambda _: self._toggled(show))
        box.setToolTip(shown(KEYS[show]))
        self._boxes[show] = box
        key = named(QLabel(shown(KEYS[show])), "dimmed")
        line = QHBoxLayout()
        line.addWidget(box, 1)
        line.addWidget(key)
        return line

    @property
    def boxes(self) -> list[QCheckBox]:
        """The check boxes, in order."""
        return list(self._boxes.values())

    def set(self, filters: Filters) -> None:
        """Show these filters, from a key."""
        self.filters = filters
        for show, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(show in filters.shows)
            box.blockSignals(False)
        everybody = self.tree.topLevelItem(0)
        if not filters.units and everybody is not None:
            self.tree.blockSignals(True)
            self.tree.setCurrentItem(everybody)
            self.tree.blockSignals(False)
        self.changed.emit(filters)

    def offer(self, branches: Iterable[Branch]) -> None:
        """These administrations and units; what was chosen stays chosen."""
        kept = self.filters.units
        self.tree.blockSignals(True)
        self.tree.clear()
        everybody = QTreeWidgetItem([self.tr("The whole organisation")])
        everybody.setData(0, CODES, [])
        self.tree.addTopLevelItem(everybody)
        chosen = everybody
        for branch in branches:
            top = self._item(branch.name, branch.people, branch.codes)
            self.tree.addTopLevelItem(top)
            if kept and kept == branch.codes:
                chosen = top
            for code, name, count in branch.units:
                item = self._item(name, count, frozenset({code}))
                top.addChild(item)
                if kept == {code} and len(branch.codes) > 1:
                    chosen = item
                    top.setExpanded(True)
        self.tree.setCurrentItem(chosen)
        self.tree.blockSignals(False)

    def _item(self, name: str, count: int, codes: frozenset[str]) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, str(count)])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, plain_tip(name))
        item.setData(0, CODES, sorted(codes))
        return item

    def _toggled(self, show: Show) -> None:
        self.filters = self.filters.toggled(show)
        self.changed.emit(self.filters)

    def _unit_chosen(self, item: QTreeWidgetItem | None) -> None:
        codes = frozenset(item.data(0, CODES) or ()) if item is not None else frozenset()
        if codes != self.filters.units:
            self.filters = Filters(self.filters.shows, codes)
            self.changed.emit(self.filters)
