"""Which elements may, must and must not stand together on one item.

Called by `codes.scan` over all elements of one scan. Promises: a set that passes names one thing
and says nothing twice. Source: GS1 General Specifications, sections 4.12 to 4.14.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pos_app.domain.codes.gs1.association_rules import EXCLUDES, ONE_OF_EACH, REQUIRES, SERIAL_BEYOND
from pos_app.domain.codes.gs1.elements import Element
from pos_app.domain.errors import Refusal

_REQUIRES: Final = tuple((tuple(left.split()), tuple(right.split())) for left, right in REQUIRES)
_EXCLUDES: Final = tuple((tuple(left.split()), tuple(right.split())) for left, right in EXCLUDES)


def check_associations(elements: Iterable[Element]) -> None:
    """Refuse a set of elements that cannot belong to one item.

    Raises `Refusal` `code.element_repeated`, `code.element_excluded`, `code.element_missing` or
    `code.element_serial_missing`.

    >>> check_associations((Element("10", "AB"),))
    Traceback (most recent call last):
    ...
    pos_app.domain.errors.Refusal: code.element_missing ai='10' needed='01, 02, 03, 8006, 8026'
    """
    found = tuple(elements)
    check_repeats(found)
    check_exclusions(found)
    check_requisites(found)
    check_signed_keys(found)


def check_repeats(elements: tuple[Element, ...]) -> None:
    """Refuse an identifier that is given twice with different values."""
    values: dict[str, str] = {}
    for element in elements:
        if values.setdefault(element.ai, element.value) != element.value:
            raise Refusal("code.element_repeated", ai=element.ai)


def check_exclusions(elements: tuple[Element, ...]) -> None:
    """Refuse two identifiers that contradict each other."""
    present = {element.ai for element in elements}
    for ai in present:
        excluded = [pattern for left, right in _EXCLUDES if _any_fits(ai, left) for pattern in right]
        if ai[:3] in ONE_OF_EACH:
            excluded.append(ai[:3] + "n")
        for other in sorted(present - {ai}):
            if _any_fits(other, excluded):
                raise Refusal("code.element_excluded", ai=min(ai, other), other=max(ai, other))


def check_requisites(elements: tuple[Element, ...]) -> None:
    """Refuse an identifier that says something about another one that is not there."""
    present = {element.ai for element in elements}
    for element in elements:
        for left, groups in _REQUIRES:
            if _any_fits(element.ai, left) and not any(_complete(group, present) for group in groups):
                raise Refusal("code.element_missing", ai=element.ai, needed=", ".join(groups))


def check_signed_keys(elements: tuple[Element, ...]) -> None:
    """Refuse a digital signature over a key without the serial number that makes it one of a kind."""
    if not any(element.ai == "8030" for element in elements):
        return
    for element in elements:
        if len(element.value) <= SERIAL_BEYOND.get(element.ai, -1):
            raise Refusal("code.element_serial_missing", ai=element.ai)


def _complete(group: str, present: set[str]) -> bool:
    """Say whether every member of `01+21` is there."""
    return all(any(_fits(ai, member) for ai in present) for member in group.split("+"))


def _any_fits(ai: str, patterns: Iterable[str]) -> bool:
    return any(_fits(ai, pattern) for pattern in patterns)


def _fits(ai: str, pattern: str) -> bool:
    """Say whether `ai` is `pattern`, where n is any digit."""
    if len(ai) != len(pattern):
        return False
    fixed = pattern.rstrip("n")
    return ai.startswith(fixed)
