"""How well and how fast photos of codes are read, and whether the live view keeps its pace beside a working window.

Photos come from `$POS_DATA/barcode-images`, whose `expected.csv` says what each shows and which of them both decoders
read before; without it a few hundred are drawn, and the figures say so. A photo is read alone, as one frame.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hardware.scanners.decoding import Decoders
from hardware.scanners.sources import opencv
from pos_app.domain.codes.frame_rule import NEVER_SECOND_ALONE, FrameRule, SeenCode
from pos_app.domain.codes.gtin import check_digit, expand_upc_e
from pos_app.domain.codes.signed import CODES, WORKSTATION, CodeKind, SignedCode, make, read
from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import SigningKey
from tests.bench.catalogue_feed import PROJECT
from tests.bench.children import ask
from tests.bench.figures import Figure, quantile

if TYPE_CHECKING:
    from cv2.typing import MatLike

CHILD: Final = "tests.bench.decode_child"
DRAWN: Final = 240
KEYS: Final = 1_000
CHECKS: Final = 300
FRAMES: Final = 4
"""A photo held before the camera, for the frame rule."""
_ITEM_NUMBERS: Final = frozenset({"EAN-13", "EAN-8", "UPC-A", "UPC-E"})
_YES: Final = "1"
_MISLABELLED: Final = {"zxing-cpp/ean13-2_23.webp": "9784872348880"}
"""Where the list names another book than the digits under the bars do."""


class Photo(msgspec.Struct, frozen=True):
    """One photo: what it shows, and whether either decoder read it before."""

    frame: MatLike
    symbology: str
    expected: str
    read_before: bool


def run(most: int | None) -> Iterator[Figure]:
    """Measure all photos, or the first `most`."""
    folder = Path(os.environ.get("POS_DATA", PROJECT.parent / "shared" / "data")) / "barcode-images"
    real = (folder / "expected.csv").exists()
    label = "" if real else f"GENERATED, {DRAWN} photos (POS_DATA has none): "
    yield from _read(list(_photos(folder) if real else _drawn())[:most], label)
    yield from _checked()
    yield from _live()


class _Tally:
    """What one way of reading did with all photos."""

    def __init__(self) -> None:
        self.right = self.wrong = 0
        self.times_ms: list[float] = []
        self.processor_ms: list[float] = []

    def add(self, codes: list[SeenCode], photo: Photo, took_ms: float, processor_ms: float) -> None:
        said = {_same(code.data, photo.symbology) for code in codes}
        self.right += photo.expected in said
        self.wrong += any(not _is_of(text, photo.expected) for text in said)
        self.times_ms.append(took_ms)
        self.processor_ms.append(processor_ms)

    def p_ms(self, at: float) -> float:
        return quantile(self.times_ms, at)


def _read(photos: list[Photo], label: str) -> Iterator[Figure]:
    decoders = Decoders()
    ways: tuple[tuple[str, Callable[[MatLike], Iterable[SeenCode]]], ...] = (
        ("zxing-cpp", decoders.first), ("pyzbar", decoders.second), ("either decoder", decoders.read),
    )  # fmt: skip
    tallies = {name: _Tally() for name, _ in ways}
    lost = alone = taken_wrong = 0
    catalogue = {photo.expected for photo in photos}
    for photo in photos:
        codes: list[SeenCode] = []
        for name, way in ways:
            began, worked = time.perf_counter(), time.thread_time()
            codes = list(way(photo.frame))
            took_ms, processor_ms = (time.perf_counter() - began) * 1e3, (time.thread_time() - worked) * 1e3
            tallies[name].add(codes, photo, took_ms, processor_ms)
        lost += photo.read_before and photo.expected not in {_same(code.data, photo.symbology) for code in codes}
        counted = _counted(codes, photo, catalogue)
        alone += any(not code.first and code.format in NEVER_SECOND_ALONE for code, _ in counted)
        taken_wrong += any(known and _same(code.data, photo.symbology) != photo.expected for code, known in counted)
    yield from _figures(tallies, photos, label)
    yield _figure("photos read before and not now", lost, "photos", 0, label)
    yield _figure(f"wrong reads that a basket would take, held for {FRAMES} frames", taken_wrong, "photos", 0, label)
    yield _figure("EAN-8, UPC-E, ITF or Code 39 of pyzbar alone that count", alone, "photos", 0, label)


def _figures(tallies: dict[str, _Tally], photos: list[Photo], label: str) -> Iterator[Figure]:
    first, second, both = tallies.values()
    count, before = len(photos), sum(photo.read_before for photo in photos)
    each = f"zxing-cpp alone {first.right}, pyzbar alone {second.right}; read before: {before}"
    name = f"{label}photos read by either decoder, of {count}"
    yield Figure("decode", name, both.right, "photos", before, at_least=True, reference=each)
    for who, tally in tallies.items():
        share = f"{100 * tally.wrong / count:.1f}% of {count} photos, single frames"
        yield Figure("decode", f"{label}photos with a wrong read, {who}", tally.wrong, "photos", reference=share)
    processor_ms = quantile(both.processor_ms, 0.5)
    singly = f"zxing-cpp {first.p_ms(0.5)} ms, pyzbar {second.p_ms(0.5)} ms; processor time of both {processor_ms} ms"
    yield Figure("decode", f"{label}one photo, both decoders, p50", both.p_ms(0.5), "ms", 6, reference=singly)
    yield Figure("decode", f"{label}one photo, both decoders, p95", both.p_ms(0.95), "ms")


def _figure(name: str, value: float, unit: str, limit: float, label: str) -> Figure:
    return Figure("decode", label + name, value, unit, limit)


def _counted(codes: list[SeenCode], photo: Photo, catalogue: set[str]) -> list[tuple[SeenCode, bool]]:
    """Return what is accepted of a photo held before the camera, each with whether it is a known product."""
    rule = FrameRule(lambda text: _same(text[3:], photo.symbology) in catalogue)
    height, width = photo.frame.shape
    looks = [rule.look(at * 40, codes, (width, height), second_looked=True) for at in range(FRAMES)]
    taken = [look.accepted for look in looks if look.accepted is not None]
    return [(code, _same(code.data, photo.symbology) in catalogue) for code in taken]


def _checked() -> Iterator[Figure]:
    """Measure how long a signed code takes that one of a thousand known keys made."""
    private = Ed25519PrivateKey.from_private_bytes(b"h" * 32)
    others = (SigningKey(f"W{at}", at.to_bytes(32, "big"), WORKSTATION) for at in range(KEYS - 1))
    keys = (*others, SigningKey("hub", private.public_key().public_bytes_raw(), CODES))
    text = make(SignedCode(CodeKind.PICKUP, "f" * 32, "0217", 2_000_000_000), private)
    times_ms: list[float] = []
    for _ in range(CHECKS):
        began = time.perf_counter()
        read(text, keys, 0, "0217")
        times_ms.append((time.perf_counter() - began) * 1e3)
    name, worst = f"a signed code checked, {KEYS:,} keys known, p50", f"p95 {quantile(times_ms, 0.95)} ms"
    yield Figure("decode", name, quantile(times_ms, 0.5), "ms", 2, reference=worst)


def _live() -> Iterator[Figure]:
    """Measure the view over a generated 720p video, in a window of its own process."""
    found = ask(CHILD)
    reference = (
        f"video of {found['source_fps']} frames/s; decoded {found['decoded_fps']} frames/s, pyzbar on "
        f"{found['second_fps']}; processor {found['processor_percent']}% of one core"
    )
    yield Figure("decode", "live view at 720p", found["shown_fps"], "frames/s", 25, at_least=True, reference=reference)
    yield Figure("decode", "longest gap of the window meanwhile", found["gap_ms"], "ms", 50, reference=reference)
    came = found["came_by"]  # whole ones: the film was cut into wherever it stood
    what = f"goods accepted, of {came} or {came + 1} that came by"
    yield Figure("decode", what, found["accepted"], "goods", came - 1, at_least=True)
    yield Figure("decode", "goods accepted more than once as they came by", found["repeated"], "goods", 0)
    yield Figure("decode", "longest gap while the camera's libraries load", found["loading_gap_ms"], "ms")


def _photos(folder: Path) -> Iterator[Photo]:
    cv2 = opencv()
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            frame = cv2.imread(str(folder / row["file"]), cv2.IMREAD_GRAYSCALE)
            assert frame is not None
            kind = row["symbology"]
            before = _YES in (row["zxingcpp_reads"], row["pyzbar_reads"])
            yield Photo(frame, kind, _same(_MISLABELLED.get(row["file"], row["expected"]), kind), before)


def _drawn() -> Iterator[Photo]:
    """Draw item numbers as a hurried hand photographs them: turned, soft, badly lit."""
    import numpy as np

    from tests.hardware.scanners.pictures import code_picture

    cv2, chance = opencv(), random.Random(9)
    for _ in range(DRAWN):
        digits = "".join(chance.choices("0123456789", k=12))
        text = digits + check_digit(digits)
        picture = code_picture("ean13", text, chance.choice((2, 3, 4)))
        height, width = picture.shape[:2]
        frame = np.full((480, 640), 190, np.uint8)
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-25, 25), 0.9)
        turn[:, 2] += ((640 - width) / 2, (480 - height) / 2)
        frame = cv2.warpAffine(picture, turn, (640, 480), frame, borderMode=cv2.BORDER_TRANSPARENT)
        soft = cv2.GaussianBlur(frame, (5, 5), chance.uniform(0.3, 1.4))
        yield Photo(cv2.convertScaleAbs(soft, alpha=chance.uniform(0.4, 0.9), beta=chance.uniform(0, 60)), "EAN-13",
                    text.zfill(14), read_before=False)  # fmt: skip


def _same(text: str, symbology: str) -> str:
    """Return a code in the form that is compared: item numbers in 14 digits, lines ended alike."""
    text = text.replace("\r\n", "\n")
    if symbology not in _ITEM_NUMBERS or not text.isdigit():
        return text
    if symbology == "UPC-E" and len(text) == 8:
        try:
            text = expand_upc_e(text[:7])
        except Refusal:
            return text
    return text.zfill(14)


def _is_of(text: str, expected: str) -> bool:
    """Tell whether a read is the expected one, or the item number of one with an add-on beside it."""
    return text == expected or (len(text) == 14 and expected.startswith(text.lstrip("0")))
