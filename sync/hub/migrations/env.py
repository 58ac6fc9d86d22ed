"""Alembic runs this for every migration: always on the connection that `Database.migrate` hands over."""

from __future__ import annotations

from alembic import context

from sync.hub.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True,
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
