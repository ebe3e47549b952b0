"""Names for people, and the units that somebody belongs to, as the board has them."""

from __future__ import annotations

from collections.abc import Sequence

from kalix_presence.hub.store.moment import Known
from kalix_presence.model.directory import Person


def name_of(board: Known, who: str) -> str:
    """The name of an extension's person; a username as it is."""
    person = board.people.get(who)
    return person.name if person is not None else who


def units_of(board: Known, person: Person) -> Sequence[str]:
    """The codes of the person's unit and of every unit above it."""
    return board.groups.above.get(person.unit, (person.unit,))
