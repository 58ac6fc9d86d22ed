"""The page of what works without the network says what the registry says, for the situation of this moment."""

import msgspec
from pytestqt.qtbot import QtBot

from pos_app.domain.degraded import CAPABILITIES, Situation
from pos_app.selling.lamp import Link
from pos_app.words import LANGUAGES, say
from tests.ui.conftest import AtTheTill
from ui.screens.devices import DevicesScreen
from ui.screens.without_network import WithoutNetworkScreen


def opened(till: AtTheTill, link: Link) -> WithoutNetworkScreen:
    seen = till.rooms.devices.seen
    till.rooms.devices.seen = msgspec.structs.replace(seen, sync=msgspec.structs.replace(seen.sync, link=link))
    till.keys.press("Ctrl+E")
    page = till.window.screen_now
    assert isinstance(page, WithoutNetworkScreen)
    return page


def test_every_capability_stands_there_with_what_holds_now(till: AtTheTill) -> None:
    for link, situation in ((Link.ONLINE, Situation.ONLINE), (Link.OFFLINE, Situation.ALONE)):
        page = opened(till, link)
        assert [row.now.text() for row in page.card.rows] == [
            say("en", f"degraded.{each.id}.{situation}") for each in CAPABILITIES
        ]
        till.keys.press("Esc")


def test_it_follows_when_the_network_goes_while_it_is_open(till: AtTheTill, qtbot: QtBot) -> None:
    page = opened(till, Link.ONLINE)
    seen = till.rooms.devices.seen
    till.rooms.devices.seen = msgspec.structs.replace(seen, sync=msgspec.structs.replace(seen.sync, link=Link.OFFLINE))
    qtbot.waitUntil(lambda: page.card.rows[0].now.text() == say("en", "degraded.sell.alone"))


def test_a_till_without_a_hub_has_lost_no_network(till: AtTheTill) -> None:
    page = opened(till, Link.NONE)
    assert page._now.text() == "No hub is set up: this is what holds now."
    assert page.card.rows[0].now.text() == say("en", "degraded.sell.alone")


def test_a_scan_there_sells_nothing_and_esc_goes_back_to_selling(till: AtTheTill) -> None:
    page = opened(till, Link.ONLINE)
    page.take_scan("4006381333931")
    till.keys.press("Esc")
    assert till.window.screen_now is till.window.screens["sell"]
    assert not till.window.bridge.view.lines


def test_the_devices_page_leads_there(till: AtTheTill) -> None:
    till.keys.press("Ctrl+D")
    devices = till.window.screen_now
    assert isinstance(devices, DevicesScreen)
    devices.tries.alone.buttons[0].click()
    assert isinstance(till.window.screen_now, WithoutNetworkScreen)


def test_every_sentence_of_the_registry_is_there_in_every_language() -> None:
    for language in LANGUAGES:
        for each in CAPABILITIES:
            for name in ("", ".online", ".alone"):
                assert say(language, f"degraded.{each.id}{name}")
