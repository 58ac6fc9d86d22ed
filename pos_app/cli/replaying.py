"""The replay itself: recorded baskets through the desk, the daemon and a hub, and the comparison at the end."""

from __future__ import annotations

import contextlib
import csv
import gzip
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from pos_app.cli import hub_desk, reconcile, workstation
from pos_app.cli.demo import stage
from pos_app.demo import basket_words, shop
from pos_app.devices import Condition, DeviceState, Health, Job, JobKind, JobResult, Outcome
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.receipt import Pair
from pos_app.selling.view import QuestionKind
from pos_app.store.catalogue import Catalogue
from pos_app.till import Till
from pos_app.words import money_text
from sync.hub import figures
from sync.hub.settings import HubSettings

BASKETS_MAX: Final = 1_000_000
STOCK: Final = 1_000_000_000
"""A million of everything, thousandths: thousands of baskets sell out the demo store, and the hub would list that."""
FILL_TIMEOUT_S: Final = 30
DRAIN_TIMEOUT_S: Final = 120
ASK_EVERY_S: Final = 0.1
TICK_EVERY: Final = 20
"""Sales between two of the ticks that a window would give a few times a second."""


class Replayed(msgspec.Struct, frozen=True):
    """What the replay found."""

    sales: int
    lines: int
    total_text: str
    seconds: float
    """Of the selling alone."""
    differences: list[str]


class ReceiptTally:
    """A printer that adds up what stands as the total on each receipt, as a suspicious owner would."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.receipts = 0
        self.total = 0
        self._ended: list[JobResult] = []

    def submit(self, job: Job) -> None:
        """Read the receipt's total back from its paper."""
        if job.kind is JobKind.PRINT and job.receipt is not None:
            totals = [each for each in job.receipt.elements if isinstance(each, Pair) and each.large]
            self.receipts += 1
            self.total += int("".join(character for character in totals[0].right if character.isdigit()))
        self._ended.append(JobResult(job.intent, job.kind, Outcome.DONE))

    def results(self) -> tuple[JobResult, ...]:
        """Every job is done at once."""
        ended, self._ended = tuple(self._ended), []
        return ended

    def health(self) -> Health:
        """Always well."""
        return Health(DeviceState.ENABLED, Condition.READY)

    def close(self) -> None:
        """Nothing to let go of."""


def read_baskets(path: Path, most: int) -> list[list[str]]:
    """Return the baskets of a file, one a line, its items separated by commas; `most` 0 for all."""
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", newline="") as lines:
            baskets = [[item.strip() for item in row if item.strip()] for row in csv.reader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal("replay.unreadable", file=str(path), detail=str(error)) from error
    baskets = [basket for basket in baskets if basket][: most or BASKETS_MAX]
    if not baskets:
        raise Refusal("replay.no_baskets", file=str(path))
    return baskets


def replay(path: Path, most: int, work: Path | None, progress: Callable[[int, int, str], None]) -> Replayed:
    """Sell every basket, wait until the hub has posted it all, and compare."""
    baskets = read_baskets(path, most)
    products = basket_words.mapping(basket_words.words_of(baskets), (product for product, _ in shop.goods()))
    tally = ReceiptTally()
    with _folder(work) as folder, _shop(folder) as data:
        with workstation.opened(data, counter=tally) as till:
            till.sign_in("cashier", shop.PINS["cashier"])
            began = time.monotonic()
            for number, basket in enumerate(baskets, 1):
                sell(till, basket_words.scans(basket, products))
                if number % TICK_EVERY == 0:
                    till.tick()
                progress(number, len(baskets), "sold")
            seconds = time.monotonic() - began
            till.tick()
        found = _compare(data, folder, tally)
        _, sold = reconcile.of_till(data)
    return Replayed(sold.sales, sold.lines, money_text("en", sold.total, shop.CURRENCY), seconds, found)


def sell(till: Till, codes: list[str]) -> None:
    """Scan `codes`, answer the age check, and take exact cash."""
    for code in codes:
        till.scan(code)
    for question in till.view.questions:
        if question.kind is not QuestionKind.AGE:
            raise Fault("replay.question", kind=question.kind, code=question.code)
        if question in till.view.questions:
            till.confirm_age(question.number)
    till.start_payment()
    till.pay_cash(None)


@contextlib.contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work is None:
        with tempfile.TemporaryDirectory(prefix="pos-replay-") as made:
            yield Path(made)
    elif work.exists() and any(work.iterdir()):
        raise Refusal("replay.folder_in_use", folder=str(work))
    else:
        work.mkdir(parents=True, exist_ok=True)
        yield work


@contextlib.contextmanager
def _shop(folder: Path) -> Iterator[Path]:
    """A hub with the demo store, this workstation enrolled, its daemon running and its catalogue filled."""
    settings = HubSettings(folder / "hub")
    data = folder / "till"
    port = stage.free_port()
    with stage.hub(settings, port, folder / "hub.log"):
        with hub_desk.opened(settings) as database:
            hub_desk.stock_up(database, STOCK)
        stage.enrolled(data, settings, port)
        with stage.daemon(data):
            _wait(lambda: _filled(data), FILL_TIMEOUT_S, "replay.no_catalogue")
            yield data


def _filled(data: Path) -> bool:
    catalogue = Catalogue.open(data / workstation.CACHE, shop.STORE)
    try:
        return bool(catalogue.tile_pages()) and bool(catalogue.operators()) and catalogue.store_info() is not None
    finally:
        catalogue.close()


def _compare(data: Path, folder: Path, tally: ReceiptTally) -> list[str]:
    scope, till = reconcile.of_till(data)
    opening = {level.product_id: STOCK for level in shop.stock()}
    found: list[str] = []
    with hub_desk.opened(HubSettings(folder / "hub")) as database:

        def agree() -> bool:
            found[:] = reconcile.differences(till, figures.of_workstation(database, scope), opening)
            return not found

        with contextlib.suppress(Fault):
            _wait(agree, DRAIN_TIMEOUT_S, "replay.not_drained")
    if (tally.receipts, tally.total) != (till.sales, till.total):
        found.append(f"receipts: {tally.receipts} for {tally.total}, the till sold {till.sales} for {till.total}")
    return found


def _wait(condition: Callable[[], bool], timeout_s: float, otherwise: str) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise Fault(otherwise, seconds=int(timeout_s))
        time.sleep(ASK_EVERY_S)
