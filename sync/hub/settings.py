"""What the hub is told at its start, and its limits: every one a number.

`pos_app.cli` and tests make one `HubSettings`; nothing here is read from anywhere else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from sync.protocol import BATCH_BYTES_MAX, WAIT_MS_MAX

DEFAULT_CHAIN: Final = "main"
"""The chain of a hub that serves only one and was told no other name."""
DATABASE_FILE: Final = "hub.db"
KEY_STORE_FILE: Final = "people-keys.db"
ENROL_BYTES_MAX: Final = 10_000
HELLO_BYTES_MAX: Final = 1_000_000
RINGS_BYTES_MAX: Final = 500_000
CLAIM_BYTES_MAX: Final = 1_100_000
"""One entry at its own limit and its wrapping."""
HEADS_MAX: Final = 1_000
"""Epochs of one journal in a hello."""
WATCH_MS: Final = 250
"""How soon a commit of another process (an import) wakes a long poll of this one."""
POST_BATCH: Final = 200
"""Entries posted in one transaction."""
STOCK_EVERY_MS: Final = 1_000
"""Posted stock moves reach the feed at most this often; between two times they are gathered."""
TIDY_EVERY_MS: Final = 3_600_000
"""So often orders that ended long ago are taken out of the feed."""
STOCK_ROWS: Final = 1_000
"""Stock rows published in one transaction."""
ELSEWHERE_EVERY_MS: Final = 10_000
"""The stores of a chain are told of each other's stock at most this often."""
STOCK_BATCHES_IDLE: Final = 8
"""Such transactions in one round when no till pushes."""


class HubSettings(msgspec.Struct, frozen=True):
    """Where the hub keeps its things and how much it takes from one sender."""

    folder: Path
    """The hub's own folder: its key, its admin token, its snapshots, and the SQLite file unless `database` is given."""
    database: str = ""
    """SQLAlchemy URL (`postgresql+psycopg://...`); empty keeps a SQLite file in the folder."""
    admin_token: str = ""
    """Bearer token of the admin side; empty makes one and keeps it in `folder/admin-token` (mode 0600)."""
    batch_bytes_max: int = BATCH_BYTES_MAX
    wait_ms_max: int = WAIT_MS_MAX
    requests_per_s: int = 50
    """Of one credential, over time; beyond it the answer is 429."""
    requests_burst: int = 200
    """What one credential may send at once before the rate counts."""
    enrolments_per_min: int = 30
    """Enrolment attempts of one address: an enrolment code cannot be guessed at this pace."""
    snapshot_rows_min: int = 2_000
    """A feed with fewer rows is sent as rows; a snapshot would not pay."""

    key_store: Path | None = None
    """SQLite file of people's keys; None keeps it in the folder. It belongs in no backup of the database."""

    def people_keys(self) -> Path:
        """Return where people's keys lie."""
        return self.key_store or self.folder / KEY_STORE_FILE

    def url(self) -> str:
        """Return the database's URL."""
        return self.database or f"sqlite+pysqlite:///{self.folder / DATABASE_FILE}"
