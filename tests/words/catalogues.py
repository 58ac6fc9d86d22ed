"""The catalogues as their source has them, for the tests that read every sentence."""

from __future__ import annotations

import re
import string

from babel.messages.pofile import read_po

from pos_app.words.catalogue import FOLDER

HAN = re.compile(r"[\u4e00-\u9fff]")


def sentences(language: str) -> dict[str, str]:
    """Return every message of a language by its id; raises `PoFileError` for a malformed file."""
    with (FOLDER / f"{language.replace('-', '_')}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, abort_invalid=True) if message.id}


def blanks(sentence: str) -> set[str]:
    """Return the names of a sentence's `{blanks}`."""
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def read_aloud(sentence: str) -> str:
    """Return a sentence without its blanks."""
    return re.sub(r"\{[^{}]*\}", " ", sentence)
