"""Whether another absence was set as one ended is found at once, however many somebody has had."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The same index, with when they were set."""
    op.drop_index("absence_extension", "absence")
    op.create_index("absence_extension", "absence", ["extension", "set_at"])
