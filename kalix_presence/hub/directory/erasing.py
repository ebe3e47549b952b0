"""Erasing one person: what waits for them is handed over first, as by an import without them; and what stays, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.holdings import Leaving, end_holdings
from kalix_presence.hub.store.people import read_people, touch_directory
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import NotFound


@dataclass(frozen=True, slots=True)
class Erased:
    """Who was erased, how many open callback messages went to the switchboard or back to their groups, how many lines of the
    audit trail stay until their time is over, and how many steps of messages keep the name until those are erased."""

    person: Person
    handed_over: int
    audit_lines: int
    steps: int


def erase_person(change: Transaction, extension: str, *, now: datetime) -> Erased:
    """Let `extension` be nobody's. A serving hub takes it over within a second or two. Raises NotFound `extension-unknown`."""
    person = read_people(change.sql).get(extension)
    if person is None:
        raise NotFound("extension-unknown", extension=extension)
    before = _open_of(change, extension)
    covered = [one for (one,) in change.sql.execute("SELECT extension FROM person WHERE deputy = ?", (extension,))]
    end_holdings(change, Leaving({extension: person}), now=now)
    change.sql.execute("UPDATE person SET deputy = NULL WHERE deputy = ?", (extension,))
    touch_directory(change, {extension, *covered})
    touch_accounts(change)
    lines = change.sql.execute(
        "SELECT count(*) FROM audit WHERE about_person = ? OR by_person = ?", (person.id or "\0", person.id or "\0")
    ).fetchone()[0]
    steps = change.sql.execute('SELECT count(*) FROM message_step WHERE "by" = ?', (person.name,)).fetchone()[0]
    return Erased(person, before - _open_of(change, extension), lines, steps)


def _open_of(change: Transaction, extension: str) -> int:
    """How many open messages are this extension's to act on."""
    found: int = change.sql.execute(
        "SELECT count(*) FROM message WHERE closed_at IS NULL AND ((to_kind = 'person' AND to_code = ?)"
        " OR json_extract(CAST(body AS TEXT), '$.taker') = ?)",
        (extension, extension),
    ).fetchone()[0]
    return found
