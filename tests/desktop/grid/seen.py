"""What somebody sees and hears of the grid."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kalix_presence.desktop.grid.window import Grid


def sentences(grid: Grid) -> list[str]:
    """The sentence of each row, as a screen reader says it."""
    people = grid.people
    return [str(people.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(people.rowCount())]


def names(grid: Grid) -> list[str]:
    """Who is shown, by name."""
    return [said.partition(",")[0] for said in sentences(grid)]
