"""In which month a call was last answered on a line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has looked so far."""
    op.create_table(
        "line_answered",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("extension"),
    )
