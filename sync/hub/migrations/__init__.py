"""The hub's schema step by step (Alembic); `Database.migrate` runs them."""
