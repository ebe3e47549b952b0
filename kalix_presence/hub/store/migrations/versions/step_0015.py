"""A status change touches fewer pages: what is found by its key is kept by it, and what is open is in no index of ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import where

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is lost: the rows are kept in another shape."""
    op.drop_index("absence_ended", "absence")
    op.create_index("absence_ended", "absence", ["ended_at"], **where("ended_at IS NOT NULL"))
    op.rename_table("pbx_job", "pbx_job_before")
    op.create_table(
        "pbx_job",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("extension"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO pbx_job SELECT extension, number FROM pbx_job_before")
    op.drop_table("pbx_job_before")
    op.drop_index("idempotency_at", "idempotency")
    op.rename_table("idempotency", "idempotency_before")
    op.create_table(
        "idempotency",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("username", "key"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO idempotency SELECT username, key, digest, at FROM idempotency_before")
    op.drop_table("idempotency_before")
    op.create_index("idempotency_at", "idempotency", ["at"])
