"""What people have chosen about their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of preferences."""
    op.create_table(
        "preference",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("extension"),
    )
