"""The way of a scan, from the key press to the hub's posted stock: read it to learn how the rooms hang together.

Nothing here is a fake: the real window (offscreen) hears real key events, the journal and the cache are files, daemon
and hub are processes of their own, as in a shop.

    scanner -> ui: filter, window, bridge -> desk -> journal + witness -> receipt
                                                       journal -> daemon -> hub: entries -> posted money and stock
                                                       cache  <- daemon <- hub: feed
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli import hub_desk, link, reconcile, workstation
from pos_app.cli.demo import stage
from pos_app.clock import SystemClock
from pos_app.demo import shop
from pos_app.domain.chain import Scope, holds, open_body, open_header
from pos_app.domain.entries import Sale
from pos_app.domain.feed import Ack, Stage
from pos_app.selling.view import LampState, Mode
from pos_app.settings import load
from pos_app.store import identity, witness
from pos_app.store.catalogue import Catalogue
from pos_app.store.journal_reader import JournalReader
from pos_app.store.journal_records import Entry
from pos_app.till import Till
from sync.hub import figures
from sync.hub.settings import HubSettings
from sync.supervisor import Supervisor
from ui.app import open_window
from ui.key_player import KeyPlayer

PRODUCT, PRICES = next((each, price) for each, price in shop.goods() if each.department == "snacks")
CODE = PRODUCT.codes[0].gtin[1:]
UNIT_PRICE = PRICES.prices[0].unit_price
OPENING = {level.product_id: level.on_hand for level in shop.stock()}
LIMIT_MS = 20_000
Answer = TypeVar("Answer")


class Counter(NamedTuple):
    """The till, what stands behind it, and the keys before it."""

    till: Till
    keys: KeyPlayer
    folder: Path
    hub: HubSettings
    until: Callable[[Callable[[], bool]], None]

    @property
    def scope(self) -> Scope:
        return identity.read(self.folder).scope


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    """Open a shop as `./pos demo` does: hub, demo store, enrolled workstation, window, and the daemon beside it."""
    settings, folder, port, clock = HubSettings(tmp_path / "hub"), tmp_path / "till", stage.free_port(), SystemClock()
    with stage.hub(settings, port, tmp_path / "hub.log"):
        stage.enrolled(folder, settings, port)
        lamp = link.Link(folder, clock, has_hub=True)
        with workstation.opened(folder, clock=clock, sync=lamp.seen) as till:
            supervisor = Supervisor(folder, clock)
            opened = open_window(till, load(folder))
            opened.bridge.also(supervisor.poll)
            qtbot.addWidget(opened.window)
            with qtbot.waitExposed(opened.window):
                opened.window.show()
            try:
                keys = KeyPlayer(opened.window)
                yield Counter(till, keys, folder, settings, lambda held: qtbot.waitUntil(held, timeout=LIMIT_MS))
            finally:
                opened.close()
                supervisor.stop()


def test_a_scan_from_the_key_press_to_the_stock_of_the_hub(counter: Counter) -> None:
    _the_catalogue_has_come(counter)
    _the_cashier_signs_in(counter)
    _the_scan_is_a_line_on_the_screen_and_a_draft_on_disk(counter)
    sold = _two_keys_make_it_a_sale_that_cannot_be_lost(counter)
    _the_receipt_follows_the_sale(counter, sold)
    _the_daemon_carries_its_very_bytes_to_the_hub(counter, sold)
    _the_hub_posts_money_and_stock(counter, sold)
    _the_stock_comes_back_through_the_feed(counter, sold)


def _the_catalogue_has_come(counter: Counter) -> None:
    """The daemon, a process that the till's supervisor started, fetched the store's snapshot into the cache."""
    counter.until(lambda: counter.till.view.catalogue and bool(counter.till.operators()))


def _the_cashier_signs_in(counter: Counter) -> None:
    """The operators stand in the order of the catalogue; the cashier is chosen by the arrows."""
    for _ in range([each.id for each in counter.till.operators()].index("cashier")):
        counter.keys.press("Down")
    counter.keys.type(shop.PINS["cashier"])
    counter.keys.press("Enter")
    counter.until(lambda: counter.till.view.mode is Mode.SELLING)


def _the_scan_is_a_line_on_the_screen_and_a_draft_on_disk(counter: Counter) -> None:
    """Thirteen quick keys and Enter: the filter hears a scanner, the desk finds product and price in the cache."""
    counter.keys.scan(CODE)
    counter.until(lambda: len(counter.till.view.lines) == 1)
    (line,) = counter.till.view.lines
    assert (line.names, line.unit_price, line.quantity) == (PRODUCT.names, UNIT_PRICE, 1_000)
    (draft,) = counter.till._journal.drafts.all()
    assert draft.basket.lines[0].scanned == CODE, "a till that dies now comes back with its basket"
    assert draft.basket.lines[0].price_version > 0, "the hub will price it by the row that was seen here"


def _two_keys_make_it_a_sale_that_cannot_be_lost(counter: Counter) -> Entry:
    """Pay, exact cash: one transaction writes the entry and takes the draft; then the witness knows the new head."""
    counter.keys.press("F12", "F12")
    counter.until(lambda: counter.till.view.mode is Mode.CHANGE)
    assert counter.till._journal.drafts.all() == []
    sold = _entries(counter)[-1]
    header, body = open_header(sold.sealed), open_body(sold.sealed.body)
    assert isinstance(body, Sale)
    assert (header.kind, body.receipt.number, body.operator) == ("sale", 1, "cashier")
    assert sum(tender.settles for tender in body.tenders) == body.due == body.priced.total + body.rounding
    assert holds(sold.sealed, identity.public_key(counter.folder))
    mark = witness.read(counter.folder / "journal")
    assert mark is not None
    assert (mark.epoch, mark.seq, mark.hash) == (sold.epoch, sold.seq, sold.sealed.hash)
    return sold


def _the_receipt_follows_the_sale(counter: Counter, sold: Entry) -> None:
    """The wishes for drawer and paper were written with the sale; the spool's thread fulfils them, each once."""
    change = counter.till.view.change
    assert change is not None
    paper = counter.folder / "receipts" / "receipt-00001.txt"
    counter.until(paper.exists)
    assert change.receipt in paper.read_text("utf-8")
    assert PRODUCT.names["en"].split()[-1] in paper.read_text("utf-8")
    counter.until(lambda: not counter.till._journal.intents.open())
    body = open_body(sold.sealed.body)
    assert isinstance(body, Sale)
    assert {each.outcome for each in counter.till._journal.intents.of(body.basket.sale_id)} == {"done"}


def _the_daemon_carries_its_very_bytes_to_the_hub(counter: Counter, sold: Entry) -> None:
    """The daemon reads the journal, pushes what is not acknowledged, and writes the acknowledgement into the cache."""
    said = Ack(sold.epoch, Stage.CENTRAL, sold.seq, sold.sealed.hash)
    counter.until(lambda: _catalogue(counter, Catalogue.acks) == (said,))
    ours = {(entry.epoch, entry.seq): (entry.sealed.hash.hex(),) for entry in _entries(counter)}
    with hub_desk.opened(counter.hub) as database:
        assert figures.of_workstation(database, counter.scope).entries == ours
    counter.until(lambda: counter.till.lamp().state is LampState.ONLINE)


def _the_hub_posts_money_and_stock(counter: Counter, sold: Entry) -> None:
    """Accepted first, posted second: every sum agrees, one piece has left the shelf, and nobody has to look."""
    body = open_body(sold.sealed.body)
    assert isinstance(body, Sale)
    scope, till = reconcile.of_till(counter.folder)
    with hub_desk.opened(counter.hub) as database:
        counter.until(lambda: not list(reconcile.differences(till, figures.of_workstation(database, scope), OPENING)))
        posted = figures.of_workstation(database, scope)
    assert posted.stock[PRODUCT.id] == OPENING[PRODUCT.id] - 1_000
    assert (posted.sales, posted.total, posted.tenders) == (1, body.due, {"cash": body.due})


def _the_stock_comes_back_through_the_feed(counter: Counter, sold: Entry) -> None:
    """The row says which entries it contains, so that the till does not count its own sale twice."""
    place = f"{counter.scope.workstation}/{sold.epoch}"

    def come_back() -> bool:
        level = _catalogue(counter, lambda catalogue: catalogue.stock(PRODUCT.id))
        return level is not None and level.contains.get(place, 0) >= sold.seq

    counter.until(come_back)
    level = _catalogue(counter, lambda catalogue: catalogue.stock(PRODUCT.id))
    assert level is not None
    assert level.on_hand == OPENING[PRODUCT.id] - 1_000
    assert counter.till._journal.stock_moves_after(PRODUCT.id, level.contains) == 0


def _entries(counter: Counter) -> list[Entry]:
    with JournalReader.open_readonly(counter.folder, counter.scope.workstation) as journal:
        return journal.after(0)


def _catalogue(counter: Counter, ask: Callable[[Catalogue], Answer]) -> Answer:
    catalogue = Catalogue.open(counter.folder / workstation.CACHE, shop.STORE)
    try:
        return ask(catalogue)
    finally:
        catalogue.close()
