"""People have an identity of their own, and hold an extension from one moment until another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import random_id, where

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give everybody an identity; whoever is there has held their extension since before anybody wrote it down (0)."""
    op.add_column("person", sa.Column("reference", sa.String(), server_default="", nullable=False))
    op.add_column("person", sa.Column("id", sa.String(), server_default="", nullable=False))
    op.execute(f"UPDATE person SET id = {random_id(op.get_bind().dialect.name)}")  # noqa: S608 - ours
    op.create_index("person_id", "person", ["id"], unique=True)
    op.create_table(
        "holding",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
    )
    op.create_index("holding_now", "holding", ["extension"], unique=True, **where("until IS NULL"))
    op.create_index("holding_until", "holding", ["until"], unique=False)
    op.execute("INSERT INTO holding(person, extension, since, until) SELECT id, extension, 0, NULL FROM person")
