"""GS1 Digital Link: a web address in a QR code that carries the same elements.

Called by `codes.scan` for two-dimensional symbols and typed text. The address is never fetched.
Source: GS1 Digital Link Standard: URI Syntax, section 4 (uncompressed addresses; the alphabetic
names of earlier releases are not read).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from pos_app.domain.codes.gs1.elements import Element, element_of
from pos_app.domain.codes.gtin import is_digits
from pos_app.domain.codes.quoting import quoted
from pos_app.domain.errors import Refusal

_SCHEMES: Final = ("https://", "http://", "HTTPS://", "HTTP://")

# Primary keys, and the sequences of qualifiers that may follow each one in the path.
_KEYS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "00": (),
    "01": (("22", "10", "21"), ("235",)),
    "253": (),
    "255": (),
    "401": (),
    "402": (),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8003": (),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": (),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
_PATH_ONLY_TABLE: Final = "03 21 22 235 254 7040 8011 8014 8019 8020 8030 8040 8041 8042 8043 8200"
_PATH_ONLY: Final = frozenset(_PATH_ONLY_TABLE.split())
_HEX: Final = frozenset("0123456789ABCDEFabcdef")
_HOST: Final = frozenset("-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz")
_ADDRESS: Final = frozenset("!#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~")
_PADDED: Final = frozenset(("01", "02"))


def looks_like_link(text: str) -> bool:
    """Say whether `text` is a web address with a GS1 key in its path.

    >>> looks_like_link("https://example.com/01/09520123456788"), looks_like_link("https://example.com/sale")
    (True, False)
    """
    if not text.startswith(_SCHEMES):
        return False
    path, _ = _path_and_query(text)
    return any(segment in _KEYS for segment in path[1:-1])


def read_link(text: str, today: dt.date) -> tuple[Element, ...]:
    """Read the elements of a Digital Link, the key first. Raises `Refusal` `code.link` or `code.element_*`.

    >>> link = "https://example.com/01/9520123456788/10/A%2F1?3103=000195&see=more"
    >>> [(e.ai, e.value) for e in read_link(link, dt.date(2026, 1, 1))]
    [('01', '09520123456788'), ('10', 'A/1'), ('3103', '000195')]
    """
    if not text.startswith(_SCHEMES) or not set(text) <= _ADDRESS:
        raise Refusal("code.link", code=quoted(text))
    path, query = _path_and_query(text)
    host, segments = path[0], path[1:]
    if not host or not set(host) <= _HOST:
        raise Refusal("code.link", code=quoted(text))
    key, pairs = _key_pairs(segments, text)
    allowed = {qualifier for sequence in _KEYS[key] for qualifier in sequence}
    for part in query.replace(";", "&").split("&"):
        ai, _, value = part.partition("=")
        if not is_digits(ai):
            continue  # a parameter for the web site, not for us
        if ai in allowed | _PATH_ONLY:
            raise Refusal("code.link", code=quoted(part))
        pairs.append((ai, value))
    if len({ai for ai, _ in pairs}) != len(pairs):
        raise Refusal("code.link", code=quoted(text))
    return tuple(element_of(ai, _item_number(ai, _decoded(value)), today) for ai, value in pairs)


def _path_and_query(text: str) -> tuple[list[str], str]:
    """Split an address into host and path segments, and the query; the fragment is left out."""
    address = text.partition("://")[2].partition("#")[0]
    path, _, query = address.partition("?")
    return path.split("/"), query


def _key_pairs(segments: list[str], text: str) -> tuple[str, list[tuple[str, str]]]:
    """Find the key from the right, and check that its qualifiers may follow it in this order."""
    for start in range(len(segments) - 2, -1, -2):
        key = segments[start]
        if key in _KEYS:
            pairs = list(zip(segments[start::2], segments[start + 1 :: 2], strict=True))
            qualifiers = [ai for ai, _ in pairs[1:]]
            if qualifiers and not any(_in_order(qualifiers, sequence) for sequence in _KEYS[key]):
                break
            return key, pairs
    raise Refusal("code.link", code=quoted(text))


def _in_order(qualifiers: list[str], sequence: tuple[str, ...]) -> bool:
    """Say whether `qualifiers` is `sequence` with none, some or all left out."""
    return qualifiers == [ai for ai in sequence if ai in qualifiers]


def _item_number(ai: str, value: str) -> str:
    """Item numbers may be written short here; they are 14 digits everywhere else."""
    if ai in _PADDED and len(value) in {8, 12, 13} and is_digits(value):
        return value.rjust(14, "0")
    return value


def _decoded(value: str) -> str:
    """Replace each %hh by its ASCII character."""
    first, *parts = value.split("%")
    decoded = [first]
    for part in parts:
        if len(part) < 2 or not set(part[:2]) <= _HEX:
            raise Refusal("code.link", code=quoted(value))
        decoded.append(chr(int(part[:2], 16)) + part[2:])
    return "".join(decoded)
