"""Erasing one person: what waits for them is handed over first, as by an import without them; and what stays, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store import Transaction, events
from kalix_presence.hub.store.held import NOBODY
from kalix_presence.hub.store.holdings import end_holdings, told_of
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.messages import read_naming
from kalix_presence.hub.store.people import read_person, touch_directory
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import in_words
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import NotFound

_LINES = in_words("SELECT count(*) FROM audit WHERE about_person = ? OR by_person = ?")
_COVERED = in_words("SELECT extension FROM person WHERE deputy = ?")
_NO_DEPUTY = in_words("UPDATE person SET deputy = NULL WHERE deputy = ?")
_STEPS = in_words('SELECT count(*) FROM message_step WHERE "by" = ?')


@dataclass(frozen=True, slots=True)
class Erased:
    """Who was erased, how many open callback messages went to the switchboard or back to their groups, and how many steps of
    messages keep the name until those are erased."""

    person: Person
    handed_over: int
    steps: int


@dataclass(frozen=True, slots=True)
class Before:
    """What is looked up before, because it takes long and everybody's changes would wait: which events go, and how many lines
    of the audit trail stay until their time is over."""

    told: events.Told
    audit_lines: int


def look_before(sql: Sql, extension: str) -> Before:
    """Raises NotFound `extension-unknown`."""
    person = _person(sql, extension)
    lines = sql.execute(_LINES, (person.id or NOBODY, person.id or NOBODY)).fetchone()[0]
    return Before(told_of(sql, Leaving({extension: person})), lines)


def erase_person(change: Transaction, extension: str, *, now: datetime, before: Before | None = None) -> Erased:
    """Let `extension` be nobody's. A serving hub takes it over within a second or two. Raises NotFound `extension-unknown`."""
    person = _person(change.sql, extension)
    waited = sum(1 for one in read_naming(change.sql, (extension,)) if one.open and one.responsible == extension)
    covered = [one for (one,) in change.sql.execute(_COVERED, (extension,))]
    end_holdings(change, Leaving({extension: person}), now=now, told=None if before is None else before.told)
    change.sql.execute(_NO_DEPUTY, (extension,))
    touch_directory(change, {extension, *covered})
    touch_accounts(change)
    steps = change.sql.execute(_STEPS, (person.name,)).fetchone()[0]
    return Erased(person, waited, steps)


def _person(sql: Sql, extension: str) -> Person:
    person = read_person(sql, extension)
    if person is None:
        raise NotFound("extension-unknown", extension=extension)
    return person
