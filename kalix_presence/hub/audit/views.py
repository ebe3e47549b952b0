"""The audit trail as people are shown it: each person the lines about themselves, administrators whatever they look for."""

from __future__ import annotations

from collections.abc import Mapping

from kalix_presence import wire
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.audit_lines import KeptLine, Search, looked_at, search_lines
from kalix_presence.hub.store.people import read_known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Action, Caller, Scope, require, scope
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden


class AuditViews:
    """Reads the trail for whoever asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, caller: Caller, search: Search, *, limit: int) -> wire.AuditPage:
        """Lines that fit `search`, newest first: those about the caller; for administrators, all where they look for others'.

        That an administrator looks at others' is a line itself. Raises Forbidden `not-permitted`, Unavailable.
        """
        require(caller, Action.READ_AUDIT)
        others = False
        own = search.about in ("", caller.extension) and not search.by
        if own and caller.person:
            search = Search(caller.person, "", "", search.act, search.since, search.until, search.below)
        elif scope(caller, Action.READ_AUDIT) is not Scope.ALL:
            raise Forbidden("not-permitted")
        else:
            others = search.below is None
        found, names = await self._store.read(lambda sql: _found(sql, search, limit + 1))
        if others:  # before anything of it is shown
            await self._store.write(lambda change: _looked(change, caller, search, found=bool(found)))
        lines = [_view(each, names) for each in found[:limit]]
        return wire.AuditPage(lines, lines[-1].number if len(found) > limit else None)


def _found(sql: Sql, search: Search, limit: int) -> tuple[list[KeptLine], dict[str, Person]]:
    """Lines, and those of whom they tell who are still there: as many as the lines name, however many others there are."""
    lines = search_lines(sql, search, limit=limit)
    return lines, read_known(sql, {one for line in lines for one in (line.by_person, line.about_person)} - {""})


def _looked(change: Transaction, caller: Caller, search: Search, *, found: bool) -> None:
    asker = change.asker
    if asker is not None:
        about = looked_at(change.sql, search, found=found)
        change.audit(AuditAct.AUDIT_READ, now=asker.now, by=caller.extension or caller.username, about=about)


def _view(line: KeptLine, people: Mapping[str, Person]) -> wire.AuditLineView:
    by, about = people.get(line.by_person), people.get(line.about_person)
    return wire.AuditLineView(
        number=line.number,
        at=line.at,
        act=line.act,
        by=line.by,
        by_name=by.name if by is not None and line.by_person else "",
        about=line.about,
        about_name=about.name if about is not None and line.about_person else "",
        way=line.way,
        session=line.session,
        subject=line.subject,
        detail=line.detail,
    )
