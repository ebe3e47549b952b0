"""What a directory service pushes (SCIM): its tokens, its resources, who is in which of its groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kalix_presence.hub.store.dialects import where

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is pushed so far."""
    op.create_table(
        "scim_token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=True),
        sa.Column("refused_at", sa.Integer(), nullable=True),
        sa.Column("refused", sa.String(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scim_token_digest", "scim_token", ["digest"], unique=True)
    op.create_table(
        "scim_resource",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False, server_default=""),
        sa.Column("said", sa.String(), nullable=False, server_default=""),
        sa.Column("trouble", sa.String(), nullable=False, server_default=""),
        sa.Column("left_out", sa.String(), nullable=False, server_default=""),
        sa.Column("leaves_at", sa.Integer(), nullable=True),
        sa.Column("gone", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("accepted", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scim_resource_name", "scim_resource", ["kind", "name"])
    op.create_index("scim_resource_external_id", "scim_resource", ["external_id", "kind"])
    op.create_index("scim_resource_person", "scim_resource", ["person"])
    op.create_index("scim_resource_leaves", "scim_resource", ["leaves_at"], **where("leaves_at IS NOT NULL"))
    op.create_index("scim_resource_trouble", "scim_resource", ["trouble"], **where("trouble <> ''"))
    op.create_table(
        "scim_member",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["scim_resource.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team", "member"),
    )
    op.create_index("scim_member_member", "scim_member", ["member"])
    op.create_index("person_reference", "person", ["reference"], **where("reference <> ''"))
