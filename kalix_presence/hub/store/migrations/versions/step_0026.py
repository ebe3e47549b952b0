"""The sketch of the administrations: parts, proposals for them, and who stands in which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is drawn so far."""
    op.create_table(
        "sketch_part",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("reviewed_day", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=False),
        sa.Column("reminded_day", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("unit"),
    )
    op.create_table(
        "sketch_proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("since_day", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sketch_proposal_closed", "sketch_proposal", ["closed_at"])
    op.create_table(
        "sketch_place",
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sheet", "slot", "duty", "place"),
    )
    op.create_index("sketch_place_person", "sketch_place", ["person"])
