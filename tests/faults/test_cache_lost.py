"""The cache is deleted with the network cut: a sale can be made, by the till that runs and by one that starts."""

from __future__ import annotations

import shutil
from pathlib import Path

from pos_app.cli.workstation import CACHE
from pos_app.domain.entries import Sale
from pos_app.store.verify import verify
from tests.faults import reckoning
from tests.faults.selling import written
from tests.faults.street import Street, delivered, filled, until

SALES = 5


def _sells(paper: Path) -> None:
    """Wait until some more receipts have been printed."""
    before = len(reckoning.slips(paper))
    until(lambda: len(reckoning.slips(paper)) >= before + SALES, "it sells")


def test_a_till_sells_when_its_cache_is_deleted_offline_with_and_without_a_restart(
    street: Street, tmp_path: Path
) -> None:
    folder, paper = street.workstation("Till 3"), tmp_path / "paper"
    till = {"folder": str(folder), "paper": str(paper)}
    with street.daemon(folder):
        until(lambda: filled(folder), "the catalogue has come")
        first = street.nursery.start("till", seed=1, **till)
        _sells(paper)
        street.kill_hub()
        shutil.rmtree(folder / CACHE)
        _sells(paper)
        street.nursery.kill(first)
        known = len(written(folder))
        shutil.rmtree(folder / CACHE, ignore_errors=True)  # the daemon may have begun another, empty one
        second = street.nursery.start("till", seed=2, **till)
        _sells(paper)
        street.nursery.kill(second)
        alone = [body for _, body in written(folder)[known:] if isinstance(body, Sale)]
        assert len(alone) >= SALES
        begun_without = [body for body in alone if not any(line.item.product_id for line in body.basket.lines)]
        assert len(begun_without) >= SALES - 1, "at most the basket that lay there has goods of the catalogue"
        street.open_hub()
        until(lambda: filled(folder), "the catalogue is back")
        until(lambda: delivered(street, folder), "everything is delivered")
        until(lambda: not reckoning.hub_differences(folder, street.hub_folder), "and posted")
    assert verify(folder).findings == ()
    sold = {each.code for each in reckoning.sales(folder)}
    assert {slip.code for slip in reckoning.slips(paper)} <= sold
