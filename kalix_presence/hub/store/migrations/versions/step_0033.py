"""The difference of a run that waits for a yes is kept, so that it can be looked at before it is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what waits already nothing is known: the next run of the source says it."""
    op.create_table(
        "held_line",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", "place"),
    )
    op.create_index("held_line_person", "held_line", ["person"])
