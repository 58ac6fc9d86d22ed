"""Our codes are read back from the paper they are printed on: grey, faint, blurred, dithered, by both decoders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import cv2
import msgspec
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cv2.typing import MatLike
from PIL import Image

from hardware.fakes.escpos_reader import Qr, Reader
from hardware.paper.escpos import EscPos
from hardware.paper.picture import Pictured
from hardware.paper.text import render
from hardware.scanners.decoding import Decoders
from pos_app.demo import orders as demo
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode, make
from pos_app.domain.codes.signed import read as check
from pos_app.domain.receipt import Align, QrCode, Receipt, Text
from pos_app.domain.store_rows import SigningKey
from pos_app.pickup.slip import paper as slip_of
from pos_app.selling.receipt_paper import Paper
from tests.hardware.worked_sale import STORE, TAXES, sale

HUB = Ed25519PrivateKey.from_private_bytes(b"h" * 32)
KEY = SigningKey("hub", HUB.public_key().public_bytes_raw(), CODES)
NOW_MS = 1_790_000_000_000
RECEIPT = make(SignedCode(CodeKind.RECEIPT, "0190f3e2a1b27c3d8e4f5061728394a5"), HUB)
PICKUP = make(SignedCode(CodeKind.PICKUP, "0190f3e2a1b27c3d8e4f5061728394a6", "0217", NOW_MS // 1_000 + 60), HUB)
LONGEST = make(SignedCode(CodeKind.COUPON, "C" * 64, "S" * 64, NOW_MS // 1_000 + 60), HUB)
DOTS_PER_MM = 8
PAPERS = (32, 42, 48)
"""Columns: 58 mm paper, and both habits of 80 mm."""


@pytest.fixture(scope="module")
def decoders() -> Decoders:
    return Decoders()


def printed(receipt: Receipt, columns: int) -> MatLike:
    """Return the paper as 203 dpi burn it, a pixel a dot, black on white."""
    picture: Any = Pictured(columns=columns).receipt(receipt).convert("L")
    return np.array(picture)


def thermal(paper: MatLike) -> MatLike:
    """Grey paper and a faint head: little contrast."""
    return cv2.convertScaleAbs(paper, alpha=(196 - 96) / 255, beta=96)


def blurred(paper: MatLike) -> MatLike:
    """The heat of a dot spreads, and a lens is never sharp."""
    return cv2.GaussianBlur(thermal(paper), (5, 5), 1.1)


def dithered(paper: MatLike) -> MatLike:
    """A copy by a machine that knows black and white alone: grey becomes scattered dots, seen through a lens."""
    one_bit: Any = Image.fromarray(thermal(paper)).convert("1").convert("L")
    return cv2.GaussianBlur(np.array(one_bit), (5, 5), 1.1)


def photographed(paper: MatLike) -> MatLike:
    """A phone's picture of it: turned a little, other pixels than dots, lit from one side."""
    height, width = paper.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 7, 0.93)
    turned = cv2.warpAffine(blurred(paper), turn, (width, height), borderValue=150)
    shade = np.linspace(0.75, 1.0, width)[None, :]
    return (turned * shade).astype(np.uint8)


WORN = pytest.mark.parametrize("worn", [thermal, blurred, dithered, photographed])


def read_by_both(decoders: Decoders, picture: MatLike) -> tuple[set[str], set[str]]:
    return {code.data for code in decoders.first(picture)}, {code.data for code in decoders.second(picture)}


@WORN
@pytest.mark.parametrize("columns", PAPERS)
@pytest.mark.parametrize("text", [RECEIPT, PICKUP, LONGEST], ids=["receipt", "pickup", "longest"])
def test_a_printed_code_is_read_by_both_decoders_and_holds(
    decoders: Decoders, worn: Callable[[MatLike], MatLike], columns: int, text: str
) -> None:
    slip = Receipt((Text("Corner Store", Align.CENTRE, bold=True), QrCode(text), Text("Thank you", Align.CENTRE)))
    first, second = read_by_both(decoders, worn(printed(slip, columns)))
    assert text in first
    assert text in second
    store = "S" * 64 if text == LONGEST else "0217"
    assert check(text, [KEY], NOW_MS, store).key_id == "hub"


@WORN
def test_a_whole_receipt_gives_its_number_and_its_signed_code(
    decoders: Decoders, worn: Callable[[MatLike], MatLike]
) -> None:
    receipt = Paper(STORE, TAXES, "zh-Hans").sale(
        sale(), code="0217-03-1A2B-000042", wall_ms=NOW_MS, operator="Ada", signed=RECEIPT
    )
    first, second = read_by_both(decoders, worn(printed(receipt, 42)))
    assert RECEIPT in first & second
    if worn is not photographed:  # fine bars, askew, at fewer pixels than dots: there the square code is what helps
        assert "0217-03-1A2B-000042" in first | second


@WORN
@pytest.mark.parametrize("columns", PAPERS)
def test_the_slip_on_a_bag_gives_its_signed_code_to_both_decoders(
    decoders: Decoders, worn: Callable[[MatLike], MatLike], columns: int
) -> None:
    order = msgspec.structs.replace(demo.order(0, NOW_MS).order, place="A3", slip_code=PICKUP)
    slip = slip_of(order, "W**", STORE, ZoneInfo("UTC"))
    first, second = read_by_both(decoders, worn(printed(slip, columns)))
    assert PICKUP in first & second


def test_a_receipt_code_is_no_wider_than_a_hand_holds_still() -> None:
    paper = printed(Receipt((QrCode(RECEIPT),)), 42)
    columns = np.flatnonzero((paper == 0).any(axis=0))
    assert 20 <= (columns[-1] - columns[0] + 1) / DOTS_PER_MM <= 45


@pytest.mark.parametrize("columns", PAPERS)
def test_a_printer_is_told_the_code_and_the_size_of_its_squares(columns: int) -> None:
    printer = Reader()
    printer.feed(EscPos(columns, None).receipt(Receipt((QrCode(RECEIPT),))))
    codes = [event for event in iter(printer.next, None) if isinstance(event, Qr)]
    assert [code.data for code in codes] == [RECEIPT]
    assert codes[0].module_dots * 41 / DOTS_PER_MM >= 20


def test_a_code_needs_no_byte_mode(decoders: Decoders) -> None:
    from hardware.paper.codes import qr_modules

    assert len(qr_modules(RECEIPT)) - 8 <= 41, "version 6: alphanumeric, 5.5 bits a character"


def test_as_text_a_long_code_takes_one_line() -> None:
    (line,) = render(Receipt((QrCode(RECEIPT),)), 42).splitlines()
    assert line.startswith("[TILLC1")
    assert len(line) == 42
