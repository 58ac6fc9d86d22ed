"""The codes that we issue, at the till: checks one that was scanned and hands it to the desk that it is for.

Owned by the till desk; the desks of members and pickup say with `on` what they do with theirs, the till itself takes
receipts. Everything works with the network gone: the keys come from the catalogue, a workstation's own from itself.
"""

from __future__ import annotations

from collections.abc import Callable

from pos_app.clock import Clock
from pos_app.domain.codes.signed import WORKSTATION, CodeKind, SignedCode, make, read
from pos_app.domain.errors import Refusal
from pos_app.domain.signing import Signer
from pos_app.domain.store_rows import SigningKey
from pos_app.selling.shop import Shop
from pos_app.selling.view import RECEIPT, Opens, Told
from pos_app.store.journal import Journal

Take = Callable[[SignedCode], Told]


class SignedCodes:
    """Reads and makes signed codes for one workstation; without `signer` it makes none."""

    def __init__(self, shop: Shop, journal: Journal, clock: Clock, signer: Signer | None = None) -> None:
        """Take receipts; every other kind waits for its desk."""
        self._shop, self._journal, self._clock, self._signer = shop, journal, clock, signer
        self._takes: dict[CodeKind, Take] = {CodeKind.RECEIPT: self._receipt}
        self._keys: tuple[SigningKey, ...] = ()
        self._turn = -1

    def on(self, kind: CodeKind, take: Take) -> None:
        """Give codes of `kind` to `take` from now on; it may refuse."""
        self._takes[kind] = take

    def scan(self, text: str) -> Told:
        """Check a code and do what it is for; raises `Refusal` `code.*`, and what its desk refuses."""
        code = self.read(text)
        take = self._takes.get(code.kind)
        if take is None:
            raise Refusal(f"code.not_here.{code.kind}")
        return take(code)

    def read(self, text: str) -> SignedCode:
        """Check a code and do nothing with it."""
        return read(text, self._trusted(), self._clock.wall_ms(), self._journal.scope.store)

    def of_receipt(self, sale_id: str) -> str:
        """Return the code of a receipt of this workstation, the same at each call; empty without a key."""
        return "" if self._signer is None else make(SignedCode(CodeKind.RECEIPT, sale_id), self._signer)

    def _receipt(self, code: SignedCode) -> Told:
        if self._journal.receipt(code.subject) is None:
            raise Refusal("code.receipt_elsewhere")
        return Told(opens=Opens(RECEIPT, code.subject))

    def _trusted(self) -> tuple[SigningKey, ...]:
        if self._turn != self._shop.turn:
            own = () if self._signer is None else (
                SigningKey(self._journal.scope.workstation, self._signer.public.public_bytes_raw(), WORKSTATION),
            )  # fmt: skip
            self._keys, self._turn = (*own, *self._shop.catalogue.keys()), self._shop.turn
        return self._keys
