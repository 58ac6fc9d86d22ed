"""A camera never holds the screen: it is grabbed and read in threads, says how it is, and comes back by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest
from cv2.typing import MatLike

from hardware.fakes.frame_sources import PictureSource
from hardware.scanners import camera_of, sources
from hardware.scanners.camera import Camera
from hardware.scanners.decoding import Decoders
from hardware.scanners.looking import Reader
from hardware.scanners.sources import FolderSource, VideoSource
from pos_app.devices import SEEN_MAX, Condition, DeviceState
from pos_app.domain.codes.frame_rule import SeenCode
from pos_app.domain.errors import Fault, Param
from pos_app.words import LANGUAGES, say
from tests.hardware.scanners.pictures import code_picture, frame_of, shelf_frame

MILK = "4006381333931"
LIMIT_S = 20.0


def until(true: Callable[[], bool]) -> None:
    woken = threading.Event()
    deadline = time.monotonic() + LIMIT_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        woken.wait(0.01)


@pytest.fixture
def source() -> PictureSource:
    return PictureSource(frame_of((code_picture("ean13", MILK), 400, 250)))


@pytest.fixture
def camera(source: PictureSource) -> Iterator[Camera]:
    made = Camera(lambda: source, stall_s=0.5)
    made.open()
    made.claim()
    yield made
    source.release.set()
    made.close()


def codes_of(camera: Camera) -> set[str]:
    return {code.data for seen in camera.seen() for code in seen.codes}


def test_a_code_in_front_of_the_camera_is_read_and_shown(camera: Camera) -> None:
    woken = threading.Event()
    camera.on_frame(woken.set)
    camera.enable()
    until(lambda: codes_of(camera) == {MILK})
    assert woken.is_set()
    assert camera.health().condition is Condition.READY
    preview = camera.preview()
    assert preview is not None
    assert (preview.width, preview.height, preview.size) == (640, 360, (1280, 720))
    assert len(preview.pixels) == 640 * 360 * 3


def test_enabling_and_disabling_return_at_once_and_nothing_is_opened_before(
    camera: Camera, source: PictureSource
) -> None:
    assert source.opened == 0
    assert camera.health().state is DeviceState.CLAIMED
    source.hang.set()
    began = time.monotonic()
    camera.enable()
    camera.enable()
    camera.disable()
    assert time.monotonic() - began < 0.2
    assert camera.preview() is None


@pytest.mark.expects_log("the camera sees nothing")
def test_a_camera_that_is_pulled_out_is_told_and_comes_back(camera: Camera, source: PictureSource) -> None:
    camera.enable()
    until(lambda: camera.health().condition is Condition.READY)
    source.plugged_in = False
    until(lambda: camera.health().why == "camera.lost")
    assert camera.health().condition is Condition.UNREACHABLE
    assert camera.preview() is None
    until(lambda: camera.health().why == "camera.missing")
    source.plugged_in = True
    until(lambda: camera.health().condition is Condition.READY)
    assert source.closed >= 1
    assert camera.health().why == ""


def test_a_view_that_is_closed_and_opened_again_at_once_finds_the_camera_free() -> None:
    class Exclusive(PictureSource):
        """Opens for one at a time, as cameras do."""

        held = 0
        refused = 0

        def open(self) -> None:
            if Exclusive.held:
                Exclusive.refused += 1
                raise Fault("camera.no_answer", number=1)
            super().open()
            Exclusive.held += 1

        def close(self) -> None:
            Exclusive.held -= self.opened - self.closed
            self.closed = self.opened

    frame = frame_of((code_picture("ean13", MILK), 400, 250))
    camera = Camera(lambda: Exclusive(frame))
    camera.open()
    for _ in range(5):
        camera.enable()
        until(lambda: camera.preview() is not None)
        camera.disable()
    camera.close()
    assert (Exclusive.held, Exclusive.refused) == (0, 0)


@pytest.mark.expects_log(r"the camera sees nothing: camera\.hangs")
def test_a_camera_that_hangs_in_its_driver_is_left_and_tried_again(source: PictureSource) -> None:
    sources = [source]

    def make() -> PictureSource:
        return sources[-1]

    camera = Camera(make, stall_s=0.3)
    camera.enable()
    until(lambda: camera.health().condition is Condition.READY)
    well = PictureSource(source.frame)
    sources.append(well)
    source.hang.set()
    until(lambda: well.opened == 1)
    until(lambda: camera.health().condition is Condition.READY)
    source.release.set()
    camera.close()
    assert camera.health().state is DeviceState.CLOSED


@pytest.mark.expects_log("the camera sees nothing")
def test_without_a_decoder_the_camera_says_that_it_is_ill(source: PictureSource) -> None:
    def none() -> None:
        raise Fault("camera.no_library", name="zxing-cpp")

    camera = Camera(lambda: source, decoders=none)  # type: ignore[arg-type] # it never returns
    camera.enable()
    until(lambda: camera.health().condition is Condition.ERROR)
    assert (camera.health().why, camera.health().params) == ("camera.no_library", {"name": "zxing-cpp"})
    camera.close()


@pytest.mark.expects_log("the camera sees nothing")
def test_without_opencv_the_camera_says_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    camera = camera_of("0")
    assert camera is not None
    camera.enable()
    until(lambda: camera.health().why == "camera.no_library")
    assert camera.health().params == {"name": "opencv"}
    camera.close()


@pytest.mark.expects_log("the camera sees nothing", "driver failed")
def test_a_driver_that_breaks_in_the_middle_is_tried_again(camera: Camera, source: PictureSource) -> None:
    camera.enable()
    until(lambda: camera.health().condition is Condition.READY)
    frame = source.frame
    source.frame = None  # type: ignore[assignment] # what no driver should give
    until(lambda: camera.health().why == "camera.driver")
    assert camera.health().condition is Condition.ERROR
    source.frame = frame
    until(lambda: camera.health().condition is Condition.READY)


@pytest.mark.expects_log("a frame could not be decoded")
def test_frames_that_a_decoder_chokes_on_are_told_once_and_the_next_good_one_is_read(
    source: PictureSource, caplog: pytest.LogCaptureFixture
) -> None:
    class Choking(Decoders):
        frames = 0

        def read(self, grey: MatLike, *, thorough: bool = True, second: bool = True) -> tuple[SeenCode, ...]:
            self.frames += 1
            if self.frames <= 3:
                raise ZeroDivisionError
            return super().read(grey, thorough=thorough, second=second)

    camera = Camera(lambda: source, decoders=Choking)
    camera.enable()
    until(lambda: codes_of(camera) == {MILK})
    assert [record.getMessage() for record in caplog.records].count("a frame could not be decoded") == 1
    camera.close()


def test_reads_that_nobody_takes_are_bounded(camera: Camera, source: PictureSource) -> None:
    source.frame = source.frame[:200, :300].copy()
    camera.enable()
    until(lambda: len(camera._seen) == SEEN_MAX)
    assert len(camera.seen()) <= SEEN_MAX


def test_the_second_decoder_looks_twice_a_second_at_most_and_a_turned_code_keeps_the_thorough_look() -> None:
    class Note:
        def __init__(self) -> None:
            self.looks: list[tuple[bool, bool]] = []

        def read(self, _grey: object, *, thorough: bool, second: bool) -> tuple[()]:
            self.looks.append((thorough, second))
            return ()

    note, at = Note(), [0.0]
    reader = Reader(note, lambda: at[0])  # type: ignore[arg-type] # reads nothing
    frame = shelf_frame(size=(64, 48))
    for _ in range(60):
        reader.read(frame)
        at[0] += 1 / 30
    assert sum(second for _, second in note.looks) == 4
    assert sum(thorough for thorough, _ in note.looks) == 15


def test_a_turned_code_is_read_in_enough_frames_to_count() -> None:
    from hardware.scanners.decoding import Decoders

    reader = Reader(Decoders(), lambda: 0.0)
    frame = frame_of((code_picture("ean13", MILK), 400, 250), turned=90)
    reads = [bool([code for code in reader.read(frame).codes if code.first]) for _ in range(8)]
    assert all(reads), "after a thorough look that found something the next ones are thorough too"


def test_a_folder_of_pictures_and_a_video_are_cameras_too(tmp_path: Path) -> None:
    frame = frame_of((code_picture("ean13", MILK), 400, 250))
    cv2.imwrite(str(tmp_path / "a.png"), frame)
    (tmp_path / "b.png").write_bytes(b"no picture")
    folder = FolderSource(tmp_path, frames_per_s=1_000, hold=2)
    folder.open()
    assert [folder.read().shape for _ in range(5)] == [frame.shape] * 5
    folder.close()
    file = tmp_path / "shelf.avi"
    out = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 100, (1280, 720))
    for _ in range(3):
        out.write(frame)
    out.release()
    video = VideoSource(file)
    video.open()
    assert [video.read().shape for _ in range(7)] == [frame.shape] * 7, "it begins again at its end"
    video.close()


@pytest.mark.parametrize(
    ("what", "why", "named"),
    [
        ("61", "camera.missing", {"number": 62}),
        ("/no/such/video.avi", "camera.no_file", {"file": "/no/such/video.avi"}),
    ],
)
@pytest.mark.expects_log("the camera sees nothing")
def test_a_camera_that_is_not_there_is_said_by_its_health_alone(what: str, why: str, named: dict[str, object]) -> None:
    camera = camera_of(what)
    assert camera is not None
    camera.enable()
    until(lambda: camera.health().condition is Condition.UNREACHABLE)
    assert (camera.health().why, camera.health().params) == (why, named)
    camera.close()


@pytest.mark.parametrize(("allowed", "why"), [(True, "camera.no_answer"), (False, "camera.denied")])
def test_a_camera_that_is_there_and_does_not_open_is_busy_or_not_for_the_till(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool, why: str
) -> None:
    (tmp_path / "video61").touch()
    monkeypatch.setattr(sources, "DEVICE", str(tmp_path / "video{}"))
    monkeypatch.setattr(os, "access", lambda _path, _mode: allowed)
    with pytest.raises(Fault) as no:
        sources.CameraSource(61).open()
    assert no.value.message_id == why


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_thing_that_a_camera_can_suffer_has_its_sentence(language: str) -> None:
    named: dict[str, Param] = {"number": 1, "file": "/dev/video0", "name": "opencv"}
    for why in ("missing", "lost", "no_file", "no_library", "no_answer", "denied", "hangs", "driver"):
        words = say(language, f"camera.{why}", **named)
        assert words != f"camera.{why}"
        assert "{" not in words


def test_a_camera_that_is_off_is_none_and_loads_nothing() -> None:
    program = (
        "import sys; from hardware.scanners import camera_of; assert camera_of('off') is None; camera_of('0').close(); "
        "assert not {'cv2', 'numpy', 'zxingcpp', 'pyzbar'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
