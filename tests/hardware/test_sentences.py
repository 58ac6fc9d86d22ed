"""Whatever a device says, a person reads a sentence about it, in every language of the shop."""

import re
from pathlib import Path

import pytest

import hardware
from pos_app import devices
from pos_app.words import LANGUAGES, say

_IDS = re.compile(r'"((?:printer|paper|devices|receipt)\.[a-z_]+)"')


def _said_ids() -> set[str]:
    files = [*Path(hardware.__file__).parent.rglob("*.py"), Path(devices.__file__)]
    return {message for file in files for message in _IDS.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_devices_has_its_sentence(language: str) -> None:
    ids = _said_ids()
    assert {"printer.uncertain", "paper.no_font", "devices.queue_full"} <= ids
    assert [each for each in sorted(ids) if say(language, each) == each] == []
    if language != "en":
        assert [each for each in sorted(ids) if say(language, each) == say("en", each)] == []
