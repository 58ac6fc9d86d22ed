"""Each cell of the table of what works online and alone is shown on a real till, daemon and hub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.domain.degraded import CAPABILITIES, How, Situation
from tests.degraded import counter_cells, member_cells, pickup_cells, shelf_cells, workplace_cells
from tests.degraded.store_with_hub import CELLS, Store, opened

ROOMS = (counter_cells, member_cells, pickup_cells, shelf_cells, workplace_cells)
"""What fills `CELLS`."""
ORDER = sorted(CELLS, key=lambda cell: (cell[1] is Situation.ALONE, [each.id for each in CAPABILITIES].index(cell[0])))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(tmp_path_factory.mktemp("store")) as shop:
        yield shop


@pytest.mark.parametrize(("capability", "situation"), ORDER)
def test_the_cell_holds(store: Store, capability: str, situation: Situation) -> None:
    store.be(situation)
    CELLS[capability, situation](store)


def test_every_cell_of_the_registry_has_what_shows_it() -> None:
    assert set(CELLS) == {(each.id, situation) for each in CAPABILITIES for situation in Situation}


def test_nothing_is_refused_while_the_network_is_there() -> None:
    for each in CAPABILITIES:
        assert each.online.how is not How.REFUSED, f"{each.id}: refused even online"
