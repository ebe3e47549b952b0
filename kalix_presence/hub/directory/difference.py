"""What an import changes, person by person and field by field, and how much of it is done without being asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields

from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, Conflict

FEW = 3
"""So many people may always go, as long as it is not half of the house."""


@dataclass(frozen=True, slots=True)
class NewHolder:
    """An extension that is somebody else's now. `holder` is who held it before, as the directory has them."""

    extension: str
    before: str
    after: str
    holder: Person | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who has another extension now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account with its roles: `before` is None for a new one; `renamed` is the user name it had."""

    username: str
    extension: str
    before: tuple[str, ...] | None
    after: tuple[str, ...]
    renamed: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed. `passes` are the extensions that another person than before holds."""

    added: tuple[Person, ...] = ()
    changed: tuple[tuple[Person, Person], ...] = ()
    removed: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()
    accounts: tuple[AccountChange, ...] = ()
    successions: tuple[NewHolder, ...] = ()
    moves: tuple[Move, ...] = ()
    passes: frozenset[str] = frozenset()

    @property
    def anything(self) -> bool:
        """Whether anything was different."""
        return bool(self.added or self.changed or self.removed or self.units or self.accounts)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is done without being asked: more than `percent` of those in the directory is not, unless its number is named.

    `removed` and `passed` are the numbers that somebody has agreed to: those and no others. `these` is the `held_id` that
    somebody has agreed to: it stands for whom, not only for how many.
    """

    percent: float = 5.0
    removed: int | None = None
    passed: int | None = None
    these: str = ""

    def refuse(self, done: Imported, known: int) -> None:
        """Raise ImportHeld where `done` would take more away from a directory of `known` people than was agreed."""
        removed, passed = len(done.removed), len(done.passes)
        held = ImportHeld(
            done,
            removed if self._is_much(removed, known) and removed != self.removed else 0,
            passed if self._is_much(passed, known) and passed != self.passed else 0,
        )
        if (held.removed or held.passed) and self.these != held.id:
            raise held

    def _is_much(self, number: int, known: int) -> bool:
        return number * 100 > known * self.percent and (number >= FEW or number * 2 >= known)


class ImportHeld(Conflict):
    """Nothing was changed: so many people would be removed, so many extensions pass to somebody else."""

    def __init__(self, done: Imported, removed: int, passed: int) -> None:
        super().__init__("import-held", removed=removed, passed=passed)
        self.done, self.removed, self.passed = done, removed, passed
        self.id = held_id(done)


def held_id(done: Imported) -> str:
    """A few letters that stand for exactly those who go, and for the extensions that pass to somebody else, and to whom."""
    goes = sorted(person.id for person in done.removed)
    passes = sorted((one.extension, one.before, one.after) for one in done.successions)
    moves = sorted((one.name, one.before, one.after) for one in done.moves)
    return hashlib.sha256(repr((goes, passes, moves, sorted(done.passes))).encode()).hexdigest()[:10]


class LinesRefused(BadInput):
    """Lines that are good by themselves do not go with what is known."""

    def __init__(self, bad: list[BadLine]) -> None:
        super().__init__("import-lines", count=len(bad))
        self.bad = bad


_UNTOLD = ("id", "extension", "administration", "does")
_COLUMNS = {"reference": "person"}


def changed_fields(before: Person, after: Person) -> list[tuple[str, str, str]]:
    """(column of the file, before, after) of what is different; units by their codes."""
    found = []
    for each in fields(Person):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if old != new and each.name not in _UNTOLD:
            found.append((_COLUMNS.get(each.name, each.name), _shown(old), _shown(new)))
    if not any(column == "unit" for column, _, _ in found) and before.administration != after.administration:
        found.append(("administration", before.administration, after.administration))
    return found


def _shown(value: object) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value or "")
