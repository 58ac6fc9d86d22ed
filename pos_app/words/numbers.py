"""Money, quantities, rates and dates as a person of a language writes them (CLDR through Babel).

Amounts come as whole minor units and go to Babel as `Decimal`; nothing here is ever computed with again.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from pos_app.domain.money import exponent

_LATEST_S = 253_402_128_000
"""9999-12-30 UTC: the last moment with a local date in every zone."""


@functools.cache
def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - Babel loads at the first number

    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


@functools.cache
def symbol(language: str, currency: str) -> str:
    """Return the short symbol of a store's own currency: "¥" for CNY everywhere, "CHF" where there is none."""
    from babel.numbers import get_currency_symbol  # noqa: PLC0415 - Babel loads at the first number

    full = get_currency_symbol(currency, _locale(language))
    return full.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or full


@functools.lru_cache(maxsize=4_096)
def money_text(language: str, minor: int, currency: str) -> str:
    """Return an amount with its symbol: 534037 CNY is "¥5,340.37"; a minus sign stands first."""
    from babel.numbers import format_currency  # noqa: PLC0415 - Babel loads at the first number

    places = exponent(currency)
    pattern = "¤#,##0" + ("." + "0" * places if places else "")
    short = symbol(language, currency)
    if short.isalpha():
        pattern = pattern.replace("¤", "¤\u00a0")
    text = format_currency(
        Decimal(abs(minor)).scaleb(-places),
        currency,
        pattern,
        locale=_locale(language),
        currency_digits=False,
    )
    full = _full_symbol(language, currency)
    text = text.replace(full, short, 1)
    return f"\u2212{text}" if minor < 0 else text


@functools.cache
def _full_symbol(language: str, currency: str) -> str:
    from babel.numbers import get_currency_symbol  # noqa: PLC0415 - Babel loads at the first number

    return get_currency_symbol(currency, _locale(language))


@functools.lru_cache(maxsize=1_024)
def quantity_text(language: str, thousandths: int) -> str:
    """Return a quantity without needless decimals: 1000 is "1", 385 is "0.385"."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - Babel loads at the first number

    return format_decimal(Decimal(thousandths).scaleb(-3).normalize(), "#,##0.###", locale=_locale(language))


@functools.lru_cache(maxsize=256)
def rate_text(language: str, rate_ppm: int) -> str:
    """Return a rate as per cent: 190000 is "19%", 82500 is "8.25%"."""
    from babel.numbers import format_percent  # noqa: PLC0415 - Babel loads at the first number

    return format_percent(Decimal(rate_ppm).scaleb(-6), "#,##0.####%", locale=_locale(language))


def day_text(language: str, iso_date: str) -> str:
    """Return an ISO date in the language's medium form."""
    from babel.dates import format_date  # noqa: PLC0415 - Babel loads at the first date

    return format_date(datetime.fromisoformat(iso_date).date(), "medium", locale=_locale(language))


def moment_text(language: str, wall_ms: int, zone: tzinfo) -> str:
    """Return a moment (milliseconds since 1970) as date and time of the store's `zone`."""
    from babel.dates import format_datetime  # noqa: PLC0415 - Babel loads at the first date

    seconds = min(max(wall_ms // 1_000, 0), _LATEST_S)  # a wrong clock must not keep a receipt from being printed
    moment = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    return format_datetime(moment, "short", locale=_locale(language))
