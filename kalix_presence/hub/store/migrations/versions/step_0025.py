"""Of what is counted, the most that one person has added to a unit's counter in a stretch, whoever that was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was counted before nobody knows it."""
    op.create_table(
        "most_of_one",
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("stretch", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("noted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", "stretch", "unit", "counter"),
    )
