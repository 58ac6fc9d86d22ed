"""Both decoders read the till's codes, an item number the same whoever read it, as a scanner would send it."""

from __future__ import annotations

import datetime as dt

import cv2
import pytest
from cv2.typing import MatLike

from hardware.scanners.decoding import Decoders
from pos_app.domain.codes.frame_rule import Format
from pos_app.domain.codes.regions import rules_for
from pos_app.domain.codes.scan import PlainCode, read_code
from tests.hardware.scanners.pictures import code_picture, frame_of, shelf_frame


@pytest.fixture(scope="module")
def decoders() -> Decoders:
    return Decoders()


def grey(frame: MatLike) -> MatLike:
    return cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)


def alone(kind: str, text: str) -> MatLike:
    return grey(frame_of((code_picture(kind, text), 300, 200)))


@pytest.mark.parametrize(
    ("kind", "text", "form", "sent"),
    [
        ("ean13", "4006381333931", Format.EAN_13, "]E04006381333931"),
        ("ean8", "96385074", Format.EAN_8, "]E496385074"),
        ("upce", "01234505", Format.UPC_E, "]E00012000003455"),
        ("code128", "0217-03-1A2B-000042", Format.CODE_128, "]C00217-03-1A2B-000042"),
        ("code39", "SHELF-7", Format.CODE_39, "]A0SHELF-7"),
        ("itf", "10012345678902", Format.ITF, "]I110012345678902"),
        ("qr", "TILLC1 AND MORE", Format.QR, "]Q1TILLC1 AND MORE"),
    ],
)
def test_both_decoders_read_a_clean_code_alike(
    decoders: Decoders, kind: str, text: str, form: Format, sent: str
) -> None:
    (code,) = decoders.read(alone(kind, text))
    assert code.data == sent[3:]
    assert code.format is form
    assert (code.first, code.second) == (True, True)
    assert code.text[:2] == sent[:2]


def test_an_item_number_is_the_same_item_at_the_till(decoders: Decoders) -> None:
    for kind, text in (("ean13", "0036000291452"), ("upce", "01234505")):
        (first,) = decoders.first(alone(kind, text))
        (second,) = decoders.second(alone(kind, text))
        read = [read_code(code.text, rules_for("us"), dt.date(2026, 7, 1)) for code in (first, second)]
        assert all(isinstance(code, PlainCode) for code in read)
        assert read[0] == read[1]


def test_the_corners_stand_around_the_code(decoders: Decoders) -> None:
    (code,) = decoders.read(alone("qr", "HERE"))
    across, down = [x for x, _ in code.corners], [y for _, y in code.corners]
    assert 290 < min(across) < max(across) < 300 + code_picture("qr", "HERE").shape[1] + 10
    assert 190 < min(down) < max(down) < 210 + code_picture("qr", "HERE").shape[0]


@pytest.mark.parametrize("kind", ["ean13", "ean8", "code128", "qr"])
def test_a_camera_that_hangs_upside_down_reads_every_frame(decoders: Decoders, kind: str) -> None:
    text = {"ean8": "96385074", "ean13": "4006381333931"}.get(kind, "UPSIDE-DOWN")
    turned = grey(frame_of((code_picture(kind, text), 300, 200), turned=180))
    assert [code.data for code in decoders.read(turned, thorough=False, second=False)] == [text]


def test_a_code_that_lies_on_its_side_takes_a_thorough_look(decoders: Decoders) -> None:
    turned = grey(frame_of((code_picture("ean13", "4006381333931"), 300, 200), turned=90))
    assert [code.data for code in decoders.read(turned, thorough=True, second=False)] == ["4006381333931"]


def test_a_shelf_without_a_code_gives_none(decoders: Decoders) -> None:
    assert decoders.read(grey(shelf_frame())) == ()


def test_without_the_second_library_the_first_one_reads_on(decoders: Decoders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoders, "_second", None)
    (code,) = decoders.read(alone("ean13", "4006381333931"))
    assert (code.first, code.second) == (True, False)
