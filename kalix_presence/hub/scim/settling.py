"""One pushed person brought into the directory, in the transaction that keeps what the service said: by the same steps as an
import's, and never over somebody whom the service has not been given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.comparing import Known, compare, revision
from kalix_presence.hub.directory.difference import Agreed, LinesRefused
from kalix_presence.hub.directory.importing import put_difference
from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow
from kalix_presence.hub.scim.accounts import WAY, is_protected, lock, unlock, with_roles
from kalix_presence.hub.scim.brake import may_take, note_taken
from kalix_presence.hub.scim.wanted import wanted_of
from kalix_presence.hub.site.scim_section import SCIM, ScimSection
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, find_account, find_account_of
from kalix_presence.hub.store.people import find_referred, read_covered, read_known, read_person, read_units
from kalix_presence.hub.store.scim_resources import REMOVAL_HELD, Pushed, find_of_person, teams_of
from kalix_presence.hub.store.sources import Claim, put_claim, read_origin
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person
from kalix_presence.model.policy import Policy

TAKEN, BY_HAND, KNOWN_ALREADY, NAME_TAKEN = "extension-taken", "by-hand", "known-already", "username-taken"
"""Why somebody whom the service names is not brought in: another holds the extension; the account has a role that an
administrator gave; they are in the directory already, and nobody has said that it is them; the user name is somebody else's."""
TRIED_AGAIN = frozenset({TAKEN, BY_HAND, KNOWN_ALREADY, NAME_TAKEN})
"""What may end by itself as people and accounts change."""
EVERYTHING = Agreed(percent=100.0)
FIRST = Precedence(SCIM, (SCIM,))
"""Who is pushed is believed before whatever a source says that is read."""

HandOver = Callable[[Transaction, Person], None]


@dataclass(frozen=True, slots=True)
class House:
    """What the site says, and `hand_over`, which gives somebody's open callback messages to whoever answers for them now."""

    section: ScimSection
    policy: Policy
    hand_over: HandOver


def settle(change: Transaction, pushed: Pushed, house: House, *, now: datetime) -> Pushed:
    """Let the directory be as the service says of this person; what is to be kept of the resource then."""
    person = holder_of(change.sql, pushed)
    if person is None and pushed.person:
        pushed = replace(pushed, person="", leaves_at=None)  # an import has taken them away
    if pushed.gone or pushed.body.get("active") is False:
        return _left(change, pushed, person, house, now=now)
    return _here(change, pushed, person, house, now=now)


def holder_of(sql: Sql, pushed: Pushed) -> Person | None:
    """Who the resource is in the directory."""
    return read_known(sql, (pushed.person,)).get(pushed.person) if pushed.person else None


def settle_roles(change: Transaction, pushed: Pushed, house: House, *, now: datetime) -> None:
    """Their groups have changed."""
    person = holder_of(change.sql, pushed)
    account = None if person is None else find_account_of(change.sql, person.extension)
    if account is not None and not is_protected(account, house.section):
        with_roles(change, account, teams_of(change.sql, pushed.id), house.section, now=now)


def _left(change: Transaction, pushed: Pushed, person: Person | None, house: House, *, now: datetime) -> Pushed:
    """Locked at once, and their callbacks handed over; out of the directory when their time is over."""
    if person is None:
        return replace(pushed, trouble="", leaves_at=None)
    account = find_account_of(change.sql, person.extension)
    if is_protected(account, house.section):
        return replace(pushed, trouble=BY_HAND, leaves_at=None)
    due = now if pushed.gone else now + timedelta(days=house.section.leaver_days)
    if pushed.leaves_at is not None and pushed.trouble != REMOVAL_HELD:
        return replace(pushed, trouble="", leaves_at=min(due, pushed.leaves_at))
    if not pushed.accepted and not may_take(change, house.section.removals_percent, now=now):
        return replace(pushed, trouble=REMOVAL_HELD, leaves_at=due)
    note_taken(change, now=now)
    if account is not None:
        lock(change, account, now=now)
    house.hand_over(change, person)
    return replace(pushed, trouble="", leaves_at=due)


def _here(change: Transaction, pushed: Pushed, person: Person | None, house: House, *, now: datetime) -> Pushed:
    sql, section = change.sql, house.section
    teams, units = teams_of(sql, pushed.id), read_units(sql)
    wanted = wanted_of(pushed, teams, section, house.policy, units)
    if person is not None and pushed.leaves_at is not None:
        account = find_account_of(sql, person.extension)
        if account is not None:
            unlock(change, account, now=now)
    pushed = replace(pushed, leaves_at=None, accepted=False, trouble=wanted.trouble, left_out=wanted.left_out)
    if wanted.row is None:
        return pushed
    row, person, trouble = _identified(sql, pushed, person, wanted.row, section)
    if row is None:
        return replace(pushed, trouble=trouble)
    if person is not None and SCIM not in read_origin(sql, person.id).claims:
        put_claim(change, person.id, SCIM, Claim(pushed.id, frozenset()))  # from now on it is by that that they are known
    try:
        found = compare(_concerned(sql, row, person), PeopleFile([row]), agreed=EVERYTHING, precedence=FIRST)
    except LinesRefused:
        return replace(pushed, trouble=NAME_TAKEN)
    if found:
        done = put_difference(change, found, now=now)
        detail = "added" if done.added else "changed"
        if done.anything:
            told = {"by": WAY, "about": row.person.extension, "way": WAY, "subject": pushed.id, "detail": detail}
            change.audit(AuditAct.IMPORT, now=now, **told)
    there = read_person(sql, row.person.extension)
    account = find_account_of(sql, row.person.extension)
    if account is not None and not is_protected(account, section):
        with_roles(change, account, teams, section, now=now)
    return replace(pushed, person=there.id if there is not None else "", said=pushed.said | row.said)


def _identified(
    sql: Sql, pushed: Pushed, person: Person | None, row: PersonRow, section: ScimSection
) -> tuple[PersonRow | None, Person | None, str]:
    """`row` and whose it is, None for somebody new; or no row and why, where it cannot be brought in."""
    named = find_account(sql, row.username) if row.username else None
    if person is None:
        person, trouble = _first_sight(sql, row, named, section)
        if trouble:
            return None, None, trouble
    holder = read_person(sql, row.person.extension)
    if holder is not None and (person is None or holder.id != person.id):
        return None, None, TAKEN
    theirs = None if person is None else find_account_of(sql, person.extension)
    if named is not None and (theirs is None or named.username != theirs.username):
        return None, None, BY_HAND if is_protected(named, section) or named.extension is None else NAME_TAKEN
    if theirs is not None and is_protected(theirs, section):
        row = replace(row, username="")  # what an administrator has given a role to is not called otherwise by a push
    return replace(row, roles=(), key=pushed.id), person, ""


def _first_sight(sql: Sql, row: PersonRow, named: Account | None, section: ScimSection) -> tuple[Person | None, str]:
    """Who of those in the directory it is by the site's own word: nobody, where it is somebody new."""
    by_name = read_person(sql, named.extension) if named is not None and named.extension is not None else None
    by_reference = find_referred(sql, row.person.reference) if row.person.reference else None
    if named is not None and (is_protected(named, section) or by_name is None):
        return None, BY_HAND
    ways = {"username": by_name, "reference": by_reference}
    person = next((found for way in section.first_sight if (found := ways[way]) is not None), None)
    if person is None:
        return None, KNOWN_ALREADY if by_name is not None or by_reference is not None else ""
    if find_of_person(sql, person.id) is not None:
        return None, KNOWN_ALREADY
    if is_protected(find_account_of(sql, person.extension), section):
        return None, BY_HAND
    return person, ""


def _concerned(sql: Sql, row: PersonRow, person: Person | None) -> Known:
    """As much of the directory as this person has to do with: that costs the same however many there are."""
    there = {} if person is None else {person.extension: person}
    accounts = [find_account(sql, row.username) if row.username else None]
    if person is not None:
        there |= {one.extension: one for one in read_covered(sql, person.extension)}
        if person.deputy is not None and (deputy := read_person(sql, person.deputy)) is not None:
            there[person.deputy] = deputy
        accounts.append(find_account_of(sql, person.extension))
    known = {one.username: one for one in accounts if one is not None}
    origins = {} if person is None else {person.id: read_origin(sql, person.id)}
    return Known(there, read_units(sql), list(known.values()), revision(sql), origins)
