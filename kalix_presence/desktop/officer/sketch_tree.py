"""The sketch as a tree: units, duties, and who does them. What can be dragged there is moved by the keyboard too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from kalix_presence import wire
from kalix_presence.desktop.officer.sketch_drafts import SketchDrafts
from kalix_presence.model.sketch_draft import DEPUTIES, OWNER, Draft, Stand
from kalix_presence.model.sketch_words import fault_said
from kalix_presence.model.words import Words

SPOT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Spot:
    """What a line of the tree is: of which unit, where in it (None: the unit itself), who, and at which place in the row."""

    unit: str
    stand: Stand | None = None
    extension: str = ""
    at: int = 0
    fault: bool = False


class SketchTree(QTreeWidget):
    """`moved` carries what was dragged and onto what it was let go; the tree itself changes nothing."""

    spot_chosen = Signal(object)
    dropped = Signal(object, object, bool)
    """The two spots, and whether it was let go below the second."""
    shift_asked = Signal(int)
    remove_asked = Signal()
    undo_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._filling = False
        self.setHeaderHidden(True)
        self.setAccessibleName(self.tr("The sketch: units, duties and people"))
        self.setMinimumHeight(280)
        self.setWordWrap(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setExpandsOnDoubleClick(True)
        self.currentItemChanged.connect(self._chosen)

    def spot(self) -> Spot | None:
        """What is chosen."""
        item = self.currentItem()
        return item.data(0, SPOT) if item is not None else None

    def show_sketch(self, shown: wire.SketchView, drafts: SketchDrafts, names: Mapping[str, str]) -> None:
        """All of it, with drafts in place of what holds; what was open and chosen stays so. `names` are people by extension."""
        closed = {each.data(0, SPOT) for each in self._items() if not each.isExpanded() and each.childCount()}
        first, chosen = not self.topLevelItemCount(), self.spot()
        self._filling = True
        self.clear()
        by_code: dict[str, QTreeWidgetItem] = {}
        for unit in shown.units:
            item = self._item(None, self._title(unit, drafts), Spot(unit.unit), bold=True)
            above = by_code.get(unit.parent)
            if above is None:
                self.addTopLevelItem(item)
            else:
                above.addChild(item)
            by_code[unit.unit] = item
            self._fill(item, unit, drafts, names)
        for each in self._items():
            each.setExpanded(each.data(0, SPOT) not in closed if not first else True)
        self._filling = False
        self.choose(chosen or Spot(shown.units[0].unit if shown.units else ""))

    def choose(self, spot: Spot) -> None:
        """Choose this line, or the nearest that is still there."""
        found = list(self._items())
        nearest = [spot, Spot(spot.unit, spot.stand), Spot(spot.unit)]
        if spot.extension:
            nearest.insert(1, next((s for e in found if _same(s := e.data(0, SPOT), spot)), spot))
        for wanted in nearest:
            for each in found:
                if each.data(0, SPOT) == wanted:
                    self.setCurrentItem(each)
                    return

    def _title(self, unit: wire.SketchUnit, drafts: SketchDrafts) -> str:
        if drafts.changed(unit.unit):
            return self.tr("{unit} (changed, not proposed yet)").format(unit=unit.name)
        return (
            self.tr("{unit} ({count} to see to)").format(unit=unit.name, count=len(unit.faults)) if unit.faults else unit.name
        )

    def _fill(self, item: QTreeWidgetItem, unit: wire.SketchUnit, drafts: SketchDrafts, names: Mapping[str, str]) -> None:
        draft, code = drafts.of(unit), unit.unit
        if draft.place:
            self._item(item, self.tr("Place: {place}").format(place=draft.place), Spot(code))
        owner = names.get(draft.owner, draft.owner) if draft.owner else self._words.say("sketch.nobody")
        at = 0 if draft.owner else -1
        self._item(
            item, self.tr("Owner: {name}").format(name=owner), Spot(code, OWNER, draft.owner, at), drag=bool(draft.owner)
        )
        self._row(item, self.tr("Deputies"), code, DEPUTIES, draft, names)
        for number, duty in enumerate(draft.duties):
            title = self.tr("{duty} ({place})").format(duty=duty.name, place=duty.place) if duty.place else duty.name
            self._row(item, title, code, number, draft, names)
        for fault in () if drafts.changed(code) else unit.faults:
            person = fault.person.name if fault.person is not None else ""
            said = fault_said(self._words, fault.kind, fault.duty, person)
            self._item(item, self.tr("To see to: {fault}").format(fault=said), Spot(code, fault=True))

    def _row(self, item: QTreeWidgetItem, title: str, code: str, stand: Stand, draft: Draft, names: Mapping[str, str]) -> None:
        people = draft.people_at(stand)
        text = title if people else self.tr("{what}: nobody").format(what=title)
        row = self._item(item, text, Spot(code, stand), drag=isinstance(stand, int))
        for at, extension in enumerate(people):
            said = self.tr("{place}. {name} {extension}").format(
                place=at + 1, name=names.get(extension, ""), extension=extension
            )
            item = self._item(row, said, Spot(code, stand, extension, at), drag=True)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{said}, {title}")  # one may do several things

    def _item(
        self, parent: QTreeWidgetItem | None, text: str, spot: Spot, *, bold: bool = False, drag: bool = False
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        item.setData(0, SPOT, spot)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        item.setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled if drag else flags)
        item.setToolTip(0, text)
        if bold:
            font = QFont(self.font())
            font.setBold(True)
            item.setFont(0, font)
        if parent is not None:
            parent.addChild(item)
        return item

    def _items(self) -> list[QTreeWidgetItem]:
        found = [item for at in range(self.topLevelItemCount()) if (item := self.topLevelItem(at)) is not None]
        for each in found:
            found.extend(child for at in range(each.childCount()) if (child := each.child(at)) is not None)
        return found

    def _chosen(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if not self._filling:
            self.spot_chosen.emit(item.data(0, SPOT) if item is not None else None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Said, not done: what comes of it is shown when the draft has it."""
        target, source = self.itemAt(event.position().toPoint()), self.spot()
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target is not None and source is not None:
            self.dropped.emit(source, target.data(0, SPOT), below)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt with up or down moves what is chosen, Delete takes it away, Ctrl+Z takes the last step back."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif control and event.key() == Qt.Key.Key_Z:
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)


def _same(one: Spot, other: Spot) -> bool:
    """Whether both are the same person in the same row, at whichever place."""
    return (one.unit, one.stand, one.extension) == (other.unit, other.stand, other.extension)
