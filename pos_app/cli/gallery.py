"""`./pos gallery`: every widget to look through; pictures of all widgets; pictures of every screen in every state."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.cli.commands import DONE

if TYPE_CHECKING:
    from ui.gallery.dress import Dress
    from ui.gallery.state import State

EPILOG = """\
examples:
  ./pos gallery                         a window with every widget; theme, language and type to switch
  ./pos gallery --render ./pictures     every widget as PNG: all themes, both languages, 1280x800 and 480x800
  ./pos gallery --screens docs/screens  every screen in every state, driven through the real till
  ./pos gallery --screens ./all --every all themes, languages, sizes and types instead of the kept ones
  ./pos gallery --screens ./look --only pay change   two states alone, without the page

Pictures need no display.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("--render", type=Path, metavar="DIR", help="write every widget as PNG")
    parser.add_argument("--screens", type=Path, metavar="DIR", help="write every screen as PNG, and README.md")
    parser.add_argument("--every", action="store_true", help="with --screens: every theme, language, size and type")
    parser.add_argument("--only", nargs="+", default=(), metavar="STATE", help="with --screens: these states alone")


def run(options: argparse.Namespace) -> int:
    """Open the gallery, or write pictures."""
    if options.render or options.screens:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    if options.render:
        _render(options.render)
    if options.screens:
        count = _screens(options.screens, options.only, all_dresses=options.every)
        sys.stdout.write(f"{count} pictures in {options.screens}\n")
    if options.render or options.screens:
        return DONE
    from ui.face import Face
    from ui.gallery.window import GalleryWindow

    window = GalleryWindow(Face())
    window.show()
    return application.exec()


def _render(folder: Path) -> None:
    from pos_app.words import LANGUAGES
    from ui.gallery.dress import WIDGET_SIZES, Dress
    from ui.gallery.pictures import widget_pages
    from ui.gallery.widgets import PAGES
    from ui.theme.tokens import THEMES

    dresses = [Dress(theme, language, size) for theme in THEMES for language in LANGUAGES for size in WIDGET_SIZES]
    sys.stdout.write(f"{sum(1 for _ in widget_pages(PAGES, dresses, folder))} pictures in {folder}\n")


def _screens(folder: Path, names: Collection[str], *, all_dresses: bool) -> int:
    """Write the pictures of the states called `names`, of all when it is empty, and then the page."""
    from ui.gallery.dress import every, kept
    from ui.gallery.index_page import index_page
    from ui.gallery.states import STATES

    written: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as made:
        for state in STATES:
            if not names or state.name in names:
                dresses = every(state) if all_dresses else kept(state)
                pictures = _pictures(Path(made), state, dresses, folder)
                written[state.name] = sorted((path.name for path in pictures), key=_place(state, dresses))
    if not names:
        (folder / "README.md").write_text(index_page(written), encoding="utf-8")
    return sum(map(len, written.values()))


def _place(state: State, dresses: tuple[Dress, ...]) -> Callable[[str], int]:
    return [f"{state.name}-{dress.name}.png" for dress in dresses].index


def _pictures(made: Path, state: State, dresses: tuple[Dress, ...], folder: Path) -> Iterator[Path]:
    """Bring a fresh till into the state, once for each language, and take its pictures."""
    from pos_app.cli import demo_workstation
    from ui.gallery.pictures import save
    from ui.gallery.stage import staged

    template = made / "template"
    if not template.exists():
        demo_workstation.make(template)
    for language in dict.fromkeys(dress.language for dress in dresses):
        first = next(dress for dress in dresses if dress.language == language)
        with (
            tempfile.TemporaryDirectory(dir=made) as place,
            staged(
                state,
                language,
                demo_workstation.things(),
                lambda settings: demo_workstation.window(shutil.copytree(template, Path(place, "till")), settings),
                first.size,
            ) as window,
        ):
            if window is None:
                continue
            for dress in dresses:
                if dress.language == language:
                    window.wear(dress)
                    yield save(window.widget, folder / f"{state.name}-{dress.name}.png")
            window.widget.close()
