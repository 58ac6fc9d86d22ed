"""Every sentence is set as a printer of its language would: one mark at a time, full-width in Chinese, spaces alike."""

from __future__ import annotations

import re

import pytest

from pos_app.domain.product import Unit
from pos_app.selling.view import LineView, NearView, Question, QuestionKind, ReductionView
from tests.words.catalogues import sentences
from ui import shown
from ui.face import Face

_CJK = r"[\u3400-\u9fff]"
_WIDE = r"[，。：；？！、]"
_LEFT_OUT = frozenset({"ui.language", "ui.member.other_language", "ui.pickup.ready"})
"""A language is named in itself; an ellipsis may stand for what is to be filled in."""
_TYPED = re.compile(r"\./pos\b[^.,;:。，：；]*|\.gz\b|\{\{.*\}\}|\bstock:\w+")
"""What is typed at a command line or stands in a file has its own marks."""
_WORDY = frozenset({"kind", "field", "unit", "age", "why", "question"})
"""Blanks that are filled with Chinese: no space stands beside them."""

_NEITHER: tuple[tuple[str, str], ...] = (
    ("two marks in a row", r"[.,:;?!]\s?[.,:;?!]"),
    ("three points for an ellipsis", r"\.\.\."),
    ("a space before an ellipsis that ends the sentence", r"\w \u2026$"),
)
_ENGLISH: tuple[tuple[str, str], ...] = (
    ("a space before a mark", r"\s[.,:;?!](?!\w)"),
    ("a wide mark", r"[\u3000-\u9fff\uff00-\uffef]"),
    ("two colons in a sentence", r":\s[^.;?!]*:\s"),
    ("a name before or after a colon, that may have one itself", r"(for|card): \{name\}|for \{name\}:"),
)
_CHINESE: tuple[tuple[str, str], ...] = (
    ("a narrow mark beside Chinese", rf"{_CJK}\s?[,:;?!]|[,;?!]\s?{_CJK}|{_CJK}\.(?!/)|:{_CJK}"),
    ("narrow brackets around Chinese", rf"\([^()]*{_CJK}[^()]*\)"),
    ("two marks in a row", rf"{_WIDE}{{2}}"),
    ("a space beside a wide mark", r" [，。：；？！、（）“”]|[，。：；？！、（）“”] "),
    ("two colons in a sentence", r"：[^，。；？！]*："),
    ("no space between Chinese and Latin", rf"{_CJK}[A-Za-z0-9]|[A-Za-z0-9%]{_CJK}"),
)


def _wrong(sentence: str, rules: tuple[tuple[str, str], ...]) -> list[str]:
    plain = _TYPED.sub("x", sentence)
    return [why for why, pattern in rules if re.search(pattern, plain)]


@pytest.mark.parametrize(("language", "rules"), [("en", _NEITHER + _ENGLISH), ("zh-Hans", _NEITHER + _CHINESE)])
def test_every_sentence_is_punctuated_as_its_language_is(language: str, rules: tuple[tuple[str, str], ...]) -> None:
    found = {
        message_id: (wrong, sentence)
        for message_id, sentence in sentences(language).items()
        if message_id not in _LEFT_OUT and (wrong := _wrong(sentence, rules))
    }
    assert found == {}


def test_a_blank_that_is_filled_with_a_figure_stands_apart_from_chinese() -> None:
    beside = re.compile(rf"{_CJK}\{{(\w+)\}}|\{{(\w+)\}}{_CJK}")
    found = {
        message_id: sentence
        for message_id, sentence in sentences("zh-Hans").items()
        for hit in beside.finditer(sentence)
        if (hit[1] or hit[2]) not in _WORDY
    }
    assert found == {}


@pytest.mark.parametrize("sentence", ["价格, 未定", "未定(约一分钟)", "好。。", "数量1", "价格 ：未定", "甲：乙：丙"])
def test_the_rules_find_what_is_wrong_in_chinese(sentence: str) -> None:
    assert _wrong(sentence, _NEITHER + _CHINESE)


@pytest.mark.parametrize("sentence", ["Done..", "Code:: 4", "Wait ...", "Ready , now", "1 for {name}: 5 off"])
def test_the_rules_find_what_is_wrong_in_english(sentence: str) -> None:
    assert _wrong(sentence, _NEITHER + _ENGLISH)


OFFER = {"en": "Care: every 50 saves 5", "zh-Hans": "个护：每满 50 减 5"}


@pytest.mark.parametrize(("language", "colon"), [("en", ":"), ("zh-Hans", "：")])
@pytest.mark.parametrize("member", [False, True])
def test_an_offer_whose_name_has_a_colon_is_told_with_that_one_alone(
    qapp: object, language: str, colon: str, *, member: bool
) -> None:
    del qapp
    told = shown.near(Face(language=language), NearView(OFFER, missing=133, gain=500, member=member), "CNY")
    assert told.count(colon) == 1
    assert OFFER[language] in told


def test_what_is_joined_on_the_screen_is_joined_in_its_language(qapp: object) -> None:
    del qapp
    face, wide = Face(language="zh-Hans"), re.compile(rf"{_CJK}[,(]|[,)]\s?{_CJK}")
    offers = tuple(ReductionView({"zh-Hans": name}, 100) for name in ("满减", "会员价"))
    line = LineView(1, {"zh-Hans": "香蕉"}, 1_000, Unit.EACH, 900, 700, 900, "1", offers)
    asked = Question(1, QuestionKind.UNKNOWN_CODE, "4006381333931")
    for told in (shown.line_row(face, line, "CNY", newest=False).detail, shown.question(face, asked, 2)):
        assert not wide.search(told), told
    assert shown.line_row(Face(), line, "CNY", newest=False).detail.startswith("满减, 会员价")
