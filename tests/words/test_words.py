"""Every sentence exists in every language with the same blanks, and numbers read as people write them."""

from __future__ import annotations

import collections
import re
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Refusal
from pos_app.domain.money import exponent
from pos_app.words import LANGUAGES, clock_text, day_text, moment_text, money_text, quantity_text, rate_text, said, say
from pos_app.words.catalogue import FOLDER
from pos_app.words.numbers import symbol
from tests.words.catalogues import blanks, sentences


def test_every_language_says_every_message_with_the_same_blanks() -> None:
    english = sentences("en")
    for language in LANGUAGES:
        there = sentences(language)
        assert set(there) == set(english), language
        for message_id, sentence in there.items():
            assert sentence.strip(), message_id
            assert blanks(sentence) == blanks(english[message_id]), (language, message_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_defined_twice(language: str) -> None:
    text = (FOLDER / f"{language.replace('-', '_')}.po").read_text("utf-8")
    counted = collections.Counter(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))
    assert [name for name, times in counted.items() if times > 1] == []


def test_a_store_sees_its_own_currency_by_its_short_symbol() -> None:
    assert money_text("en", 534037, "CNY") == "¥5,340.37"
    assert money_text("zh-Hans", -5, "CNY") == "\u2212¥0.05"
    assert money_text("en", 1234, "JPY") == "¥1,234"
    assert money_text("en", 1234, "KWD") == "KWD\u00a01.234"


def test_a_quantity_has_no_needless_decimals() -> None:
    assert [quantity_text("en", value) for value in (1000, 385, 12_500, 1_000_000)] == ["1", "0.385", "12.5", "1,000"]
    assert rate_text("en", 82_500) == "8.25%"


def test_a_message_without_a_translation_is_never_an_empty_line() -> None:
    assert say("en", "no.such_message") == "no.such_message"
    assert say("fr", "money.unknown_currency", currency="X") == say("en", "money.unknown_currency", currency="X")
    assert say("zh", "money.unknown_currency", currency="X") == say("zh-Hans", "money.unknown_currency", currency="X")


def test_an_id_from_outside_is_no_template() -> None:
    for hostile in ("{count.__class__}", "{where:>99}"):
        assert say("en", hostile, count=2, where="here") == hostile


@given(
    st.sampled_from(["en", "zh-Hans", "de", "fr"]),
    st.integers(-(10**12), 10**12),
    st.sampled_from(["CNY", "JPY", "KWD"]),
)
def test_an_amount_reads_as_babel_writes_it(language: str, minor: int, currency: str) -> None:
    places = exponent(currency)
    plain = format_decimal(
        Decimal(abs(minor)).scaleb(-places),
        "#,##0" + ("." + "0" * places if places else ""),
        locale=language.replace("-", "_"),
        decimal_quantization=False,
    )
    said = money_text(language, minor, currency)
    assert said.lstrip("\u2212").removeprefix(symbol(language, currency)).lstrip("\u00a0") == plain
    assert said.startswith("\u2212") == (minor < 0)


_AFTERNOON_MS = int(datetime(2026, 11, 5, 13, 5, tzinfo=UTC).timestamp() * 1_000)


def test_a_day_is_never_read_as_another_one_and_an_hour_never_as_that_of_the_morning() -> None:
    assert moment_text("en", _AFTERNOON_MS, UTC) == "5 Nov 2026 13:05"
    assert moment_text("en-US", _AFTERNOON_MS, UTC) == "5 Nov 2026 13:05"
    assert moment_text("qps", _AFTERNOON_MS, UTC) == "5 Nov 2026 13:05"
    assert moment_text("zh-Hans", _AFTERNOON_MS, UTC) == "2026/11/5 13:05"
    assert moment_text("en", _AFTERNOON_MS, ZoneInfo("Asia/Shanghai")) == "5 Nov 2026 21:05"
    assert day_text("en", "2026-11-05") == "5 Nov 2026"
    assert day_text("zh-Hans", "2026-11-05") == "2026/11/5"
    assert clock_text("en", _AFTERNOON_MS, UTC) == "13:05"


def test_the_day_of_a_refusal_is_written_as_every_other_day() -> None:
    assert "5 Nov 2026" in said("en", Refusal("code.expired", date="2026-11-05", gtin=""))
    assert "5/11 or so" in said("en", Refusal("code.expired", date="5/11 or so", gtin=""))


@given(st.integers(-(10**15), 10**18))
def test_a_wrong_clock_still_gives_a_moment_to_print(wall_ms: int) -> None:
    for language in ("en", "zh-Hans", "de"):
        assert moment_text(language, wall_ms, ZoneInfo("Pacific/Kiritimati")).endswith(
            clock_text(language, wall_ms, ZoneInfo("Pacific/Kiritimati"))
        )
