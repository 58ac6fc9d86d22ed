"""Walks the entries in the order of writing and names each one that does not hold, with the reason.

It goes on after a bad entry: what follows is judged by what is stored, so that one edit is one finding.
"""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.chain import GENESIS, Header, digest, open_body, open_header
from pos_app.domain.entries import Body, EpochOpened, Sale
from pos_app.store.journal_records import Entry, Head

_TAIL_LOST = frozenset({"witness_ahead", "witness_missing", "chain_broken", "journal_damaged"})
"""Epochs that began because the last head could not be trusted: their link names what was remembered instead."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that does not hold: `why` is a message id, the place is the entry's (0 when it is no entry's)."""

    why: str
    epoch: int = 0
    seq: int = 0
    position: int = 0
    detail: str = ""


class ChainWalk:
    """Checks one entry after another; `workstation`'s own signatures are checked by `key`."""

    def __init__(self, workstation: str, key: Ed25519PublicKey | None) -> None:
        """Begin before the first entry; without a `key` no signature is checked."""
        self.entries = 0
        self.sales = 0
        self.foreign = 0
        """Entries of another workstation (a copied folder): their signatures cannot be checked here."""
        self.epochs: list[int] = []
        self.found: list[Finding] = []
        self._workstation = workstation
        self._key = key
        self._heads: dict[int, Head] = {}
        self._last: Entry | None = None
        self._hlc = 0
        self._numbers: dict[tuple[str, int, str], int] = {}
        self._sold: set[str] = set()

    @property
    def has_key(self) -> bool:
        """Tell whether signatures are checked."""
        return self._key is not None

    def step(self, entry: Entry) -> tuple[Header, Body] | None:
        """Check the next entry; return what it says when it can be read."""
        self.entries += 1
        expected = 1 if self._last is None else self._last.position + 1
        if entry.position != expected:
            self._say("verify.missing_entries", entry, f"{expected}..{entry.position - 1}")
        header, body = self._read(entry)
        if header is not None:
            self._bytes(entry, header)
            self._place(entry, header, body)
        self._heads[entry.epoch] = Head(entry.epoch, entry.seq, entry.sealed.hash)
        self._last = entry
        if header is None or body is None:
            return None
        if isinstance(body, Sale):
            self._sale(entry, header, body)
        return header, body

    def _read(self, entry: Entry) -> tuple[Header | None, Body | None]:
        try:
            header = open_header(entry.sealed)
        except msgspec.DecodeError as error:
            self._say("verify.header_unreadable", entry, str(error))
            return None, None
        try:
            return header, open_body(entry.sealed.body)
        except msgspec.DecodeError as error:
            self._say("verify.body_unreadable", entry, str(error))
            return header, None

    def _bytes(self, entry: Entry, header: Header) -> None:
        sealed = entry.sealed
        if digest(sealed.header, sealed.body) != sealed.hash:
            self._say("verify.changed", entry)
            return
        if header.workstation != self._workstation:
            self.foreign += 1
        elif self._key is not None:
            try:
                self._key.verify(sealed.signature, sealed.hash)
            except InvalidSignature:
                self._say("verify.signature", entry)

    def _place(self, entry: Entry, header: Header, body: Body | None) -> None:
        if (header.epoch, header.seq) != (entry.epoch, entry.seq):
            self._say("verify.misplaced", entry, f"{header.epoch}/{header.seq}")
        before = self._heads.get(entry.epoch)
        if before is None:
            self.epochs.append(entry.epoch)
            self._first(entry, header, body)
        elif entry.seq != before.seq + 1:
            self._say("verify.seq_gap", entry, f"{before.seq + 1}..{entry.seq - 1}")
        elif header.previous != before.hash:
            self._say("verify.chain_broken", entry)
        if header.stamp.hlc <= self._hlc:
            self._say("verify.time_runs_back", entry)
        self._hlc = max(self._hlc, header.stamp.hlc)

    def _first(self, entry: Entry, header: Header, body: Body | None) -> None:
        if entry.seq != 1 or header.previous != GENESIS or not isinstance(body, EpochOpened):
            self._say("verify.epoch_unopened", entry)
            return
        last = self._last
        named = (body.last_epoch, body.last_seq, body.last_hash)
        known = (last.epoch, last.seq, last.sealed.hash) if last else (0, 0, b"")
        if named != known and body.reason not in _TAIL_LOST:
            self._say("verify.epoch_link", entry, f"{body.last_epoch}/{body.last_seq}")

    def _sale(self, entry: Entry, header: Header, body: Sale) -> None:
        self.sales += 1
        series = (header.workstation, header.epoch, body.receipt.kind)
        expected = self._numbers.get(series, 0) + 1
        if body.receipt.number != expected:
            self._say("verify.receipt_gap", entry, f"{body.receipt.kind} {body.receipt.number}, not {expected}")
        self._numbers[series] = body.receipt.number
        settled = sum(tender.given - tender.change for tender in body.tenders)
        if body.due != body.priced.total + body.rounding or settled != body.due:
            self._say("verify.sale_does_not_add_up", entry, f"{body.priced.total} {body.due} {settled}")
        if body.basket.sale_id in self._sold:
            self._say("verify.sale_twice", entry, body.basket.sale_id)
        self._sold.add(body.basket.sale_id)

    def _say(self, why: str, entry: Entry, detail: str = "") -> None:
        self.found.append(Finding(why, entry.epoch, entry.seq, entry.position, detail))
