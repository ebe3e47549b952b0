"""Which columns the list has, how wide each is in a given width, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from kalix_presence.desktop.grid.rows import Row

translate = QCoreApplication.translate


class Column(StrEnum):
    """A column, by the name it is remembered under."""

    PERSON = "person"
    STATUS = "status"
    LINE = "line"
    NUMBER = "number"
    HOURS = "hours"
    PLACE = "place"
    WAITING = "waiting"
    NOTE = "note"
    DEPUTY = "deputy"
    DUTIES = "duties"


ALWAYS = (Column.PERSON, Column.STATUS)
"""A row without these would say nothing."""
USUAL = (Column.PERSON, Column.STATUS, Column.LINE, Column.NUMBER, Column.HOURS, Column.PLACE, Column.WAITING)

# narrowest sensible width, in times the font's height; share of what is left over
_WIDTHS: dict[Column, tuple[float, int]] = {
    Column.PERSON: (9.5, 8),
    Column.STATUS: (8, 4),
    Column.LINE: (7.5, 0),
    Column.NUMBER: (5, 0),
    Column.HOURS: (5, 1),
    Column.PLACE: (6.5, 1),
    Column.WAITING: (4, 1),
    Column.NOTE: (8, 3),
    Column.DEPUTY: (8, 2),
    Column.DUTIES: (8, 3),
}
GIVE_WAY = frozenset((Column.LINE, Column.HOURS, Column.PLACE, Column.WAITING, Column.NOTE, Column.DEPUTY, Column.DUTIES))
"""Where they are empty in every row that is seen, their room is the others'. A line that rings brings its column back."""
GAP = 14
TIME_OF_ALL = 0.6
"""At most so much of a row is the status where there is no room for name and time."""
_FIRST_TO_GO = (
    Column.DUTIES,
    Column.NOTE,
    Column.DEPUTY,
    Column.PLACE,
    Column.HOURS,
    Column.WAITING,
    Column.NUMBER,
    Column.LINE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in a row: pixels from the left of the texts."""

    column: Column
    left: int
    width: int


def ordered(chosen: Iterable[str]) -> tuple[Column, ...]:
    """The columns named by `chosen`, in their own order; those that are always there among them, unknown names dropped."""
    names = set(chosen)
    return tuple(column for column in Column if column.value in names or column in ALWAYS)


def laid_out(columns: Sequence[Column], width: int, unit: int) -> list[Place]:
    """The places of `columns` in `width` pixels with a font `unit` pixels high.

    What has no room goes, the least needed first; the person and the status stay however narrow it gets.
    """
    kept = list(columns)
    for column in _FIRST_TO_GO:
        if _needed(kept, unit) <= width:
            break
        if column in kept:
            kept.remove(column)
    spare = max(0, width - _needed(kept, unit))
    shares = sum(_WIDTHS[column][1] for column in kept)
    places, left = [], 0
    room, needed = width - GAP * (len(kept) - 1), _needed(kept, unit) - GAP * (len(kept) - 1)
    # Where nothing else can go the time comes first, as far as a name can still be told from another.
    status = min(_WIDTHS[Column.STATUS][0] * unit, max(1.0, room * TIME_OF_ALL))
    scale = min(1.0, (room - status) / max(1.0, needed - _WIDTHS[Column.STATUS][0] * unit))
    for column in kept:
        least, share = _WIDTHS[column]
        least_wide = status if column is Column.STATUS and scale < 1 else least * unit * scale
        wide = max(1, round(least_wide + spare * share / shares))
        places.append(Place(column, left, wide))
        left += wide + GAP
    return places


def filled(columns: Iterable[Column], rows: Sequence[Row]) -> set[Column]:
    """Those of `columns` that say something in one of `rows`, and those that keep their room whatever they say."""
    return {column for column in columns if column not in GIVE_WAY or any(any(texts(column, row)) for row in rows)}


def _needed(columns: Sequence[Column], unit: int) -> float:
    return sum(_WIDTHS[column][0] * unit for column in columns) + GAP * (len(columns) - 1)


def title(column: Column) -> str:
    """What stands over the column."""
    match column:
        case Column.PERSON:
            return translate("Grid", "Name")
        case Column.STATUS:
            return translate("Grid", "Status")
        case Column.LINE:
            return translate("Grid", "Line")
        case Column.NUMBER:
            return translate("Grid", "Number")
        case Column.HOURS:
            return translate("Grid", "Phone hours")
        case Column.PLACE:
            return translate("Grid", "Place")
        case Column.WAITING:
            return translate("Grid", "Waiting")
        case Column.NOTE:
            return translate("Grid", "Note")
        case Column.DEPUTY:
            return translate("Grid", "Deputy")
        case Column.DUTIES:
            return translate("Grid", "Duties")


def texts(column: Column, row: Row) -> tuple[str, str]:
    """The two lines of `column`; the second may be empty."""
    match column:
        case Column.PERSON:
            return row.name, row.work
        case Column.STATUS:
            return row.status_briefly or row.status, row.remark or row.note or row.notice
        case Column.LINE:
            return ("", "") if row.line_quiet else (row.line, row.line_age)
        case Column.NUMBER:
            return row.extension, row.direct
        case Column.HOURS:
            return row.hours_briefly or row.hours, ""
        case Column.PLACE:
            building, _, room = row.place.partition(", ")
            return building, room
        case Column.WAITING:
            return row.waits, ""
        case Column.NOTE:
            return row.note, ""
        case Column.DEPUTY:
            return row.deputy, ""
        case Column.DUTIES:
            return row.duties, ""
