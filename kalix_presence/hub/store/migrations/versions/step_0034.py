"""What the hub has written of people in other programs, until it is gone there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was written anywhere before."""
    op.create_table(
        "mirrored",
        sa.Column("mirror", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("wrote", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mirror", "person", "part"),
    )
