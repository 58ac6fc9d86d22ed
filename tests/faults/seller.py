"""A till without a window, to be killed: opens the real desk and sells small baskets until it dies.

Its printer is the witness of I1: each receipt is one line appended to a "paper" file outside the data folder and
synced, like paper that has left the printer. The real spool drives it, from its own thread.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hardware.spool import Spool
from pos_app.cli import workstation
from pos_app.demo import shop
from pos_app.devices import Condition, DeviceState, Health
from pos_app.domain.errors import Refusal
from pos_app.domain.receipt import Barcode, Pair, Receipt
from pos_app.selling.view import Mode
from pos_app.till import Till

LINES_MAX: Final = 6
CODES: Final = tuple(
    barcode.gtin[1:]
    for product, _ in shop.goods()
    if not product.min_age and not product.weighed
    for barcode in product.codes
)
"""What can be sold without a question, by the piece and by the tray."""


class PaperWitness:
    """A printer that never fails and whose paper survives everything."""

    def __init__(self, paper: Path) -> None:
        self._paper = os.open(paper, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def open(self) -> None: ...

    def claim(self) -> None: ...

    def enable(self) -> None: ...

    def close(self) -> None: ...

    def kick(self) -> None: ...

    def health(self) -> Health:
        return Health(DeviceState.ENABLED, Condition.READY)

    def print(self, receipt: Receipt) -> None:
        (code,) = [each.data for each in receipt.elements if isinstance(each, Barcode)]
        (total,) = [each.right for each in receipt.elements if isinstance(each, Pair) and each.large]
        due = int("".join(character for character in total if character.isdigit()))
        line = json.dumps({"code": code, "due": due, "duplicate": receipt.duplicate}) + "\n"
        os.write(self._paper, line.encode())
        os.fsync(self._paper)


def sell_for_ever(folder: Path, paper: Path, seed: int, ready: Callable[[], None]) -> None:
    """Open the till, sign in, and sell until killed; ready with the first sale."""
    chance = random.Random(seed)
    witness = PaperWitness(paper)
    with workstation.opened(folder, counter=Spool(witness, witness)) as till:
        till.sign_in("cashier", shop.PINS["cashier"])
        one_basket(till, chance)
        ready()
        while True:
            till.tick()
            one_basket(till, chance)


def one_basket(till: Till, chance: random.Random) -> None:
    """Bring goods to the counter, sometimes change one's mind, and pay in one of the ways there are."""
    for _ in range(chance.randint(1, LINES_MAX)):
        if till.view.catalogue:
            till.scan(chance.choice(CODES))
        else:
            till.sell_open(chance.choice(till.departments()).id, chance.randint(1, 20_000))
    if len(till.view.lines) > 1 and chance.random() < 0.2:
        till.void(till.view.lines[0].number)
    if chance.random() < 0.2:
        till.step(till.view.lines[-1].number, 1_000)
    fate = chance.random()
    if fate < 0.06:
        till.hold()
    elif fate < 0.09:
        till.abandon()
    else:
        _pay(till, chance)
    if till.view.held and chance.random() < 0.3 and till.view.mode is not Mode.SELLING:
        till.recall(till.held()[0].sale_id)


def _pay(till: Till, chance: random.Random) -> None:
    till.start_payment()
    assert till.view.payment is not None
    way, due = chance.random(), till.view.payment.due
    if way < 0.5:
        till.pay_cash(None)
    elif way < 0.7:
        till.pay_cash(due + 10_000 - due % 10_000)
    elif way < 0.85 or due < 2:
        till.pay_other(None, "card 4471")
    else:
        till.pay_other(due // 2, "card 4471")
        till.pay_cash(None)
    if till.view.payment is not None:
        raise Refusal("till.finish_payment_first")
