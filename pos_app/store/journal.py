"""The till's journal: what must never be lost, written by one process, one fact at a time.

The desks append facts and keep drafts and intents here. When `append` returns, the entry, its projections and the
removal of its draft survive a power cut, and a second witness knows the new head. A `Fault` means that nothing of
the fact was written; any other error is a bug and leaves nothing either.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import Clock, RandomBytes
from pos_app.domain.chain import GENESIS, Header, Place, Sealed, open_header, seal
from pos_app.domain.entries import BasketAbandoned, Body, EpochOpened, ReceiptNumber, Sale
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.ids import RANDOM_BYTES, uuid7
from pos_app.domain.signing import Signer
from pos_app.domain.stamp import ClockQuality, Stamp
from pos_app.store import journal_aside, journal_file, journal_lookup, journal_opening, migrations, projections, sheets
from pos_app.store.drafts import Drafts
from pos_app.store.identity import Identity
from pos_app.store.intents import Intents, begin_within
from pos_app.store.journal_questions import Questions
from pos_app.store.journal_records import Entry, Head, IntentWanted, Opening, WitnessState
from pos_app.store.timekeeper import Timekeeper
from pos_app.store.witness import Mark

IDLE_WRITES: Final = 64
"""Transactions after which an idle till files receipts and empties the log."""
MENDS_MAX: Final = 2
"""Journals that one run of the till sets aside while selling; then it must be started again."""
UNFILED_MAX: Final = 512
"""Receipts that may wait to be filed when the till is never idle."""
_log = logging.getLogger(__name__)
_INSERT: Final = """
    INSERT INTO entry (position, epoch, seq, header, body, hash, signature) VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class Journal(Questions):
    """One open journal. `opening` says what was found; `drafts`, `sheets` and `intents` live in the same database."""

    def __init__(
        self,
        parts: journal_opening.Files,
        *,
        identity: Identity,
        key: Ed25519PrivateKey,
        clock: Clock,
        random: RandomBytes,
    ) -> None:
        """Used by `Journal.open` alone."""
        super().__init__(parts.pen, identity.scope)
        self.opening = Opening()
        self.drafts = Drafts(parts.pen, clock)
        self.intents = Intents(parts.pen, clock)
        self.sheets = sheets.Sheets(parts.pen)
        self._closed = False
        self._key = Signer(key)
        self._clock = clock
        self._random = random
        self._mends = 0
        self._begin(parts)

    def _begin(self, parts: journal_opening.Files) -> None:
        """Look around in the journal that was opened, and go on from its last entry."""
        connection = parts.pen.connection
        if parts.pen is not self._pen:
            self._pen.go_on_with(parts.pen)
        self._place = parts.database
        self._witness = parts.witness
        self._witness_failed = False
        last = journal_lookup.last_entry(connection)
        self._mark = journal_opening.last_known(last, None)
        header = _header_or_none(last.sealed) if last else None
        self._day = header.business_day if header else ""
        self._time = Timekeeper(self._clock, header.stamp if header else None)
        self._numbers = journal_lookup.last_numbers(connection, self._mark.epoch)
        self._unfiled = self._mark.position - projections.filed_position(connection)
        self._look_around(parts, last)
        journal_file.make_log_ready(parts.database)

    @classmethod
    def open(
        cls, folder: Path, *, identity: Identity, key: Ed25519PrivateKey, clock: Clock, random: RandomBytes
    ) -> Journal:
        """Open the journal of the data `folder`, made when there is none; the caller holds the till's lock.

        A damaged one is set aside: what can be read of it goes on in a new one, and `opening` tells. Raises `Refusal`
        for a second writer or a newer program's file, `Fault` when the disk fails or spoils one journal after another.
        """

        def begin(parts: journal_opening.Files) -> Journal:
            return cls(parts, identity=identity, key=key, clock=clock, random=random)

        return journal_opening.opened(folder, identity.scope, key.public_key(), begin)

    @property
    def epoch(self) -> int:
        """The epoch that entries are written under."""
        return self._mark.epoch

    @property
    def head(self) -> Head:
        """The last entry written."""
        return Head(self._mark.epoch, self._mark.seq, self._mark.hash)

    @property
    def position(self) -> int:
        """How many entries there are over all epochs."""
        return self._mark.position

    @property
    def health(self) -> tuple[str, ...]:
        """What is wrong with the disk now, as message ids; empty when all is well."""
        low = () if self._pen.ballast.held else ("journal.disk_low",)
        return (*low, "journal.witness_failed") if self._witness_failed else low

    def append(self, body: Body, *, business_day: str, intents: Sequence[IntentWanted] = (), sheet: str = "") -> Header:
        """Write one fact, with the `intents` it calls for, durably and as a whole; the `sheet` it was goes with it.

        A sale carries `next_receipt`; a second entry of the same sale is `Refusal("journal.already_sold")`.
        Raises `Fault` (journal.disk_full, journal.disk_failed, journal.busy, journal.damaged): nothing was written.
        """
        assert not isinstance(body, EpochOpened), "an epoch begins by open_epoch"
        if isinstance(body, Sale):
            expected = self.next_receipt(body.receipt.kind)
            assert body.receipt == expected, f"receipt {body.receipt} where {expected} is next"
            # a basket that has its draft has no sale yet: they change in one transaction
            if body.basket.sale_id not in self.drafts and self.receipt_position(body.basket.sale_id) is not None:
                raise Refusal("journal.already_sold", sale=body.basket.sale_id)
        place = Place(self._mark.epoch, self._mark.seq + 1, self._mark.hash)
        return self._write(body, place, business_day, intents, sheet)

    def open_epoch(self, reason: str, *, business_day: str = "") -> Header:
        """Begin a new epoch, whose first entry names `reason` and the last head; receipt numbers begin again."""
        return self._begin_epoch(reason, self._mark, business_day)

    def next_receipt(self, kind: str) -> ReceiptNumber:
        """Return the number that the next sale of `kind` must carry: gap-free within workstation and epoch."""
        self._mend()
        return ReceiptNumber(kind, self._numbers.get(kind, 0) + 1)

    def stamp(self) -> Stamp:
        """Return the present moment; the logical time rises at each call and across restarts."""
        return self._time.stamp()

    def hear(self, hlc: int) -> None:
        """Write after what another workstation wrote at this logical time, whichever clock is behind."""
        self._time.hear(hlc)

    def trust_clock(self, quality: ClockQuality) -> None:
        """Take over what the daemon learnt when it compared the clock with the hub's."""
        self._time.trust(quality)

    def idle(self) -> None:
        """Do what may wait until nobody does: ballast, filing, emptying the log. Cheap when nothing is due."""
        try:
            self._mend()
        except Fault as fault:
            _log.warning("the damaged journal cannot be set aside now: %s", fault)
            return
        self._pen.ballast.fill()
        if self._pen.writes < IDLE_WRITES:
            return
        try:
            self._file()
            self.intents.prune()
        except Fault as fault:
            _log.info("housekeeping put off: %s", fault)
        self._pen.empty_log()

    def close(self) -> None:
        """Put everything in order and let go of the files; closing again does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            self._file()
        except Fault as fault:
            _log.info("filing put off: %s", fault)
        self._let_go(self._pen.connection, self._place)
        self._witness.close()

    def __enter__(self) -> Self:
        """Return the open journal."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _mend(self) -> None:
        """Set a journal aside that was found damaged while selling, and go on in the new one between two commands.

        The open baskets go with it as they were last made durable. Raises `Fault`: tried again, `MENDS_MAX` times.
        """
        if not self._pen.damage or self._mends >= MENDS_MAX:
            return
        self._mends += 1
        folder, old, witness = self._place.parent.parent, self._pen.connection, self._witness
        public, detail = self._key.public, self._pen.damage
        name = journal_aside.set_aside(
            folder, self._place.parent.name, workstation=self.scope.workstation, key=public, detail=detail
        )
        damaged = self._place
        with journal_opening.files(journal_file.path_of(folder, name)) as parts:
            self._begin(parts)
        journal_file.close_untouched(old, damaged)
        witness.close()
        self.intents.carried_over = True
        self.drafts.carry_over()
        self.sheets.carry_over()

    def _let_go(self, connection: sqlite3.Connection, place: Path) -> None:
        if self._pen.damage:
            journal_file.close_untouched(connection, place)
        else:
            connection.close()

    def _look_around(self, parts: journal_opening.Files, last: Entry | None) -> None:
        connection, place = parts.pen.connection, parts.database
        mark = self._witness.mark
        state = journal_opening.witness_of(connection, last, mark)
        reason = journal_opening.reason_for_new_epoch(connection, last, state, self.scope, self._key.public)
        known = journal_opening.last_known(last, mark)
        note = journal_opening.fresh_note(place.parent, self._mark)
        if note is not None and not note.salvaged.whole:
            reason, known = "journal_damaged", note.salvaged.known
        behind_ms = self._time.behind_ms
        alarms = list(parts.alarms)
        if reason not in {"", "enrolled"}:
            alarms.append(f"journal.alarm.{reason}")
        if note is not None and note.salvaged.whole:
            alarms.append("journal.alarm.journal_mended")
        if behind_ms:
            alarms.append("journal.alarm.clock_behind")
        self.opening = Opening(
            fresh=last is None,
            witness=state,
            new_epoch=reason,
            lost_entries=known.position - self._mark.position,
            set_aside=note.source if note else "",
            kept_entries=note.salvaged.entries if note else 0,
            clock_behind_ms=behind_ms,
            migrated_from=parts.shape_found if parts.shape_found < migrations.latest() else 0,
            alarms=tuple(alarms),
        )
        if state is WitnessState.AHEAD and note is None:
            journal_opening.keep_log(place, known)
        if reason:
            self._begin_epoch(reason, known, self._day)
        elif state is not WitnessState.EQUAL:
            self._tell_witness(self._mark)

    def _begin_epoch(self, reason: str, known: Mark, business_day: str) -> Header:
        epoch = 0
        while epoch == 0:
            epoch = int.from_bytes(self._random(8), "big") & (2**63 - 1)
        body = EpochOpened(reason, known.epoch, known.seq, b"" if known.seq == 0 else known.hash)
        header = self._write(body, Place(epoch, 1, GENESIS), business_day or self._utc_day(), ())
        self._numbers = {}
        return header

    def _write(
        self, body: Body, place: Place, business_day: str, intents: Sequence[IntentWanted], sheet: str = ""
    ) -> Header:
        stamp = self._time.stamp()
        sealed = seal(
            body,
            scope=self.scope,
            place=place,
            entry_id=uuid7(stamp.wall_ms, self._random(RANDOM_BYTES)),
            stamp=stamp,
            business_day=business_day,
            key=self._key,
        )
        header = open_header(sealed)
        mark = Mark(self._mark.position + 1, place.epoch, place.seq, sealed.hash)
        draft = body.basket.sale_id if isinstance(body, Sale | BasketAbandoned) else ""

        def commit(connection: sqlite3.Connection) -> None:
            if draft:  # first, so that the entry can have its pages
                self.drafts.remove_within(connection, draft)
            if sheet:
                sheets.remove_within(connection, sheet)
            row = (mark.position, mark.epoch, mark.seq, sealed.header, sealed.body, sealed.hash, sealed.signature)
            connection.execute(_INSERT, row)
            projections.project(connection, mark.position, header, body)
            if intents:
                begin_within(connection, intents, stamp.wall_ms)

        self._pen.write(commit, urgent=True)
        self._mark = mark
        self._day = business_day
        if draft:
            self.drafts.forget(draft)
        if sheet:
            self.sheets.forget(sheet)
        if isinstance(body, Sale):
            self._numbers[body.receipt.kind] = body.receipt.number
            self._unfiled += 1
        self._tell_witness(mark)
        if self._unfiled > UNFILED_MAX:
            self._file_or_wait()
        return header

    def _tell_witness(self, mark: Mark) -> None:
        """Record the head in the witness. The entry is durable already: a witness that fails is told, not raised."""
        try:
            self._witness.write(mark)
        except OSError:
            self._pen.ballast.release()  # a file system that copies on write needs room even to overwrite
            try:
                self._witness.write(mark)
            except OSError as error:
                if not self._witness_failed:
                    _log.error("the witness cannot be written: %s", error)
                self._witness_failed = True
                return
        self._witness_failed = False

    def _file(self) -> None:
        self._pen.write(projections.file_receipts)
        self._unfiled = 0

    def _file_or_wait(self) -> None:
        try:
            self._file()
        except Fault as fault:
            _log.info("filing put off: %s", fault)
            self._unfiled = 0

    def _utc_day(self) -> str:
        moment = dt.datetime.fromtimestamp(self._clock.wall_ms() // 1000, tz=dt.UTC)
        return moment.date().isoformat()


def _header_or_none(sealed: Sealed) -> Header | None:
    try:
        return open_header(sealed)
    except msgspec.DecodeError:
        return None
