"""The sketch of the administrations in the database: each unit's part, proposals for it, and who stands in which of them.

People stand in rows of their own, by identity: so whoever leaves is taken out of every part and proposal, those who come after
at the extension have none of it, and each is handed what the sketch says of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    literal_column,
    select,
    update,
)

from kalix_presence.hub.store.schema import metadata, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, among, given, in_words, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.sketch import Part, Placed, Proposal, ProposalState, Sheet, SketchDuty

sketch_part = Table(
    "sketch_part",
    metadata,
    Column("unit", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("reviewed_day", Integer),
    Column("reviewed_by", String, nullable=False),
    Column("reminded_day", Integer),
)

sketch_proposal = Table(
    "sketch_proposal",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("base", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("since_day", Integer, nullable=False),
    Column("words", String, nullable=False),
    Column("state", String, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("proposed_at", Integer, nullable=False),
    Column("answered_by", String, nullable=False),
    Column("answer", String, nullable=False),
    Column("notice", String, nullable=False),
    Column("closed_at", Integer),
    Index("sketch_proposal_closed", "closed_at"),
)

sketch_place = Table(
    "sketch_place",
    metadata,
    Column("sheet", String, nullable=False),
    Column("slot", String, nullable=False),
    Column("duty", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("person", String, nullable=False),
    Column("unit", String, nullable=False),
    PrimaryKeyConstraint("sheet", "slot", "duty", "place"),
    Index("sketch_place_person", "person"),
)

UNIT = "unit:"
"""Before the code of a unit: the sheet of its part; that of a proposal is its id."""
_OWNER, _DEPUTY, _DUTY = "owner", "deputy", "duty"

_part, _of, _place = sketch_part.c, sketch_proposal.c, sketch_place.c
_PUT_PART = putting(*_part)
_READ_PART = said(select(sketch_part).where(this(_part.unit)))
_READ_PARTS = said(select(sketch_part).order_by(_part.unit))
_REVIEW = said(
    update(sketch_part).where(this(_part.unit), this(_part.version)).values(given(_part.reviewed_day, _part.reviewed_by)),
    *("reviewed_day", "reviewed_by", "this_unit", "this_version"),
)
_REMIND = said(update(sketch_part).where(this(_part.unit)).values(given(_part.reminded_day)), *("reminded_day", "this_unit"))
_PUT = putting(*_of)
_READ = said(select(sketch_proposal).where(this(_of.id)))
_READ_SINCE = said(
    select(sketch_proposal).where(_of.closed_at.is_(None) | (_of.closed_at >= value("since"))).order_by(_of.proposed_at, _of.id)
)
_FORGET = said(delete(sketch_proposal).where(_of.closed_at < value("before")))
_FORGET_PLACES = said(
    delete(sketch_place).where(_place.sheet.in_(select(_of.id).where(_of.closed_at < value("before")))), "before"
)
_STAND = adding(*_place)
_UNSTAND = said(delete(sketch_place).where(this(_place.sheet)))
_COLUMNS = (_place.sheet, _place.slot, _place.duty, _place.person, _place.unit)
_STANDING = said(select(*_COLUMNS).where(this(_place.sheet)).order_by(_place.place))
_STANDING_ALL = said(select(*_COLUMNS).order_by(_place.place))
_WORK = said(
    select(_place.person, _place.unit, _place.duty).where(
        _place.slot == literal_column(f"'{_DUTY}'"), _place.sheet.like(literal_column(f"'{UNIT}%'"))
    )
)
_WHERE = said(select(_place.sheet).where(this(_place.person)).distinct())
_LEAVE = said(delete(sketch_place).where(this(_place.person)))
_REBASE = in_words(
    "UPDATE sketch_proposal SET base = base + 1"
    " WHERE unit = :unit AND closed_at IS NULL AND base = (SELECT version FROM sketch_part WHERE unit = :unit)"
)
_NEXT_PART = in_words("UPDATE sketch_part SET version = version + 1 WHERE unit = ?")
_NEXT_PROPOSAL = in_words("UPDATE sketch_proposal SET version = version + 1 WHERE id = ? AND closed_at IS NULL")


_Standing = dict[tuple[str, str, str], list[Placed]]
"""By sheet, slot and duty, in order."""


@dataclass(frozen=True, slots=True)
class _Body:
    """What of a sheet names nobody: its place, and each duty with its own."""

    place: str = ""
    duties: tuple[tuple[str, str], ...] = ()


def put_part(change: Transaction, one: Part) -> None:
    """Keep this version in place of the one before."""
    change.concerns("", one.unit)
    row = (
        one.unit,
        one.version,
        _body(one.sheet),
        _ordinal(one.reviewed),
        one.reviewed_by,
        _ordinal(one.reminded),
    )
    change.sql.execute(_PUT_PART, row)
    _stand(change, UNIT + one.unit, one.sheet)


def review_part(change: Transaction, unit: str, version: int, day: date, by: str) -> bool:
    """Note that this version was looked through on `day`; False when it is another now."""
    change.concerns("", unit)
    return bool(change.sql.execute(_REVIEW, (day.toordinal(), by, unit, version)).rowcount)


def note_reminded(change: Transaction, unit: str, day: date) -> None:
    """Note that somebody was told that a review is due."""
    change.sql.execute(_REMIND, (day.toordinal(), unit))


def read_part(sql: Sql, unit: str) -> Part:
    """The unit's part; version 0 and empty while nothing was accepted."""
    row = sql.execute(_READ_PART, (unit,)).fetchone()
    return Part(unit, 0, Sheet()) if row is None else _part_of(row, _standing(sql, UNIT + unit))


def read_parts(sql: Sql) -> dict[str, Part]:
    """Every part that was accepted, by unit, of units that there are and that were."""
    standing = _standing(sql)
    return {row[0]: _part_of(row, standing) for row in sql.execute(_READ_PARTS)}


def put_proposal(change: Transaction, one: Proposal) -> None:
    """Keep this version in place of the one before."""
    change.concerns("", one.id)
    row = (
        one.id,
        one.version,
        one.unit,
        one.base,
        _body(one.sheet),
        one.since.toordinal(),
        one.words,
        one.state.value,
        one.proposed_by,
        stored(one.proposed_at),
        one.answered_by,
        one.answer,
        one.notice,
        None if one.closed_at is None else stored(one.closed_at),
    )
    change.sql.execute(_PUT, row)
    _stand(change, one.id, one.sheet)


def read_proposal(sql: Sql, proposal_id: str) -> Proposal | None:
    """The proposal as it stands, over or not."""
    row = sql.execute(_READ, (proposal_id,)).fetchone()
    return None if row is None else _proposal(row, _standing(sql, proposal_id))


def read_proposals(sql: Sql, *, closed_since: datetime | None = None) -> list[Proposal]:
    """Those that are open, and those closed since then, the oldest first."""
    since = stored(closed_since) if closed_since is not None else None
    rows = sql.execute(_READ_SINCE, (since,)).fetchall()
    standing = _standing(sql) if rows else {}
    return [_proposal(row, standing) for row in rows]


def forget_proposals(change: Transaction, *, before: datetime) -> int:
    """Erase what was over before `before`; how many."""
    change.sql.execute(_FORGET_PLACES, (stored(before),))
    return change.sql.execute(_FORGET, (stored(before),)).rowcount


def read_work(sql: Sql, people: Collection[str] | None = None) -> dict[tuple[str, str], tuple[str, ...]]:
    """What accepted parts say that people do (all, or these identities), by identity and the unit where they belonged when they
    were put there."""
    if people is None:
        rows = sql.execute(_WORK)
    else:
        rows = sql.execute(among(_WORK, " AND sketch_place.person", len(people)), sorted(people))
    found: dict[tuple[str, str], set[str]] = {}
    for person, unit, duty in rows:
        found.setdefault((person, unit), set()).add(duty)
    return {each: tuple(sorted(duties)) for each, duties in found.items()}


def end_of_leavers(change: Transaction, people: Iterable[str]) -> None:
    """Whoever leaves (an identity) stands nowhere any longer: each part and proposal they stood in is another version."""
    for one in filter(None, people):
        sheets = [row[0] for row in change.sql.execute(_WHERE, (one,))]
        change.sql.execute(_LEAVE, (one,))
        for sheet in sheets:
            if sheet.startswith(UNIT):
                unit = sheet.removeprefix(UNIT)
                change.sql.execute(_REBASE, {"unit": unit})
                change.sql.execute(_NEXT_PART, (unit,))
            else:
                change.sql.execute(_NEXT_PROPOSAL, (sheet,))


def _body(sheet: Sheet) -> bytes:
    return msgspec.json.encode(_Body(sheet.place, tuple((duty.name, duty.place) for duty in sheet.duties)))


def _stand(change: Transaction, sheet_id: str, sheet: Sheet) -> None:
    slots = [(_OWNER, "", () if sheet.owner is None else (sheet.owner,)), (_DEPUTY, "", sheet.deputies)]
    slots += [(_DUTY, duty.name, duty.people) for duty in sheet.duties]
    change.sql.execute(_UNSTAND, (sheet_id,))
    change.sql.executemany(
        _STAND,
        [
            (sheet_id, slot, duty, place, each.person, each.unit)
            for slot, duty, people in slots
            for place, each in enumerate(people)
        ],
    )


def _standing(sql: Sql, sheet_id: str = "") -> _Standing:
    """Who stands where in a sheet, or in each."""
    rows = sql.execute(_STANDING, (sheet_id,)) if sheet_id else sql.execute(_STANDING_ALL)
    found: _Standing = {}
    for sheet, slot, duty, person, unit in rows:
        found.setdefault((sheet, slot, duty), []).append(Placed(person, unit))
    return found


def _sheet(sheet_id: str, body: bytes, standing: _Standing) -> Sheet:
    told = msgspec.json.decode(body, type=_Body)

    def there(slot: str, duty: str = "") -> tuple[Placed, ...]:
        return tuple(standing.get((sheet_id, slot, duty), ()))

    owners = there(_OWNER)
    duties = tuple(SketchDuty(name, place, there(_DUTY, name)) for name, place in told.duties)
    return Sheet(told.place, owners[0] if owners else None, there(_DEPUTY), duties)


def _part_of(row: tuple[Any, ...], standing: _Standing) -> Part:
    return Part(row[0], row[1], _sheet(UNIT + row[0], row[2], standing), _day(row[3]), row[4], _day(row[5]))


def _proposal(row: tuple[Any, ...], standing: _Standing) -> Proposal:
    return Proposal(
        id=row[0],
        version=row[1],
        unit=row[2],
        base=row[3],
        sheet=_sheet(row[0], row[4], standing),
        since=date.fromordinal(row[5]),
        words=row[6],
        state=ProposalState(row[7]),
        proposed_by=row[8],
        proposed_at=moment_of(row[9]),
        answered_by=row[10],
        answer=row[11],
        notice=row[12],
        closed_at=None if row[13] is None else moment_of(row[13]),
    )


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
