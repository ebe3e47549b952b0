"""Sign-ins become sessions: listed, ended one by one, with a short access token and a refresh token. Nobody is signed out."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import random_id

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A token that was good is a session without a refresh token, good for as long as it was, and begins a family."""
    op.create_table(
        "session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("access", sa.LargeBinary(), nullable=False),
        sa.Column("access_expires_at", sa.Integer(), nullable=False),
        sa.Column("family", sa.LargeBinary(), nullable=False),
        sa.Column("turn", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), server_default="", nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["username"], ["account.username"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("session_by_username", "session", ["username"])
    op.create_index("session_by_access", "session", ["access"], unique=True)
    op.create_index("session_by_family", "session", ["family"], unique=True)
    anew = random_id(op.get_bind().dialect.name)
    carried = sa.text(
        "INSERT INTO session(id, username, access, access_expires_at, family, turn, made_by, created_at, seen_at, expires_at,"  # noqa: S608 - ours
        f" device) SELECT {anew}, username, digest, expires_at, digest, :nothing, :none, created_at,"
        " created_at, expires_at, device FROM token"
    )
    op.execute(carried.bindparams(nothing=hashlib.sha256(b"").digest(), none=b""))
    op.drop_table("token")
