"""Splitting GS1 text into elements.

Called by `codes.scan` and `digital_link`. biip knows the application identifiers and matches
the values; it is lenient and ends a value where its pattern ends, so each boundary is checked
again here: a value that needs a separator has one or is the last. Each value then passes its
linters. Source: GS1 General Specifications, section 7.8 (processing of element strings).

biip is imported on first use: it takes about 100 ms, which a till's start must not pay.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import msgspec

from pos_app.domain.codes.gs1.linters import begins_with_date, check_value
from pos_app.domain.codes.gtin import is_digits
from pos_app.domain.codes.quoting import quoted
from pos_app.domain.errors import Refusal

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

FNC1: Final = "\x1d"
"""The ASCII group separator, as which scanners send the FNC1 character."""

CSET82: Final = frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
"""GS1 General Specifications, figure 7.11-1: the characters that any value may have."""


class Element(msgspec.Struct, frozen=True):
    """One application identifier with its value, as the label has it.

    `title` is the standard's short English data title (BATCH/LOT, NET WEIGHT (kg)).
    `ends_alone` says that the identifier's length is fixed, so that no separator follows.
    """

    ai: str
    value: str
    title: str = ""
    ends_alone: bool = False


def warm_up() -> None:
    """Import biip now, while nobody waits, rather than at the first GS1 scan."""
    _biip_extract("0100000000000000")


def read_elements(data: str, today: dt.date) -> tuple[Element, ...]:
    r"""Split the data of a GS1 symbol (separators as FNC1, none in front) into checked elements.

    Raises `Refusal` `code.element_*` or `code.empty`.

    >>> [(e.ai, e.value) for e in read_elements("019501234567890310AB\x1d17261231", dt.date(2026, 1, 1))]
    [('01', '95012345678903'), ('10', 'AB'), ('17', '261231')]
    """
    if not data:
        raise Refusal("code.empty")
    elements = []
    rest = data
    while rest:
        _check_characters(rest.partition(FNC1)[0])
        element = _next_element(rest, today)
        elements.append(element)
        rest = rest[len(element.ai) + len(element.value) :]
        if rest.startswith(FNC1):
            rest = rest[1:]
        elif rest and not element.ends_alone:
            raise Refusal("code.element_format", ai=element.ai, value=quoted(element.value + rest))
    return tuple(elements)


def read_bracketed(text: str, today: dt.date) -> tuple[Element, ...]:
    r"""Read the form that people write, `(01)95012345678903(10)AB`.

    A bracket inside a value is written with a backslash in front: `(10)A\(1`. Raises
    `Refusal` `code.element_*` or `code.brackets`.

    >>> [(e.ai, e.value) for e in read_bracketed("(10)A\\(1(99)B", dt.date(2026, 1, 1))]
    [('10', 'A(1'), ('99', 'B')]
    """
    return tuple(element_of(ai, value, today) for ai, value in _bracket_pairs(text))


def element_of(ai: str, value: str, today: dt.date) -> Element:
    """Check one identifier and its whole value. Raises `Refusal` `code.element_*`.

    >>> element_of("3103", "000195", dt.date(2026, 1, 1)).title
    'NET WEIGHT (kg)'
    """
    if not (ai.isascii() and ai.isdigit()):
        raise Refusal("code.element_unknown", code=quoted(ai))
    _check_characters(value)
    if not value:
        raise Refusal("code.element_empty", ai=ai)
    element = _next_element(ai + value, today, ai=ai)
    if len(element.value) != len(value):
        raise Refusal("code.element_format", ai=ai, value=quoted(value))
    return element


def _next_element(text: str, today: dt.date, ai: str = "") -> Element:
    """Take the first element off `text` and check its value; its end is the caller's to judge."""
    found = _biip_extract(text)
    if found is None:
        # Told apart for the reader: no identifier at all, or a known one with a bad value.
        known = _known_ai(text)
        if not known or known != (ai or known):
            raise Refusal("code.element_unknown", code=quoted(ai or text))
        rest = text[len(known) :].partition(FNC1)[0]
        if not rest:
            raise Refusal("code.element_empty", ai=known)
        if begins_with_date(known) and len(rest) >= 6 and is_digits(rest):
            # biip's pattern refuses some impossible months; ours says that it is the date.
            check_value(known, rest[:6], today)
        raise Refusal("code.element_format", ai=known, value=quoted(rest))
    if ai and found.ai.ai != ai:
        raise Refusal("code.element_unknown", code=ai)
    check_value(found.ai.ai, found.value, today)
    return Element(found.ai.ai, found.value, found.ai.data_title, not found.ai.separator_required)


def _biip_extract(text: str) -> GS1ElementString | None:
    """Let biip take the first element off `text`; None when it finds none that fits."""
    from biip import ParseConfig, ParseError  # noqa: PLC0415 - see the module's docstring
    from biip.gs1_element_strings import GS1ElementString  # noqa: PLC0415

    # Dates are ours: biip reads the clock to find the century.
    config = ParseConfig(separator_chars=(FNC1,), gs1_element_strings_verify_date=False)
    try:
        return GS1ElementString.extract(text, config=config)
    except ParseError:
        return None


def _known_ai(text: str) -> str:
    """Return the application identifier at the start of `text`, "" when there is none."""
    from biip import ParseError  # noqa: PLC0415 - see the module's docstring
    from biip.gs1_application_identifiers import GS1ApplicationIdentifier  # noqa: PLC0415

    try:
        return GS1ApplicationIdentifier.extract(text).ai
    except ParseError:
        return ""


def _check_characters(value: str) -> None:
    r"""Refuse what no GS1 value may hold, before a pattern sees it (`\d` takes any script's digits)."""
    for character in value:
        if character not in CSET82:
            raise Refusal("code.element_character", character=ascii(character))


def _bracket_pairs(text: str) -> list[tuple[str, str]]:
    r"""Split `(AI)value(AI)value`; the values may hold `\(` for a bracket."""
    pairs = []
    if not text.startswith("("):
        raise Refusal("code.brackets", code=quoted(text))
    rest = text
    while rest:
        ai, closed, rest = rest[1:].partition(")")
        if not closed:
            raise Refusal("code.brackets", code=quoted(text))
        end = rest.find("(")
        while end > 0 and rest[end - 1] == "\\":
            end = rest.find("(", end + 1)
        end = len(rest) if end < 0 else end
        pairs.append((ai, rest[:end].replace("\\(", "(")))
        rest = rest[end:]
    return pairs
