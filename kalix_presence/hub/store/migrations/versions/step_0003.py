"""Where people sit, why an absence was set for somebody, and unit notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table of notices."""
    op.add_column("person", sa.Column("place", sa.String(), server_default="", nullable=False))
    op.add_column("absence", sa.Column("why", sa.String(), server_default="", nullable=False))
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.String(), server_default="", nullable=False),
        sa.Column("current", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("notice_closed", "notice", ["closed_at"], unique=False)
