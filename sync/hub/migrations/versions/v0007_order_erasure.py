"""Customers of orders who were forgotten, or are to be: asked for at the hub, or the order left the tills long ago.

Revision 0007. Nobody could be forgotten so before, and the table begins empty. No column holds a person in clear. The
index finds who has the same card.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "order_erasure",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("chain", "store", "order")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("operator", "reason", "key_id")),
        sa.Column("asked_ms", sa.BigInteger(), nullable=False),
        sa.Column("done_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("chain", "store", "order"),
    )
    op.create_index("member_card", "member", ["chain", "card_hash"])
