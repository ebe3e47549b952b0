"""Newcomers: whoever comes into the directory from now on has first steps to take; those who are there have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody who is there now is a newcomer."""
    op.create_table(
        "newcomer",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.Integer(), nullable=True),
        sa.Column("done", sa.String(), nullable=False, server_default=""),
        sa.Column("policy_version", sa.String(), nullable=False, server_default=""),
        sa.Column("policy_day", sa.Integer(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("person"),
    )
