"""What did not reconcile for this store and this workstation, each with what happened, what is safe, what to do next.

The Exceptions screen asks it, the command line shares its advice. It reads what the daemon brought: the hub's open
exceptions (stream `exception`) and the states of own entries. It changes nothing: a person settles at the hub.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.clock import Clock
from pos_app.domain.errors import Param
from pos_app.domain.feed import State
from pos_app.domain.open_exceptions import OpenException
from pos_app.selling.exceptions_view import ExceptionsView, ExceptionView
from pos_app.selling.lamp import SyncSeen
from pos_app.selling.shop import Shop
from pos_app.selling.view import Said
from pos_app.store.journal import Journal

ROWS_MAX: Final = 100
_DO: Final = {
    "price": "price", "discount": "discount", "rules": "published", "tax.version_unknown": "published",
    "store.unknown": "published", "totals": "recount", "subtotal": "recount", "reduction": "recount", "tax": "recount",
    "total": "recount", "shares": "recount", "points": "recount", "due": "payment", "tenders": "payment",
    "rounding": "payment", "currency": "setting", "store": "setting", "sale": "doubled", "receipt": "numbers",
    "stock": "stock", "claim": "claim", "signature": "journal", "scope": "journal", "header": "journal",
    "chain": "journal", "epoch": "journal", "kind": "update", "body": "update", "product": "product", "day": "day",
    "amount": "report", "posting": "report", "order": "order",
    "order.cancelled_but_handed_over": "order_cancelled", "order.handed_over_twice": "order_twice",
    "order.over_handover": "order_over", "order.wrong_person": "order_person", "member": "member",
    "member.enrolled_twice": "journal", "member.malformed": "journal", "member.key_used_twice": "member_key",
    "member.unreadable": "member_key", "member.tier_differs": "member_tier",
}  # fmt: skip
"""What to do about a kind or reason, by its whole name or by what stands before its first point."""
_SHOP: Final = frozenset({
    "payment", "doubled", "stock", "order_cancelled", "order_twice", "order_over", "order_person", "member",
    "member_tier",
})  # fmt: skip
"""What the shop's own people can do; all else is the office's, who have the hub and the command line."""
MONEY: Final = frozenset({
    "price.differs", "price.fixed", "price.no_reason", "discount.not_approved", "subtotal.differs",
    "reduction.differs", "tax.differs", "total.differs", "due.differs", "tenders.differ", "rounding.differs",
    "totals.not_computable",
})  # fmt: skip
"""Kinds whose expected and found figures are amounts."""
QUANTITIES: Final = frozenset({"order.over_handover"})
"""Kinds whose expected and found figures are quantities in thousandths."""
OF_TWO_MEMBERS: Final = frozenset({"member.same_phone", "member.same_card", "member.key_used_twice"})
"""Kinds that found another member."""
_SAFE: Final = {
    "order": "order", "claim": "claim", "stock": "stock", "member": "member",
    "order.cancelled_but_handed_over": "cancelled", "order.handed_over_twice": "twice", "order.wrong_person": "person",
}  # fmt: skip
_TITLED: Final = frozenset({
    "order.cancelled_but_handed_over", "order.handed_over_twice", "order.over_handover", "order.wrong_person",
    "claim.clash", "stock.negative", "member.same_phone", "member.same_card", "member.tier_differs",
})  # fmt: skip
_FIGURES: Final = ("expected", "found")
_RECORD: Final = frozenset({"signature", "scope", "header", "chain", "epoch", "kind", "body", "posting", "member"})


def advice(kind: str) -> str:
    """Return the message id of what to do about an exception's kind or a quarantine's reason."""
    return f"hub.do.{_DO.get(kind) or _DO.get(kind.partition('.')[0]) or 'report'}"


def todo(kind: str) -> tuple[str, str]:
    """Return the message ids of what the shop's people do about a kind or reason, and of what the office does."""
    asked = advice(kind)
    return (asked, "") if asked.removeprefix("hub.do.") in _SHOP else ("exception.do.office", asked)


def safe(kind: str) -> str:
    """Return the message id of what is safe although this happened."""
    return f"exception.safe.{_SAFE.get(kind) or _SAFE.get(kind.partition('.')[0], 'kept')}"


def title(kind: str) -> str:
    """Return the message id of a row's title: the case's own name, or what sort of thing it is."""
    if kind in _TITLED:
        return f"ui.exceptions.title.{kind}"
    return f"ui.exceptions.title.{'record' if kind.partition('.')[0] in _RECORD else 'sale'}"


class ExceptionsDesk:
    """Looks at one workstation's cache and journal."""

    def __init__(
        self,
        journal: Journal,
        shop: Shop,
        sync: Callable[[], SyncSeen],
        clock: Clock,
        member_name: Callable[[str], str] = str,
    ) -> None:
        """Look through the till's own rooms; `member_name` says by a member's id who it is, masked."""
        self._journal, self._shop, self._sync, self._clock = journal, shop, sync, clock
        self._member_name = member_name

    def look(self) -> ExceptionsView:
        """Return what is open now."""
        own, listed = self._own(), [self._listed(each) for each in self._shop.catalogue.open_exceptions()]
        rows = [*own, *sorted(listed, key=lambda row: (-row.made_ms, row.key))]
        age = self._sync().contact_age_ms
        as_of_ms = None if age is None else self._clock.wall_ms() - age
        return ExceptionsView(tuple(rows[:ROWS_MAX]), max(0, len(rows) - ROWS_MAX), as_of_ms, self._shop.zone)

    def _listed(self, row: OpenException) -> ExceptionView:
        mine = row.workstation == self._journal.scope.workstation
        params: dict[str, Param] = {"subject": row.subject, "expected": row.expected, "found": row.found}
        if row.kind in MONEY and self._shop.known:
            for name in _FIGURES:
                text = str(params[name])
                if text.lstrip("-").isdecimal():
                    params[f"{name}_minor"] = int(text)
            params["currency"] = self._shop.info.currency
        if row.kind in QUANTITIES:
            params |= {f"{name}_milli": int(params[name]) for name in _FIGURES if str(params[name]).isdecimal()}
        if row.kind.startswith("order."):
            order_id, _, line = row.subject.partition("/")
            order = self._shop.catalogue.order(order_id)
            if order is not None:  # people know it by its number
                params["subject"] = f"{order.number}/{line}" if line else order.number
        if row.kind.startswith("member."):
            params["subject"] = self._member_name(row.subject)
            if row.kind in OF_TWO_MEMBERS:
                params["found"] = self._member_name(row.found)
        entry = f"{row.workstation}/{row.epoch:x}/{row.seq}" if row.workstation else ""
        return ExceptionView(
            f"{entry}/{row.kind}/{row.subject}",
            title(row.kind),
            Said(f"hub.exception.{row.kind}", params),
            safe(row.kind),
            *todo(row.kind),
            row.workstation,
            mine,
            entry,
            row.made_ms,
        )

    def _own(self) -> list[ExceptionView]:
        """Return own entries that the hub did not simply store, the newest first."""
        found = []
        workstation = self._journal.scope.workstation
        for state in self._shop.catalogue.entry_states():
            if state.state is State.STORED:
                continue
            reason = state.reason or f"entry.{state.state}"
            header = self._journal.header_at(state.epoch, state.seq)
            entry = f"{workstation}/{state.epoch:x}/{state.seq}"
            found.append(
                ExceptionView(
                    f"{entry}/{reason}",
                    title(reason),
                    Said(f"hub.quarantine.{reason}", {"detail": ""}),
                    safe(reason),
                    *todo(reason),
                    workstation,
                    mine=True,
                    entry=entry,
                    made_ms=header.stamp.wall_ms if header is not None else 0,
                )
            )
        return sorted(found, key=lambda row: (-row.made_ms, row.key))
