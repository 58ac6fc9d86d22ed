"""The slip that goes on the bag: the number large, what is in it, where it lies, and a code that opens the order.

That code is the bag's own, not the customer's: it says which order this is and proves nothing about who holds it.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from pos_app.domain.money import MILLI
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.orders_state import wanted
from pos_app.domain.product import name_in
from pos_app.domain.receipt import Align, Element, Gap, Pair, QrCode, Receipt, Ruler, Text
from pos_app.domain.store_rows import StoreInfo
from pos_app.words import moment_text, quantity_text, say

PREFIX: Final = b"slip:"
"""Begins the payload of a wish for such a paper; the order's id follows."""


def paper(order: CustomerOrder, masked_name: str, store: StoreInfo, zone: tzinfo) -> Receipt:
    """Return the slip of an order, in the store's language, the name masked."""
    language = store.languages[0] if store.languages else "en"
    due = moment_text(language, order.due_ms, zone) if order.due_ms else ""
    elements: list[Element] = [
        Text(say(language, "pickup.slip.title"), Align.CENTRE),
        Text(order.number, Align.CENTRE, bold=True, large=True),
        Text(masked_name, Align.CENTRE),
        Ruler(),
    ]
    for line in order.lines:
        left = wanted(line)
        if left:
            count = quantity_text(language, left)
            unit = f" {say(language, f'unit.{line.unit}')}" if line.unit != "each" or left % MILLI else ""
            elements.append(Pair(name_in(line.names, language), f"{count}{unit}", bold=True))
    elements += [Ruler(), Pair(say(language, "pickup.slip.due"), due)]
    if order.place:
        elements.append(Pair(say(language, "pickup.slip.place"), order.place, bold=True))
    if any(line.min_age and wanted(line) for line in order.lines):
        elements.append(Text(say(language, "pickup.slip.age"), bold=True))
    if order.slip_code:
        elements += [Gap(), QrCode(order.slip_code), Text(say(language, "pickup.slip.code"), Align.CENTRE)]
    return Receipt(tuple(elements), language=language)
