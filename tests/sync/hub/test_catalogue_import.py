"""A shop's own table becomes products; what cannot be one is listed with its reason and stops nothing."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Refusal
from sync.hub.catalogue_import import Reason, Rejected, Taken, Terms, columns_of, read, stand_in_price, table

GOOD = "4006381333931"
TERMS = Terms("A")


def _read(text: str, terms: Terms = TERMS) -> list[Taken | Rejected]:
    rows = list(table(io.BytesIO(text.encode())))
    return list(read(rows, columns_of(rows[0]), terms))


def test_columns_are_found_by_name_in_any_order() -> None:
    (taken,) = _read(f"Price,Product,EAN\n12.50,Pen,{GOOD}\n")
    assert isinstance(taken, Taken)
    assert taken.product.names == {"en": "Pen"}
    assert taken.product.codes[0].gtin == "0" + GOOD
    assert taken.prices.prices[0].unit_price == 1250


def test_a_bad_row_never_stops_the_rest() -> None:
    rows = [
        "4006381333930,A,1",
        f"{GOOD}, ,1",
        f"{GOOD},B,x",
        f"{GOOD},C,1.234",
        f"{GOOD},D,1",
        f"{GOOD},E,1",
        "abc,F,1",
    ]
    text = "\n".join(["gtin,name,price", *rows]).replace(",", "\t") + "\n"
    found = _read(text)
    reasons = [row.reason for row in found if isinstance(row, Rejected)]
    assert reasons == [
        Reason.BAD_CHECK_DIGIT,
        Reason.EMPTY_NAME,
        Reason.BAD_PRICE,
        Reason.BAD_PRICE,
        Reason.DUPLICATE,
        Reason.BAD_CODE,
    ]
    assert [row.product.names["en"] for row in found if isinstance(row, Taken)] == ["D"]
    assert [row.line for row in found if isinstance(row, Rejected)] == [2, 3, 4, 5, 7, 8]


def test_prices_follow_the_currency() -> None:
    yen = Terms("A", exponent=0)
    assert isinstance(_read(f"gtin,name,price\n{GOOD},A,120\n", yen)[0], Taken)
    assert isinstance(_read(f"gtin,name,price\n{GOOD},A,120.5\n", yen)[0], Rejected)
    for price in ("-1", "nan", "inf", "1e30", "1,2,3"):
        (row,) = _read(f'gtin,name,price\n{GOOD},A,"{price}"\n')
        assert isinstance(row, Rejected), price
        assert row.reason is Reason.BAD_PRICE


def test_a_table_without_prices_gets_the_same_stand_in_everywhere() -> None:
    (taken,) = _read(f"gtin,name\n{GOOD},A\n")
    assert isinstance(taken, Taken)
    assert taken.prices.prices[0].unit_price == stand_in_price("0" + GOOD) == 4258


def test_a_table_without_a_code_column_is_refused_with_the_names_that_are_understood() -> None:
    with pytest.raises(Refusal) as refusal:
        columns_of(["thing", "name"])
    assert refusal.value.message_id == "import.no_column"


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30), st.text(max_size=12)), max_size=20))
def test_any_table_is_read_to_its_end(cells: list[tuple[str, str, str]]) -> None:
    rows = [{"gtin": gtin, "name": name, "price": price} for gtin, name, price in cells]
    assert len(list(read(rows, {"gtin": "gtin", "name": "name", "price": "price"}, TERMS))) == len(rows)


def test_the_real_catalogue_is_read_with_every_rejected_row_counted(pos_data: Path) -> None:
    with gzip.open(pos_data / "catalogue-200k.tsv.gz") as raw:
        rows = table(raw)  # type: ignore[arg-type] # a gzip stream reads like a file
        first = next(rows)
        counts: dict[str, int] = {}
        for row in read(rows, columns_of(first), TERMS):
            kind = row.reason if isinstance(row, Rejected) else "taken"
            counts[kind] = counts.get(kind, 0) + 1
    assert counts == {"taken": 198_333, "bad_check_digit": 208, "duplicate": 4, "bad_name": 2}
