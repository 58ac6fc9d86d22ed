"""A disk that was copied, a backup that was put back, an old journal: all is kept, and a new epoch begins (I14)."""

from __future__ import annotations

import shutil
from pathlib import Path

from pos_app.demo import shop
from pos_app.domain.entries import EpochOpened, Sale
from pos_app.store import journal_file
from pos_app.store.catalogue import Catalogue
from pos_app.store.verify import verify
from tests.faults.reckoning import hub_differences
from tests.faults.selling import hashes, open_till, sell, written
from tests.faults.street import Street, delivered, filled, until


def _opened_epochs(folder: Path) -> list[EpochOpened]:
    return [body for _, body in written(folder) if isinstance(body, EpochOpened)]


def _sale_ids(folder: Path) -> set[str]:
    return {body.basket.sale_id for _, body in written(folder) if isinstance(body, Sale)}


def _demanded(folder: Path) -> bool:
    catalogue = Catalogue.open(folder / "cache", shop.STORE)
    try:
        return catalogue.epoch_demand() is not None
    finally:
        catalogue.close()


def _begun(street: Street, sales: int) -> Path:
    """Enrol a till, and let it sell and deliver."""
    folder = street.workstation("Till 3")
    with street.daemon(folder):
        until(lambda: filled(folder), "the catalogue has come")
        with open_till(folder) as till:
            sell(till, sales)
        until(lambda: delivered(street, folder), "everything is delivered")
    return folder


def test_a_cloned_till_and_its_original_are_both_kept_and_both_begin_anew(street: Street, tmp_path: Path) -> None:
    original = _begun(street, 3)
    copy = Path(shutil.copytree(original, tmp_path / "copy"))
    with street.daemon(original):
        with open_till(original) as till:
            sell(till, 4, first=10)
        until(lambda: delivered(street, original), "the original has delivered")
    with open_till(copy) as till:  # no network: it cannot know yet
        sell(till, 3, first=20)
    forked = set(hashes(copy).values()) - set(hashes(original).values())
    assert len(forked) >= 3
    with street.daemon(copy):
        until(lambda: _demanded(copy), "the copy is told to begin anew")
        with open_till(copy) as till:
            sell(till, 2, first=30)
        until(lambda: set(hashes(copy).values()) <= street.hashes_at_hub(copy), "the copy has delivered")
    with street.daemon(original):
        until(lambda: _demanded(original), "the original is told too: nobody knows which disk is the copy")
        with open_till(original) as till:
            sell(till, 1, first=40)
        until(lambda: set(hashes(original).values()) <= street.hashes_at_hub(original), "the original has delivered")
    both = set(hashes(original).values()) | set(hashes(copy).values())
    assert street.hashes_at_hub(original) == both, "nothing lost on either side, nothing invented"
    assert street.figures(original).sales == len(_sale_ids(original) | _sale_ids(copy)) == 3 + 4 + 3 + 2 + 1
    for folder in (original, copy):
        assert [each.reason for each in _opened_epochs(folder)] == ["enrolled", "hub_demanded"]
        assert verify(folder).findings == ()
    _the_old_epoch_took_nothing_more_of_the_copy(street, original, copy)


def _the_old_epoch_took_nothing_more_of_the_copy(street: Street, original: Path, copy: Path) -> None:
    """What the hub acknowledged of the shared epoch is the original's; the copy's entries there stand as forks."""
    shared = written(original)[0][0].epoch
    versions = {place: said for place, said in street.figures(original).entries.items() if place[0] == shared}
    ours, theirs = hashes(original), hashes(copy)
    for place, said in versions.items():
        assert said[0] == ours.get(place, theirs.get(place)), "the first version of a seq stays the first"
    assert {said[1] for said in versions.values() if len(said) > 1} <= set(theirs.values())


def test_a_backup_that_was_put_back_begins_anew_before_it_sells(street: Street, tmp_path: Path) -> None:
    folder = _begun(street, 3)
    backup = Path(shutil.copytree(folder, tmp_path / "backup"))
    with street.daemon(folder):
        with open_till(folder) as till:
            sell(till, 4, first=10)
        until(lambda: delivered(street, folder), "everything is delivered")
    gone = hashes(folder)
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    with street.daemon(folder):
        until(lambda: _demanded(folder), "hello finds a till that knows less than it once did")
        with open_till(folder) as till:
            sell(till, 2, first=20)
        until(lambda: set(hashes(folder).values()) <= street.hashes_at_hub(folder), "everything is delivered again")
    figures = street.figures(folder)
    assert all(len(versions) == 1 for versions in figures.entries.values()), "no seq was given twice"
    assert street.hashes_at_hub(folder) == set(gone.values()) | set(hashes(folder).values())
    assert figures.sales == 3 + 4 + 2
    assert (figures.exceptions, figures.quarantined) == (0, 0)
    assert verify(folder).findings == ()


def test_an_old_journal_beside_a_newer_witness_begins_anew_by_itself(street: Street, tmp_path: Path) -> None:
    folder = _begun(street, 3)
    old = tmp_path / "old"
    old.mkdir()
    database = journal_file.path_of(folder)
    for file in database.parent.glob(f"{database.name}*"):
        shutil.copy2(file, old / file.name)
    with open_till(folder) as till:  # the network is cut: what is lost now is lost for good, but never in silence
        sell(till, 2, first=10)
    lost = hashes(folder)
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    for file in old.iterdir():
        shutil.copy2(file, database.parent / file.name)
    with open_till(folder) as till:
        assert till.lamp().state.value == "journal_alarm", "people are told"
        sell(till, 2, first=20)
    opened = _opened_epochs(folder)[-1]
    assert (opened.reason, opened.last_seq) == ("witness_ahead", max(seq for _, seq in lost))
    with street.daemon(folder):
        until(lambda: delivered(street, folder), "everything is delivered")
    assert hub_differences(folder, street.hub_folder) == ()
    assert verify(folder).findings == ()
