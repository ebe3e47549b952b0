"""The hubs that share a database, as they have told of themselves there, and the lease by which one of them leads.

All moments here are by the database's own clock: those of the hubs' machines may differ.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from kalix_presence.hub.store.schema import metadata

hub = Table(
    "hub",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("version", String, nullable=False),
    Column("state", String, nullable=False),
    Column("term", Integer, nullable=False),
    Column("started", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("role", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("term", Integer, nullable=False),
    Column("until", Integer, nullable=False),
)
