"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import where

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first version."""
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=True),
        sa.Column("full", sa.LargeBinary(), nullable=False),
        sa.Column("colleague", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("event_at", "event", ["at"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.UniqueConstraint("username", "key"),
    )
    op.create_index("idempotency_at", "idempotency", ["at"], unique=False)
    op.create_table(
        "pbx_job",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("extension"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent"],
            ["unit.code"],
        ),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "person",
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("administration", sa.String(), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("direct", sa.String(), server_default="", nullable=False),
        sa.Column("mobile", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), server_default="", nullable=False),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("duties", sa.String(), server_default="", nullable=False),
        sa.Column("language", sa.String(), server_default="sv", nullable=False),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["unit.code"],
        ),
        sa.PrimaryKeyConstraint("extension"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("forward_kind", sa.String(), nullable=False),
        sa.Column("forward_number", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("set_at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("absence_ended", "absence", ["ended_at"], unique=False)
    op.create_index("absence_open", "absence", ["extension"], unique=False, **where("ended_at IS NULL"))
    op.create_index(
        "absence_overdue",
        "absence",
        ["extension"],
        unique=False,
        **where("ended_by = 'clock' AND confirmed_at IS NULL"),
    )
    op.create_table(
        "account",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=True),
        sa.Column("administration", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("roles", sa.String(), server_default="employee", nullable=False),
        sa.Column("locked", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["extension"], ["person.extension"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("username"),
        sa.UniqueConstraint("extension"),
    )
    op.create_table(
        "token",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["username"], ["account.username"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("token_by_username", "token", ["username"], unique=False)
