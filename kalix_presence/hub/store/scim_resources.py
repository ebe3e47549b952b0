"""What a directory service pushes, as it is kept: its people and groups, whether or not the directory can take them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, delete, func, literal_column, select, update

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.scim_schema import scim_member, scim_resource
from kalix_presence.hub.store.sql import Rows, Sql
from kalix_presence.hub.store.statements import adding, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction

USER, GROUP = "User", "Group"
ALL = 2**31 - 1
REMOVAL_HELD = "removal-held"
"""What is the trouble with somebody whom the service has taken away, and who stays until an administrator says yes."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """One resource. `name` is its user name or display name in small letters, `body` what the service said of it.

    `person` is the identity of whoever it is in the directory ("": nobody, and `trouble` says why by a code); `said` are the
    columns that the service has told of them, `left_out` those that could not be used. `leaves_at` (aware, UTC) is when they
    are taken out of the directory; `gone`: the service has deleted it; `accepted`: an administrator has said yes to that.
    """

    id: str
    kind: str
    name: str
    external_id: str
    body: dict[str, Any]
    version: int
    created: datetime
    changed: datetime
    person: str = ""
    said: frozenset[str] = frozenset()
    trouble: str = ""
    left_out: tuple[str, ...] = ()
    leaves_at: datetime | None = None
    gone: bool = False
    accepted: bool = False


_of, _in = scim_resource.c, scim_member.c
_ALL = select(*_of)
_NO: ColumnElement[int] = literal_column("0")
_YES: ColumnElement[int] = literal_column("1")
_NONE: ColumnElement[str] = literal_column("''")
_THERE = _of.gone == _NO
_FIND = said(_ALL.where(this(_of.id), this(_of.kind)), "this_id", "this_kind")
_BY_NAME = said(_ALL.where(this(_of.kind), this(_of.name)).order_by(_of.created_at), "this_kind", "this_name")
_BY_EXTERNAL = said(_ALL.where(this(_of.external_id), this(_of.kind)).order_by(_of.created_at), "this_external_id", "this_kind")
_BY_PERSON = said(_ALL.where(this(_of.person)))
_EVERY = said(_ALL.where(this(_of.kind), _THERE).order_by(_of.created_at, _of.id))
_PAGE = said(
    _ALL.where(this(_of.kind), _THERE).order_by(_of.created_at, _of.id).limit(value("most")).offset(value("start")),
    *("this_kind", "most", "start"),
)
_COUNT = said(select(func.count()).select_from(scim_resource).where(this(_of.kind), _THERE))
_DUE = said(_ALL.where(_of.leaves_at <= value("now"), _of.trouble == _NONE).order_by(_of.leaves_at))
_ACCEPTED = said(_ALL.where(_of.accepted == _YES, _of.trouble != _NONE))
_TROUBLED = said(_ALL.where(_of.trouble != _NONE).order_by(_of.created_at, _of.id))
_REMARKABLE = said(_ALL.where((_of.trouble != _NONE) | (_of.left_out != _NONE)).order_by(_of.created_at, _of.id))
_WAITING = said(select(_of.trouble, func.count()).where(_of.trouble != _NONE).group_by(_of.trouble))
_ACCEPT = said(update(scim_resource).where(this(_of.id)).values(accepted=_YES))
_JOIN = said(update(scim_resource).where(this(_of.id)).values(person=value("person")), "person", "this_id")
_PUT = putting(*_of)
_REMOVE = said(delete(scim_resource).where(this(_of.id)))
_MEMBERS = said(select(_in.member).where(this(_in.team)).order_by(_in.member))
_TEAMS = said(
    select(_of.name, _of.external_id).join(scim_member, _in.team == _of.id).where(this(_in.member), _THERE).order_by(_of.id)
)
_ADD_MEMBER = adding(*_in, unless_there=True)
_REMOVE_MEMBER = said(delete(scim_member).where(this(_in.team), this(_in.member)), "this_team", "this_member")
_NOWHERE = said(delete(scim_member).where(this(_in.member)))
_NO_MEMBERS = said(delete(scim_member).where(this(_in.team)))


def find_resource(sql: Sql, kind: str, one: str) -> Pushed | None:
    """The resource with this id, also one that is `gone`."""
    return _first(sql.execute(_FIND, (one, kind)))


def find_named(sql: Sql, kind: str, name: str) -> list[Pushed]:
    """Those of a name, letters of any size, the oldest first; also those that are `gone`."""
    return [_pushed(row) for row in sql.execute(_BY_NAME, (kind, name.casefold()))]


def find_external(sql: Sql, kind: str, external_id: str) -> list[Pushed]:
    """The same by what the service itself calls it; "" finds nothing."""
    return [_pushed(row) for row in sql.execute(_BY_EXTERNAL, (external_id, kind))] if external_id else []


def find_of_person(sql: Sql, person: str) -> Pushed | None:
    """Who in the service is this person (an identity)."""
    return _first(sql.execute(_BY_PERSON, (person,))) if person else None


def read_page(sql: Sql, kind: str, *, start: int, most: int) -> tuple[int, list[Pushed]]:
    """How many there are, and up to `most` (below 0: all) of them from `start` (0: the first) on, the oldest first."""
    total = sql.execute(_COUNT, (kind,)).fetchone()[0]
    return total, [_pushed(row) for row in sql.execute(_PAGE, (kind, ALL if most < 0 else most, start))]


def every_resource(sql: Sql, kind: str) -> Iterator[Pushed]:
    """All of them, the oldest first."""
    return (_pushed(row) for row in sql.execute(_EVERY, (kind,)))


def read_due(sql: Sql, *, now: datetime, most: int) -> list[Pushed]:
    """Who is to be taken out of the directory by now and is not held, the first due first."""
    return [_pushed(row) for row in sql.execute(_DUE, (stored(now),)).fetchmany(most)]


def read_accepted(sql: Sql, *, most: int) -> list[Pushed]:
    """Who was held until an administrator has said yes."""
    return [_pushed(row) for row in sql.execute(_ACCEPTED).fetchmany(most)]


def read_troubled(sql: Sql) -> list[Pushed]:
    """Those that are not in the directory as the service says, the oldest first."""
    return [_pushed(row) for row in sql.execute(_TROUBLED)]


def read_held_removals(sql: Sql) -> list[Pushed]:
    """Those whom a service has taken away and the hub has kept, to whom nobody has said yes; the oldest first."""
    return [one for one in read_troubled(sql) if one.trouble == REMOVAL_HELD and not one.accepted]


def read_remarkable(sql: Sql) -> list[Pushed]:
    """The same, and those of whom something could not be used."""
    return [_pushed(row) for row in sql.execute(_REMARKABLE)]


def count_troubled(sql: Sql) -> dict[str, int]:
    """How many those are, by code."""
    return dict(sql.execute(_WAITING).fetchall())


def put_resource(change: Transaction, one: Pushed) -> None:
    """Add or change a resource."""
    change.sql.execute(
        _PUT,
        (
            one.id,
            one.kind,
            one.name,
            one.external_id,
            msgspec.json.encode(one.body),
            one.version,
            stored(one.created),
            stored(one.changed),
            one.person,
            " ".join(sorted(one.said)),
            one.trouble,
            " ".join(one.left_out),
            None if one.leaves_at is None else stored(one.leaves_at),
            int(one.gone),
            int(one.accepted),
        ),
    )


def remove_resource(change: Transaction, one: str) -> None:
    """Forget a resource, with its place in groups."""
    for statement in (_NO_MEMBERS, _NOWHERE, _REMOVE):
        change.sql.execute(statement, (one,))


def accept(change: Transaction, ids: Collection[str]) -> None:
    """An administrator has said yes to these."""
    change.sql.executemany(_ACCEPT, [(one,) for one in ids])


def join_person(change: Transaction, one: str, person: str) -> None:
    """From now on this resource is `person` (an identity)."""
    change.sql.execute(_JOIN, (person, one))


def end_of_leavers(change: Transaction, people: Iterable[str]) -> None:
    """Nothing that a service has said of these (by identity) is kept: it pushes them anew, if they are still there."""
    for person in people:
        for one in [found.id for found in map(_pushed, change.sql.execute(_BY_PERSON, (person,)).fetchall()) if person]:
            remove_resource(change, one)


def members_of(sql: Sql, team: str) -> list[str]:
    """Ids of who is in a group."""
    return [row[0] for row in sql.execute(_MEMBERS, (team,))]


def teams_of(sql: Sql, member: str) -> set[str]:
    """By name (small letters) and by external id, in which groups somebody is."""
    return {name for row in sql.execute(_TEAMS, (member,)) for name in row if name}


def change_members(change: Transaction, team: str, *, added: Collection[str], removed: Collection[str]) -> None:
    """Let these be in a group, and those no longer."""
    change.sql.executemany(_ADD_MEMBER, [(team, one) for one in sorted(added)])
    change.sql.executemany(_REMOVE_MEMBER, [(team, one) for one in sorted(removed)])


def _first(rows: Rows) -> Pushed | None:
    row = rows.fetchone()
    return None if row is None else _pushed(row)


def _pushed(row: tuple[Any, ...]) -> Pushed:
    one, kind, name, external_id, body, version, created, changed, person, told, trouble, left_out, leaves, gone, accepted = row
    return Pushed(
        one,
        kind,
        name,
        external_id,
        msgspec.json.decode(body),
        version,
        moment_of(created),
        moment_of(changed),
        person,
        frozenset(told.split()),
        trouble,
        tuple(left_out.split()),
        None if leaves is None else moment_of(leaves),
        bool(gone),
        bool(accepted),
    )
