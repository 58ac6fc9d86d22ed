"""Reading one scan or one typed code: the only way in for the sell screen and the handheld.

Called for each scan, so a plain number takes one check and no import. Promises: one frozen value
of `ScannedCode`, or a `Refusal` that says why; no other error for any text at all; nothing is
guessed (docs/decisions/0010-scan-codes.md has the rule for each doubtful case).
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeAlias

import msgspec

from pos_app.domain.codes.gs1.associations import check_associations
from pos_app.domain.codes.gs1.digital_link import looks_like_link, read_link
from pos_app.domain.codes.gs1.elements import FNC1, Element, element_of, read_bracketed, read_elements
from pos_app.domain.codes.gs1.reading import ElementString, read_item
from pos_app.domain.codes.gtin import GTIN_LENGTHS, check_digit, expand_upc_e, has_check_digit, is_digits, to_gtin14
from pos_app.domain.codes.quoting import quoted
from pos_app.domain.codes.signed import looks_signed
from pos_app.domain.codes.symbology import UNIDENTIFIED, Symbology, split_identifier
from pos_app.domain.codes.variable_measure import VariableMeasureCode, VariableMeasureRules, read_measure
from pos_app.domain.errors import Refusal

SCAN_LENGTH_MAX: Final = 1_000
"""Characters of any scan; a fuller symbol is not one that a shop prints."""
TEXT_LENGTH_MAX: Final = 80
"""Characters of the shop's own text in a linear symbol or typed (Code 128 ends near there)."""
MATRIX_TEXT_LENGTH_MAX: Final = 512
"""Characters of other text in a two-dimensional symbol: signed codes are longer than 80."""
PLU_LENGTH_MAX: Final = 6

_COMPOSITE: Final = "|]e0"
_TERMINATORS: Final = " \t\r\n"
_LONG_LABEL_LENGTH: Final = 18
_IDENTIFIER_LENGTH: Final = 3


class PlainCode(msgspec.Struct, frozen=True, tag="plain"):
    """A trade item number. `scanned` has its digits as they came, `add_on` the two or five beside it."""

    gtin14: str
    scanned: str
    symbology: str = ""
    add_on: str = ""


class PluCode(msgspec.Struct, frozen=True, tag="plu"):
    """One to six digits, typed: a price look-up number, leading zeros kept."""

    digits: str


class SignedText(msgspec.Struct, frozen=True, tag="signed"):
    """A code that we issue, not yet checked: `codes.signed.read` says what it is for, or why it does not hold."""

    text: str
    symbology: str = ""


class InternalCode(msgspec.Struct, frozen=True, tag="internal"):
    """Text of the shop's own, looked up as it is."""

    text: str
    symbology: str = ""


ScannedCode: TypeAlias = PlainCode | VariableMeasureCode | ElementString | PluCode | SignedText | InternalCode


def read_code(text: str, rules: VariableMeasureRules, today: dt.date, *, refuse_expired: bool = True) -> ScannedCode:
    """Read what a scanner sent or a person typed.

    `today` is the business date that expiry and centuries are judged by. `refuse_expired=False`
    is for counting and writing off. Raises `Refusal` `code.*`.

    >>> from pos_app.domain.codes.regions import rules_for
    >>> shop, day = rules_for("gb"), dt.date(2026, 7, 1)
    >>> read_code("]E04006381333931", shop, day)
    PlainCode(gtin14='04006381333931', scanned='4006381333931', symbology='EAN-13', add_on='')
    >>> read_code("4011", shop, day)
    PluCode(digits='4011')
    >>> read_code("2012345928756", shop, day).price_minor
    2875
    >>> item = read_code("(01)95012345678903(3103)000195(17)260731", shop, day)
    >>> item.gtin14, item.weight_thousandths, item.expiry
    ('95012345678903', 195, datetime.date(2026, 7, 31))
    >>> read_code("SHELF-7", shop, day)
    InternalCode(text='SHELF-7', symbology='')
    """
    data = text.strip(_TERMINATORS)
    if len(data) == 13 and data.isascii() and data.isdigit():
        return _read_number(data, UNIDENTIFIED, rules)
    if len(data) > SCAN_LENGTH_MAX:
        raise Refusal("code.too_long", length=len(data), limit=SCAN_LENGTH_MAX)
    symbology, data = split_identifier(data)
    if not data:
        raise Refusal("code.empty")
    if looks_signed(data) and symbology.permits in {"anything", "matrix", "text"}:
        return SignedText(data, symbology.name)
    elements = _read_elements(data, symbology, today)
    if elements is not None:
        return _accept(elements, rules, today, data, refuse_expired=refuse_expired)
    if symbology.permits == "ean":
        return _read_ean(data, symbology, rules)
    if symbology is UNIDENTIFIED and is_digits(data):
        return _read_unidentified_digits(data, rules)
    return _read_text(data, symbology, rules)


def signed_text(text: str) -> str | None:
    """Return the code of ours that a scan is, without what the scanner sends around it; None for any other scan."""
    data = text.strip(_TERMINATORS)
    data = data[_IDENTIFIER_LENGTH:] if data.startswith("]") else data
    return data if looks_signed(data) else None


def _read_elements(data: str, symbology: Symbology, today: dt.date) -> tuple[Element, ...] | None:
    """GS1 elements, when the identifier, brackets, a separator or a web address says so; else None."""
    if symbology.permits == "gs1":
        return read_elements(data.replace(_COMPOSITE, FNC1), today)
    if symbology.permits == "ean" and _COMPOSITE in data:
        # An EAN or UPC symbol with a GS1 symbol above it: one item, said in two parts.
        number, _, above = data.partition(_COMPOSITE)
        return (element_of("01", to_gtin14(number), today), *read_elements(above, today))
    if looks_like_link(data) and symbology.permits in {"matrix", "anything"}:
        return read_link(data, today)
    if symbology is UNIDENTIFIED and data.startswith("("):
        return read_bracketed(data, today)
    if symbology is UNIDENTIFIED and FNC1 in data:
        # No other code that a shop reads has this character.
        return read_elements(data.removeprefix(FNC1), today)
    return None


def _read_number(digits: str, symbology: Symbology, rules: VariableMeasureRules, add_on: str = "") -> ScannedCode:
    """A number of 8 to 14 digits that has to be a trade item number or one with a measure inside."""
    gtin14 = to_gtin14(digits)
    if gtin14[1] in "02" and len(digits) in {12, 13}:
        rule = rules.rule_for(gtin14[1:])
        if rule is not None:
            measured = read_measure(gtin14[1:], rule, rules.currency_exponent, digits)
            if measured is not None:
                return measured
    return PlainCode(gtin14, digits, symbology.name, add_on)


def _read_ean(data: str, symbology: Symbology, rules: VariableMeasureRules) -> ScannedCode:
    """Data that the scanner says came from an EAN or UPC symbol: a right number or nothing."""
    add_on = ""
    if symbology.identifier == "]E3" and len(data) in {15, 18}:
        data, add_on = data[:13], data[13:]
    if not is_digits(data + add_on):
        raise Refusal("code.not_digits", code=quoted(data))
    if symbology.identifier == "]E4":
        if len(data) != 8:
            raise Refusal("code.wrong_length", code=quoted(data), length=len(data))
    elif len(data) == 8:
        # ISO/IEC 15424 pads UPC-E to 13; scanners set to send it short use the same identifier.
        return PlainCode(to_gtin14(expand_upc_e(data)), data, "UPC-E")
    elif len(data) not in {12, 13}:
        raise Refusal("code.wrong_length", code=quoted(data), length=len(data))
    return _read_number(data, symbology, rules, add_on)


def _read_unidentified_digits(digits: str, rules: VariableMeasureRules) -> ScannedCode:
    """Digits alone, typed or from a scanner that sends no identifier: judged by their number."""
    length = len(digits)
    if length <= PLU_LENGTH_MAX:
        return PluCode(digits)
    if length == 8 and digits[0] in "01":
        return _read_eight(digits, rules)
    if length in GTIN_LENGTHS:
        return _read_number(digits, UNIDENTIFIED, rules)
    return _read_text(digits, UNIDENTIFIED, rules)


def _read_eight(digits: str, rules: VariableMeasureRules) -> PlainCode:
    """Eight digits from 0 or 1: EAN-8 or UPC-E, by check digit, then by the region's habit.

    Number system 1 of UPC-E is read only where UPC-E comes first: elsewhere 1 begins an EAN-8.
    """
    as_ean8 = has_check_digit(digits)
    upc_a = expand_upc_e(digits[:7])
    may_be_upc_e = upc_a[-1] == digits[7] and (digits[0] == "0" or rules.upc_e_first)
    if may_be_upc_e and (rules.upc_e_first or not as_ean8):
        return PlainCode(to_gtin14(upc_a), digits, "UPC-E")
    return PlainCode(to_gtin14(digits), digits)


def _read_text(data: str, symbology: Symbology, rules: VariableMeasureRules) -> ScannedCode:
    """The shop's own text; in a linear symbol it may also be a long scale label or a plain number."""
    limit = MATRIX_TEXT_LENGTH_MAX if symbology.permits == "matrix" else TEXT_LENGTH_MAX
    if not data.isprintable():
        raise Refusal("code.control_character")
    if len(data) > limit:
        raise Refusal("code.too_long", length=len(data), limit=limit)
    if symbology.permits == "itf" and len(data) == 14 and is_digits(data):
        return PlainCode(to_gtin14(data), data, symbology.name)
    if symbology.permits in {"text", "anything"} and is_digits(data):
        # Code 128 and Code 39 promise no check digit of ours: a right one makes it a number.
        if len(data) in GTIN_LENGTHS and has_check_digit(data):
            return _read_number(data, symbology, rules)
        measured = _read_long_label(data, rules)
        if measured is not None:
            return measured
    return InternalCode(data, symbology.name)


def _read_long_label(digits: str, rules: VariableMeasureRules) -> VariableMeasureCode | None:
    """A scale label of 18 digits, when the store has a rule for its prefix."""
    rule = rules.rule_for(digits) if len(digits) == _LONG_LABEL_LENGTH else None
    if rule is None:
        return None
    if not has_check_digit(digits):
        raise Refusal("code.bad_check_digit", code=digits, expected=check_digit(digits[:-1]))
    return read_measure(digits, rule, rules.currency_exponent, digits)


def _accept(
    elements: tuple[Element, ...],
    rules: VariableMeasureRules,
    today: dt.date,
    scanned: str,
    *,
    refuse_expired: bool,
) -> ElementString:
    """Check what the elements say together, and that the item may still be sold."""
    check_associations(elements)
    item = read_item(elements, rules, today, scanned)
    if refuse_expired and item.expiry is not None and item.is_expired(today):
        raise Refusal("code.expired", date=item.expiry.isoformat(), gtin=item.gtin14 or "")
    return item
