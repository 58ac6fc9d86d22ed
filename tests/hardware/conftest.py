"""One sale that has everything a receipt can show, and printers with short patience."""

import pytest

from hardware.printers.tcp import Limits
from pos_app.domain.receipt import Pair, Receipt, Text
from pos_app.selling.receipt_paper import Paper
from tests.hardware.worked_sale import STORE, TAXES, sale

PATIENT = Limits(connect_s=5.0, status_s=5.0, print_s=10.0, look_s=0.02)
"""For printers that answer: long, for the machine may be busy, and quick to look again."""
IMPATIENT = Limits(connect_s=5.0, status_s=0.1, print_s=0.4, look_s=0.02)
"""For printers that never answer, so that the test needs not wait."""


@pytest.fixture
def slip() -> Receipt:
    """Return a short receipt in plain letters."""
    return Receipt((Text("Corner Store"), Pair("Bread", "2.30"), Text("Thank you")))


@pytest.fixture
def long_slip() -> Receipt:
    """Return a receipt that is printed in several parts."""
    return Receipt(tuple(Pair(f"Item {number}", "1.00") for number in range(130)))


@pytest.fixture
def full_receipt() -> Receipt:
    """Return the worked sale's English receipt."""
    paper = Paper(STORE, TAXES, "en")
    return paper.sale(sale(), code="0217-03-1A2B-000042", wall_ms=1_790_000_000_000, operator="Ada")
