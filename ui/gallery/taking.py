"""Takes the pictures of a state: brings a fresh till into it for each language and size, and changes its dress there.

`./pos gallery --screens` and its workers call it; the till is theirs.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtGui import QImage

from ui.gallery import sheet
from ui.gallery.dress import Dress
from ui.gallery.pictures import write
from ui.gallery.plan import Picture
from ui.gallery.stage import OpensTill, Shop, staged
from ui.gallery.state import State


class NoSuchScreen(Exception):
    """The window lacks the screen that a state opens."""


def take(
    state: State, pictures: Sequence[Picture], shop: Shop, opens_till: OpensTill, folder: Path, *, pack: bool
) -> Iterator[Path]:
    """Write the pictures into `folder`; a till is opened for each language and size, as somebody would come there.

    Raises:
        NoSuchScreen: the till has no such screen.

    """
    seen_in = {dress: picture for picture in pictures for dress in picture.dresses}
    painted: dict[Dress, QImage] = {}
    for dress, image in _painted(state, tuple(seen_in), shop, opens_till):
        painted[dress] = image
        picture = seen_in[dress]
        if all(each in painted for each in picture.dresses):
            together = tuple((each, painted.pop(each)) for each in picture.dresses)
            yield _written(together, folder / picture.name, pack=pack)


def _painted(
    state: State, dresses: tuple[Dress, ...], shop: Shop, opens_till: OpensTill
) -> Iterator[tuple[Dress, QImage]]:
    for (size, language), together in groupby(sorted(dresses, key=_way), key=_way):
        with staged(state, language, shop, opens_till, size) as window:
            if window is None:
                raise NoSuchScreen(state.name)
            for dress in together:
                window.wear(dress)
                yield dress, window.widget.grab().toImage()
            window.widget.close()


def _way(dress: Dress) -> tuple[tuple[int, int], str]:
    """Return what makes the way to a state another one."""
    return dress.size, dress.language


def _written(painted: Sequence[tuple[Dress, QImage]], path: Path, *, pack: bool) -> Path:
    if len(painted) == 1:
        return write(painted[0][1], path, pack=pack)
    return write(sheet.sheet(painted), path, sheet.COLOURS, sheet.EXACT_COLOURS, pack=pack)
