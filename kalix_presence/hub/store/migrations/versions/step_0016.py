"""Second factors of local accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has one so far."""
    op.create_table(
        "second_factor",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("recovery", sa.String(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["username"], ["account.username"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("username"),
    )
