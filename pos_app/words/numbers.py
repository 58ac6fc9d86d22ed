"""Money, quantities, rates and dates as a person of a language writes them (CLDR through Babel).

Amounts come as whole minor units and go to Babel as `Decimal`; nothing here is ever computed with again.
"""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from pos_app.domain.money import exponent

_LATEST_S = 253_402_128_000
"""9999-12-30 UTC: the last moment with a local date in every zone."""
_CLOCK = "HH:mm"
_DAY = {"en": "d MMM y", "zh": "y/M/d"}
"""Patterns (CLDR) of the languages of the screens; every other language has its own short form."""


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
    """Return an amount with its symbol: 534037 CNY is "¥5,340.37"; a minus sign stands first.

    Put together here from the language's separators: Babel's own formatting takes 0.1 ms, and a scan shows six new
    amounts. A test holds it to Babel's.
    """
    places = exponent(currency)
    group, decimal = _separators(language)
    short = symbol(language, currency)
    whole, part = divmod(abs(minor), 10**places)
    text = f"{whole:,}".replace(",", group)
    if places:
        text += f"{decimal}{part:0{places}d}"
    sign = "\u2212" if minor < 0 else ""
    return f"{sign}{short}\u00a0{text}" if short.isalpha() else f"{sign}{short}{text}"


@functools.cache
def _separators(language: str) -> tuple[str, str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415 - Babel loads at the first number

    return get_group_symbol(_locale(language)), get_decimal_symbol(_locale(language))


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
    """Return an ISO date with the month in letters where figures would be read in two ways: "22 Nov 2026".

    What is no ISO date is returned as it is: it may come from outside.
    """
    from babel.dates import format_date  # noqa: PLC0415 - Babel loads at the first date

    try:
        day = date.fromisoformat(iso_date)
    except ValueError:
        return iso_date
    return format_date(day, _DAY.get(_base(language), "short"), locale=_locale(language))


def clock_text(language: str, wall_ms: int, zone: tzinfo) -> str:
    """Return a moment of today (milliseconds since 1970) as the time of the store's `zone`: "10:42"."""
    from babel.dates import format_time  # noqa: PLC0415 - Babel loads at the first time

    return format_time(_local(wall_ms, zone).time(), _CLOCK, locale=_locale(language))


def moment_text(language: str, wall_ms: int, zone: tzinfo) -> str:
    """Return a moment (milliseconds since 1970) as day and time of the store's `zone`: "22 Nov 2026 14:05".

    By the clock of 24 hours and never with the month in figures after the day or before it: 11/12 is two days.
    """
    moment = _local(wall_ms, zone)
    return f"{day_text(language, moment.date().isoformat())} {clock_text(language, wall_ms, zone)}"


def paper_moment_text(language: str, wall_ms: int, zone: tzinfo) -> str:
    """Return a moment as receipts print it, in the short form of the language: a duplicate reads as the first did."""
    from babel.dates import format_datetime  # noqa: PLC0415 - Babel loads at the first date

    return format_datetime(_local(wall_ms, zone), "short", locale=_locale(language))


def _local(wall_ms: int, zone: tzinfo) -> datetime:
    seconds = min(max(wall_ms // 1_000, 0), _LATEST_S)  # a wrong clock must not keep a receipt from being printed
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone)


def _base(language: str) -> str:
    return _locale(language).partition("_")[0]
