"""Who holds which extension, and the one place that ends it: what somebody leaves behind is nobody's inheritance.

An extension is an address that is used again. What was theirs is erased, what waits for an answer goes to the switchboard,
and where they are named in what belongs to others their name takes the place of the extension, which is somebody else's now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import delete, null, select, update

from kalix_presence.hub.store import (
    absences,
    delegations,
    events,
    held_lines,
    messages,
    newcomers,
    plans,
    scim_resources,
    sketches,
)
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.leaving import Leaving, message_after, plan_after
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.schema import absence, account, calendar, event, holding, idempotency, person, session, stored
from kalix_presence.hub.store.sources import forget_origins
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, given, in_words, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Step
from kalix_presence.model.delegation import delegates_of, split_delegates
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable

OWN = (
    *("absence", "preference", "plan", "lift", "taken_away", "calendar"),
    *("message_copy", "report_letter", "pbx_job", "appointment", "line_seen", "line_answered"),
)
"""Tables whose rows are a person's own by their `extension`: erased when they leave, taken along when they move."""

ELSEWHERE = {
    "person": "the holder's own row, which ends",
    "holding": "who held what, and when: ids alone",
    "account": "ends with its holder",
    "session": "ends with the account",
    "second_factor": "ends with the account",
    "identity": "ends with the account",
    "idempotency": "ends with the account",
    "event": "what was told of them and to them is erased, others' stay",
    "delegation": "ends with whoever leaves, giver or delegate; by identity, which no successor has",
    "person_source": "ends with the person, by identity",
    "hand_edit": "ends with the person, by identity",
    "sync_state": "of a source",
    "held_line": "ends with whoever leaves; by identity, which no successor has",
    "mirrored": "what was written of them elsewhere is taken back first; by identity, which no successor has",
    "scim_resource": "what a directory service has said of them ends with them",
    "scim_member": "their places in its groups end with that",
    "scim_token": "a service's, nobody's",
    "newcomer": "ends with whoever leaves; by identity, which no successor has",
    "notice": "a unit's: their name stays as who proposed it",
    "extension_request": "a unit's: their name stays as who it is for, and who asked",
    "extension_step": "their name stays as who did it",
    "sketch_part": "a unit's: the name of who reviewed it stays",
    "sketch_proposal": "a unit's: the names of who proposed and who answered stay",
    "sketch_place": "whoever leaves stands nowhere any longer; by identity, which no successor has",
    "message": "open ones are handed to the switchboard, their name stays in others'",
    "message_step": "their name stays as who did it",
    "ringing": "their name stays as who rang",
    "unit": "nobody's",
    "greeting_line": "a unit's, nobody's name",
    "tally": "a unit's counts, nobody's name",
    "counted_call": "ids of entries in the PBX's journal, nobody's name",
    "most_of_one": "the most of one in a unit, nobody's name",
    "caller_try": "marks of callers for a day, nobody's name",
    "unit_day": "a unit's size, nobody's name",
    "quality_report": "what was published of units",
    "audit": "stays for its own days, under a random identity that no successor has",
    "audit_start": "nobody's",
    "lit_lamp": "a telephone's: it goes out, and is forgotten with that",
    "setting": "nobody's",
    "hub": "nobody's",
    "lease": "nobody's",
    "alembic_version": "nobody's",
}
"""What becomes of the other tables; a table in neither of the two turns a test red."""

_NAMED = (
    ("absence", "set_by", absences.BY_OTHERS),
    ("absence", "ended_by", absences.ENDED_BY_OTHERS),
    ("message_step", "by", ""),
    ("ringing", "extension", ""),
    ("notice", "proposed_by", ""),
    ("notice", "published_by", ""),
    ("appointment", "appointed_by", ""),
    ("extension_request", "about", ""),
    ("extension_request", "asked_by", ""),
    ("extension_step", "by", ""),
    ("sketch_part", "reviewed_by", ""),
    ("sketch_proposal", "proposed_by", ""),
    ("sketch_proposal", "answered_by", ""),
)
"""Table, column, and what else is true of each row where others than its owner are named: by that it is found."""


_DEFER = in_words("PRAGMA defer_foreign_keys = ON", "SET CONSTRAINTS ALL DEFERRED")
_BEGIN = adding(holding.c.person, holding.c.extension, holding.c.since)
_END = said(
    update(holding).where(this(holding.c.extension), holding.c.until.is_(None)).values(until=value("now")),
    *("now", "this_extension"),
)
_FORGET = said(delete(holding).where(holding.c.until < value("before")))
_ID = said(select(person.c.id).where(this(person.c.extension)))
_END_PERSON = said(delete(person).where(this(person.c.id)))
_USERNAMES = said(select(account.c.username).where(this(account.c.extension)))
_END_SESSIONS = said(delete(session).where(this(session.c.username)))
_END_KEYS = said(delete(idempotency).where(this(idempotency.c.username)))
_END_ACCOUNT = said(delete(account).where(this(account.c.username)))
_NO_DEPUTY = said(update(absence).where(this(absence.c.deputy)).values(deputy=null()))
_CALENDARS = said(select(calendar.c.id, calendar.c.body).where(this(calendar.c.extension)))
_MOVE_CALENDAR = said(update(calendar).where(this(calendar.c.id)).values(given(calendar.c.body)), "body", "this_id")
_HEARD_BY = said(update(event).where(this(event.c.id)).values(given(event.c.audience)), "audience", "this_id")
_FORGET_EVENT = said(delete(event).where(this(event.c.id)))


def begin_holding(change: Transaction, person: Person, *, now: datetime) -> None:
    """From `now` on `person` (with an id) holds their extension."""
    change.sql.execute(
        _BEGIN,
        (person.id, person.extension, stored(now)),
    )


def end_holdings(change: Transaction, leaving: Leaving, *, now: datetime, told: events.Told | None = None) -> None:
    """End what `leaving` says: who left is gone from the directory and cannot sign in, who moved has everything where they are.

    Several may move round in a ring. A serving hub takes it over by `hub.succession`. `told` as in `leave_nothing`.
    """
    change.sql.execute(_DEFER)  # a row and what belongs to it move one after the other
    for extension in (*leaving.ended, *leaving.moved):
        change.sql.execute(_END, (stored(now), extension))
    leave_nothing(change, Leaving(leaving.ended), now=now, told=told)
    for one in leaving.ended.values():
        for (username,) in change.sql.execute(_USERNAMES, (one.extension,)).fetchall():
            end_account(change, username)
        change.sql.execute(_END_PERSON, (one.id,))
    # Only now: with the row of somebody who left everything at their extension would go that others bring there.
    leave_nothing(change, Leaving(moved=leaving.moved), now=now, told=told)
    for table in ("person", "account"):
        _move(change, table, "extension", leaving.moved)
    for extension in leaving.moved.values():
        row = change.sql.execute(_ID, (extension,)).fetchone()
        change.sql.execute(_BEGIN, (row[0], extension, stored(now)))


def leave_nothing(change: Transaction, leaving: Leaving, *, now: datetime, told: events.Told | None = None) -> None:
    """Erase, hand over and rename what is kept of those who leave, in every table but their own row and account.

    May be done again, for those who left: what a hub that did not know yet has written meanwhile goes the same way. `told`
    is what was found before of events that tell of them (`told_of`), so that only newer ones are looked through.
    """
    if not leaving:
        return
    gone = [(extension,) for extension in leaving.ended]
    _hand_over(change, leaving, now=now)
    delegations.end_of_leavers(change, (person.id for person in leaving.ended.values()))
    forget_origins(change, (person.id for person in leaving.ended.values()))
    sketches.end_of_leavers(change, (person.id for person in leaving.ended.values()))
    scim_resources.end_of_leavers(change, [person.id for person in leaving.ended.values()])
    newcomers.end_of_newcomers(change, (person.id for person in leaving.ended.values()))
    held_lines.end_of_held_people(change, (person.id for person in leaving.ended.values()))
    for table in OWN:
        change.sql.executemany(_leave(table), gone)
        _move(change, table, "extension", leaving.moved)
    _move_bodies(change, leaving)
    change.sql.executemany(_NO_DEPUTY, gone)
    _move(change, "absence", "deputy", leaving.moved)
    for table, column, indexed in _NAMED:
        _move(change, table, column, {one: leaving.named(one) for one in (*leaving.ended, *leaving.moved)}, indexed)
    _forget_events(change, leaving, told)


def end_account(change: Transaction, username: str) -> None:
    """Nobody signs in as `username` any longer, and nothing of it waits for somebody who is given the same name later."""
    change.sql.execute(_END_SESSIONS, (username,))
    change.sql.execute(_END_KEYS, (username,))
    change.sql.execute(_END_ACCOUNT, (username,))


def require_holder(change: Transaction, extension: str, person: str) -> None:
    """Raise Unavailable `holder-changed` unless `extension` is still held by the person with this id.

    In the writer's transaction: an import beside the hub cannot come in between.
    """
    row = change.sql.execute(_ID, (extension,)).fetchone()
    if row is None or row[0] != person:
        raise Unavailable("holder-changed")


def forget_holdings(change: Transaction, *, before: datetime) -> None:
    """Erase who held what until before `before`."""
    change.sql.execute(_FORGET, (stored(before),))


@cache
def _leave(table: str) -> str:
    return in_words(f"DELETE FROM {table} WHERE extension = ?")  # noqa: S608 - names of ours


@cache
def _rename(table: str, column: str, indexed: str) -> str:
    more = f" AND {indexed}" if indexed else ""
    return in_words(f'UPDATE {table} SET "{column}" = ? WHERE "{column}" = ?{more}')  # noqa: S608 - names of ours


def _move(change: Transaction, table: str, column: str, names: Mapping[str, str], indexed: str = "") -> None:
    """Two steps, by way of names that nobody has, so that two may change places."""
    if not names:
        return
    sql = _rename(table, column, indexed)
    change.sql.executemany(sql, [(f"\x01{old}", old) for old in names])
    change.sql.executemany(sql, [(new, f"\x01{old}") for old, new in names.items()])


def _move_bodies(change: Transaction, leaving: Leaving) -> None:
    """Plans and calendars hold extensions in what is kept whole, too."""
    for plan in plans.read_naming(change.sql, (*leaving.ended, *leaving.moved)):
        after = plan_after(plan, leaving)
        if after is not plan:
            plans.put_plan(change, after)
    for old, new in leaving.moved.items():
        for one, body in change.sql.execute(_CALENDARS, (new,)).fetchall():
            account = msgspec.json.decode(body, type=CalendarAccount)
            if account.extension == old:
                moved = msgspec.json.encode(replace(account, extension=new))
                change.sql.execute(_MOVE_CALENDAR, (moved, one))


def _hand_over(change: Transaction, leaving: Leaving, *, now: datetime) -> None:
    for message in messages.read_naming(change.sql, (*leaving.ended, *leaving.moved)):
        after = message_after(message, leaving)
        if after is message:
            continue
        messages.put_message(change, after, now=now)
        responsible = leaving.ended.get(message.responsible or "")
        if message.open and responsible is not None:
            record = StepRecord(now, Step.RETURN.value, responsible.name, Way.UNKNOWN.value, after.word)
            messages.note_step(change, message.id, record)


def told_of(sql: Sql, leaving: Leaving) -> events.Told:
    """Which events tell of `leaving`, or were told to them; it takes long, so before the transaction that erases them."""
    left = (*leaving.ended, *leaving.moved)
    return events.told_of(sql, left, (*left, *_accounts(sql, leaving)))


def _forget_events(change: Transaction, leaving: Leaving, told: events.Told | None) -> None:
    """No replay tells a successor what happened at this extension before, nor what its holder was told."""
    events.keep_number(change)
    names: dict[str, str | None] = {one: leaving.moved.get(one) for one in (*leaving.ended, *leaving.moved)}
    left = tuple(names)
    names.update(dict.fromkeys(_accounts(change.sql, leaving)))
    for number, kept in events.read_told(change, left, tuple(names), told):
        audience = json.loads(kept) if kept is not None else ()
        hear = sorted({new for one in audience if (new := _heard_as(one, names)) is not None})
        if hear:
            change.sql.execute(_HEARD_BY, (json.dumps(hear), number))
        else:
            change.sql.execute(_FORGET_EVENT, (number,))


def _heard_as(name: str, names: Mapping[str, str | None]) -> str | None:
    """The name in an audience as it is now, also where it stands for the delegates of somebody (`delegates_of`)."""
    whose = split_delegates(name)
    if whose is None:
        return names.get(name, name)
    extension = names.get(whose[1], whose[1])
    return None if extension is None else delegates_of(whose[0], extension)


def _accounts(sql: Sql, leaving: Leaving) -> list[str]:
    """As whom those who end are told what they are told, beside their extension."""
    rows = (sql.execute(_USERNAMES, (one,)).fetchall() for one in leaving.ended)
    return [f"user:{username}" for found in rows for (username,) in found]
