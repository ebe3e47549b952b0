"""The month's policy report by e-mail, each letter once; and callers who try again, by marks that last a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen a letter so far, and nobody is known to have called."""
    op.create_table(
        "report_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.UniqueConstraint("first", "extension"),
    )
    op.create_index("report_letter_waiting", "report_letter", ["state", "next_at"])
    op.create_table(
        "caller_try",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("attempt", sa.String(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "unit"),
    )
    op.create_index("caller_try_until", "caller_try", ["until"])
