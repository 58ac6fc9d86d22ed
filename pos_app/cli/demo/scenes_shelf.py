"""The scripted shift of the associate: a handheld of its own, where a shelf is counted while the till sells from it.

Played by a second process (`outside.Handheld`) beside the till's; it stops where the till's scene has its turn.
"""

from __future__ import annotations

from typing import Final

from pos_app.cli.demo.actor import Actor
from pos_app.cli.demo.scenes import Scene, code_of, goods_of
from pos_app.demo import shelf, shop
from pos_app.domain.errors import Fault
from pos_app.domain.money import MILLI
from pos_app.domain.sheets import SheetKind
from pos_app.selling.view import LampState, Mode

AISLE: Final = "care"
GONE: Final = 1
"""Pieces fewer than the book says: what a shelf loses."""
SENT: Final = 2


def look(actor: Actor) -> None:
    """A scan shows the price as the till would charge it, what is here, and what other stores have."""
    actor.wait_for(lambda: actor.view.catalogue, "the catalogue has come", timeout_s=30)
    actor.sign_in("supervisor", shop.PINS["supervisor"])
    actor.expect(actor.view.mode is Mode.SELLING, "the associate is signed in")
    product = goods_of(AISLE, 1, 1)[0]
    actor.scan(code_of(product))
    actor.wait_for(lambda: actor.stock.view.card is not None, "the card is shown")
    actor.in_both_languages("handheld-card")
    actor.press("Esc")


def count(actor: Actor) -> None:
    """A count of one aisle: every scan is on disk at once."""
    places = [area.departments for area in sorted(shelf.areas(), key=lambda area: area.id)]
    actor.press("F7", *["Down"] * (places.index((AISLE,)) + 1), "Enter")
    sheet = actor.stock.view.sheet
    actor.expect(sheet is not None and sheet.kind is SheetKind.COUNT, "a count is open")
    for product in goods_of(AISLE, 3):
        actor.scan(code_of(product))
        sheet = actor.stock.view.sheet
        book = sheet.lines[0].expected if sheet is not None else None
        if book is None:
            raise Fault("demo.not_shown", what="the sheet shows what is expected")
        actor.type(str(book // MILLI - GONE))
        actor.press("Enter")
    actor.in_both_languages("handheld-count")


def at_the_till(actor: Actor) -> None:
    """Meanwhile the till sells from the same shelf, and the count ends after that."""
    actor.ask("pause")
    actor.press("F12")  # pieces are missing: it is asked whether they stand in an area that is still to be counted
    actor.expect(actor.stock.view.sheet is not None, "a count that misses something is not ended unasked")
    actor.press("F7")
    actor.wait_for(lambda: actor.stock.view.sheet is None, "the count is written")


def transfer(actor: Actor) -> None:
    """Goods leave for the other store: they are off the book here and awaited there."""
    actor.press("F11", "Enter")
    for product in goods_of(AISLE, 2, 4):
        for _ in range(SENT):
            actor.scan(code_of(product))
    sheet = actor.stock.view.sheet
    actor.expect(sheet is not None and len(sheet.lines) == SENT, "two products are on the sheet")
    actor.in_both_languages("handheld-transfer")
    actor.press("F12")
    actor.wait_for(lambda: actor.stock.view.sheet is None, "the transfer is written")


def away(actor: Actor) -> None:
    """The associate signs off when all is sent."""
    actor.sign_off()
    actor.wait_for(lambda: actor.lamp.state is LampState.ONLINE, "the handheld has sent everything", timeout_s=30)


SHELF: Final = (
    Scene("handheld", "a card: price, stock, other stores", look),
    Scene("count", "a shelf is counted", count),
    Scene("count-ends", "the count ends after the till has sold from that shelf", at_the_till),
    Scene("transfer", "goods leave for another store", transfer),
    Scene("away", "everything of the handheld is sent", away),
)
