"""What goes wrong behind the window is said in it, and the window stays."""

import pytest

from pos_app.domain.errors import Fault
from pos_app.selling.view import Lamp, LampState, Told
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF


def test_a_fault_is_told_in_red_and_the_basket_stays(till: AtTheTill) -> None:
    till.keys.scan(SHELF[0].code)

    def full() -> Told:
        raise Fault("journal.disk_full")

    assert not till.opened.bridge.do(full)
    till.sell.acting.answering.do(full)
    assert till.sell.basket.no.property("look") == "bad-strip"
    assert len(till.lines()) == 1


@pytest.mark.expects_log("a command of the till failed")
def test_a_bug_is_logged_and_the_window_goes_on_selling(till: AtTheTill) -> None:
    def broken() -> Told:
        raise ZeroDivisionError

    assert not till.opened.bridge.do(broken)
    assert "basket is safe" in till.sell.basket.no.words.text()
    till.keys.scan(SHELF[0].code)
    assert len(till.lines()) == 1


@pytest.mark.expects_log("between two commands failed")
def test_a_bug_between_two_commands_does_not_stop_the_till(till: AtTheTill, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(till.desk, "tick", broken)
        till.opened.bridge.tick()
    till.keys.scan(SHELF[0].code)
    assert len(till.lines()) == 1


@pytest.mark.expects_log("at every tick failed")
def test_a_bug_in_what_is_done_beside_does_not_stop_the_tick(till: AtTheTill) -> None:
    done: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    till.opened.bridge.also(broken)
    till.opened.bridge.also(lambda: done.append("after it"))
    till.opened.bridge._ticker.timeout.emit()
    assert done == ["after it"]


@pytest.mark.parametrize("state", list(LampState))
def test_every_state_of_the_lamp_has_words_an_icon_and_a_colour(till: AtTheTill, state: LampState) -> None:
    till.desk.lamp_now = Lamp(state, 3, "paper_out")
    till.opened.bridge.tick()
    lamp = till.window.status.lamp
    assert lamp.words.text()
    assert not lamp.words.text().startswith("ui.")
    assert lamp.accessibleName() == lamp.words.text()
    assert lamp.property("state") in {"good", "degraded", "stopped"}
    assert not lamp._icon.pixmap().isNull()


def test_offline_is_degraded_and_paper_out_stands_beside_pay(till: AtTheTill) -> None:
    till.desk.lamp_now = Lamp(LampState.OFFLINE, 3)
    till.opened.bridge.tick()
    assert till.window.status.lamp.property("state") == "degraded"
    assert not till.sell.side.against_money.isVisible()
    till.desk.lamp_now = Lamp(LampState.PRINTER, 0, "paper_out")
    till.opened.bridge.tick()
    assert till.sell.side.against_money.isVisible()


def test_closing_the_window_stops_every_timer(till: AtTheTill) -> None:
    from PySide6.QtCore import QTimer

    till.window.close()
    assert [timer for timer in till.opened.bridge.findChildren(QTimer) if timer.isActive()] == []
