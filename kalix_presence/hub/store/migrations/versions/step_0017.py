"""Imported plans that people took away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was taken away before is not known any more."""
    op.create_table(
        "taken_away",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.UniqueConstraint("extension", "uid"),
    )
    op.create_index("taken_away_ends", "taken_away", ["ends"])
