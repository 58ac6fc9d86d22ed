"""Turns the journal's recorded wishes into jobs for the counter's devices, and records how they ended.

Owned by the till desk. A sale is on disk before anything here is called, so nothing here may undo it: what cannot be
asked now is asked again between two commands. After a restart a paper that nobody was asked for is asked for, one
that was asked for is told and never printed again by itself, and the drawer stays shut.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Final

import msgspec

from pos_app.devices import Counter, Job, JobKind, JobResult, Outcome
from pos_app.domain.entries import Sale
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.receipt import Receipt
from pos_app.selling.receipt_paper import MemberOnPaper, Paper, receipt_code, test_page
from pos_app.selling.shop import Shop
from pos_app.store.journal import Journal
from pos_app.store.journal_records import Intent, IntentState, RecordedSale

DUPLICATE: Final = b"duplicate"
TEST_PAGE: Final = b"test"
NOT_PRINTED: Final = "till.paper_failed"
DRAWER_TRIES_MAX: Final = 20
"""How often, between two commands, a drawer is asked for that could not be asked for at once: some 5 seconds."""
_DRAWER: Final = str(JobKind.DRAWER)
_PRINT: Final = str(JobKind.PRINT)
_log = logging.getLogger(__name__)


class Asking:
    """The wishes for drawer and paper that are not fulfilled yet."""

    def __init__(
        self, journal: Journal, shop: Shop, counter: Counter, code_of: Callable[[str], str] = lambda _sale: ""
    ) -> None:
        """Begin with nothing asked in this run; `code_of` gives the signed code of a sale's receipt."""
        self.code_of = code_of
        self.member_of: Callable[[Sale], MemberOnPaper | None] = lambda _sale: None
        """Says how the member of a sale stands on its paper; the members desk gives it."""
        self._journal = journal
        self._shop = shop
        self._counter = counter
        self._makers: dict[bytes, Callable[[bytes], Receipt]] = {}
        self._asked: dict[int, JobKind] = {}
        self._ended: dict[int, JobResult] = {}
        """Results that the disk would not take yet."""
        self._owed = False
        self._drawer_for: str | None = None
        self._drawer_tries = 0
        self.paper_failed = False
        """The last paper that was asked for did not come."""

    def recover(self) -> int:
        """After a start: give up wishes for the drawer, and count papers that may or may not have been printed."""
        uncertain = 0
        for intent in self._journal.intents.open():
            if intent.kind == _DRAWER or intent.payload == TEST_PAGE:
                self._journal.intents.finish(intent.id, "restarted")
            elif intent.kind == _PRINT and intent.state is IntentState.ASKED:
                self._journal.intents.finish(intent.id, str(Outcome.UNKNOWN))
                uncertain += 1
        self._owed = True
        self.ask_owed()
        return uncertain

    def ask(self, sale_id: str) -> None:
        """Ask for what a sale wants, "" for the drawer without a sale; raises nothing that the environment does."""
        self._owed = True
        self._drawer_for, self._drawer_tries = sale_id, DRAWER_TRIES_MAX
        self.ask_owed()

    def ask_owed(self) -> None:
        """Ask for what could not be asked for before; a drawer opens within seconds of its sale or not at all."""
        if not self._owed or not self._shop.known:
            return
        self._drawer_tries -= 1
        if self._drawer_tries < 0:
            self._drawer_for = None
        try:
            self._ask_all()
        except Fault as fault:
            _log.info("devices are asked again: %s", fault)

    def print_again(self, sale_id: str, *, duplicate: bool = True) -> None:
        """Print a sale, marked DUPLICATE unless it has no paper yet."""
        self._recorded(sale_id)
        wish = self._journal.intents.begin(_PRINT, sale_id, DUPLICATE if duplicate else b"")
        self.ask(sale_id)
        if wish not in self._asked and not self._owed:
            raise Fault(NOT_PRINTED)

    def test_page(self) -> None:
        """Print a page that shows what the printer can; it goes the way of every receipt."""
        wish = self._journal.intents.begin(_PRINT, "", TEST_PAGE)
        self._owed = True
        self.ask_owed()
        if wish not in self._asked and not self._owed:
            raise Fault(NOT_PRINTED)

    def on(self, prefix: bytes, make: Callable[[bytes], Receipt]) -> None:
        """Let `make` draw the papers of another desk: those whose payload begins with `prefix`; it gets the rest."""
        self._makers[prefix] = make

    def print_other(self, payload: bytes) -> None:
        """Print a paper of another desk, recorded like every wish; raises `Fault` when it cannot be asked for."""
        wish = self._journal.intents.begin(_PRINT, "", payload)
        self._owed = True
        self.ask_owed()
        if wish not in self._asked and not self._owed:
            raise Fault(NOT_PRINTED)

    def take_results(self) -> bool:
        """Record how jobs ended, each once; tell whether one of them failed."""
        failed = False
        for result in self._counter.results():
            if self._asked.pop(result.intent, None) is None:
                continue  # the answer came twice
            self._ended[result.intent] = result
            failed = failed or result.outcome is not Outcome.DONE
            if result.kind is JobKind.PRINT:
                self.paper_failed = result.outcome is not Outcome.DONE
        with contextlib.suppress(Fault):  # tried again at the next look
            for intent, result in list(self._ended.items()):
                self._journal.intents.finish(intent, f"{result.outcome} {result.why}".rstrip())
                del self._ended[intent]
        return failed

    def _ask_all(self) -> None:
        for intent in self._journal.intents.open():
            if intent.state is not IntentState.BEGUN:
                continue
            if intent.kind == _PRINT:
                self._ask_for_paper(intent)
            elif intent.kind == _DRAWER and intent.sale_id == self._drawer_for:
                self._submit(Job(intent.id, JobKind.DRAWER))
            elif intent.kind == _DRAWER:
                self._journal.intents.finish(intent.id, "too_late")
        self._owed = False

    def _ask_for_paper(self, intent: Intent) -> None:
        try:
            receipt = self._paper(intent.sale_id, intent.payload)
        except Exception:  # noqa: BLE001 - a paper that cannot be made must not stop the next sale
            _log.exception("the receipt of %s cannot be made", intent.sale_id)
            self.paper_failed = True
            self._journal.intents.finish(intent.id, NOT_PRINTED)
            return
        self._submit(Job(intent.id, JobKind.PRINT, receipt))

    def _submit(self, job: Job) -> None:
        """Note that the device may act from now on, then ask it."""
        self._journal.intents.asked(job.intent)
        self._asked[job.intent] = job.kind
        try:
            self._counter.submit(job)
        except (Fault, Refusal) as error:
            del self._asked[job.intent]
            self.paper_failed = self.paper_failed or job.kind is JobKind.PRINT
            self._journal.intents.finish(job.intent, error.message_id)

    def _recorded(self, sale_id: str) -> RecordedSale:
        found = self._journal.receipt(sale_id)
        if found is None:
            raise Refusal("till.no_such_receipt")
        return found

    def _member(self, sale: Sale, *, again: bool) -> MemberOnPaper | None:
        member = self.member_of(sale) if sale.basket.member else None
        return msgspec.structs.replace(member, balance=None) if member is not None and again else member

    def _paper(self, sale_id: str, payload: bytes) -> Receipt:
        if payload == TEST_PAGE:
            languages = self._shop.info.languages
            return test_page(self._shop.info, languages[0] if languages else "en")
        for prefix, make in self._makers.items():
            if payload.startswith(prefix):
                return make(payload.removeprefix(prefix))
        found = self._recorded(sale_id)
        sale, header = found.sale, found.header
        taxes, _ = self._shop.tax()
        names = {operator.id: operator.name for operator in self._shop.operators()}
        return Paper(self._shop.info, taxes, sale.language, self._shop.zone).sale(
            sale,
            code=receipt_code(header.workstation, header.epoch, sale.receipt),
            wall_ms=header.stamp.wall_ms,
            operator=names.get(sale.operator, sale.operator),
            duplicate=payload == DUPLICATE,
            signed="" if sale.training else self.code_of(sale_id),
            member=self._member(sale, again=payload == DUPLICATE),
        )
