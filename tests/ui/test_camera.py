"""Goods shown to the camera are sold like scanned ones, once each; the camera rests when nobody looks."""

from PySide6.QtCore import Qt

from pos_app.devices import Condition
from pos_app.selling.view import Mode
from tests.ui.conftest import AtTheTill
from ui.panels.camera_strip import CameraStrip

MILK, BREAD = "]E04006381333931", "]E04006381333900"
UNKNOWN = "]E09999999999994"


def see(till: AtTheTill, *texts: str, frames: int = 1, step_ms: int = 40) -> None:
    till.rooms.camera.see(*texts, frames=frames, step_ms=step_ms)
    till.keys.settle()


def open_camera(till: AtTheTill) -> AtTheTill:
    till.keys.press("Ctrl+T")
    assert till.sell.middle.page is till.sell.middle.camera
    return till


def test_goods_shown_to_the_camera_are_sold_once_as_by_any_scanner(till: AtTheTill) -> None:
    open_camera(till)
    see(till, MILK)
    assert till.asked("scan") == []
    see(till, MILK, frames=40)
    assert till.asked("scan") == [MILK]
    assert till.sell.middle.page is till.sell.middle.camera, "the next goods can be shown at once"


def test_the_next_goods_are_sold_after_the_first(till: AtTheTill) -> None:
    open_camera(till)
    see(till, MILK, frames=3)
    see(till, BREAD, frames=3)
    assert till.asked("scan") == [MILK, BREAD]


def test_what_the_catalogue_does_not_know_takes_three_frames_and_is_asked_about(till: AtTheTill) -> None:
    open_camera(till)
    see(till, UNKNOWN, frames=2)
    assert till.asked("scan") == []
    see(till, UNKNOWN)
    assert till.asked("scan") == [UNKNOWN]


def test_the_camera_runs_only_while_its_view_is_open(till: AtTheTill) -> None:
    camera = till.rooms.camera
    assert not camera.looks
    open_camera(till)
    assert camera.looks
    till.keys.press("Ctrl+T")
    assert not camera.looks
    open_camera(till)
    till.keys.press("Esc")
    assert not camera.looks


def test_the_camera_rests_on_other_screens_in_pay_and_under_the_lock(till: AtTheTill) -> None:
    camera = till.rooms.camera
    till.keys.scan("6901234567892")
    open_camera(till)
    till.keys.press("F12")
    assert till.desk.view.mode is Mode.PAYING
    assert not camera.looks
    till.keys.press("Esc")
    open_camera(till)
    till.keys.press("Ctrl+D")
    assert not camera.looks
    till.keys.press("Esc")
    assert camera.looks, "back at the goods the view is open still"
    till.keys.press("Ctrl+L")
    assert not camera.looks


def test_goods_in_view_are_not_sold_again_by_looking_elsewhere_and_back(till: AtTheTill) -> None:
    open_camera(till)
    see(till, MILK, frames=3)
    till.keys.press("Ctrl+D")
    till.keys.press("Esc")
    see(till, MILK, frames=5)
    assert till.asked("scan") == [MILK]


def test_a_number_can_be_typed_beside_the_camera(till: AtTheTill) -> None:
    open_camera(till)
    till.keys.type("4011")
    till.keys.press("Enter")
    assert till.asked("scan") == ["4011"]
    assert till.rooms.camera.looks
    till.keys.press("Enter")
    assert not till.rooms.camera.looks


def test_a_camera_that_is_pulled_out_is_said_and_nothing_waits(till: AtTheTill) -> None:
    open_camera(till)
    see(till)
    till.rooms.camera.fail()
    till.keys.settle()
    view = till.sell.middle.camera
    assert view.words == till.opened.face.say("ui.camera.unreachable")
    till.keys.scan("4006381333931")
    assert till.asked("scan") == ["4006381333931"]
    till.keys.press("Ctrl+D")
    devices = till.window.screens["devices"]
    assert till.opened.face.say("ui.camera.unreachable") in devices.tries.camera.state.text()  # type: ignore[attr-defined]


def test_what_keeps_the_camera_from_seeing_is_said_as_closely_as_it_is_known(till: AtTheTill) -> None:
    open_camera(till)
    for why in ("camera.lost", "camera.missing", "camera.no_answer"):
        till.rooms.camera.fail(why=why)
        till.keys.settle()
        assert till.sell.middle.camera.words == till.opened.face.say(why, number=1)
    till.keys.press("Ctrl+D")
    devices = till.window.screens["devices"]
    assert devices.tries.camera.state.text() == till.opened.face.say("camera.no_answer", number=1)  # type: ignore[attr-defined]


def test_the_view_says_which_code_is_taken(till: AtTheTill) -> None:
    view = open_camera(till).sell.middle.camera
    assert view.words == till.opened.face.say("ui.camera.starts")
    see(till)
    assert view.words == till.opened.face.say("ui.camera.aim")
    see(till, MILK, BREAD)
    assert view.words == till.opened.face.say("ui.camera.nearest", code=MILK[3:])
    see(till, MILK, BREAD, frames=5)
    assert view.words == till.opened.face.say("ui.camera.taken", code=MILK[3:])
    assert till.asked("scan") == [MILK]
    see(till, MILK, frames=60)
    assert view.words == till.opened.face.say("ui.camera.taken", code=MILK[3:]), "nothing to hold still for"
    see(till, BREAD)
    assert view.words == till.opened.face.say("ui.camera.hold", code=BREAD[3:])
    see(till, step_ms=2_000)
    assert view.words == till.opened.face.say("ui.camera.aim")


def test_reads_of_a_camera_that_ails_are_forgotten(till: AtTheTill) -> None:
    open_camera(till)
    see(till, MILK)
    till.rooms.camera.fail(Condition.ERROR)
    till.keys.settle()
    see(till, MILK, step_ms=5_000)
    assert till.asked("scan") == []


def test_showing_goods_to_the_camera_keeps_the_till_unlocked(till: AtTheTill) -> None:
    lock = till.opened.lock
    open_camera(till)
    lock._last_s -= 10_000
    assert lock.is_due()
    see(till, MILK, frames=3)
    assert not lock.is_due()


def test_any_screen_can_have_the_view_behind_a_button(till: AtTheTill) -> None:
    strip = CameraStrip(till.opened.face, till.opened.bridge)
    strip.setParent(till.sell)
    codes: list[str] = []
    strip.view.code.connect(codes.append)
    camera = till.rooms.camera
    assert not camera.looks
    strip.button.click()
    assert camera.looks
    see(till, MILK, frames=3)
    assert codes == [MILK]
    strip.button.click()
    assert not camera.looks


def test_the_picture_keeps_to_the_round_corners_of_its_frame(till: AtTheTill) -> None:
    open_camera(till)
    view = till.sell.middle.camera
    see(till)
    shot = view.grab().toImage()
    picture = shot.pixelColor(view.width() // 2, 10)
    assert picture == Qt.GlobalColor.black, "the frame that the test shows is black"
    assert shot.pixelColor(2, 2) != picture
    assert shot.pixelColor(view.width() - 3, 2) != picture
