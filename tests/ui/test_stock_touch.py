"""The stock screen for a finger alone on a handheld, without the on-screen keyboard set to come by itself."""

from __future__ import annotations

from pos_app.demo import shelf, shop
from pos_app.domain.entries import StockMoved
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent
from tests.ui.at_the_shelf import FIRST, SECOND, WEIGHED, AtTheShelf, Opens
from ui.gallery.state import UNKNOWN
from ui.theme.type_scale import TypeScale
from ui.widgets.keypad import Keypad
from ui.window_shape import HANDHELD, TILL

_LINES_MOST = 2


def _pad(at: AtTheShelf, keypad: Keypad, digits: str) -> None:
    for digit in digits:
        assert keypad._keys[digit].isVisible()
        at.touch(keypad._keys[digit])


def _letters(at: AtTheShelf, words: str) -> None:
    keyboard = at.opened.window.dock.keyboard
    assert keyboard.isVisible()
    for letter in words:
        at.touch(keyboard.key(letter))


def test_stock_is_adjusted_and_approved_by_touch_alone(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    panel = at.screen.panel
    at.keys.scan(FIRST)
    at.touch_act("Ins")
    name, _, rest = panel.words.text().partition("\n")
    assert "Milk Croissants" in name, "whoever adjusts sees what"
    assert "on hand" in name
    assert rest
    assert panel.list.current() is None, "no reason is chosen beforehand"
    at.touch_row(panel.list, 1)
    assert "Expired" in panel.words.text()
    _pad(at, panel.keys.keypad, "12")
    at.touch_act("-")
    assert panel.field.isVisible()
    for part in ("Milk Croissants", "\N{MINUS SIGN}12", "Expired", "PIN"):
        assert part in panel.words.text(), "whoever approves sees what"
    at.touch_row(panel.list, 1)
    _pad(at, panel.keys.keypad, shop.PINS[at.desk.view.approvers[1].id])
    at.touch(panel.keys.take)
    (moved,) = at.bodies(StockMoved)
    assert isinstance(moved, StockMoved)
    assert list(moved.deltas.values()) == [-12_000]
    assert (moved.reference, moved.approved_by) == ("expired", at.desk.view.approvers[1].id)
    assert at.screen.card.isVisible()


def test_what_is_measured_is_adjusted_in_its_unit(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.type(WEIGHED, "Enter")
    at.touch_act("Ins")
    at.touch_row(at.screen.panel.list, 0)
    assert "in kg" in at.screen.panel.words.text()
    _pad(at, at.screen.panel.keys.keypad, "1250")
    assert at.screen.panel.figure.text() == "1.250"
    at.touch_act("+")
    (moved,) = at.bodies(StockMoved)
    assert isinstance(moved, StockMoved)
    assert list(moved.deltas.values()) == [1_250]


def test_back_leads_to_the_question_before(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.scan(FIRST)
    at.touch_act("Ins")
    at.touch_row(at.screen.panel.list, 0)
    at.touch(at.screen.head.back)
    assert at.screen.panel.list.row_model.rows[0].name == "Damaged"
    assert at.screen.panel.list.current() is None
    at.touch(at.screen.head.back)
    assert at.screen.card.isVisible()
    at.touch_act("F8")
    at.touch_row(at.screen.panel.list, len(at.desk.deliveries()))
    assert at.screen.panel.field.isVisible()
    assert not at.screen.head.back.isVisible(), "one Back at a time"
    at.touch(at.screen.panel.keys.back)
    assert at.screen.panel.list.isVisible()
    assert at.desk.view.sheet is None


def test_what_nobody_announced_is_received_by_touch_alone(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    dock, panel = at.opened.window.dock, at.screen.panel
    at.touch_act("F8")
    at.touch_row(panel.list, len(at.desk.deliveries()))
    assert dock.keyboard.isHidden()
    at.touch(panel.keys.letters_key)
    _letters(at, "ls")
    at.touch(dock.keyboard.key("sign"))
    _letters(at, "77")
    at.touch(panel.keys.take)
    assert at.sheet.number == "ls77"
    assert dock.keyboard.isHidden(), "it goes with its question"
    at.keys.scan(UNKNOWN)
    at.touch(panel.keys.letters_key)
    at.touch(dock.keyboard.key("sign"))
    _letters(at, "crate")
    at.touch(dock.keyboard.key("enter"))
    at.touch_act("F12")
    (entry,) = at.bodies(DeliveryReceived)
    assert isinstance(entry, DeliveryReceived)
    assert (entry.reference, entry.unlisted[0].name) == ("ls77", "crate")


def test_goods_are_found_by_their_name_by_touch_alone(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.touch(at.screen.finder.letters)
    _letters(at, "croissant")
    assert at.opened.window.dock.keyboard.isVisible(), "it stays while one types"
    at.touch_row(at.screen.found.list, 0)
    assert "Croissant" in at.screen.card.name.text()
    assert at.opened.window.dock.keyboard.isHidden()


def test_the_letters_go_when_another_screen_comes(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.touch_act("F8")
    at.touch_row(at.screen.panel.list, len(at.desk.deliveries()))
    at.touch(at.screen.panel.keys.letters_key)
    at.opened.window.open("devices")
    assert at.opened.window.dock.keyboard.isHidden()


def test_a_transfer_by_touch_alone(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.touch_act("F11")
    at.touch_row(at.screen.panel.list, 0)
    at.keys.scan(FIRST)
    at.touch_act("F7")
    _pad(at, at.screen.sheet.keypad, "7")
    assert at.screen.sheet.line_card.code.text().startswith("Will be sent")
    at.touch_act("F12")
    (sent,) = at.bodies(TransferSent)
    assert isinstance(sent, TransferSent)
    assert (sent.to_store, list(sent.deltas.values())) == (shelf.OTHER_STORE, [-7_000])
    assert at.told().endswith("sent: 1 product.")


def test_while_a_figure_is_typed_everything_speaks_of_that_figure(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.begin_count_by_touch()
    at.keys.scan(FIRST)
    line = at.screen.sheet.line_card
    expected = at.sheet.lines[0].expected
    assert expected is not None
    assert line.code.text().startswith("Counted")
    assert line.strip.words.text().startswith(f"{expected // 1_000 - 1} fewer")
    at.touch_act("F7")
    _pad(at, at.screen.sheet.keypad, "12")
    assert line.code.text().startswith("Will be counted")
    assert line.strip.isVisible()
    assert line.strip.words.text().startswith(f"{expected // 1_000 - 12} fewer")
    assert line.figure.accessibleName() == "Will be counted: 12"
    at.touch(at.screen.sheet.more)
    assert at.quantities() == [13_000], "one more than what was typed"
    assert at.screen.sheet.count.text() == "1 line"


def test_a_weight_is_asked_for_in_its_unit(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.begin_count_by_touch()
    at.keys.scan(SECOND)
    at.keys.press("F9")
    at.type(WEIGHED, "Enter")
    assert at.told() == "Type the weight in kg."
    assert at.screen.sheet.line_card.unit.isVisible()
    assert at.screen.sheet.line_card.unit.text() == "kg"
    assert at.screen.sheet.list.row_model.rows[0].detail.endswith(" kg"), "what should be has the unit of what is"
    at.opened.face.put_on(language="zh-Hans")
    assert at.told() == "请输入重量（公斤）。"
    at.opened.face.put_on(language="en")
    at.touch_act("F7")
    _pad(at, at.screen.sheet.keypad, "2")
    assert not at.told(), "what was asked for is being typed"


def test_what_is_not_weighed_yet_is_not_called_fewer(opens: Opens) -> None:
    at = opens("manager", TILL)
    at.keys.press("F4")
    at.begin_count_by_touch()
    at.keys.press("F9")
    at.type(WEIGHED, "Enter")
    line = at.screen.sheet.line_card
    assert not line.strip.isVisible(), "nothing was said of how much there is"
    _pad(at, at.screen.sheet.keypad, "1")
    assert line.strip.isVisible()
    assert "fewer" in line.strip.words.text()


def test_the_supervisor_of_a_count_is_told_which(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.begin_count_by_touch()
    at.keys.scan(FIRST)
    at.touch_act("F12")
    at.touch_act("F7")
    words = at.screen.panel.words.text()
    assert words.startswith("Count · Aisle 1")
    assert "1 line\n" in words
    _pad(at, at.screen.panel.keys.keypad, shop.PINS[at.desk.view.approvers[0].id])
    at.touch(at.screen.panel.keys.keypad.enter)
    assert len(at.bodies(StockCounted)) == 1
    assert at.told() == "Count done: 1 product."


def test_the_head_leaves_the_room_to_the_goods(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.touch_act("F8")
    at.touch_row(at.screen.panel.list, 0)
    at.keys.scan(FIRST)
    title = at.screen.head.title
    assert title.height() <= _LINES_MOST * title.fontMetrics().lineSpacing() + 2
    assert at.sheet.number in title.text()
    assert all(row.detail.endswith("expected") for row in at.screen.sheet.list.row_model.rows), "come or not, as one"


def test_the_head_of_an_empty_sheet_is_as_high_as_the_one_of_a_begun_sheet(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.touch_act("F8")
    at.touch_row(at.screen.panel.list, 0)
    title = at.screen.head.title
    empty = title.height()
    assert empty <= _LINES_MOST * title.fontMetrics().lineSpacing() + 2
    at.keys.scan(FIRST)
    assert title.height() <= empty


def test_the_card_stands_in_full_on_a_handheld(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.keys.scan(FIRST)
    goods = at.screen.card.goods
    shown = goods.parentWidget()
    assert shown is not None
    assert (goods.width(), goods.height()) == (shown.width(), shown.height())


def test_a_wrong_pin_leaves_every_key_in_sight_with_large_letters_too(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.opened.face.put_on(scale=TypeScale(130))
    at.begin_count_by_touch()
    at.keys.scan(FIRST)
    at.touch_act("F12")
    at.touch_act("F7")
    panel = at.screen.panel
    _pad(at, panel.keys.keypad, "0000")
    at.touch(panel.keys.keypad.enter)
    assert at.told()
    page = at.screen._pages.asking
    shown = page.rect()
    backs = [back for back in (at.screen.head.back, panel.keys.back) if back.isVisible()]
    assert len(backs) == 1
    for part in (panel.field, panel.keys.keypad, panel.keys.keypad.enter):
        assert shown.contains(part.rect().translated(part.mapTo(page, part.rect().topLeft())))
    assert panel.keys.keypad.geometry().top() >= panel.field.mapTo(page, panel.field.rect().bottomLeft()).y()
