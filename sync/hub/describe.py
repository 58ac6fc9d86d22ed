"""Writes `docs/PROTOCOL.md` from the message definitions and the prose of `PROTOCOL.in.md`; a test keeps it fresh.

`python -m sync.hub.describe` prints it, `--write` puts it in place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from pos_app.domain import basket, chain, entries, feed, key_rings, priced, stamp, tax, tender
from sync import protocol, wire
from sync.hub import accept, admin, reports, settling
from sync.hub.described import described, tag_of
from sync.hub.openapi import ADMIN, OPEN, PROTOCOL, Endpoint
from sync.hub.settings import HubSettings

PROSE: Final = Path(__file__).with_name("PROTOCOL.in.md")
PAGE: Final = Path("docs/PROTOCOL.md")
_HOMES: Final = (
    protocol,
    feed,
    key_rings,
    chain,
    entries,
    basket,
    priced,
    tax,
    tender,
    stamp,
    reports,
    settling,
    admin,
)
_BLOCK: Final = re.compile(r"^\{(\w+)(?:: ([\w ]+))?\}$", re.MULTILINE)
_VALUE: Final = re.compile(r"(?<!\{)\{([A-Z][A-Z_]+|requests_\w+|enrolments_\w+)(:,)?\}")


def page() -> str:
    """Return the whole page."""
    text = PROSE.read_text()
    values = _values()
    text = _VALUE.sub(lambda found: f"{values[found[1]]:,}" if found[2] else str(values[found[1]]), text)
    text = text.replace("{{", "{").replace("}}", "}")
    return _BLOCK.sub(lambda found: _block(found[1], found[2] or ""), text)


def _values() -> dict[str, str | int]:
    """Return every constant that the prose may name."""
    found: dict[str, str | int] = {"STREAMS": ", ".join(f"`{stream}`" for stream in protocol.STREAMS)}
    for home in (entries, chain, key_rings, accept, settling, wire, protocol):
        found |= {
            name: value
            for name, value in vars(home).items()
            if name.isupper() and not name.startswith("_") and isinstance(value, str | int)
        }
    defaults = {field.name: field.default for field in msgspec.structs.fields(HubSettings)}
    return found | {name: value for name, value in defaults.items() if isinstance(value, int)}


def _block(kind: str, names: str) -> str:
    if kind == "shapes":
        return "\n\n".join(described(_shape(name)) for name in names.split())
    if kind == "bodies":
        return "\n\n".join(described(shape, f"`{tag_of(shape)}`") for shape in entries.Body.__args__)
    if kind == "endpoints":
        return _routes((*PROTOCOL, *OPEN))
    if kind == "admin":
        return _routes(ADMIN)
    raise ValueError(kind)


def _shape(name: str) -> type[msgspec.Struct]:
    for home in _HOMES:
        found = getattr(home, name, None)
        if isinstance(found, type) and issubclass(found, msgspec.Struct):
            return found
    raise LookupError(name)


def _routes(endpoints: Sequence[Endpoint]) -> str:
    rows = ["| request | who | takes | gives |", "|---|---|---|---|"]
    for endpoint in endpoints:
        path = endpoint.path + ("?" + "&".join(f"{name}=" for name in endpoint.query) if endpoint.query else "")
        gives = _named(endpoint.gives) or endpoint.about
        rows.append(f"| `{endpoint.method.upper()} {path}` | {endpoint.who} | {_named(endpoint.takes)} | {gives} |")
    return "\n".join(rows)


def _named(shape: object) -> str:
    if shape is None:
        return ""
    inner = getattr(shape, "__args__", None)
    return f"list of `{inner[0].__name__}`" if inner else f"`{getattr(shape, '__name__', shape)}`"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page())
    else:
        sys.stdout.write(page())
