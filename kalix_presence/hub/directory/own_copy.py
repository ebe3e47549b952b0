"""All that is held on somebody, for themselves: the hub's own export without what the program shows them nowhere else.

Nobody looks through it before it is handed out, as an administrator does with `kalix-hub person export`. So the rules by which
the person is answered decide about each row that is others', too, and how many were left out is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.rights import may_see
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.held import held_of
from kalix_presence.hub.store.messages import read_message
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sketches import UNIT, read_proposal
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Action, Caller, Role, require
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden
from kalix_presence.wire.event_kinds import EventKind

MOST = 5_000
"""Rows of one table that are handed out; a receptionist has done more than anybody reads, or the hub should hold at once."""

Row = Mapping[str, Any]


class OwnCopies:
    """Makes one at a time: it looks through whole tables, and others read meanwhile."""

    def __init__(self, board: Board, store: Store) -> None:
        self._board, self._store = board, store
        self._one = asyncio.Lock()

    async def make(self, caller: Caller, *, now: datetime) -> wire.OwnCopy:
        """What is held on `caller`; the trail tells of it before it is handed out.

        Raises Forbidden `not-permitted` for an account that is nobody of the directory; Unavailable.
        """
        require(caller, Action.OWN_COPY)
        person = self._board.people.get(caller.extension or "")
        if person is None or caller.person != person.id:
            raise Forbidden("not-permitted", action=Action.OWN_COPY.value)
        known = self._board.moment()
        async with self._one:
            made = await self._store.read(lambda sql: _made(sql, known, caller, person, now))
        await self._store.write(lambda change: _told(change, person, now))
        return made


def _told(change: Transaction, person: Person, now: datetime) -> None:
    change.audit(AuditAct.COPY_OWN_DATA, now=now, by=person.extension, about=person.extension)


def _made(sql: Sql, known: Known, caller: Caller, person: Person, now: datetime) -> wire.OwnCopy:
    found = dict(held_of(sql, person, caller.username, most=MOST + 1))
    cut = [table for table, rows in found.items() if len(rows) > MOST]
    own = _Own(sql, known, replace(caller, roles=frozenset({Role.EMPLOYEE})), {caller.extension or "", caller.username})
    left_out = dict[str, int]()
    for table, rows in found.items():
        del rows[MOST:]
        shown = own.rules.get(table)
        if shown is not None:
            kept = [row for row in rows if shown(row)]
            if len(kept) < len(rows):
                left_out[table] = len(rows) - len(kept)
            rows[:] = kept
    return wire.OwnCopy(
        person.extension, person.name, now, {table: rows for table, rows in found.items() if rows}, left_out, cut
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """What of the rows that are others', too, `caller` is shown as the person they are, whatever their roles let them see."""

    sql: Sql
    known: Known
    caller: Caller
    names: set[str]

    @property
    def rules(self) -> dict[str, Callable[[Row], bool]]:
        """For each such table."""
        return {
            "message": lambda row: self._sees(row["id"]),
            "message_step": lambda row: row["by"] in self.names or self._sees(row["message"]),
            "event": lambda row: row["kind"] != EventKind.MESSAGE or self._sees(row["full"]["message"]["id"]),
            "notice": lambda row: row["proposed_by"] in self.names,
            "extension_request": lambda row: row["asked_by"].removeprefix("user:") in self.names,
            "sketch_proposal": lambda row: row["proposed_by"].removeprefix("user:") in self.names,
            "sketch_place": lambda row: row["sheet"].startswith(UNIT) or self._proposed(row["sheet"]),
        }

    def _proposed(self, proposal_id: str) -> bool:
        """A proposal is between whoever made it and the officer."""
        one = read_proposal(self.sql, proposal_id)
        return one is not None and one.proposed_by.removeprefix("user:") in self.names

    def _sees(self, message_id: str) -> bool:
        message = read_message(self.sql, message_id)
        return message is not None and may_see(self.known, self.caller, message)
