"""The rows that are shown, in order; each is put in words only when it is looked at, so 50 000 cost what 20 do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from kalix_presence.desktop.grid.rows import Row

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
"""The role that gives a `Row`."""
NOWHERE = QModelIndex()


class ShownPeople(QAbstractListModel):
    """One row per person shown. `row_of` puts one in words; None for somebody who is not in the directory any more."""

    def __init__(self, row_of: Callable[[str], Row | None]) -> None:
        super().__init__()
        self._row_of = row_of
        self._shown: Sequence[str] = ()
        self._count = 0

    def show(self, extensions: Sequence[str]) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self._shown, self._count = extensions, len(extensions)
        self.endResetModel()

    def grow(self, before: int) -> None:
        """Behind the first `before` more are shown now."""
        self.beginInsertRows(NOWHERE, before, len(self._shown) - 1)
        self._count = len(self._shown)
        self.endInsertRows()

    @property
    def shown(self) -> Sequence[str]:
        """Who is shown, in order."""
        return self._shown

    def touch(self, rows: Iterable[int]) -> None:
        """These rows say something else now."""
        for row in rows:
            if 0 <= row < len(self._shown):
                at = self.index(row, 0)
                self.dataChanged.emit(at, at)

    def row(self, at: int) -> Row | None:
        """What stands there."""
        return self._row_of(self._shown[at]) if 0 <= at < len(self._shown) else None

    def extension(self, index: Index) -> str | None:
        """Who stands there."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def where(self, extension: str | None) -> QModelIndex:
        """The place of somebody; an invalid index when they are not shown."""
        try:
            return self.index(self._shown.index(extension or ""), 0)
        except ValueError:
            return NOWHERE

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many are shown."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, its name or its sentence."""
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if row is None or role == ROW:
            return row
        return row.name if role == Qt.ItemDataRole.DisplayRole else row.sentence
