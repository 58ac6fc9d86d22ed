"""A list tells its view only what changed, and never anything false."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.widgets.rows import RowModel


class Word(msgspec.Struct, frozen=True):
    number: int
    text: str

    @property
    def spoken(self) -> str:
        return self.text


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(number, text) for number, text in enumerate(texts))


class Told:
    """What the model told."""

    def __init__(self, model: RowModel[Word]) -> None:
        self.what: list[tuple[str, int, int]] = []
        model.dataChanged.connect(lambda top, low: self.what.append(("changed", top.row(), low.row())))
        model.rowsInserted.connect(lambda _parent, first, last: self.what.append(("came", first, last)))
        model.rowsRemoved.connect(lambda _parent, first, last: self.what.append(("went", first, last)))
        model.modelReset.connect(lambda: self.what.append(("reset", 0, 0)))


@pytest.fixture
def model(qapp: object) -> RowModel[Word]:
    return RowModel[Word]()


def test_one_more_line_is_one_row_told(model: RowModel[Word]) -> None:
    model.show(words("a", "b"))
    told = Told(model)
    model.show(words("a", "b", "c"))
    assert told.what == [("came", 2, 2)]


def test_a_changed_quantity_is_one_row_told(model: RowModel[Word]) -> None:
    model.show(words("a", "b", "c"))
    told = Told(model)
    model.show(words("a", "B", "c"))
    assert told.what == [("changed", 1, 1)]


def test_a_line_taken_out_of_the_middle_is_one_row_told(model: RowModel[Word]) -> None:
    a, b, c = words("a", "b", "c")
    model.show((a, b, c))
    told = Told(model)
    model.show((a, c))
    assert told.what == [("went", 1, 1)]


def test_the_same_rows_again_tell_nothing(model: RowModel[Word]) -> None:
    model.show(words("a", "b"))
    told = Told(model)
    model.show(words("a", "b"))
    assert told.what == []


def test_a_row_says_itself_to_a_screen_reader(model: RowModel[Word]) -> None:
    model.show(words("two apples"))
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "two apples"


_LISTS = st.lists(st.integers(0, 6).map(lambda n: Word(n, "abcdefg"[n])), max_size=8).map(tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=_LISTS, after=_LISTS)
def test_whatever_changes_the_view_is_told_the_truth(
    qapp: object, before: tuple[Word, ...], after: tuple[Word, ...]
) -> None:
    model = RowModel[Word]()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(before)
    mirror = list(before)
    model.rowsRemoved.connect(lambda _parent, first, last: mirror.__delitem__(slice(first, last + 1)))
    model.rowsInserted.connect(
        lambda _parent, first, last: mirror.__setitem__(slice(first, first), list(after[first : last + 1]))
    )
    model.dataChanged.connect(lambda top, _low: mirror.__setitem__(top.row(), after[top.row()]))
    model.show(after)
    assert tuple(mirror) == after == model.rows
    assert model.rowCount(QModelIndex()) == len(after)
    tester.deleteLater()
