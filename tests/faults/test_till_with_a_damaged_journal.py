"""A whole till with a hub: its journal rots overnight, and the morning's first customer does not wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.cli import workstation
from pos_app.demo import shop
from pos_app.store import journal_file
from pos_app.store.verify import verify
from tests.faults.reckoning import hub_differences
from tests.faults.seller import CODES
from tests.faults.selling import hashes, open_till, sell
from tests.faults.street import Street, delivered, filled, until
from tests.shop_floor import FakeCounter


def _rotted(folder: Path) -> None:
    path = journal_file.path_of(folder)
    with path.open("r+b") as file:
        file.write(b"\xa5" * journal_file.PAGE_BYTES)


@pytest.mark.expects_log("is damaged .* and is set aside", "entries were read")
def test_the_basket_is_there_the_till_sells_and_the_hub_gets_every_entry_once(street: Street) -> None:
    folder = street.workstation("Till 3")
    with street.daemon(folder):
        until(lambda: filled(folder), "the catalogue has come")
        with open_till(folder) as till:
            sell(till, 3)
        until(lambda: delivered(street, folder), "everything is delivered")
    with open_till(folder) as till:  # the network is cut
        sell(till, 4, first=10)
        till.scan(CODES[0])
    unsent = hashes(folder)
    _rotted(folder)
    with workstation.opened(folder, counter=FakeCounter()) as till:
        assert till.lamp().state.value == "journal_alarm"
        told = till.sign_in("cashier", shop.PINS["cashier"])
        assert told.said is not None
        assert (told.said.message_id, told.said.params["missing"]) == ("journal.set_aside_told", 0)
        assert len(till.view.lines) == 1, "the basket lies where it lay"
        sell(till, 2, first=20)
    assert unsent.items() <= hashes(folder).items()
    with street.daemon(folder):
        until(lambda: delivered(street, folder), "everything is delivered")
    assert hub_differences(folder, street.hub_folder) == ()
    assert street.figures(folder).sales == 3 + 4 + 2
    assert verify(folder).findings == ()
