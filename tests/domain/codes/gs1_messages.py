"""GS1 messages as the standard's vectors have them: FNC1, then each element, separated only where it must be."""

import datetime as dt

from pos_app.domain.codes.gs1.elements import FNC1, Element, read_elements
from pos_app.domain.errors import Refusal


def read_message(message: str, today: dt.date) -> tuple[Element, ...]:
    """Read a message; to a till its FNC1 comes as the scanner's identifier (]C1, ]d2 ...), which is no data."""
    if not message.startswith(FNC1):
        raise Refusal("code.element_format")
    return read_elements(message[1:], today)


def message_of(elements: tuple[Element, ...]) -> str:
    """Write elements as a message."""
    parts = [FNC1]
    for number, element in enumerate(elements, start=1):
        parts += (element.ai, element.value)
        if not element.ends_alone and number < len(elements):
            parts.append(FNC1)
    return "".join(parts)
