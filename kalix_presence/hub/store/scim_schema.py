"""The tables of what a directory service pushes (SCIM), in SQLAlchemy Core as the others (`schema`)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from kalix_presence.hub.store.dialects import where
from kalix_presence.hub.store.schema import metadata

scim_token = Table(
    "scim_token",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("expires_at", Integer, nullable=False),
    Column("seen_at", Integer),
    Column("refused_at", Integer),
    Column("refused", String, nullable=False, server_default=""),
    Index("scim_token_digest", "digest", unique=True),
)

scim_resource = Table(
    "scim_resource",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("changed_at", Integer, nullable=False),
    Column("person", String, nullable=False, server_default=""),
    Column("said", String, nullable=False, server_default=""),
    Column("trouble", String, nullable=False, server_default=""),
    Column("left_out", String, nullable=False, server_default=""),
    Column("leaves_at", Integer),
    Column("gone", Integer, nullable=False, server_default="0"),
    Column("accepted", Integer, nullable=False, server_default="0"),
    Index("scim_resource_name", "kind", "name"),
    Index("scim_resource_external_id", "external_id", "kind"),
    Index("scim_resource_person", "person"),
    Index("scim_resource_leaves", "leaves_at", **where("leaves_at IS NOT NULL")),
    Index("scim_resource_trouble", "trouble", **where("trouble <> ''")),
)

scim_member = Table(
    "scim_member",
    metadata,
    Column("team", String, ForeignKey("scim_resource.id", ondelete="CASCADE"), primary_key=True),
    Column("member", String, primary_key=True),
    Index("scim_member_member", "member"),
)
