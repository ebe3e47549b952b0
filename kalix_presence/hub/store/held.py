"""All that the database holds of one person, table by table; secrets of the sign-in and of calendars are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kalix_presence.hub.store import group
from kalix_presence.hub.store.schema import moment_of
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import in_words
from kalix_presence.hub.store.sync_states import sync_state
from kalix_presence.model.directory import Person

NOBODY = "\x01"
"""Who is asked for where there is nobody to ask for: no person's id and no account's name."""

_NAMES = ("made_by", "taker", "closed_by", "decided_by")
_WHO = "(:extension, :username)"


def _messages(field: str, attempts: str, by: str) -> str:
    """Messages that name somebody, in the words of a database: for a `field` of what is kept whole, and for who was `by`."""
    named = " OR ".join(f"{field.format(name)} IN {_WHO}" for name in _NAMES)
    former = f"({field.format('former.kind')} = 'person' AND {field.format('former.code')} = :extension)"
    tried = f"EXISTS (SELECT 1 FROM {attempts} AS tried WHERE {by} IN {_WHO})"  # noqa: S608 - ours
    return f"(to_kind = 'person' AND to_code = :extension) OR {former} OR {named} OR {tried}"


_MESSAGES = _messages(
    "json_extract(CAST(body AS TEXT), '$.{}')",
    "json_each(CAST(body AS TEXT), '$.attempts')",
    "json_extract(tried.value, '$.by')",
)
_KEPT = "CAST(convert_from(body, 'UTF8') AS JSON)"
_MESSAGES_OTHERWISE = _messages(
    f"{_KEPT} #>> string_to_array('{{}}', '.')", f"json_array_elements({_KEPT} -> 'attempts')", "tried.value ->> 'by'"
)
_BY_EXTENSION = "extension = :extension"
_BY_USERNAME = "username = :username"
_HEARD = " WHERE value IN (:extension, 'user:' || :username, 'person:' || :person))"
_TOLD = f"EXISTS (SELECT 1 FROM json_each(audience){_HEARD}"  # noqa: S608 - ours
_TOLD_OTHERWISE = f"EXISTS (SELECT 1 FROM json_array_elements_text(CAST(audience AS JSON)){_HEARD}"  # noqa: S608 - ours
_DONE = '"by" IN (:extension, :username)'


@dataclass(frozen=True, slots=True)
class Theirs:
    """Which rows of a table are somebody's, which of their columns nobody is handed, and what the newest come first by."""

    where: str
    secret: frozenset[str] = field(default_factory=frozenset)
    newest: str = "rowid DESC"
    otherwise: str = ""
    """`where` in PostgreSQL's words, where it has others."""


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
    "event": Theirs(
        f"{_BY_EXTENSION} OR {_TOLD}",
        frozenset({"colleague", "audience"}),
        "id DESC",  # where events lie in days there is no other order
        otherwise=f"{_BY_EXTENSION} OR {_TOLD_OTHERWISE}",
    ),
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
    "message": Theirs(_MESSAGES, frozenset({"search", "named"}), otherwise=_MESSAGES_OTHERWISE),
    "message_step": Theirs(
        f"{_DONE} OR message IN (SELECT id FROM message WHERE {_MESSAGES})",  # noqa: S608 - ours
        otherwise=f"{_DONE} OR message IN (SELECT id FROM message WHERE {_MESSAGES_OTHERWISE})",  # noqa: S608 - ours
    ),
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
    group.hub.name: "hubs that serve the database, by the names of their machines",
    group.lease.name: "which of them leads",
    "alembic_version": "the hub's own",
}
"""Tables that hold nothing of a person, and why; one in neither of the two turns a test red."""

INSTANTS = {"at", "since", "until", "start", "end", "ends", "due", "valid_from", "valid_until"}
"""Columns that are moments where they are numbers, beside those that end in `_at`."""


def held_of(sql: Sql, person: Person, username: str, *, most: int = -1) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table that holds something of `person` (with an id), whose account is `username` ("" for none), with its rows: up to
    `most` of each, the newest (-1: all)."""
    who = {"extension": person.extension, "person": person.id or NOBODY, "username": username or NOBODY}
    for table, theirs in THEIRS.items():
        rows = sql.execute(_find(table, most), who)
        names = [column[0] for column in rows.description]
        shown = [place for place, name in enumerate(names) if name not in theirs.secret and name != "rowid"]
        if found := [{names[place]: _plain(names[place], row[place]) for place in shown} for row in rows.fetchall()]:
            yield table, found


@cache
def _find(table: str, most: int) -> str:
    theirs = THEIRS[table]
    newest = "" if most < 0 else f" ORDER BY {theirs.newest} LIMIT {most}"
    words = f"SELECT * FROM {table} WHERE "  # noqa: S608 - ours
    return in_words(f"{words}{theirs.where}{newest}", f"{words}{theirs.otherwise or theirs.where}{newest}")


def _plain(column: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return json.loads(value) if value else None
    if isinstance(value, int) and (column in INSTANTS or column.endswith("_at")):
        return moment_of(value).isoformat()
    return value
