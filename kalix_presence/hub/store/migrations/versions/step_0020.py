"""What somebody has left behind is found by indexes, not by looking through everything while others wait to write."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import where

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SLICE = 1_000


def upgrade() -> None:
    """Indexes by who is named, and with each message everybody whom it names."""
    op.create_index("person_deputy", "person", ["deputy"], **where("deputy IS NOT NULL"))
    op.create_index("absence_extension", "absence", ["extension"])
    op.create_index("absence_set_by", "absence", ["set_by"], **where("set_by <> extension"))
    others = where("ended_by <> extension AND ended_by <> 'clock' AND ended_by <> 'plan'")
    op.create_index("absence_ended_by", "absence", ["ended_by"], **others)
    op.create_index("absence_deputy", "absence", ["deputy"], **where("deputy IS NOT NULL"))
    op.create_index("message_step_by", "message_step", ["by"])
    op.add_column("message", sa.Column("named", sa.String(), nullable=False, server_default=""))
    connection, last = op.get_bind(), ""
    some = sa.text("SELECT id, body FROM message WHERE id > :last ORDER BY id LIMIT :most")
    put = sa.text("UPDATE message SET named = :named WHERE id = :id")
    while rows := connection.execute(some, {"last": last, "most": SLICE}).fetchall():
        last = rows[-1][0]
        for one, body in rows:
            connection.execute(put, {"named": _named(body), "id": one})
    op.create_index("message_named", "message", ["named"])


def _named(body: bytes) -> str:
    message = msgspec.json.decode(body)
    people = [
        each.get("code", "") for each in (message.get("to"), message.get("former")) if each and each.get("kind") == "person"
    ]
    by = [message.get(name) or "" for name in ("made_by", "closed_by", "decided_by", "taker")]
    who = dict.fromkeys([*people, *by, *(each.get("by", "") for each in message.get("attempts", ()))])
    return "".join(f"\n{each}" for each in who if each) + "\n" if any(who) else ""
