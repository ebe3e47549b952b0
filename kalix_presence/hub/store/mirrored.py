"""What the hub has written of somebody in another program and has to take back: kept until it is gone there.

By identity, not by extension: whoever leaves or moves has it taken back all the same, and nobody inherits it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, String, Table, delete, select

from kalix_presence.hub.store.schema import metadata, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.mirrored import Part

mirrored = Table(
    "mirrored",
    metadata,
    Column("mirror", String, nullable=False),
    Column("person", String, nullable=False),
    Column("part", String, nullable=False),
    Column("account", String, nullable=False),
    Column("wrote", LargeBinary, nullable=False),
    Column("until", Integer, nullable=False),
    PrimaryKeyConstraint("mirror", "person", "part"),
)

_of = mirrored.c
_PUT = putting(*_of)
_FORGET = said(
    delete(mirrored).where(this(_of.mirror), this(_of.person), this(_of.part)), *("this_mirror", "this_person", "this_part")
)
_OVER = said(delete(mirrored).where(_of.until < value("before")))
_READ = said(select(_of.person, _of.part, _of.account, _of.wrote, _of.until).where(this(_of.mirror)))


@dataclass(frozen=True, slots=True)
class Wrote:
    """What may stand at `account` of ours: the newest first, "" for nothing; more than one where nobody knows which was taken.
    All of it goes by itself at `until`."""

    account: str
    values: tuple[str, ...]
    until: datetime

    @property
    def sure(self) -> bool:
        """Whether it is known that the newest stands there."""
        return len(self.values) == 1


def read_mirrored(sql: Sql, mirror: str) -> dict[tuple[str, Part], Wrote]:
    """All that is kept of `mirror`, by person and part."""
    found: dict[tuple[str, Part], Wrote] = {}
    for person, part, account, wrote, until in sql.execute(_READ, (mirror,)):
        found[person, Part(part)] = Wrote(account, tuple(msgspec.json.decode(wrote, type=list[str])), moment_of(until))
    return found


def put_mirrored(change: Transaction, mirror: str, kept: Iterable[tuple[tuple[str, Part], Wrote]]) -> None:
    """Keep these in the places of what was."""
    rows = [
        (mirror, person, part.value, one.account, msgspec.json.encode(one.values), stored(one.until))
        for (person, part), one in kept
    ]
    change.sql.executemany(_PUT, rows)


def forget_mirrored(change: Transaction, mirror: str, gone: Iterable[tuple[str, Part]]) -> None:
    """These are taken back."""
    change.sql.executemany(_FORGET, [(mirror, person, part.value) for person, part in gone])


def forget_over(change: Transaction, *, before: datetime) -> None:
    """What was over before that: its mirror, which takes back what stands there still, may be none any longer."""
    change.sql.execute(_OVER, (stored(before),))
