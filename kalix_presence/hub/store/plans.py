"""Planned absences in the database, whole, and the occurrences somebody came back from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
import structlog
from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import lift, moment_of, plan, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import among, extended, in_words, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.plan import Plan
from kalix_presence.model.planned import Lift

log = structlog.get_logger("kalix.store")

_of, _lift = plan.c, lift.c
_PUT = putting(_of.id, _of.extension, _of.body)
_READ = said(select(_of.id, _of.body))
_REMOVE = said(delete(plan).where(this(_of.id)))
_LIFT = putting(_lift.extension, _lift.occurrence, _lift.until, _lift.ends, key=(_lift.extension, _lift.occurrence))
_READ_LIFTS = said(select(_lift.extension, _lift.occurrence, _lift.until, _lift.ends))
_FORGET_LIFTS = said(delete(lift).where(_lift.ends < value("before")))

_AS_ADDED = " ORDER BY rowid"
_NAMING = in_words(f"{_READ} WHERE instr(body, ?)", f"{_READ} WHERE position(? IN body) > 0")

FEW = 8
"""For so many people each is looked for; where more leave at once, everything is read."""


def read_plans(sql: Sql) -> dict[str, Plan]:
    """All plans by id."""
    return _decoded(sql.execute(extended(_READ, _AS_ADDED)))


def read_plans_of(sql: Sql, extensions: Collection[str]) -> dict[str, Plan]:
    """Those of `extensions`, by id."""
    return _decoded(sql.execute(among(_READ, " WHERE extension", len(extensions), _AS_ADDED), sorted(extensions)))


def read_naming(sql: Sql, extensions: Collection[str]) -> list[Plan]:
    """Every plan in which one of `extensions` stands, whatever as; and perhaps others."""
    if len(extensions) > FEW:
        return list(read_plans(sql).values())
    found: dict[str, bytes] = {}
    for one in extensions:
        found.update(sql.execute(_NAMING, (f'"{one}"'.encode(),)).fetchall())
    return list(_decoded(found.items()).values())


def _decoded(rows: Iterable[tuple[str, bytes]]) -> dict[str, Plan]:
    found: dict[str, Plan] = {}
    for plan_id, body in rows:
        try:
            found[plan_id] = msgspec.json.decode(body, type=Plan)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            log.error("plan-unreadable", plan=plan_id)
    return found


def put_plan(change: Transaction, one: Plan) -> None:
    """Keep a plan, new or changed."""
    change.sql.execute(_PUT, (one.id, one.extension, msgspec.json.encode(one)))


def remove_plan(change: Transaction, plan_id: str) -> None:
    """Erase a plan; what has begun of it stays among the absences that were."""
    change.sql.execute(_REMOVE, (plan_id,))


def put_lift(change: Transaction, extension: str, lifted: Lift) -> None:
    """Remember that `extension` was back during an occurrence."""
    change.sql.execute(_LIFT, (extension, lifted.key, stored(lifted.until), stored(lifted.ends)))


def read_lifts(sql: Sql, of: Collection[str] | None = None) -> dict[str, list[Lift]]:
    """All lifts by extension, or those of some."""
    found: dict[str, list[Lift]] = {}
    find = _READ_LIFTS if of is None else among(_READ_LIFTS, " WHERE extension", len(of))
    rows = sql.execute(find, sorted(of or ()))
    for extension, key, until, ends in rows:
        found.setdefault(extension, []).append(Lift(key, moment_of(until), moment_of(ends)))
    return found


def forget_lifts(change: Transaction, *, before: datetime) -> None:
    """Erase lifts of occurrences that ended before `before`."""
    change.sql.execute(_FORGET_LIFTS, (stored(before),))
