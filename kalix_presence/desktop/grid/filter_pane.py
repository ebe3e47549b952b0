"""The pane beside the list: filters as check boxes with their keys, and the units as a tree."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from kalix_presence.desktop.finding.filters import Branch, Filters, Show
from kalix_presence.desktop.finding.slices import done_within
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.widgets.plain_tip import plain_tip
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.finding import Steps, finished

CODES = int(Qt.ItemDataRole.UserRole)
KEYS = {
    Show.IN: Do.SHOW_IN,
    Show.AWAY: Do.SHOW_AWAY,
    Show.ON_PHONE: Do.SHOW_ON_PHONE,
    Show.OVERDUE: Do.SHOW_OVERDUE,
    Show.FAVOURITES: Do.SHOW_FAVOURITES,
}


AT_ONCE = 200
"""So many units are offered at once; more grow in slices."""
AT_A_TIME = 20
"""Units that become lines of the tree between two looks at the clock."""
BUDGET = 0.003
"""Seconds that a slice of the tree takes from the window."""


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
        self._branches: list[Branch] | None = None
        self._growing: Steps[None] | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._grow)
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
        """These administrations and units; what was chosen stays chosen. A large tree grows in slices beside the old one."""
        offered = list(branches)
        if offered == self._branches:
            return
        self._branches = offered
        self._growing = self._grown(offered)
        if sum(len(branch.units) for branch in offered) <= AT_ONCE:
            finished(self._growing)
            self._growing = None
        else:
            self._slices.start()

    def _grow(self) -> None:
        """As many lines as the window has time for."""
        if self._growing is None or done_within(BUDGET, self._growing):
            self._growing = None
            self._slices.stop()

    def _grown(self, branches: list[Branch]) -> Steps[None]:
        """Made apart, so that the old tree can be used until the new one is whole; then they change places."""
        everybody = QTreeWidgetItem([self.tr("The whole organisation")])
        everybody.setData(0, CODES, [])
        people = sum(branch.people for branch in branches)
        everybody.setData(1, Qt.ItemDataRole.AccessibleTextRole, self._told(everybody.text(0), people))
        tops: list[QTreeWidgetItem] = [everybody]
        for branch in branches:
            top = self._item(branch.name, branch.people, branch.codes)
            tops.append(top)
            for count, (code, name, people) in enumerate(branch.units, 1):
                top.addChild(self._item(name, people, frozenset({code})))
                if not count % AT_A_TIME:
                    yield
        yield
        self._show(tops)

    def _show(self, tops: list[QTreeWidgetItem]) -> None:
        kept, before = self.filters.units, [self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount())]
        opened = {top.text(0) for top in before if top is not None and top.isExpanded()}
        self.tree.blockSignals(True)
        self.tree.clear()
        self.tree.addTopLevelItems(tops)
        chosen = tops[0]
        for top in tops[1:]:
            codes = top.data(0, CODES)
            top.setExpanded(top.text(0) in opened)
            if kept and kept == frozenset(codes):
                chosen = top
            elif len(kept) == 1 and not kept.isdisjoint(codes):
                children = (top.child(at) for at in range(top.childCount()))
                chosen = next((child for child in children if child is not None and child.data(0, CODES) == [*kept]), top)
                top.setExpanded(True)
        self.tree.setCurrentItem(chosen)
        self.tree.blockSignals(False)

    def _told(self, unit: str, count: int) -> str:
        return self.tr("{unit}: {count} people").format(unit=unit, count=count)

    def _item(self, name: str, count: int, codes: frozenset[str]) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, str(count)])
        item.setData(1, Qt.ItemDataRole.AccessibleTextRole, self._told(name, count))
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
