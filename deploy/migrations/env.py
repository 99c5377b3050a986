"""Alembic's way in: runs the asked revisions on the connection that `upgrade` gives it."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
