"""The policy's quality is counted: cells, unit sizes, published periods; and what is counted already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import where

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What lay there before is counted as well: it is as true as what comes."""
    op.create_table(
        "tally",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", "unit", "counter"),
    )
    op.create_table(
        "unit_day",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "unit"),
    )
    op.create_table(
        "quality_report",
        sa.Column("span", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first", "span"),
    )
    op.add_column("absence", sa.Column("counted", sa.Integer(), server_default="0", nullable=False))
    op.create_index("absence_uncounted", "absence", ["counted"], **where("counted < 2"))
    op.add_column("message", sa.Column("counted", sa.Integer(), server_default="0", nullable=False))
    op.create_index("message_uncounted", "message", ["closed_at"], **where("counted = 0 AND closed_at IS NOT NULL"))
