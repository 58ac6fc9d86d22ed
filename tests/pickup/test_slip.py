"""The slip on the bag: what a picker reads, and its code, which a scanner reads back from a faint grey print."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import cv2
import numpy as np
import pytest

from hardware.paper.picture import Pictured
from hardware.scanners.decoding import Decoders
from pos_app.demo import shop
from pos_app.domain.codes.signed import read
from pos_app.domain.entries_orders import OrderStep, Step, StepLine
from pos_app.domain.orders import BAG
from pos_app.domain.orders_state import Placed, with_steps
from pos_app.domain.receipt import Pair
from pos_app.pickup import slip
from tests.pickup.service_desk import BEER, PLAIN, SIGNING, START, an_order, code_for, line

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_the_bags_code_is_read_back_by_both_decoders_from_a_faint_print(columns: int) -> None:
    code = code_for(BAG + "order-1")
    order = an_order(1, line(1, BEER), line(2, PLAIN[0]), place="Fridge 2", slip_code=code)
    paper: Any = Pictured(columns=columns).receipt(slip.paper(order, "王**", shop.store_info(), ZONE)).convert("L")
    faint = cv2.GaussianBlur(cv2.convertScaleAbs(np.array(paper), alpha=100 / 255, beta=96), (5, 5), 1.1)
    decoders = Decoders()
    assert code in {found.data for found in decoders.first(faint)}
    assert code in {found.data for found in decoders.second(faint)}
    assert read(code, [SIGNING], START, shop.STORE).subject == BAG + "order-1"


def test_the_slip_lists_what_goes_into_the_bag_and_not_what_was_rejected() -> None:
    order = an_order(1, line(1, PLAIN[0], 3_000), line(2, PLAIN[1]))
    rejected = OrderStep("order-1", Step.REJECTED, "anna", (StepLine(1, PLAIN[0], 1_000), StepLine(2, PLAIN[1], 1_000)))
    left = with_steps(order, [Placed("t1", 7, 1, 1 << 16, rejected)])
    paper = slip.paper(left, "王**", shop.store_info(), ZONE)
    goods = [each.right for each in paper.elements if isinstance(each, Pair) and each.bold]
    assert goods == ["2"]
