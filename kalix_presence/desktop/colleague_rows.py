"""What stands on each row of the colleagues: words and glyph of one person, and the table that holds the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from kalix_presence import shipped, wire
from kalix_presence.client.link import LinkState
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.line import LineState
from kalix_presence.model.when.reading import short

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
"""The role that gives a `Row`."""
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Glyph:
    """Shape, colour and mark as `glyphs.picture` takes them; `hollow` while nobody knows whether it still holds."""

    shape: str
    colour: str
    mark: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One colleague as shown. `away` that `status` deserves a look; `remark` is what is the matter with it, mostly nothing."""

    extension: str
    name: str
    work: str
    status: str
    remark: str
    line: str
    away: bool
    glyph: Glyph

    @property
    def sentence(self) -> str:
        """The whole row, for somebody who hears it."""
        extension = QCoreApplication.translate("Colleagues", "extension {number}").format(number=self.extension)
        parts = (self.name, self.status, self.remark, self.line, extension, self.work)
        return ", ".join(part for part in parts if part)


def row_of(person: wire.PersonView, presence: Presence, language: str) -> Row:
    """How `person` stands at the present moment."""
    standing = presence.board.standings.get(person.extension)
    work = ", ".join(part for part in (person.title, person.unit_name) if part)
    status, away = _status(standing, presence, language)
    return Row(
        person.extension,
        person.name,
        work,
        status,
        _remark(standing),
        line_words(standing.line) if standing else "",
        away,
        _glyph(standing, presence),
    )


def line_words(line: LineState) -> str:
    """What the line is doing; nothing when nobody knows."""
    match line:
        case LineState.IDLE:
            return QCoreApplication.translate("Colleagues", "Line free")
        case LineState.RINGING:
            return QCoreApplication.translate("Colleagues", "Ringing")
        case LineState.BUSY:
            return QCoreApplication.translate("Colleagues", "On the phone")
        case LineState.NOT_REGISTERED:
            return QCoreApplication.translate("Colleagues", "Phone not connected")
    return ""


def _status(standing: wire.Standing | None, presence: Presence, language: str) -> tuple[str, bool]:
    if standing is None:
        return QCoreApplication.translate("Colleagues", "Not known"), False
    absence = standing.absence
    if absence is None:
        return QCoreApplication.translate("Colleagues", "Available"), False
    name = presence.reason_name(absence.reason, language)
    if absence.end is None:
        return QCoreApplication.translate("Colleagues", "{reason}, until further notice").format(reason=name), True
    words = shipped.words(language)
    time = short(absence.end, now=presence.clock(), zone=presence.zone, words=words)
    return QCoreApplication.translate("Colleagues", "{reason}, back {time}").format(reason=name, time=time), True


def _remark(standing: wire.Standing | None) -> str:
    if standing is None:
        return ""
    if standing.overdue:
        return QCoreApplication.translate("Colleagues", "Should be back by now")
    if not standing.in_force:
        return QCoreApplication.translate("Colleagues", "Not confirmed")
    return ""


def _glyph(standing: wire.Standing | None, presence: Presence) -> Glyph:
    if standing is None:
        return Glyph("circle", "grey", "slash", hollow=True)
    hollow = presence.link is not LinkState.ONLINE
    mark = "" if standing.in_force else "bang"
    absence = standing.absence
    if absence is not None:
        if absence.reason not in presence.reasons:
            return Glyph("square", "grey", mark, hollow)
        reason = presence.reasons.get(absence.reason)
        return Glyph(reason.shape, reason.colour, mark, hollow)
    if standing.line is LineState.BUSY:
        return Glyph("ring", "red", mark, hollow)
    return Glyph("circle", "green", mark, hollow)


class ColleagueRows(QAbstractTableModel):
    """One column, one row per colleague shown. A row's words are made when it is painted, so 10 000 cost what 20 do."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._shown: list[str] = []
        self._at: dict[str, int] = {}

    def show(self, extensions: list[str]) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self._shown = [extension for extension in extensions if extension in self._presence.people]
        self._at = {extension: row for row, extension in enumerate(self._shown)}
        self.endResetModel()

    def touch(self, extensions: Iterable[str] | None) -> None:
        """Paint these again; None: everybody."""
        if extensions is None:
            if self._shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))
            return
        for extension in extensions:
            row = self._at.get(extension)
            if row is not None:
                at = self.index(row, 0)
                self.dataChanged.emit(at, at)

    def extension(self, index: Index) -> str | None:
        """Who stands there."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def where(self, extension: str | None) -> QModelIndex:
        """The row of somebody; an invalid index when they are not shown."""
        row = self._at.get(extension or "")
        return NOWHERE if row is None else self.index(row, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """One: the delegate lays the row out, and a screen reader says it in one sentence."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, its name or its sentence."""
        extension = self.extension(index)
        person = self._presence.people.get(extension or "")
        if person is None:
            return None
        if role == ROW:
            return row_of(person, self._presence, self._language)
        if role == Qt.ItemDataRole.DisplayRole:
            return person.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_of(person, self._presence, self._language).sentence
        return None
