"""What somebody has left behind is found by indexes, not by looking through everything while others wait to write."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SLICE = 1_000


def upgrade() -> None:
    """Indexes by who is named, and with each message everybody whom it names."""
    op.create_index("person_deputy", "person", ["deputy"], sqlite_where=sa.text("deputy IS NOT NULL"))
    op.create_index("absence_extension", "absence", ["extension"])
    op.create_index("absence_set_by", "absence", ["set_by"], sqlite_where=sa.text("set_by <> extension"))
    others = sa.text("ended_by <> extension AND ended_by <> 'clock' AND ended_by <> 'plan'")
    op.create_index("absence_ended_by", "absence", ["ended_by"], sqlite_where=others)
    op.create_index("absence_deputy", "absence", ["deputy"], sqlite_where=sa.text("deputy IS NOT NULL"))
    op.create_index("message_step_by", "message_step", ["by"])
    op.add_column("message", sa.Column("named", sa.String(), nullable=False, server_default=""))
    connection, last = op.get_bind(), 0
    while rows := connection.exec_driver_sql(
        "SELECT rowid, body FROM message WHERE rowid > ? ORDER BY rowid LIMIT ?", (last, SLICE)
    ).fetchall():
        last = rows[-1][0]
        for number, body in rows:
            connection.exec_driver_sql("UPDATE message SET named = ? WHERE rowid = ?", (_named(body), number))
    op.create_index("message_named", "message", ["named"])


def _named(body: bytes) -> str:
    message = msgspec.json.decode(body)
    people = [
        each.get("code", "") for each in (message.get("to"), message.get("former")) if each and each.get("kind") == "person"
    ]
    by = [message.get(name) or "" for name in ("made_by", "closed_by", "decided_by", "taker")]
    who = dict.fromkeys([*people, *by, *(each.get("by", "") for each in message.get("attempts", ()))])
    return "".join(f"\n{each}" for each in who if each) + "\n" if any(who) else ""
