"""What the shop acts on in a set of elements: item, batch, dates, measures, prices, pieces.

Called by `codes.scan` with elements that passed their linters and associations. Promises:
integers only (thousandths, minor units, parts per million); what cannot be told exactly is
refused; whatever is not acted on is still there in `elements`, to be shown.
Source: GS1 General Specifications, sections 3.4 to 3.6 and 3.9.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from pos_app.domain.codes.gs1.dates import read_date
from pos_app.domain.codes.gs1.elements import Element
from pos_app.domain.codes.gs1.iso_codes import CURRENCIES
from pos_app.domain.codes.variable_measure import VariableMeasureRules, in_minor_units
from pos_app.domain.errors import Refusal

MEASURES: Final = {
    # first three digits of the identifier: what is measured (section 3.6.2)
    "310": "weight_kg",
    "311": "length_m",
    "312": "width_m",
    "313": "height_m",
    "314": "area_m2",
    "315": "volume_l",
    "316": "volume_m3",
}
_THOUSANDTHS: Final = 3


class Measure(msgspec.Struct, frozen=True):
    """One measure of a variable item, in thousandths of the unit in its name (`MEASURES`)."""

    kind: str
    thousandths: int


class ElementString(msgspec.Struct, frozen=True, tag="element_string", kw_only=True):
    """A GS1 message, read.

    `gtin14` is None for a message about something else than an item (a pallet, a place).
    Prices are in minor units of the store's currency: `price_minor` for the whole item (392n,
    393n), `unit_price_minor` for one unit of measure (395n, 8005). `percent_off_ppm` is a
    coupon's (394n). `count` is of variable pieces (30).
    """

    gtin14: str | None
    elements: tuple[Element, ...]
    scanned: str
    batch: str = ""
    serial: str = ""
    produced_on: dt.date | None = None
    best_before: dt.date | None = None
    expiry: dt.date | None = None
    weight_thousandths: int | None = None
    measures: tuple[Measure, ...] = ()
    count: int | None = None
    price_minor: int | None = None
    unit_price_minor: int | None = None
    percent_off_ppm: int | None = None

    def is_expired(self, today: dt.date) -> bool:
        """Say whether the last day of use is past; the day itself is still good."""
        return self.expiry is not None and self.expiry < today


def read_item(
    elements: tuple[Element, ...], rules: VariableMeasureRules, today: dt.date, scanned: str
) -> ElementString:
    """Read the elements that the shop acts on.

    Raises `Refusal` `code.measure_zero`, `code.measure_too_fine`, `code.price_not_exact`,
    `code.price_too_large`, `code.other_currency` or `code.all_zeros`.
    """
    values = {element.ai: element.value for element in elements}
    gtin14 = values.get("01")
    if gtin14 is not None and not int(gtin14):
        raise Refusal("code.all_zeros", code=gtin14)
    measures = tuple(_measure(ai, value) for ai, value in values.items() if ai[:3] in MEASURES and len(ai) == 4)
    weights = [measure.thousandths for measure in measures if measure.kind == "weight_kg"]
    return ElementString(
        gtin14=gtin14,
        elements=elements,
        scanned=scanned,
        batch=values.get("10", ""),
        serial=values.get("21", ""),
        produced_on=_date(values.get("11"), today),
        best_before=_date(values.get("15"), today),
        expiry=_expiry(values, today),
        weight_thousandths=weights[0] if weights else None,
        measures=measures,
        count=_positive("30", values["30"]) if "30" in values else None,
        price_minor=_price(values, rules),
        unit_price_minor=_unit_price(values, rules),
        percent_off_ppm=_percent_off(values),
    )


def _expiry(values: dict[str, str], today: dt.date) -> dt.date | None:
    """The earlier of use-by date (17) and the day of expiry date and time (7003)."""
    dates = [_date(values.get("17"), today), _date(values.get("7003", "")[:6], today)]
    return min((date for date in dates if date is not None), default=None)


def _date(yymmdd: str | None, today: dt.date) -> dt.date | None:
    return read_date(yymmdd, today, day_may_be_zero=True) if yymmdd else None


def _measure(ai: str, value: str) -> Measure:
    """Thousandths of the unit; the identifier's last digit places the point."""
    decimals = int(ai[3])
    number = _positive(ai, value)
    if decimals <= _THOUSANDTHS:
        return Measure(MEASURES[ai[:3]], number * 10 ** (_THOUSANDTHS - decimals))
    thousandths, rest = divmod(number, 10 ** (decimals - _THOUSANDTHS))
    if rest:
        raise Refusal("code.measure_too_fine", ai=ai, value=value)
    return Measure(MEASURES[ai[:3]], thousandths)


def _positive(ai: str, value: str) -> int:
    """A label with nothing of the item on it is a mistake of the scale that printed it."""
    number = int(value)
    if not number:
        raise Refusal("code.measure_zero", ai=ai)
    return number


def _of_kind(values: dict[str, str], start: str) -> tuple[int, str] | None:
    """Return decimals and value of the identifier `start` + n, when it is there."""
    return next(((int(ai[3]), value) for ai, value in values.items() if len(ai) == 4 and ai[:3] == start), None)


def _price(values: dict[str, str], rules: VariableMeasureRules) -> int | None:
    """392n in the store's currency; 393n names its currency, which must be the store's."""
    plain = _of_kind(values, "392")
    if plain is not None:
        return in_minor_units(int(plain[1]), plain[0], rules.currency_exponent)
    named = _of_kind(values, "393")
    if named is None:
        return None
    currency, amount = CURRENCIES[named[1][:3]], named[1][3:]
    if currency != rules.currency:
        raise Refusal("code.other_currency", currency=currency)
    return in_minor_units(int(amount), named[0], rules.currency_exponent)


def _unit_price(values: dict[str, str], rules: VariableMeasureRules) -> int | None:
    """395n with its decimals; 8005 has none of its own and is in minor units."""
    priced = _of_kind(values, "395")
    if priced is not None:
        return in_minor_units(int(priced[1]), priced[0], rules.currency_exponent)
    return int(values["8005"]) if "8005" in values else None


def _percent_off(values: dict[str, str]) -> int | None:
    """394n: four digits of a percentage, n of them decimals; one percent is 10,000 ppm."""
    percent = _of_kind(values, "394")
    return None if percent is None else int(percent[1]) * 10 ** (4 - percent[0])
