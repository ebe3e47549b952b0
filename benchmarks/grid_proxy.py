"""The yardstick of the grid: QSortFilterProxyModel in a table view, over the same people."""

from __future__ import annotations

import random
import time

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.grid_people import TYPED
from benchmarks.measuring import percentile
from kalix_presence import wire

PATIENCE = 15.0
"""Seconds of typing after which no further word is begun: it takes its time."""
CHANGES = 2_000
STATE = 3


class People(QAbstractTableModel):
    """Name, work, extension, and the state of the line."""

    def __init__(self, people: list[wire.PersonView]) -> None:
        super().__init__()
        self._rows = [
            [each.name, " ".join((each.title, each.unit_name, *each.duties)), each.extension, "idle"] for each in people
        ]

    def change(self, row: int, state: str) -> None:
        """The line of somebody does something else."""
        self._rows[row][STATE] = state
        at = self.index(row, STATE)
        self.dataChanged.emit(at, at)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
        return 4

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def yardstick(app: QApplication, people: list[wire.PersonView]) -> dict[str, object]:
    """What it takes the proxy, times in milliseconds."""
    began = time.perf_counter()
    model, proxy, view = People(people), QSortFilterProxyModel(), QTableView()
    proxy.setSourceModel(model)
    proxy.setFilterKeyColumn(-1)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    view.setModel(proxy)
    view.resize(1100, 700)
    view.show()
    app.processEvents()
    view.viewport().repaint()
    seen: dict[str, object] = {"visible": (time.perf_counter() - began) * 1000}
    taken: list[float] = []
    until = time.perf_counter() + PATIENCE
    for text in TYPED:
        for end in range(1, len(text) + 1):
            app.processEvents()
            began = time.perf_counter()
            proxy.setFilterFixedString(text[:end])
            view.viewport().repaint()
            taken.append((time.perf_counter() - began) * 1000)
        proxy.setFilterFixedString("")
        if time.perf_counter() > until:
            break
    seen["key"] = (percentile(taken, 0.5), percentile(taken, 0.99), max(taken))
    proxy.setFilterFixedString("a")
    app.processEvents()
    chance, began = random.Random(1), time.perf_counter()
    for change in range(CHANGES):
        model.change(chance.randrange(len(people)), chance.choice(("busy", "ringing", "idle")))
        if not change % 50:
            app.processEvents()
    app.processEvents()
    return seen | {"most": CHANGES / (time.perf_counter() - began)}
