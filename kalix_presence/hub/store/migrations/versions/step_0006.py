"""Planned absences, what comes of them, and who was back during one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of plans and lifts."""
    op.add_column("absence", sa.Column("source", sa.String(), server_default="", nullable=False))
    op.add_column("absence", sa.Column("deputy", sa.String(), nullable=True))
    op.create_table(
        "plan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("plan_extension", "plan", ["extension"], unique=False)
    op.create_table(
        "lift",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.UniqueConstraint("extension", "occurrence"),
    )
    op.create_index("lift_ends", "lift", ["ends"], unique=False)
