"""Pictures of codes as a camera or a printer would make them, for the tests and the bench; no file, no camera."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import zxingcpp
from cv2.typing import MatLike

FORMATS = {
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
    "upce": zxingcpp.BarcodeFormat.UPCE,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "itf": zxingcpp.BarcodeFormat.ITF,
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
}
PAPER = 205


def code_picture(kind: str, text: str, scale: int = 3) -> MatLike:
    """Return a code, black on white, with its quiet zone."""
    made: Any = zxingcpp.create_barcode(text, FORMATS[kind]).to_image(scale=scale, add_quiet_zones=True)
    return np.array(made, copy=True)


def frame_of(*codes: tuple[MatLike, int, int], size: tuple[int, int] = (1280, 720), turned: int = 0) -> MatLike:
    """Return a colour frame with codes at their left upper corners on grey paper, softened as a lens does."""
    grey = np.full((size[1], size[0]), PAPER, np.uint8)
    for code, left, top in codes:
        height, width = code.shape[:2]
        grey[top : top + height, left : left + width] = np.minimum(code, PAPER)
    for _ in range(turned // 90):
        grey = np.ascontiguousarray(np.rot90(grey))
    soft = cv2.GaussianBlur(grey, (3, 3), 0.8)
    return cv2.cvtColor(soft, cv2.COLOR_GRAY2BGR)


def shelf_frame(seed: int = 7, size: tuple[int, int] = (1280, 720)) -> MatLike:
    """Return a frame full of edges and words, and no code."""
    chance = np.random.default_rng(seed)
    grey = cv2.GaussianBlur(chance.integers(60, 220, (size[1], size[0]), dtype=np.uint8), (15, 15), 0)
    for at in range(12):
        cv2.putText(grey, f"shelf {at}", (40 + at * 90, 60 + at * 52), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 20, 3)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
