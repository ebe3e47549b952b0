"""A password may be a code of the administrator's: good once and for a while, to choose a new password with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every password that is kept is a chosen one."""
    op.add_column("account", sa.Column("code_until", sa.Integer(), nullable=True))
