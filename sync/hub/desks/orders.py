"""Customers' orders at the hub: published by a connector or the command, moved on by the tills' steps, cancelled.

The row in the feed is the order: each posted step is added to it and it is published again with what it contains. A
step is never refused; what does not agree (cancelled but handed over, handed over twice, to the wrong person) is an
exception that people see. `publish_order` and `cancel` are the seam for connectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from pos_app.domain import orders_state
from pos_app.domain.chain import read_header
from pos_app.domain.entries import PICKUP, ClaimMade, ClaimReleased
from pos_app.domain.entries_orders import OrderStep, Step
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.money import AMOUNT_LIMIT
from pos_app.domain.orders import CustomerOrder, FulfillmentLine
from pos_app.domain.orders_state import Placed, with_steps
from pos_app.domain.people import Member
from sync.hub import bulk, counters, orders_forgetting, publish
from sync.hub.desks.posting import Arrived, Poster, Posting
from sync.hub.recompute import Difference
from sync.hub.tables import CHAIN_STORE, OPEN, claim, entry, exception, feed_row, order_line, stock_due

STREAM: Final = "order"
LINES_MAX: Final = 500
UNKNOWN: Final = "order.unknown"
ABSURD: Final = "amount.absurd"
CANCELLED: Final = "order.cancelled_but_handed_over"
TWICE: Final = "order.handed_over_twice"
OVER: Final = "order.over_handover"
WRONG_PERSON: Final = "order.wrong_person"
KEPT_MS: Final = 14 * 24 * 3_600_000
"""An order that is done or cancelled leaves the tills so long after its last change."""
_SHOWN: Final = 200

_decoder: Final = msgspec.msgpack.Decoder(CustomerOrder)
_f, _l = feed_row, order_line


def order(tx: Connection, chain: str, store: str, order_id: str) -> CustomerOrder | None:
    """Return an order as it stands; None when this store has none of that id."""
    here = (_f.c.chain == chain) & (_f.c.store == store) & (_f.c.stream == STREAM) & (_f.c.key == order_id)
    body = tx.execute(select(_f.c.body).where(here, _f.c.deleted.is_(False))).scalar()
    return None if body is None else _decoder.decode(body)


def orders(tx: Connection, chain: str, store: str) -> list[CustomerOrder]:
    """Return every order that the store's tills know, the oldest first."""
    here = (_f.c.chain == chain) & (_f.c.store == store) & (_f.c.stream == STREAM)
    bodies = tx.execute(select(_f.c.body).where(here, _f.c.deleted.is_(False))).scalars()
    return sorted(map(_decoder.decode, bodies), key=lambda each: (each.placed_ms, each.id))


def named(tx: Connection, chain: str, store: str, text: str) -> CustomerOrder:
    """Return an order by its id, or by the number that people know. Raises `Refusal` order.unknown."""
    found = order(tx, chain, store, text)
    if found is not None:
        return found
    numbered = [each for each in orders(tx, chain, store) if each.number == text]
    if len(numbered) != 1:
        raise Refusal(UNKNOWN, order=text[:_SHOWN])
    return numbered[0]


def publish_order(tx: Connection, chain: str, placed: CustomerOrder, now_ms: int) -> bool:
    """Publish an order, or what the online shop changed of one; what the tills did with it stays.

    Tell whether anything changed. Raises `Refusal` order.malformed for one that no till could work on.
    """
    _check(placed)
    _alone(tx, chain, placed.store)
    before = order(tx, chain, placed.store, placed.id)
    if before is None:
        return _put(tx, chain, placed, now_ms)
    merged = _with_fulfilment(placed, before)
    same = msgspec.structs.replace(merged, as_of_ms=before.as_of_ms) == before
    return False if same else _put(tx, chain, merged, now_ms)


def cancel(tx: Connection, chain: str, store: str, order_id: str, now_ms: int) -> bool:
    """Cancel an order; again changes nothing. Tell whether it did.

    Raises `Refusal` order.unknown, or order.handed_over when a person has some of it: that is a return, not a cancel.
    """
    _alone(tx, chain, store)
    found = order(tx, chain, store, order_id)
    if found is None:
        raise Refusal(UNKNOWN, order=order_id[:_SHOWN])
    if found.cancelled:
        return False
    if any(line.handed_over for line in found.lines):
        raise Refusal("order.handed_over", number=found.number)
    return _put(tx, chain, msgspec.structs.replace(found, cancelled=True), now_ms)


def free(tx: Connection, chain: str, store: str, order_id: str, now_ms: int) -> str:
    """Take the claim on an order's next hand-over from a till that will not come back; return which till.

    Should it come back and hand over all the same, that is an exception. Raises `Refusal` order.unknown,
    order.not_claimed.
    """
    _alone(tx, chain, store)
    found = order(tx, chain, store, order_id)
    if found is None:
        raise Refusal(UNKNOWN, order=order_id[:_SHOWN])
    holder = _handing(tx, chain, found)
    if not holder:
        raise Refusal("order.not_claimed", number=found.number)
    tx.execute(delete(claim).where(_claim_on(chain, found)))
    _put(tx, chain, found, now_ms)
    return holder


def _alone(tx: Connection, chain: str, store: str) -> None:
    """Keep posting and the stock feed out, in the order in which they lock: else one of the two would be thrown out."""
    counters.lock(tx, chain, store, counters.POSTED)
    counters.lock(tx, chain, store, counters.FEED)


def report_wrong_person(tx: Connection, chain: str, store: str, order_id: str, now_ms: int) -> None:
    """Put on the list of exceptions that somebody else has the goods of an order. Raises `Refusal` order.unknown."""
    if order(tx, chain, store, order_id) is None:
        raise Refusal(UNKNOWN, order=order_id[:_SHOWN])
    row = (chain, store, "", 0, 0, b"", WRONG_PERSON, order_id, "", "", now_ms, *OPEN)
    bulk.put(tx, exception, [row], "replace")
    counters.add(tx, chain, store, counters.EXCEPTIONS, 1)


def forget_old(tx: Connection, chain: str, store: str, now_ms: int) -> int:
    """Take orders that ended `KEPT_MS` ago out of the feed, and let their customers be forgotten; return how many."""
    ended = [
        each
        for each in orders(tx, chain, store)
        if now_ms - each.as_of_ms > KEPT_MS and orders_state.state(each, now_ms) not in orders_state.OPEN
    ]
    keys = {(store, each.id): each.personal.key_id for each in ended if each.personal is not None}
    orders_forgetting.note(tx, chain, keys, by="", reason=orders_forgetting.ENDED, now_ms=now_ms)
    return publish.write_bodies(tx, chain, store, STREAM, {each.id: b"" for each in ended}) if ended else 0


def reserved(tx: Connection, chain: str, store: str, products: Sequence[str]) -> dict[str, int]:
    """Return what open orders are still to get of each product, thousandths; products without any are left out."""
    here = (_l.c.chain == chain) & (_l.c.store == store) & _l.c.product.in_(products)
    found = tx.execute(select(_l.c.product, func.sum(_l.c.quantity)).where(here).group_by(_l.c.product))
    return {product: int(quantity) for product, quantity in found}


def key_of_member(tx: Connection, chain: str, member: str) -> str:
    """Return the id of the key that a member's fields are sealed under; empty for nobody known."""
    here = (_f.c.chain == chain) & (_f.c.store == CHAIN_STORE) & (_f.c.stream == "member") & (_f.c.key == member)
    body = tx.execute(select(_f.c.body).where(here, _f.c.deleted.is_(False))).scalar()
    return "" if body is None else msgspec.msgpack.decode(body, type=Member).personal.key_id


def no_claim(tx: Connection, chain: str, store: str, made: ClaimMade) -> tuple[str, str]:
    """Return why a hand-over may not be claimed, and the workstation that has done it; empty when it may."""
    order_id, _, number = made.subject.rpartition("/")
    found = order(tx, chain, store, order_id)
    if found is None:
        return UNKNOWN, ""
    if found.cancelled:
        return "order.cancelled", ""
    gone = number.isdigit() and int(number) <= found.handovers
    return ("order.handed_over", found.handed_by) if gone else ("", "")


def _check(placed: CustomerOrder) -> None:
    numbers = {line.number for line in placed.lines}
    amounts = (placed.value, *(n for line in placed.lines for n in (line.quantity, line.amount, line.pack)))
    well = (
        placed.id and placed.number and placed.store and len(placed.id) <= _SHOWN
        and "/" not in placed.id and 0 < len(placed.lines) <= LINES_MAX and len(numbers) == len(placed.lines)
        and all(line.quantity > 0 and line.product_id for line in placed.lines)
        and all(0 <= amount < AMOUNT_LIMIT for amount in amounts)
    )  # fmt: skip
    if not well:
        raise Refusal("order.malformed", order=placed.id[:_SHOWN])


_DONE_HERE: Final = (
    "accepted", "ready", "place", "handovers", "contains", "ready_hlc", "handed_hlc", "handed_by", "handing_by",
)  # fmt: skip
_DONE_OF_LINE: Final = ("picked", "handed_over", "rejected")


def _with_fulfilment(placed: CustomerOrder, before: CustomerOrder) -> CustomerOrder:
    """Return the order as placed now, with what the tills did before."""
    known = {line.number: line for line in before.lines}
    lines = tuple(
        msgspec.structs.replace(line, **{name: getattr(known[line.number], name) for name in _DONE_OF_LINE})
        if line.number in known
        else line
        for line in placed.lines
    )
    # What was taken off the order and lies picked, or has left, stays in sight: to be put back, or the person's.
    off = known.keys() - {line.number for line in placed.lines}
    lines += tuple(
        msgspec.structs.replace(line, quantity=line.handed_over + line.rejected)
        for number, line in known.items()
        if number in off and (line.picked or line.handed_over)
    )
    kept = {name: getattr(before, name) for name in _DONE_HERE}
    return msgspec.structs.replace(
        placed,
        lines=lines,
        cancelled=placed.cancelled or before.cancelled,
        slip_code=placed.slip_code or before.slip_code,
        personal=placed.personal or before.personal,
        **kept,
    )


def _put(tx: Connection, chain: str, now: CustomerOrder, now_ms: int) -> bool:
    now = msgspec.structs.replace(now, as_of_ms=now_ms, handing_by=_handing(tx, chain, now))
    _reserve(tx, chain, now)
    return publish.write(tx, chain, [publish.Row(Level.STORE, now.store, STREAM, now.id, now)]) > 0


def _handing(tx: Connection, chain: str, now: CustomerOrder) -> str:
    """Return the workstation that holds the claim on an order's next hand-over; empty for none."""
    return tx.execute(select(claim.c.workstation).where(_claim_on(chain, now))).scalar() or ""


def _claim_on(chain: str, now: CustomerOrder) -> ColumnElement[bool]:
    subject = f"{now.id}/{now.handovers + 1}"
    here = (claim.c.chain == chain) & (claim.c.what == PICKUP) & (claim.c.subject == subject)
    return and_(here, claim.c.store == now.store)


def _claimed(posting: Posting, _row: Arrived, said: ClaimMade | ClaimReleased) -> None:
    """Show every till of the store who hands an order over, once that was claimed, and when it is given back."""
    if said.what != PICKUP:
        return
    counters.lock(posting.tx, posting.chain, posting.store, counters.FEED)
    found = order(posting.tx, posting.chain, posting.store, said.subject.rpartition("/")[0])
    if found is not None and found.handing_by != _handing(posting.tx, posting.chain, found):
        _put(posting.tx, posting.chain, found, posting.now_ms)


def _reserve(tx: Connection, chain: str, now: CustomerOrder) -> None:
    """Keep what the order still asks for of each product; what changed is due in the stock feed."""
    here = (_l.c.chain == chain) & (_l.c.store == now.store) & (_l.c.order == now.id)
    before = {
        product: int(quantity) for product, quantity in tx.execute(select(_l.c.product, _l.c.quantity).where(here))
    }
    after: dict[str, int] = {}
    for line in now.lines if not now.cancelled else ():
        left = orders_state.to_come(line)
        if left:
            after[line.product_id] = after.get(line.product_id, 0) + left
    moved = [product for product in before.keys() | after.keys() if before.get(product) != after.get(product)]
    if not moved:
        return
    tx.execute(delete(_l).where(here))
    bulk.put(tx, order_line, [(chain, now.store, product, now.id, quantity) for product, quantity in after.items()])
    bulk.put(tx, stock_due, [(chain, now.store, product) for product in sorted(moved)], "keep")
    counters.add(tx, chain, now.store, counters.STOCK, 1)


def _step(posting: Posting, row: Arrived, said: OrderStep) -> None:
    if any(abs(line.quantity) >= AMOUNT_LIMIT for line in said.lines):
        posting.set_aside(row, ABSURD, STREAM)
        return
    counters.lock(posting.tx, posting.chain, posting.store, counters.FEED)
    before = order(posting.tx, posting.chain, posting.store, said.order)
    if before is None:
        posting.set_aside(row, UNKNOWN, said.order[:_SHOWN])
        return
    # An entry is posted once, whatever came before it: `contains` says what is in the row, and leaves nothing out here.
    placed = Placed(row.workstation, row.epoch, row.seq, _hlc(posting, row), said)
    after = with_steps(msgspec.structs.replace(before, contains={}), [placed])
    key = f"{row.workstation}/{row.epoch}"
    contains = before.contains | {key: max(row.seq, before.contains.get(key, 0))}
    _put(posting.tx, posting.chain, msgspec.structs.replace(after, contains=contains), posting.now_ms)
    found = _differences(before, after, said, row.workstation)
    if found:
        posting.differ(row, found)


def _hlc(posting: Posting, row: Arrived) -> int:
    """Return the logical time of an arrived entry, from its header."""
    e = entry
    here = (e.c.chain == posting.chain) & (e.c.store == posting.store) & (e.c.workstation == row.workstation)
    same = (e.c.epoch == row.epoch) & (e.c.seq == row.seq) & (e.c.hash == row.hash)
    return read_header(posting.tx.execute(select(e.c.header).where(here, same)).scalar_one()).stamp.hlc


def _differences(before: CustomerOrder, after: CustomerOrder, said: OrderStep, workstation: str) -> list[Difference]:
    if said.step is Step.WRONG_PERSON:
        return [Difference(WRONG_PERSON, said.order[:_SHOWN], "", said.reason[:_SHOWN])]
    if said.step is not Step.HANDED_OVER:
        return []
    found = []
    if before.cancelled:
        found.append(Difference(CANCELLED, said.order[:_SHOWN], "", workstation))
    over = [line for line in after.lines if line.handed_over > orders_state.wanted(line) and _given(line, said)]
    known = {line.number for line in after.lines}
    found += [
        Difference(OVER, f"{said.order}/{each.line}"[:_SHOWN], "0", str(each.quantity))
        for each in said.lines
        if each.line not in known
    ]
    if over and said.handover <= before.handovers:
        found.append(Difference(TWICE, said.order[:_SHOWN], before.handed_by, workstation))
    elif over:
        amounts = ((line.number, orders_state.wanted(line), line.handed_over) for line in over)
        found += [
            Difference(OVER, f"{said.order}/{number}"[:_SHOWN], str(due), str(had)) for number, due, had in amounts
        ]
    return found


def _given(line: FulfillmentLine, said: OrderStep) -> bool:
    return any(each.line == line.number for each in said.lines)


POSTERS: Final[dict[type[Any], Poster]] = {OrderStep: _step, ClaimMade: _claimed, ClaimReleased: _claimed}
