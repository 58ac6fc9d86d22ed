"""A code on a screen is read off it by both decoders: on the till, and on the customer display."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cv2.typing import MatLike
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hardware.scanners.decoding import Decoders
from pos_app.cli import demo_workstation
from pos_app.demo.shop import PINS
from pos_app.domain.codes.signed import CodeKind, SignedCode, looks_signed, make
from ui.key_player import KeyPlayer
from ui.scan_burst import KeyKind, ScanBurst, Stroke
from ui.theme.tokens import THEMES
from ui.widgets.qr_image import SIDE_PX, QrImage

CODE = make(
    SignedCode(CodeKind.RECEIPT, "0190f3e2a1b27c3d8e4f5061728394a5"), Ed25519PrivateKey.from_private_bytes(b"t" * 32)
)


def _grey(widget: QWidget) -> MatLike:
    """Return what the widget shows, as a camera's grey frame."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows: Any = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return np.array(rows[:, : image.width()])  # the image goes, and its bytes with it


@pytest.mark.parametrize("side_px", [SIDE_PX, 300])
def test_a_signed_code_on_the_screen_is_read_off_it(qtbot: QtBot, side_px: int) -> None:
    widget = QrImage()
    qtbot.addWidget(widget)
    widget.show_text(CODE)
    widget.resize(side_px, side_px)
    (code,) = Decoders().read(_grey(widget))
    assert (code.data, code.first, code.second) == (CODE, True, True)


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("size", [(1024, 600), (800, 480)])
def test_a_sales_code_is_read_off_the_customers_screen_and_off_the_tills(
    qapp: QApplication, tmp_path: Path, theme: str, size: tuple[int, int]
) -> None:
    folder = demo_workstation.make(tmp_path)
    differing = {"customer_display": "window", "theme": theme}
    with demo_workstation.window(folder, differing) as opened:
        opened.window.show()
        keys = KeyPlayer(opened.window)
        keys.type(PINS["cashier"])
        keys.press("Enter")
        keys.scan(demo_workstation.codes()["goods"][0])
        keys.press("F12", "F12", "Ctrl+B")
        display = opened.customer.display
        assert display is not None
        display.resize(*size)
        display.look()
        qapp.processEvents()
        change = opened.bridge.view.change
        assert change is not None
        assert looks_signed(change.signed)
        for screen in (display, opened.window):
            (code,) = Decoders().read(_grey(screen))
            assert (code.data, code.first, code.second) == (change.signed, True, True)


def test_a_signed_code_comes_through_a_wedge_under_a_german_layout() -> None:
    layout = str.maketrans("YZ:/-+*", "ZYÖ-ß`(")
    burst, at_ms = ScanBurst(), 1_000
    for key, seen in zip(CODE, CODE.translate(layout), strict=True):
        at_ms += 4
        burst.key(Stroke(at_ms, KeyKind.CHARACTER, seen, key), can_take_back=False)
    verdict = burst.key(Stroke(at_ms + 4, KeyKind.END), can_take_back=False)
    assert verdict.scan == CODE
