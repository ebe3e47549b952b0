"""Calls are counted: which entries of the PBX's journal were, for as long as the PBX still holds them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was counted so far."""
    op.create_table("counted_call", sa.Column("key", sa.String(), nullable=False), sa.PrimaryKeyConstraint("key"))
