"""Base45 (RFC 9285): bytes as text of the 45 characters that a QR code packs two to eleven bits.

`codes.signed` writes and reads codes with it. Two bytes make three characters, a last single byte two. Strict:
what `encode` cannot have written is no base45.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE: Final = 45
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_GROUP: Final = 3
_BYTE: Final = 256


def encode(data: bytes) -> str:
    """Write bytes as base45.

    >>> encode(b"ietf!"), encode(b"AB")
    ('QED8WEX0', 'BB8')
    """
    letters: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, value = divmod(number, _BASE)
            letters.append(ALPHABET[value])
    return "".join(letters)


def decode(text: str) -> bytes:
    """Read base45; `ValueError` for any other text.

    >>> decode("QED8WEX0")
    b'ietf!'
    """
    if len(text) % _GROUP == 1:
        raise ValueError("a single character at the end")
    data = bytearray()
    for at in range(0, len(text), _GROUP):
        group = text[at : at + _GROUP]
        try:
            number = sum(_VALUES[letter] * _BASE**place for place, letter in enumerate(group))
        except KeyError:
            raise ValueError("a character outside base45") from None
        size = len(group) - 1
        if number >= _BYTE**size:
            raise ValueError("a group above its largest value")
        data += number.to_bytes(size, "big")
    return bytes(data)
