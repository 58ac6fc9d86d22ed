"""The first schema.

Revision 0001. A column is its name, `!` when it is part of the key, `?` when it may be absent, and its type unless
that is text.
"""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES: Final = {
    "store": "chain! store! made_ms:int",
    "workstation": "chain! store! workstation! name public_key:bytes enrolled_ms:int",
    "credential": "chain! store! workstation! hash!:bytes made_ms:int revoked_ms?:int",
    "enrolment_code": "chain! store! hash!:bytes expires_ms:int workstation? public_key?:bytes",
    "journal": "chain! store! workstation! epoch!:int seq:int hash:bytes last:int demand opened:int",
    "entry": (
        "chain! store! workstation! epoch!:int seq!:int hash!:bytes position:int kind schema:int business_day "
        "arrived_ms:int forked:bool header:bytes body:bytes signature:bytes"
    ),
    "quarantine": (
        "chain! store! workstation! epoch!:int seq!:int hash!:bytes reason! position:int detail made_ms:int "
        "header:bytes body:bytes signature:bytes"
    ),
    "exception": (
        "chain! store! workstation! epoch!:int seq!:int hash!:bytes kind! subject! expected found made_ms:int"
    ),
    "scope_counter": "chain! store! name! value:int",
    "feed_row": "chain! store! stream! key! position:int deleted:bool body:bytes",
    "feed_history": "chain! store! position!:int stream key deleted:bool body:bytes",
    "stream_sum": "chain! store! stream! rows:int total:int",
    "stock": "chain! store! product! workstation! epoch!:int moved:int seq:int dirty:bool",
    "posting": "chain! store! position!:int number!:int workstation business_day leg name currency amount:int",
    "receipt": "chain! store! sale_id! position!:int workstation epoch:int kind number:int",
    "receipt_head": "chain! store! workstation! epoch!:int kind! number:int",
    "claim": "chain! what! subject! store workstation claim made_ms:int",
    "claim_answer": "chain! store! workstation! claim! what subject granted:bool reason held_by",
    "closed_day": "chain! store! business_day! closed_ms:int",
    "snapshot": "chain! store! id! made_ms:int offer:bytes file",
}
UNIQUE: Final = {"entry": ("entry_position", "position"), "feed_row": ("feed_row_position", "position")}
TYPES: Final[dict[str, Any]] = {"": sa.Text, "int": sa.BigInteger, "bytes": sa.LargeBinary, "bool": sa.Boolean}


def upgrade() -> None:
    """Make every table and index."""
    for name, columns in TABLES.items():
        _make(name, columns)
    op.create_index("enrolment_code_by_hash", "enrolment_code", ["hash"], unique=True)
    op.create_index("entry_kind", "entry", ["chain", "store", "workstation", "kind"])
    op.create_index("feed_history_key", "feed_history", ["chain", "store", "stream", "key", "position"])
    op.create_index("posting_workstation", "posting", ["chain", "store", "workstation"])
    dirty = sa.text("dirty")
    op.create_index("stock_dirty", "stock", ["chain", "store", "product"], sqlite_where=dirty, postgresql_where=dirty)
    if op.get_bind().dialect.name == "postgresql":
        _tune_postgresql()


def _make(name: str, columns: str) -> None:
    made: list[sa.Column[Any]] = []
    keys: list[str] = []
    for said in columns.split():
        column, _, kind = said.partition(":")
        made.append(sa.Column(column.rstrip("!?"), TYPES[kind](), nullable=column.endswith("?")))
        if column.endswith("!"):
            keys.append(column.rstrip("!"))
    rules: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*keys)]
    if name in UNIQUE:
        rule, column = UNIQUE[name]
        rules.append(sa.UniqueConstraint("chain", "store", column, name=rule))
    op.create_table(name, *made, *rules)


def _tune_postgresql() -> None:
    """Compress bodies by lz4 where the server can (its default takes a third of the insert), leave room to update."""
    known = "SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
    if op.get_bind().execute(sa.text(known)).scalar():
        op.execute("ALTER TABLE entry ALTER COLUMN body SET COMPRESSION lz4")
    op.execute("ALTER TABLE stock SET (fillfactor = 60)")
    op.execute("ALTER TABLE scope_counter SET (fillfactor = 20)")
