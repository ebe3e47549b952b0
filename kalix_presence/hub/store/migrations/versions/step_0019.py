"""Appointments of telephone officers and their deputies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is appointed so far: roles that the administrator gave stay as they are."""
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("since_day", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Integer(), nullable=True),
        sa.Column("appointed_by", sa.String(), nullable=False),
        sa.Column("appointed_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
