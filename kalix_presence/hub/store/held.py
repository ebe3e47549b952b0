"""All that the database holds of one person, table by table; secrets of the sign-in and of calendars are left out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kalix_presence.hub.store.schema import moment_of
from kalix_presence.hub.store.sync_states import sync_state
from kalix_presence.model.directory import Person

_BODY = "CAST(body AS TEXT)"
_NAMED = " OR ".join(
    f"json_extract({_BODY}, '$.{name}') IN (:extension, :username)" for name in ("made_by", "taker", "closed_by", "decided_by")
)
_TRIED = (
    f"EXISTS (SELECT 1 FROM json_each({_BODY}, '$.attempts') AS tried"  # noqa: S608 - ours
    " WHERE json_extract(tried.value, '$.by') IN (:extension, :username))"
)
_FORMER = f"(json_extract({_BODY}, '$.former.kind') = 'person' AND json_extract({_BODY}, '$.former.code') = :extension)"
_MESSAGES = f"(to_kind = 'person' AND to_code = :extension) OR {_FORMER} OR {_NAMED} OR {_TRIED}"
_BY_EXTENSION = "extension = :extension"
_BY_USERNAME = "username = :username"
_TOLD = "EXISTS (SELECT 1 FROM json_each(audience) WHERE value IN (:extension, 'user:' || :username, 'person:' || :person))"
_DONE = '"by" IN (:extension, :username)'


@dataclass(frozen=True, slots=True)
class Theirs:
    """Which rows of a table are somebody's, which of their columns nobody is handed, and what the newest come first by."""

    where: str
    secret: frozenset[str] = field(default_factory=frozenset)
    newest: str = "rowid DESC"


THEIRS = {
    "person": Theirs(_BY_EXTENSION),
    "holding": Theirs("person = :person"),
    "account": Theirs(_BY_USERNAME, frozenset({"password_hash"})),
    "session": Theirs(_BY_USERNAME, frozenset({"access", "family", "turn", "made_by"})),
    "second_factor": Theirs(_BY_USERNAME, frozenset({"sealed", "recovery"})),
    "identity": Theirs(_BY_USERNAME),
    "idempotency": Theirs(_BY_USERNAME, frozenset({"key", "digest"}), "at DESC"),
    "absence": Theirs(_BY_EXTENSION),
    "preference": Theirs(_BY_EXTENSION),
    "plan": Theirs(_BY_EXTENSION),
    "lift": Theirs(_BY_EXTENSION),
    "taken_away": Theirs(_BY_EXTENSION),
    "calendar": Theirs(_BY_EXTENSION, frozenset({"sealed"})),
    "event": Theirs(f"{_BY_EXTENSION} OR {_TOLD}", frozenset({"colleague", "audience"})),
    "notice": Theirs("proposed_by IN (:extension, :username) OR published_by IN (:extension, :username)"),
    "appointment": Theirs("extension = :extension OR appointed_by IN (:extension, 'user:' || :username)"),
    "person_source": Theirs("person = :person"),
    "hand_edit": Theirs("person = :person"),
    "newcomer": Theirs("person = :person"),
    "held_line": Theirs("person = :person"),
    "mirrored": Theirs("person = :person"),
    "delegation": Theirs("giver = :person OR delegate = :person"),
    "scim_resource": Theirs("person = :person"),
    "scim_member": Theirs("member IN (SELECT id FROM scim_resource WHERE person = :person)"),
    "extension_request": Theirs("about = :extension OR asked_by IN (:extension, 'user:' || :username)"),
    "extension_step": Theirs("\"by\" IN (:extension, 'user:' || :username)"),
    "sketch_part": Theirs("reviewed_by IN (:extension, 'user:' || :username)"),
    "sketch_proposal": Theirs(
        "proposed_by IN (:extension, 'user:' || :username) OR answered_by IN (:extension, 'user:' || :username)"
    ),
    "sketch_place": Theirs("person = :person"),
    "message": Theirs(_MESSAGES, frozenset({"search", "named"})),
    "message_step": Theirs(f"{_DONE} OR message IN (SELECT id FROM message WHERE {_MESSAGES})"),  # noqa: S608 - ours
    "ringing": Theirs(_BY_EXTENSION),
    "line_seen": Theirs(_BY_EXTENSION),
    "line_answered": Theirs(_BY_EXTENSION),
    "lit_lamp": Theirs(_BY_EXTENSION),
    "message_copy": Theirs(_BY_EXTENSION),
    "report_letter": Theirs(_BY_EXTENSION),
    "pbx_job": Theirs(_BY_EXTENSION, newest="number DESC"),
    "audit": Theirs("about_person = :person OR by_person = :person", frozenset({"before", "seal"})),
}
"""What of each table is a person's."""

NOBODYS = {
    "unit": "the organisation's",
    "tally": "counts of units",
    "counted_call": "ids of calls in the exchange that were added to them",
    "most_of_one": "the most that anybody added to a unit's counter in a stretch, not who",
    "caller_try": "callers who reached nobody, as marks that nobody can read, for a day",
    "unit_day": "sizes of units",
    "quality_report": "what was published of units",
    "greeting_line": "what units answer with; who changed it stands in the audit trail",
    sync_state.name: "what came of the last runs of a source; entries that could not be used by the source's own names",
    "audit_start": "where the trail begins",
    "scim_token": "a directory service's",
    "setting": "the hub's own",
    "alembic_version": "the hub's own",
}
"""Tables that hold nothing of a person, and why; one in neither of the two turns a test red."""

INSTANTS = {"at", "since", "until", "start", "end", "ends", "due", "valid_from", "valid_until"}
"""Columns that are moments where they are numbers, beside those that end in `_at`."""


def held_of(
    sql: sqlite3.Connection, person: Person, username: str, *, most: int = -1
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table that holds something of `person` (with an id), whose account is `username` ("" for none), with its rows: up to
    `most` of each, the newest (-1: all)."""
    who = {"extension": person.extension, "person": person.id or "\0", "username": username or "\0"}
    sql.row_factory = sqlite3.Row
    try:
        for table, theirs in THEIRS.items():
            newest = "" if most < 0 else f"ORDER BY {theirs.newest} LIMIT {most}"
            rows = sql.execute(f"SELECT * FROM {table} WHERE {theirs.where} {newest}", who).fetchall()  # noqa: S608 - ours
            if rows:
                yield (
                    table,
                    [
                        {name: _plain(name, row[name]) for name in row.keys() if name not in theirs.secret}  # noqa: SIM118
                        for row in rows
                    ],
                )
    finally:
        sql.row_factory = None


def _plain(column: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return json.loads(value) if value else None
    if isinstance(value, int) and (column in INSTANTS or column.endswith("_at")):
        return moment_of(value).isoformat()
    return value
