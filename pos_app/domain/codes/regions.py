"""The variable-measure rules of each region: the facts of `variable_measure`, as data.

Read once, when the store's settings are opened. A shop with a scheme of its own gives its
rules instead of a region's name; adding a region is adding lines here. Each rule names the
source of its layout; where a country leaves prefixes to the shop, no rule is made up.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.codes.quoting import quoted
from pos_app.domain.codes.variable_measure import MeasureRule, VariableMeasureRules
from pos_app.domain.errors import Refusal
from pos_app.domain.money import exponent

_DK = "GS1 Denmark, GTIN-13 price and GTIN-13 weight (gs1.dk, overview of GS1 standards)"
_BALTIC = "GS1 Latvia, Variable measure in Latvia (gs1lv.org; the same for Estonia and Lithuania)"
_FI = "GS1 Finland, How to identify a product: variable-weight items (gs1.fi)"
_DE = "GS1 Germany, GTIN in der Anwendung, and the SAN-4 scheme (gs1-germany.de)"
_GB = "GS1 UK, How to barcode variable-measure items (gs1uk.org)"
_SE = "GS1 Sweden, How do I create my variable weight numbers (gs1.se)"
_NO = "No published rule found; products on sale follow the Swedish one (field note of the biip project)"
_US = "GS1 General Specifications 2.1.12.1 and 7.9.3: U.P.C. prefix 2, price of four digits with its check digit"
_JP = "GS1 Japan, in-store marking, NON-PLU type: prefix 02, price of four digits with its check digit"
_CN13 = "GB/T 18283-2008, 4.2: prefixes 20-24 with price; trade practice of prefix 21, five item and five price digits"
_CN18 = "Trade practice of label scales (18 digits: 26, item, amount, weight, EAN check digit), enjoyit.com.cn manual"
_GENERIC = "Common on label scales; also Odoo's default barcode nomenclature (21 weight, 23 price)"

PRICE_4_CHECKED: Final = "PPIIIIIKAAAAC"
PRICE_5: Final = "PPIIIIIAAAAAC"
WEIGHT_5: Final = "PPIIIIIWWWWWC"

_NORDIC_WEIGHT = (("23", 3), ("24", 2), ("25", 1))
_NORDIC_PRICE = (("20", 2), ("21", 1), ("22", 0))


def _weights(source: str) -> tuple[MeasureRule, ...]:
    """Six item digits and four of weight; the prefix places the decimal point."""
    return tuple(
        MeasureRule(prefix, "PPIIIIIIWWWWC", weight_decimals=decimals, source=source)
        for prefix, decimals in _NORDIC_WEIGHT
    )


def _prices(source: str) -> tuple[MeasureRule, ...]:
    """Six item digits and four of price; the prefix places the decimal point."""
    return tuple(
        MeasureRule(prefix, "PPIIIIIIAAAAC", amount_decimals=decimals, source=source)
        for prefix, decimals in _NORDIC_PRICE
    )


REGIONS: Final[dict[str, tuple[MeasureRule, ...]]] = {
    "none": (),
    "cn": (
        MeasureRule("21", PRICE_5, source=_CN13),
        MeasureRule("26", "PPIIIIIAAAAAWWWWWC", source=_CN18),
    ),
    "de": (
        MeasureRule("22", "PPIIIIKAAAAAC", source=_DE),
        MeasureRule("23", "PPIIIIKAAAAAC", source=_DE),
        MeasureRule("25", "PPIIIIKNNNNNC", source=_DE),
        MeasureRule("26", "PPIIIIKNNNNNC", source=_DE),
        MeasureRule("28", "PPIIIIKWWWWWC", source=_DE),
        MeasureRule("29", "PPIIIIKWWWWWC", source=_DE),
    ),
    "dk": (
        *(MeasureRule(prefix, "PPIIIIAAAAAAC", source=_DK) for prefix in ("21", "22", "23", "24")),
        MeasureRule("26", "PPIIIIWWWWWWC", source=_DK),
        MeasureRule("27", "PPIIIIIWWWWWC", source=_DK),
        MeasureRule("28", "PPIIIIWWWWWWC", source=_DK),
    ),
    "ee": _weights(_BALTIC),
    "fi": _weights(_FI),
    "gb": (MeasureRule("20", PRICE_4_CHECKED, source=_GB),),
    "jp": (MeasureRule("02", PRICE_4_CHECKED, amount_decimals=0, source=_JP),),
    "lt": _weights(_BALTIC),
    "lv": _weights(_BALTIC),
    "no": (*_prices(_NO), *_weights(_NO)),
    "generic": (
        MeasureRule("21", WEIGHT_5, source=_GENERIC),
        MeasureRule("23", PRICE_5, source=_GENERIC),
    ),
    "se": (*_prices(_SE), *_weights(_SE)),
    "us": (MeasureRule("02", PRICE_4_CHECKED, source=_US),),
}

# Where most 8-digit codes that begin with zero are UPC-E rather than a shop's own EAN-8.
UPC_E_FIRST: Final = frozenset(("us",))


def rules_for(region: str, *, currency: str = "", currency_exponent: int = 2) -> VariableMeasureRules:
    """Return a region's rules with the store's currency (ISO 4217 letters), which settles the exponent.

    Raises `Refusal` `code.unknown_region` or `money.unknown_currency`.

    >>> rules_for("jp", currency="JPY").currency_exponent, rules_for("us").rules[0].layout
    (0, 'PPIIIIIKAAAAC')
    """
    if region not in REGIONS:
        raise Refusal("code.unknown_region", region=quoted(region), known=", ".join(REGIONS))
    return VariableMeasureRules(
        region=region,
        rules=REGIONS[region],
        currency=currency,
        currency_exponent=exponent(currency) if currency else currency_exponent,
        upc_e_first=region in UPC_E_FIRST,
    )
