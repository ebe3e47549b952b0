"""Whether a forward to the mobile still held when its person was at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those so far nobody knows."""
    op.add_column("absence", sa.Column("at_desk", sa.Integer(), server_default="0", nullable=False))
