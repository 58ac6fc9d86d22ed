"""The tables that can always be made again from the entries: what the desks look things up in.

A sale writes one row of `receipt`, in its own transaction, with all that the other tables need of it. The sums of the
day and the look-ups by sale id, by number and by product would touch a dozen more pages scattered over the file; they
are filed when the till is idle, up to the position in `filed`, and a reader adds the rows after it (`journal_lookup`).
"""

from __future__ import annotations

from typing import Final

TABLES: Final = {
    "receipt": """
        CREATE TABLE receipt (
            position INTEGER PRIMARY KEY,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL,
            number INTEGER NOT NULL,
            sale_id TEXT NOT NULL,
            total INTEGER NOT NULL,
            tax INTEGER NOT NULL,
            rounding INTEGER NOT NULL,
            currency TEXT NOT NULL,
            wall_ms INTEGER NOT NULL,
            business_day TEXT NOT NULL,
            training INTEGER NOT NULL,
            tenders BLOB NOT NULL,
            moves BLOB NOT NULL
        ) STRICT""",
    "day_total": """
        CREATE TABLE day_total (
            business_day TEXT NOT NULL,
            currency TEXT NOT NULL,
            what TEXT NOT NULL,
            count INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            tax INTEGER NOT NULL,
            rounding INTEGER NOT NULL,
            PRIMARY KEY (business_day, currency, what)
        ) STRICT, WITHOUT ROWID""",
    "claim": """
        CREATE TABLE claim (
            claim TEXT PRIMARY KEY,
            what TEXT NOT NULL,
            subject TEXT NOT NULL,
            amount INTEGER NOT NULL,
            sale_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            released INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    "shift": """
        CREATE TABLE shift (
            shift TEXT PRIMARY KEY,
            operator TEXT NOT NULL,
            currency TEXT NOT NULL,
            opening_float INTEGER NOT NULL,
            opened_ms INTEGER NOT NULL,
            business_day TEXT NOT NULL,
            position INTEGER NOT NULL,
            signed_on TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    "epoch": """
        CREATE TABLE epoch (
            epoch INTEGER PRIMARY KEY,
            workstation TEXT NOT NULL,
            reason TEXT NOT NULL,
            position INTEGER NOT NULL
        ) STRICT""",
    "stock_move": """
        CREATE TABLE stock_move (
            product_id TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            delta INTEGER NOT NULL,
            PRIMARY KEY (product_id, epoch, seq)
        ) STRICT, WITHOUT ROWID""",
    "receipt_by_sale": """
        CREATE TABLE receipt_by_sale (
            sale_id TEXT PRIMARY KEY,
            position INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    "receipt_by_number": """
        CREATE TABLE receipt_by_number (
            epoch INTEGER NOT NULL,
            kind TEXT NOT NULL,
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (epoch, kind, number)
        ) STRICT, WITHOUT ROWID""",
    "subject": """
        CREATE TABLE subject (
            what TEXT NOT NULL,
            id TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (what, id, position)
        ) STRICT, WITHOUT ROWID""",
    "filed": """
        CREATE TABLE filed (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            position INTEGER NOT NULL
        ) STRICT""",
}
"""Every projection and its shape."""
