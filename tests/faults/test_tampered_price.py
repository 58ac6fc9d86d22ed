"""Somebody edits a price in the till's cache file: the sale goes through, and the hub names it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from pos_app.cli import hub_desk
from pos_app.cli.workstation import CACHE
from pos_app.demo import shop
from pos_app.domain.entries import Sale
from pos_app.domain.product import ProductPrices
from sync.hub import reports
from tests.faults.selling import open_till, written
from tests.faults.street import Street, delivered, filled, until

PRODUCT, PRICES = next((each, price) for each, price in shop.goods() if each.department == "pantry")
LISTED = PRICES.prices[0].unit_price
WANTED = 1


def _tamper(folder: Path) -> None:
    """Sell for one fen from now on."""
    (file,) = [folder / CACHE / (folder / CACHE / "cache.current").read_text().strip()]
    cheap = msgspec.structs.replace(
        PRICES, prices=tuple(msgspec.structs.replace(each, unit_price=WANTED) for each in PRICES.prices)
    )
    assert isinstance(cheap, ProductPrices)
    database = sqlite3.connect(file)
    changed = database.execute(
        "UPDATE price SET chain = ? WHERE number = (SELECT number FROM product WHERE id = ?)",
        (msgspec.msgpack.encode(cheap), PRODUCT.id),
    ).rowcount
    database.commit()
    database.close()
    assert changed == 1


def test_a_price_edited_in_the_cache_is_sold_and_listed_with_what_was_expected(street: Street) -> None:
    folder = street.workstation("Till 3")
    with street.daemon(folder):
        until(lambda: filled(folder), "the catalogue has come")
    _tamper(folder)
    with open_till(folder) as till:
        till.scan(PRODUCT.codes[0].gtin[1:])
        assert till.view.totals.subtotal == WANTED
        till.start_payment()
        till.pay_other(None, "card 4471")
    with street.daemon(folder):
        until(lambda: delivered(street, folder) and not street.figures(folder).waiting, "delivered and posted")
    (header, sale) = written(folder)[-1]
    assert isinstance(sale, Sale)
    figures = street.figures(folder)
    assert (figures.sales, figures.total, figures.quarantined) == (1, WANTED, 0), "money was taken: it is posted"
    with hub_desk.opened(street.settings) as database, database.reading() as transaction:
        (found,) = reports.exceptions(transaction, shop.CHAIN, shop.STORE)
    assert (found.workstation, found.epoch, found.seq) == (header.workstation, header.epoch, header.seq)
    assert (found.kind, found.subject) == ("price.differs", "line 1")
    assert (found.expected, found.found) == (str(LISTED), str(WANTED))
