"""In PostgreSQL the events of each day lie in a table of their own."""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was kept before stays where it is, and is erased row by row as it was meant to be."""
    if op.get_bind().dialect.name == "sqlite":
        return
    # A hub tells by the table's identity whether it is that which it knew (`store.generation`): this one is.
    op.execute("CREATE TEMPORARY TABLE known_event ON COMMIT DROP AS SELECT to_regclass('event')::oid::text AS place")
    op.execute("ALTER TABLE event RENAME TO event_rest")
    op.execute("ALTER TABLE event_rest DROP COLUMN IF EXISTS rowid, DROP CONSTRAINT event_pkey")
    op.execute("ALTER INDEX event_at RENAME TO event_rest_at")
    op.execute("CREATE TABLE event (LIKE event_rest) PARTITION BY RANGE (at)")
    op.execute("ALTER TABLE event ADD PRIMARY KEY (id, at)")
    op.execute("CREATE INDEX event_at ON event (at)")
    op.execute("ALTER TABLE event ATTACH PARTITION event_rest DEFAULT")
    op.execute(
        "UPDATE setting SET value = regexp_replace(value, '[.]' || place || '$', '.' || to_regclass('event')::oid)"
        " FROM known_event WHERE name = 'generation_place'"
    )
