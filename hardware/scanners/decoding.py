"""Reads the codes in one frame with two decoders: zxing-cpp always, pyzbar as a second opinion when asked.

The camera's decoding thread and the bench call it. Promises: each code once, with who read it; an item number looks the
same whoever read it, with the AIM identifier that a scanner would send; bytes that are no text are left out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from pos_app.domain.codes.frame_rule import Format, Point, SeenCode
from pos_app.domain.codes.gtin import expand_upc_e, has_check_digit
from pos_app.domain.errors import Fault, Refusal

if TYPE_CHECKING:
    from cv2.typing import MatLike

CODES_MAX: Final = 20
"""Codes of one frame."""
_GS: Final = "\x1d"
_EAN_DIGITS: Final = 13
_SECOND: Final = {
    "EAN13": (Format.EAN_13, "]E0"), "EAN8": (Format.EAN_8, "]E4"), "UPCA": (Format.UPC_A, "]E0"),
    "UPCE": (Format.UPC_E, "]E0"), "CODE128": (Format.CODE_128, "]C0"), "CODE39": (Format.CODE_39, "]A0"),
    "I25": (Format.ITF, "]I0"), "QRCODE": (Format.QR, "]Q1"),
}  # fmt: skip
"""pyzbar's names of what is asked of it; its DataBar aborts on some frames and zxing-cpp reads all of it."""
_log = logging.getLogger(__name__)


class Decoders:
    """Both decoders, loaded once, by the thread that uses them."""

    def __init__(self) -> None:
        """Load them; raises `Fault` "camera.no_library" without the first one, does without the second one."""
        try:
            import zxingcpp  # noqa: PLC0415 - a till whose camera is off never loads it
        except ImportError as error:
            raise Fault("camera.no_library", name="zxing-cpp") from error
        self._first = zxingcpp
        form = zxingcpp.BarcodeFormat
        self._formats = zxingcpp.BarcodeFormats([
            form.EAN13, form.EAN8, form.UPCA, form.UPCE, form.Code128, form.Code39, form.ITF, form.DataBar,
            form.QRCode, form.DataMatrix,
        ])  # fmt: skip
        self._named = {
            form.EAN13: Format.EAN_13, form.EAN8: Format.EAN_8, form.UPCA: Format.UPC_A, form.UPCE: Format.UPC_E,
            form.Code128: Format.CODE_128, form.Code39: Format.CODE_39, form.ITF: Format.ITF,
            form.ITF14: Format.ITF, form.DataMatrix: Format.DATA_MATRIX,
        }  # fmt: skip
        self._second: Any = None
        try:
            from pyzbar import pyzbar  # noqa: PLC0415 - the same

            self._second = pyzbar
            self._symbols = [pyzbar.ZBarSymbol[name] for name in _SECOND]
        except ImportError as error:
            _log.warning("the camera has no second decoder (Debian: libzbar0): %s", error)

    def read(self, grey: MatLike, *, thorough: bool = True, second: bool = True) -> tuple[SeenCode, ...]:
        """Return the codes of a grey frame. `thorough` looks for turned, small and inverted ones too."""
        found: dict[str, SeenCode] = {code.data: code for code in self.first(grey, thorough=thorough)}
        for code in self.second(grey) if second else ():
            known = found.get(code.data)
            found[code.data] = (
                code if known is None else SeenCode(known.text, known.format, known.corners, first=True, second=True)
            )
        return tuple(found.values())[:CODES_MAX]

    def first(self, grey: MatLike, *, thorough: bool = True) -> Iterator[SeenCode]:
        """Yield what zxing-cpp reads."""
        read = self._first.read_barcodes(
            grey,
            formats=self._formats,
            try_rotate=thorough,
            try_downscale=thorough,
            try_invert=thorough,
            text_mode=self._first.TextMode.Plain,
        )
        for each in read:
            named = self._named.get(each.format) or (Format.QR if "QR" in str(each.format) else Format.DATABAR)
            at = each.position
            corners = tuple((p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left))
            yield SeenCode(each.symbology_identifier + each.text, named, corners)

    def second(self, grey: MatLike) -> Iterator[SeenCode]:
        """Yield what pyzbar reads."""
        if self._second is None:
            return
        height, width = grey.shape
        for each in self._second.decode((grey.tobytes(), width, height), symbols=self._symbols):
            named = _SECOND.get(each.type)
            text = _text(each.data, each.type)
            if named is not None and text:
                identifier = "]C1" if each.type == "CODE128" and _GS in text else named[1]
                corners = _around((point.x, point.y) for point in each.polygon)
                yield SeenCode(identifier + text, named[0], corners, first=False, second=True)


def _text(data: bytes, kind: str) -> str:
    """Return the data as zxing-cpp gives it: UPC-A and UPC-E in the 13 digits of an EAN; "" when it cannot be right."""
    try:
        text = data.decode()
        if kind == "UPCE":
            text = expand_upc_e(text[:7])
        if kind in {"UPCA", "UPCE", "EAN13"}:
            text = text.zfill(_EAN_DIGITS)
            return text if has_check_digit(text) else ""
    except (UnicodeDecodeError, Refusal):
        return ""
    return text


def _around(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the upright box around points: pyzbar gives a line's many."""
    across, down = zip(*points, strict=True) if (points := tuple(points)) else ((0,), (0,))
    left, right, top, bottom = min(across), max(across), min(down), max(down)
    return ((left, top), (right, top), (right, bottom), (left, bottom))
