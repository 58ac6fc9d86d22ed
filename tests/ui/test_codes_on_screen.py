"""A code on a screen is read off it by both decoders: on the till, and on the customer display."""

from typing import Any

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from hardware.scanners.decoding import Decoders
from pos_app.domain.codes.signed import CodeKind, SignedCode, make
from ui.scan_burst import KeyKind, ScanBurst, Stroke
from ui.widgets.qr_image import SIDE_PX, QrImage

CODE = make(
    SignedCode(CodeKind.RECEIPT, "0190f3e2a1b27c3d8e4f5061728394a5"), Ed25519PrivateKey.from_private_bytes(b"t" * 32)
)


@pytest.mark.parametrize("side_px", [SIDE_PX, 300])
def test_a_signed_code_on_the_screen_is_read_off_it(qtbot: QtBot, side_px: int) -> None:
    widget = QrImage()
    qtbot.addWidget(widget)
    widget.show_text(CODE)
    widget.resize(side_px, side_px)
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows: Any = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    grey = np.ascontiguousarray(rows[:, : image.width()])
    (code,) = Decoders().read(grey)
    assert (code.data, code.first, code.second) == (CODE, True, True)


def test_a_signed_code_comes_through_a_wedge_under_a_german_layout() -> None:
    layout = str.maketrans("YZ:/-+*", "ZYÖ-ß`(")
    burst, at_ms = ScanBurst(), 1_000
    for key, seen in zip(CODE, CODE.translate(layout), strict=True):
        at_ms += 4
        burst.key(Stroke(at_ms, KeyKind.CHARACTER, seen, key), can_take_back=False)
    verdict = burst.key(Stroke(at_ms + 4, KeyKind.END), can_take_back=False)
    assert verdict.scan == CODE
