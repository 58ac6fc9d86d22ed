"""What open orders are still to get of each product: the part of the stock that is promised.

Revision 0004. No order was known before, so the table begins empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table and its index."""
    key = ("chain", "store", "product", "order")
    op.create_table(
        "order_line",
        *(sa.Column(name, sa.Text(), nullable=False) for name in key),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
    op.create_index("order_line_order", "order_line", ["chain", "store", "order"])
