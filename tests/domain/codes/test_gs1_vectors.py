"""The official GS1 vectors: how many are read as the standard's own tools read them, and which are not.

Every miss is listed with its reason. A listed miss that begins to pass, or a new one, fails.
"""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.codes.gs1 import associations
from pos_app.domain.codes.gs1.digital_link import read_link
from pos_app.domain.codes.gs1.elements import FNC1, Element, read_bracketed
from pos_app.domain.codes.gs1.reading import ElementString
from pos_app.domain.codes.regions import rules_for
from pos_app.domain.codes.scan import InternalCode, PlainCode, read_code
from pos_app.domain.errors import Refusal
from tests.domain.codes.gs1_messages import message_of, read_message

TODAY = dt.date(2026, 1, 1)
REQUIRED_PER_MILLE = 950
REQUIRED_KINDS = ("unbracketed", "bracketed", "scan")

_EMPTY = "the engine passes an empty symbol on; a till has nothing to look up and says so"
_UNKNOWN_AI = "the engine checks repeats before it knows the identifier; 89 is not assigned and is refused"
_UNKNOWN_IN_LINK = "the engine's option to accept unassigned identifiers; nothing is guessed here"
_OLD_NAMES = "alphabetic names in the path were withdrawn from the standard"

# (kind, input, what the vector says of it): reason
MISSES = {
    ("scan", "]Q1", True): _EMPTY,
    ("scan", "]J0", True): _EMPTY,
    ("assoc:validateAIrepeats", "(89)ABC(89)ABC(89)ABC", True): _UNKNOWN_AI,
    ("dl", "https://example.com/01/09520123456788?99=XYZ&89=ABC123", True): _UNKNOWN_IN_LINK,
    ("dl", "https://a/gtin/12312312312333/ser/ABC123", True): _OLD_NAMES,
}


def _caret(message: str) -> str:
    return message.replace(FNC1, "^")


def _unbracketed(text: str) -> str:
    """Read `^...`, where a caret stands for FNC1; a last separator is allowed and not repeated."""
    message = _caret(message_of(read_message(text.replace("^", FNC1), TODAY)))
    assert message == text.rstrip("^")
    return message


def _bracketed(text: str) -> str:
    return _caret(message_of(read_bracketed(text, TODAY)))


def _link(text: str) -> str:
    return _caret(message_of(read_link(text, TODAY)))


def _scan(text: str) -> str:
    r"""Read a scan as the till does, and write it as the vectors do (^ is FNC1, \ escapes a real ^)."""
    code = read_code(text, rules_for("none"), TODAY, refuse_expired=False)
    if isinstance(code, PlainCode):
        return code.scanned
    if isinstance(code, InternalCode):
        return f"\\{code.text}" if code.text.lstrip("\\").startswith("^") else code.text
    assert isinstance(code, ElementString)
    if code.scanned.startswith("http"):
        return code.scanned
    number, composite, _ = code.scanned.partition("|]e0")
    if composite:
        return f"{number}|{_caret(message_of(code.elements[1:]))}"
    return _caret(message_of(code.elements))


def _association(check: Callable[[tuple[Element, ...]], None]) -> Callable[[str], str]:
    def read(text: str) -> str:
        elements = read_bracketed(text, TODAY)
        check(elements)
        return _caret(message_of(elements))

    return read


READERS: dict[str, Callable[[str], str]] = {
    "unbracketed": _unbracketed,
    "bracketed": _bracketed,
    "scan": _scan,
    "linter": _bracketed,
    "dl": _link,
    "assoc:validateAIrepeats": _association(associations.check_repeats),
    "assoc:validateAImutex": _association(associations.check_exclusions),
    "assoc:validateAIrequisites": _association(associations.check_requisites),
    "assoc:validateDigSigRequiresSerialisedKey": _association(associations.check_signed_keys),
}


@pytest.fixture(scope="module")
def vectors(pos_data: Path) -> list[dict[str, Any]]:
    path = pos_data / "gs1" / "vectors.json"
    if not path.is_file():
        pytest.skip(f"no GS1 vectors: {path} is missing")
    read: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _is_right(vector: dict[str, Any]) -> bool:
    try:
        output = READERS[vector["kind"]](vector["input"])
    except Refusal:
        return not vector["ok"]
    return bool(vector["ok"]) and vector["expect"] in {None, output}


def test_every_kind_of_vector_has_a_reader(vectors: list[dict[str, Any]]) -> None:
    assert {vector["kind"] for vector in vectors} == set(READERS)


def test_every_miss_is_listed_with_its_reason_and_no_listed_one_passes(vectors: list[dict[str, Any]]) -> None:
    missed = [(vector["kind"], vector["input"], vector["ok"]) for vector in vectors if not _is_right(vector)]
    assert sorted(missed) == sorted(MISSES)


def test_at_least_95_percent_of_the_scanned_kinds_are_right(vectors: list[dict[str, Any]]) -> None:
    asked = [vector for vector in vectors if vector["kind"] in REQUIRED_KINDS]
    right = sum(_is_right(vector) for vector in asked)
    assert len(asked) == 80
    assert right * 1000 >= REQUIRED_PER_MILLE * len(asked), f"{right} of {len(asked)}"


def test_the_other_kinds_are_counted(
    vectors: list[dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    for kind in READERS:
        asked = [vector for vector in vectors if vector["kind"] == kind]
        right = sum(_is_right(vector) for vector in asked)
        record_property(kind, f"{right}/{len(asked)}")
        print(f"{kind}: {right} of {len(asked)} right")  # noqa: T201 - shown with -s, as a report
