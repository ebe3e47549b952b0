"""Where people and their attributes come from, and what came of the last runs of each source."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import where

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those who are there already it is not known."""
    op.create_table(
        "person_source",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person", "source"),
    )
    op.create_index("person_source_key", "person_source", ["source", "key"], unique=True, **where("key <> ''"))
    op.create_table(
        "hand_edit",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("offered", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person", "column"),
    )
    op.create_table(
        "sync_state",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
