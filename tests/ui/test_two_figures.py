"""Where coins cannot settle the exact sum both figures are said: to the cashier on every window, and the customer."""

import msgspec
import pytest

from pos_app.domain.product import Unit
from pos_app.selling.detail_view import TilePageView, TileView
from pos_app.selling.view import PaymentView
from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.looks.painted import cut_off, lines_of
from tests.ui.shop_desk import SHELF
from ui.customer_display.lines import CustomerLines
from ui.customer_display.told import LINES_MOST, ToldLine, told
from ui.face import Face
from ui.panels.start import StartPanel
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets import pay_key
from ui.widgets.totals import MARGIN_PX

IN_CASH, EXACT = 17_625, 17_623
NARROW, LOW = (480, 800), (800, 480)


def differ(till: AtTheTill) -> None:
    """Let the payment be one that five-cent coins cannot settle to the cent, with something saved."""
    till.keys.scan(SHELF[0].code)
    till.desk.save(1, 600)
    till.keys.press("F12")
    till.desk._show(payment=PaymentView(IN_CASH, 0, IN_CASH, (), (IN_CASH,), not_in_cash=EXACT))
    till.opened.bridge._show_view()
    till.keys.settle()
    till.keys.settle()


@pytest.mark.parametrize(
    ("size", "percent", "said"),
    [
        (NARROW, 100, "Not in cash ¥176.23 · Saved ¥6.00"),
        (NARROW, 130, "Not in cash ¥176.23 · Saved ¥6.00"),
        (LOW, 100, "Not in cash ¥176.23"),
        (LOW, 115, "Not in cash ¥176.23"),
    ],
)
def test_a_small_window_says_what_is_paid_without_cash_and_what_was_saved(
    till: AtTheTill, size: tuple[int, int], percent: int, said: str
) -> None:
    till.opened.face.put_on(scale=TypeScale(percent))
    till.window.resize(*size)
    differ(till)
    card = till.sell.side.totals
    beside = card._beside_caption
    assert (card.figure.shown, beside.shown) == ("¥176.25", said)
    assert beside.visibleRegion().boundingRect().size() == beside.size()
    assert card.figure.width() >= min(card.figure.sizeHint().width(), card.width() - 2 * MARGIN_PX)
    assert looking.overlapping(till.window) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_over_the_keypad_of_a_narrow_till_the_other_figure_stands_beside_the_large_one(
    till: AtTheTill, language: str
) -> None:
    till.opened.face.put_on(language=language)
    till.window.resize(*NARROW)
    differ(till)
    if not till.sell.side.keypad.isVisible():
        till.sell.columns.tabs[-1].click()
    till.keys.settle()
    card = till.sell.side.totals
    assert "¥176.25" in card.figure.shown
    assert "¥176.23" in card._beside_figure.shown
    assert card._beside_figure.isVisible()
    assert not card._beside_caption.isVisible()
    assert card.figure.width() >= card.figure.sizeHint().width()


def test_a_wide_window_says_it_once_under_the_figure(till: AtTheTill) -> None:
    till.window.resize(1280, 800)
    differ(till)
    card = till.sell.side.totals
    assert card._note.isVisible()
    assert not card._beside_caption.isVisible()
    assert not card._beside_figure.isVisible()


def test_a_customer_with_a_card_reads_the_exact_sum(till: AtTheTill) -> None:
    differ(till)
    view = till.desk.view
    now = told(Face(), view)
    assert (now.amount, now.state) == ("¥176.25", "Please pay now\nNot in cash: ¥176.23")
    assert view.payment is not None
    same = msgspec.structs.replace(view, payment=msgspec.structs.replace(view.payment, not_in_cash=None))
    assert told(Face(), same).state == "Please pay now"


@pytest.mark.parametrize(
    ("count", "beyond", "room", "unseen"),
    [(5, 0, 5, 0), (6, 0, 5, 2), (23, 13, 5, 32), (23, 13, 30, 13), (23, 13, 23, 14), (0, 0, 5, 0)],
)
def test_a_long_list_tells_the_customer_how_many_lines_are_not_seen(
    till: AtTheTill, count: int, beyond: int, room: int, unseen: int
) -> None:
    lines = CustomerLines(till.opened.face)
    lines.resize(400, till.opened.face.px(40) * room + 7)
    lines.show_rows(tuple(ToldLine(str(at), "¥1.00") for at in range(count)), beyond)
    assert lines.unseen == unseen
    lines.grab()
    lines.deleteLater()


def test_a_basket_longer_than_any_screen_counts_all_its_lines(till: AtTheTill) -> None:
    for at in range(LINES_MOST + 3):
        till.desk.scan(SHELF[at % 6].code)
    now = told(Face(), till.desk.view)
    assert (len(now.lines), now.beyond) == (LINES_MOST - 1, 3)


def test_a_quick_key_of_loose_goods_says_what_its_price_is_for(till: AtTheTill) -> None:
    names = {"en": "Bananas", "zh-Hans": "香蕉"}
    tiles = (TileView("a", names, "p1", price=698, unit=Unit.KILOGRAM), TileView("b", names, "p2", price=698))
    start = StartPanel(till.opened.face, lambda: None)
    start.show_tiles((TilePageView({}, tiles),), "CNY")
    assert [key.shown.price for key in start.tiles.keys] == ["¥6.98 a kg", "¥6.98"]
    till.opened.face.put_on(language="zh-Hans")
    assert [key.shown.price for key in start.tiles.keys] == ["¥6.98/公斤", "¥6.98"]
    start.deleteLater()


@pytest.mark.parametrize("width", [180, 290])
@pytest.mark.parametrize("percent", SCALES_PERCENT)
def test_no_amount_on_the_large_key_is_cut_off(till: AtTheTill, width: int, percent: int) -> None:
    till.opened.face.put_on(scale=TypeScale(percent))
    key = till.sell.side.pay
    key.show_act("Part in cash ¥12,345.00", "F12", "¥123,456.00 remains to pay")
    key.resize(width, key.height())
    assert [text for text, _, _ in lines_of(key)] == ["Part in cash ¥12,345.00  F12", "¥123,456.00 remains to pay"]
    assert cut_off(key) == []


def test_an_amount_that_is_cut_off_on_the_large_key_would_be_seen(
    till: AtTheTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = till.sell.side.pay
    key.show_act("Part in cash ¥12,345.00", "F12", "¥123,456.00 remains to pay")
    key.resize(180, key.height())
    with monkeypatch.context() as patched:
        patched.setattr(pay_key, "fitted", lambda font, *_: font)
        assert [told.endswith("in 156") for told in cut_off(key)] == [True, True]
        assert any("remains" in told for told in looking.clipped(till.window))
    key.setFixedHeight(40)
    assert any("stands out of its key" in told for told in cut_off(key))
