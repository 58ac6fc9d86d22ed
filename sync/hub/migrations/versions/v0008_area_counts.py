"""Counts by area: which lines add up, and from when to when the figure was counted that a book goes by.

Revision 0008. What was counted before stands for the whole store, and at the one moment that it has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_HASHES = """
    UPDATE stock_count SET hash = (
        SELECT e.hash FROM entry e
        WHERE e.chain = stock_count.chain AND e.store = stock_count.store AND e.position = stock_count.position
    ) WHERE EXISTS (
        SELECT 1 FROM entry e
        WHERE e.chain = stock_count.chain AND e.store = stock_count.store AND e.position = stock_count.position
    )
"""


def upgrade() -> None:
    """Add the columns, and say of old counts what they were."""
    for name in ("first", "last"):
        op.add_column("stock_anchor", sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.execute('UPDATE stock_anchor SET "first" = moment, "last" = moment')
    for name in ("adds_up", "more_elsewhere"):
        op.add_column("stock_count", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("stock_count", sa.Column("hash", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
    op.execute(_HASHES)
