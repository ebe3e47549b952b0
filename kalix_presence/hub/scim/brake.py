"""How many people a directory service may take away within an hour; what is more waits for an administrator.

It asks for one at a time, so no share of a run can be looked at as an import's is: a filter that somebody set wrong there
would lock out a whole house within minutes. What is held is answered as done all the same, for a service that is refused stops
pushing altogether (Entra ID calls it quarantine), and it is kept what it said.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from kalix_presence.hub.directory.difference import FEW
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.people import count_people
from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.sql import Sql

SPAN = timedelta(hours=1)
_TAKEN = "scim_taken_away"


def may_take(change: Transaction, percent: float, *, now: datetime) -> bool:
    """Whether one more may go without an administrator's yes."""
    people = count_people(change.sql)
    taken = len(_lately(change.sql, now)) + 1
    return not (taken * 100 > people * percent and (taken > FEW or taken * 2 >= people))


def note_taken(change: Transaction, *, now: datetime) -> None:
    """One more went."""
    put_setting(change.sql, _TAKEN, json.dumps([*_lately(change.sql, now), stored(now)]))


def _lately(sql: Sql, now: datetime) -> list[int]:
    kept = json.loads(read_setting(sql, _TAKEN) or "[]")
    return [at for at in kept if now - SPAN < moment_of(at) <= now]
