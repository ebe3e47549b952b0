"""Who changed what for whom, when, by which way and from which session: the audit trail, and where it begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """It begins with the first change after this."""
    texts = ("act", "by", "by_person", "about", "about_person", "way", "session", "subject", "detail")
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
    )
    op.create_index("audit_about", "audit", ["about_person", "number"])
    op.create_table(
        "audit_start",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
    )
