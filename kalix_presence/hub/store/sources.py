"""Where each person and each of their attributes comes from: the sources that name them, and what was edited by hand.

Kept by identity, so that whoever comes to an extension later has none of it. A column that no row names comes from nowhere that
is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, delete, func, select

from kalix_presence.hub.store.dialects import where
from kalix_presence.hub.store.schema import metadata, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import among, putting, said, this
from kalix_presence.hub.store.writer import Transaction

FILE = "file"
"""The source of whoever came by `kalix-hub import`; no source of a site's own may be called so."""

person_source = Table(
    "person_source",
    metadata,
    Column("person", String, nullable=False),
    Column("source", String, nullable=False),
    Column("key", String, nullable=False),
    Column("columns", String, nullable=False),
    PrimaryKeyConstraint("person", "source"),
    Index("person_source_key", "source", "key", unique=True, **where("key <> ''")),
)

hand_edit = Table(
    "hand_edit",
    metadata,
    Column("person", String, nullable=False),
    Column("column", String, nullable=False),
    Column("offered", String),
    Column("at", Integer, nullable=False),
    Column("by", String, nullable=False),
    PrimaryKeyConstraint("person", "column"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """That a source names somebody: `key` is what it calls them for good ("" where it has nothing such), `columns` what it
    says of them."""

    key: str
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class HandEdit:
    """That a column was edited by hand, when (aware, UTC) and by whom; `offered` is what its source would have it be, None
    where no source has said."""

    offered: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody comes from: claims by source, edits by column."""

    claims: Mapping[str, Claim] = field(default_factory=dict)
    hand: Mapping[str, HandEdit] = field(default_factory=dict)


NOWHERE = Origin()

_SOURCES = person_source.c
_EDITS = hand_edit.c
_PUT_CLAIM = putting(*_SOURCES)
_PUT_EDIT = putting(*_EDITS)
_READ_CLAIMS = said(select(*_SOURCES))
_READ_EDITS = said(select(*_EDITS))
_CLAIMS_OF = said(select(*_SOURCES).where(this(_SOURCES.person)))
_EDITS_OF = said(select(*_EDITS).where(this(_EDITS.person)))
_KEYED = said(select(_SOURCES.person).where(this(_SOURCES.source)))
_COUNT = said(select(func.count()).select_from(person_source).where(this(_SOURCES.source)))
_END_EDIT = said(delete(hand_edit).where(this(_EDITS.person), this(_EDITS.column)), "this_person", "this_column")
_FORGET_CLAIMS = said(delete(person_source).where(this(_SOURCES.person)))
_FORGET_EDITS = said(delete(hand_edit).where(this(_EDITS.person)))
_END_CLAIM = said(delete(person_source).where(this(_SOURCES.person), this(_SOURCES.source)), "this_person", "this_source")


def read_origins(sql: Sql) -> dict[str, Origin]:
    """Everybody's by identity; who is not in it comes from nowhere that is known."""
    return _origins(sql.execute(_READ_CLAIMS), sql.execute(_READ_EDITS))


def read_origin(sql: Sql, person: str) -> Origin:
    """That of the person with this identity."""
    return _origins(sql.execute(_CLAIMS_OF, (person,)), sql.execute(_EDITS_OF, (person,))).get(person, NOWHERE)


def read_keyed(sql: Sql, source: str, keys: Collection[str]) -> set[str]:
    """The identities of those whom `source` calls by one of `keys` for good."""
    return {person for (person,) in sql.execute(among(_KEYED, " AND key", len(keys)), (source, *sorted(keys)))}


def count_claims(sql: Sql, source: str) -> int:
    """How many people `source` names."""
    return int(sql.execute(_COUNT, (source,)).fetchone()[0])


def put_claim(change: Transaction, person: str, source: str, claim: Claim) -> None:
    """Keep that `source` names `person`."""
    change.sql.execute(_PUT_CLAIM, (person, source, claim.key, ";".join(sorted(claim.columns))))


def end_claim(change: Transaction, person: str, source: str) -> None:
    """`source` names them no longer, and they stay for another reason."""
    change.sql.execute(_END_CLAIM, (person, source))


def put_edit(change: Transaction, person: str, column: str, edit: HandEdit) -> None:
    """Keep that `column` of `person` was edited by hand."""
    change.sql.execute(_PUT_EDIT, (person, column, edit.offered, stored(edit.at), edit.by))


def end_edit(change: Transaction, person: str, column: str) -> bool:
    """The column is its source's again; whether it was edited by hand."""
    return change.sql.execute(_END_EDIT, (person, column)).rowcount == 1


def forget_origins(change: Transaction, people: Iterable[str]) -> None:
    """Those with these identities are gone."""
    gone = [(one,) for one in people]
    change.sql.executemany(_FORGET_CLAIMS, gone)
    change.sql.executemany(_FORGET_EDITS, gone)


def _origins(
    claims: Iterable[tuple[str, str, str, str]], edits: Iterable[tuple[str, str, str | None, int, str]]
) -> dict[str, Origin]:
    said_of: dict[str, dict[str, Claim]] = {}
    spelled: dict[str, frozenset[str]] = {}  # thousands say the same columns: one set for all of them
    for person, source, key, columns in claims:
        said_of.setdefault(person, {})[source] = Claim(key, spelled.setdefault(columns, frozenset(columns.split(";"))))
    edited: dict[str, dict[str, HandEdit]] = {}
    for person, column, offered, at, by in edits:
        edited.setdefault(person, {})[column] = HandEdit(offered, moment_of(at), by)
    return {one: Origin(said_of.get(one, {}), edited.get(one, {})) for one in said_of.keys() | edited.keys()}
