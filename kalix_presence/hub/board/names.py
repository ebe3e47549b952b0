"""Names for people, and the units that somebody belongs to, as the board has them."""

from __future__ import annotations

from collections.abc import Sequence

from kalix_presence.hub.store.moment import Known
from kalix_presence.model.directory import Person


def name_of(board: Known, who: str) -> str:
    """The name of an extension's person; a username as it is."""
    person = board.people.get(who)
    return person.name if person is not None else who


def author_name(board: Known, who: str) -> str:
    """The name of whoever did something: an extension's person, or an account without one (`user:...`)."""
    return name_of(board, who.removeprefix("user:"))


def unit_name(board: Known, code: str) -> str:
    """What a unit is called; its code when the directory has it no more."""
    unit = board.units.get(code)
    return unit.name if unit is not None else code


def lies_in(board: Known, unit: str, above: str) -> bool:
    """Whether `unit` is `above` or lies below it."""
    return above in way_up(board, unit)


def way_up(board: Known, unit: str) -> tuple[str, ...]:
    """The codes of `unit` and of every unit above it, the nearest first."""
    return board.groups.above.get(unit, (unit,))


def way_down(board: Known, unit: str) -> list[tuple[str, str]]:
    """Names as they are sorted, and codes, from the highest unit above down to `unit`: by it a unit comes after the one above
    it, and those below the same one by name."""
    return [(unit_name(board, code).casefold(), code) for code in reversed(way_up(board, unit))]


def units_of(board: Known, person: Person) -> Sequence[str]:
    """The codes of the person's unit and of every unit above it."""
    return way_up(board, person.unit)
