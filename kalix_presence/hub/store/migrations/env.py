"""How Alembic runs a step: on the connection that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from kalix_presence.hub.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
if connection.dialect.name == "sqlite":
    connection.exec_driver_sql("BEGIN IMMEDIATE")
context.run_migrations()
connection.commit()
