"""Bringing a people file into the database: all or nothing, and the same file twice changes nothing.

What is different is worked out beside everybody's changes (`comparing`); they wait while it is written, and no longer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.comparing import Difference, OriginChanges, compare, read_known, read_known_about, revision
from kalix_presence.hub.directory.difference import Agreed, Imported
from kalix_presence.hub.directory.imported_accounts import are_as_compared, put_accounts
from kalix_presence.hub.directory.people_file import PeopleFile
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.events import Told
from kalix_presence.hub.store.holdings import begin_holding, end_holdings, told_of
from kalix_presence.hub.store.newcomers import add_newcomer
from kalix_presence.hub.store.people import are_there, put_person, put_unit, touch_directory
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.hub.store.sources import FILE, end_claim, put_claim, put_edit

FEW_LINES = 500
"""So many of a source that only says what changed are compared with those whom they can concern, not with everybody."""
ATTEMPTS = 3
"""Comparisons that somebody's change may overtake; the one after them is made while others wait, and is overtaken by nobody."""


class Overtaken(Exception):
    """The directory or an account has changed since it was compared; nothing was written."""


async def bring_in(
    store: Store,
    wanted: PeopleFile,
    *,
    now: Callable[[], datetime],
    remove_missing: bool = False,
    agreed: Agreed | None = None,
    precedence: Precedence | None = None,
    also: Callable[[Transaction, Imported], None] = lambda change, done: None,
) -> Imported:
    """Let the directory be as `wanted` says (`compare`), beside others who change something; `also` is done with it, in its
    transaction, where anything is different. Raises LinesRefused, ImportHeld: nothing was changed."""
    how: dict[str, Any] = {"remove_missing": remove_missing, "agreed": agreed, "precedence": precedence}
    source = precedence.source if precedence is not None else FILE
    some = not remove_missing and source != FILE and len(wanted.rows) + len(wanted.gone) <= FEW_LINES
    reading = partial(read_known_about, wanted=wanted, source=source) if some else read_known
    for _ in range(ATTEMPTS):
        known = await store.read(reading)
        found = await asyncio.to_thread(compare, known, wanted, **how)
        if not found:
            return found.done
        told = await store.read(partial(told_of, leaving=found.leaving)) if found.leaving else None
        try:
            return await store.write(partial(_put, found=found, also=also, now=now, told=told))
        except Overtaken:
            continue

    def at_once(change: Transaction) -> Imported:
        found = compare(reading(change.sql), wanted, **how)
        return _put(change, found, also, now)

    return await store.write(at_once)


def import_people(
    change: Transaction,
    wanted: PeopleFile,
    *,
    now: datetime,
    remove_missing: bool = False,
    agreed: Agreed | None = None,
    precedence: Precedence | None = None,
) -> Imported:
    """The same within `change`, where nobody has to wait for it."""
    found = compare(read_known(change.sql), wanted, remove_missing=remove_missing, agreed=agreed, precedence=precedence)
    return put_difference(change, found, now=now)


def put_difference(change: Transaction, found: Difference, *, now: datetime, told: Told | None = None) -> Imported:
    """Write what was found; `told` as in `end_holdings`. Raises Overtaken when something has changed since."""
    if found.revision != revision(change.sql) or not are_as_compared(change, found.accounts):
        raise Overtaken
    done, leaving = found.done, found.leaving
    begins_here = not are_there(change.sql, len(done.added))
    for unit in done.units:
        put_unit(change, unit)
    if leaving:
        end_holdings(change, leaving, now=now, told=told)
    for person in found.put:
        put_person(change, person)
    for person in done.added:
        begin_holding(change, person, now=now)
        if not begins_here:  # where more come than there were, it is the program that is new, not they
            add_newcomer(change, person.id, now=now)
    put_accounts(change, found.accounts)
    _put_origins(change, found.origins)
    if done.added or done.changed or leaving or done.units or found.origins:
        differ = {one.extension for pair in done.changed for one in pair} | {one.extension for one in done.added}
        touch_directory(change, differ | leaving.ended.keys() | leaving.moved.keys() | set(leaving.moved.values()))
    if found:
        touch_accounts(change)
    return done


def _put_origins(change: Transaction, found: OriginChanges) -> None:
    for person in found.claims:  # all of them first: two may have changed what they are called
        end_claim(change, person, found.source)
    for person, claim in found.claims.items():
        if claim is not None:
            put_claim(change, person, found.source, claim)
    for person, column, edit in found.offers:
        put_edit(change, person, column, edit)


def _put(
    change: Transaction,
    found: Difference,
    also: Callable[[Transaction, Imported], None],
    now: Callable[[], datetime],
    told: Told | None = None,
) -> Imported:
    done = put_difference(change, found, now=now(), told=told)
    also(change, done)
    return done
