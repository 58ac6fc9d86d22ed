"""Reads the gettext catalogues (`*.po` beside this file) and fills in the sentences.

The .po files are the source; Babel compiles them once into .mo files beside them (not under version control),
which Python reads without Babel: 58 ms less at every start.
"""

from __future__ import annotations

import contextlib
import functools
import gettext
import io
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.domain.errors import Fault, Param, Refusal
from pos_app.words.numbers import day_text, moment_text, money_text, quantity_text, rate_text
from pos_app.words.pseudo import PSEUDO, pseudo

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = {"en": "English", "zh-Hans": "简体中文"}
"""Every language of the screens by its BCP 47 tag, named in itself; the first is the one fallen back to."""


def language_after(language: str) -> str:
    """Return what a switch of the language goes on to: the next of `LANGUAGES`, the first after one of no list."""
    known = tuple(LANGUAGES)
    return known[(known.index(language) + 1) % len(known)] if language in known else known[0]


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    source = FOLDER / f"{language.replace('-', '_')}.po"
    compiled = source.with_suffix(".mo")
    try:
        if compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    except (OSError, UnicodeDecodeError, ValueError):
        pass  # absent or cut short by a crash: made again below
    data = compile_catalogue(source)
    with contextlib.suppress(OSError):  # a read-only program folder only costs the time again
        fresh = compiled.with_suffix(".mo.new")
        fresh.write_bytes(data)
        fresh.replace(compiled)
    return gettext.GNUTranslations(io.BytesIO(data))


def compile_catalogue(source: Path) -> bytes:
    """Return the .mo bytes of a .po file; raises `babel.messages.pofile.PoFileError` for a malformed one."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - needed only when a catalogue changed
    from babel.messages.pofile import read_po  # noqa: PLC0415 - the same

    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    data = io.BytesIO()
    write_mo(data, catalogue)
    return data.getvalue()


def _nearest(language: str) -> str:
    if language in LANGUAGES:
        return language
    base = language.partition("-")[0]
    return next((known for known in LANGUAGES if known.partition("-")[0] == base), "en")


@functools.cache
def _template(language: str, message_id: str) -> str:
    if language == PSEUDO:
        english = _template("en", message_id)
        return english if english == message_id else pseudo(english)
    for tried in (_nearest(language), "en"):
        found = _catalogue(tried).gettext(message_id)
        if found != message_id:
            return found
    return message_id


def say(language: str, message_id: str, /, **params: Param) -> str:
    """Return the sentence of `message_id` in `language`, its `{names}` filled from `params`.

    Where there is a sentence `message_id.one`, it is said of a `count` of 1. An id without a sentence is returned as it
    is: it may come from outside (a newer hub), and what comes from outside is never a template.
    """
    template = message_id
    if params.get("count") == 1:
        template = _template(language, f"{message_id}.one")
    if template in (message_id, f"{message_id}.one"):
        template = _template(language, message_id)
    if not params or template == message_id:
        return template
    try:
        return template.format_map(params)
    except (KeyError, IndexError, ValueError):
        return template


def said(language: str, error: Refusal | Fault) -> str:
    """Return the sentence of an error that a person is to read.

    A parameter whose name ends in `_minor` is money of the parameter `currency`, one in `_ppm` a rate, one in
    `_milli` a quantity in thousandths, one in `_ms` a moment in the time zone `zone` (an IANA name); `date` is a day
    in the spelling of ISO 8601, `unit` the code of what goods are measured in.
    """
    currency, zone = error.params.get("currency"), error.params.get("zone")
    shown: dict[str, Param] = {}
    for name, value in error.params.items():
        if isinstance(value, int) and isinstance(currency, str) and name.endswith("_minor"):
            shown[name] = money_text(language, value, currency)
        elif isinstance(value, int) and name.endswith("_ppm"):
            shown[name] = rate_text(language, value)
        elif isinstance(value, int) and name.endswith("_milli"):
            shown[name] = quantity_text(language, value)
        elif isinstance(value, int) and isinstance(zone, str) and name.endswith("_ms"):
            shown[name] = moment_text(language, value, ZoneInfo(zone))
        elif name == "date" and isinstance(value, str):
            shown[name] = day_text(language, value)
        elif name == "unit":
            shown[name] = say(language, f"unit.{value}")
        else:
            shown[name] = value
    return say(language, error.message_id, **shown)
