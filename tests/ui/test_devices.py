"""Devices and sync: what is shown, what is tried, and that nothing scanned here is sold."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton

from pos_app.devices import Condition
from pos_app.domain.errors import Fault
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Said
from pos_app.words import LANGUAGES, say
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from tests.ui.shop_rooms import SEEN
from tests.ui.test_faces import TARGET_PX, clipped, visible
from ui.keys import SHEET
from ui.panels.device_cards import ActsCard
from ui.screens.devices import DevicesScreen
from ui.theme.type_scale import TypeScale

KINDS = (
    "epoch_opened",
    "signed_on",
    "signed_off",
    "shift_opened",
    "sale",
    "basket_abandoned",
    "no_sale",
    "claim_made",
    "claim_released",
    "stock_moved",
)


@pytest.fixture
def page(till: AtTheTill) -> DevicesScreen:
    till.keys.scan(SHELF[0].code)
    till.keys.press("Ctrl+D")
    shown = till.window.screen_now
    assert isinstance(shown, DevicesScreen)
    return shown


def facts(page: DevicesScreen) -> dict[str, str]:
    return {label.text(): value.text() for label, value in page.facts._facts}


def test_the_facts_of_sync_and_workstation_stand_there(page: DevicesScreen) -> None:
    assert facts(page) == {
        "Last contact": "less than a minute ago",
        "Waiting to be sent": "0 records",
        "Catalogue": "version 7 · updated 3 min ago",
        "This till": "Till 3 · 0217-03",
        "Store": "0217 · demo",
        "Hub": "https://hub.example:8470",
        "Journal": "4212 records",
    }


def test_the_queue_says_entry_by_entry_how_far_it_is_and_why_it_needs_a_look(page: DevicesScreen) -> None:
    rows = page.queue.list.row_model.rows
    assert [(row.name, row.amount) for row in rows[:4]] == [
        ("Sale 4212", "needs a look"),
        ("Sale 4211", "waiting"),
        ("Drawer opened without a sale 4210", "waiting"),
        ("Sale 4209", "sent"),
    ]
    assert page.queue.reasons.text() == (
        "Sale 4212: The hub could not post it.\nThe record is kept; tell the office its number."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_entry_has_a_name(language: str) -> None:
    assert [kind for kind in KINDS if say(language, f"ui.entry.{kind}") == f"ui.entry.{kind}"] == []


def test_it_looks_again_while_it_is_open(till: AtTheTill, page: DevicesScreen) -> None:
    till.rooms.show(sync=SyncSeen(Link.OFFLINE, unsent=12, contact_age_ms=3 * 3_600_000, filling_percent=40))
    till.rooms.show(printer=Condition.COVER_OPEN, alarms=("journal.disk_low",))
    till.rooms.show(sync=msgspec.structs.replace(till.rooms.devices.seen.sync, notes=(Said("sync.cache_differs"),)))
    for _ in range(4):
        till.opened.bridge._ticker.timeout.emit()
    assert facts(page)["Last contact"] == "3 h ago"
    assert facts(page)["Waiting to be sent"] == "12 records"
    assert "40 %" in page.facts.advice.text()
    assert say("en", "sync.cache_differs") in page.facts.advice.text()
    assert page.tries.printer.state.text() == "cover open"
    assert page.tries.journal.state.text() == say("en", "journal.disk_low")


def test_a_till_without_catalogue_or_hub_says_so(till: AtTheTill, page: DevicesScreen) -> None:
    station = msgspec.structs.replace(SEEN.station, hub="")
    till.rooms.show(catalogue=None, sync=SyncSeen(Link.NONE), station=station)
    page.look()
    assert facts(page)["Catalogue"] == "none yet: sell by department"
    assert facts(page)["Hub"] == "none: this till sells alone"
    assert page.queue.title.text() == "Records on this till", "without a hub nothing is on its way"
    assert {row.amount for row in page.queue.list.row_model.rows} == {"on this till"}


def test_a_scan_shows_what_arrived_and_how_fast_and_sells_nothing(till: AtTheTill, page: DevicesScreen) -> None:
    till.keys.scan(SHELF[1].code)
    assert page.tries.scanner.state.text() == "6900000936509 · item number · EAN-13\n13 characters, 4.0 ms each"
    till.keys.press("F5")
    assert "F5" in page.tries.scanner.state.text()
    till.keys.press("Esc")
    assert till.lines() == [("1", "Dark Noodles 330 g")]


def test_the_key_sheet_stands_there_in_the_language_of_the_moment(till: AtTheTill, page: DevicesScreen) -> None:
    for language in LANGUAGES:
        till.opened.face.put_on(language=language)
        told = [(row.amount, row.name) for row in page.keys.list.row_model.rows]
        assert told == [(row.keys, say(language, row.message_id)) for row in SHEET if row.keys]
    assert page.keys.list.isVisibleTo(page)


def test_the_page_is_read_to_its_end_by_keys_alone(till: AtTheTill, page: DevicesScreen) -> None:
    till.window.resize(480, 800)
    till.keys.settle()
    assert page.keys.visibleRegion().isEmpty()
    till.keys.press(*["PageDown"] * 6)
    assert not page.keys.visibleRegion().isEmpty()
    till.keys.press(*["PageUp"] * 6)
    assert not page.facts.visibleRegion().isEmpty()
    assert till.window.screen_now is page


def test_devices_are_tried_by_key_and_tap(till: AtTheTill, page: DevicesScreen) -> None:
    till.keys.press("F7")
    page.tries.printer.buttons[1].click()
    till.keys.press("F9")
    assert till.rooms.devices.tried == ["test_page", "test_drawer"]
    assert till.rooms.sounds.played == ["paid"]
    assert page.tries.printer.state.text().startswith("ready · ")


@pytest.mark.parametrize("size", [(480, 800), (1024, 768), (1280, 800)])
def test_what_a_try_or_a_scan_brought_is_in_sight(till: AtTheTill, page: DevicesScreen, size: tuple[int, int]) -> None:
    till.window.resize(*size)
    tries = page.tries
    acts: tuple[tuple[Callable[[], object], ActsCard], ...] = (
        (lambda: till.keys.press("F7"), tries.printer),
        (lambda: till.keys.press("F9"), tries.sound),
        (lambda: till.keys.scan(SHELF[1].code), tries.scanner),
        (lambda: till.keys.press("F5"), tries.scanner),
    )
    for act, card in acts:
        till.keys.press(*["PageDown"] * 6)
        act()
        till.keys.settle()
        assert card.state.visibleRegion().boundingRect() == card.state.rect(), card.title.text()


def test_on_a_handheld_what_can_be_tried_stands_over_the_long_lists(till: AtTheTill, page: DevicesScreen) -> None:
    for width, over in ((480, True), (1280, False), (480, True)):
        till.window.resize(width, 800)
        till.keys.settle()
        lists = [page.mapFromGlobal(card.mapToGlobal(card.rect().topLeft())).y() for card in (page.queue, page.keys)]
        last = page.tries.alone
        top = page.mapFromGlobal(last.mapToGlobal(last.rect().topLeft())).y()
        assert (top < min(lists)) is over


def test_one_record_is_one_record(till: AtTheTill, page: DevicesScreen) -> None:
    till.rooms.show(sync=SyncSeen(Link.OFFLINE, unsent=1, contact_age_ms=86_400_000))
    page.look()
    assert facts(page)["Waiting to be sent"] == "1 record"
    assert facts(page)["Last contact"] == "1 day ago"


def test_no_key_of_a_scanner_opens_the_drawer(till: AtTheTill, page: DevicesScreen) -> None:
    page.tries.printer.buttons[1].setFocus()
    till.keys.press("Enter")
    till.keys.type(" ")
    till.keys.scan(SHELF[0].code, end="Enter+Enter")
    assert till.rooms.devices.tried == []


def test_a_printer_that_fails_is_told_in_place(till: AtTheTill, page: DevicesScreen) -> None:
    till.rooms.devices.fails = Fault("till.paper_failed")
    till.keys.press("F7")
    assert page.no.isVisible()
    assert page.no.words.text() == say("en", "till.paper_failed")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (480, 800)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_is_cut_off_or_too_small(
    till: AtTheTill, page: DevicesScreen, language: str, percent: int, width: int, height: int
) -> None:
    till.window.resize(width, height)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    till.keys.settle()
    assert clipped(page) == []
    for button in visible(page, QAbstractButton):
        assert button.height() >= TARGET_PX, button.accessibleName()
        assert button.accessibleName()
