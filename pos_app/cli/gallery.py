"""`./pos gallery`: every widget to look through; pictures of all widgets; pictures of every screen in every state."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.cli.commands import DONE

if TYPE_CHECKING:
    from ui.gallery.pictures import Dress
    from ui.gallery.states import State

EPILOG = """\
examples:
  ./pos gallery                         a window with every widget; theme, language and type to switch
  ./pos gallery --render ./pictures     every widget as PNG: all themes, both languages, 1280x800 and 480x800
  ./pos gallery --screens docs/screens  every screen in every state, driven through the real till
  ./pos gallery --screens ./all --every all themes, languages, sizes and types instead of the kept ones

Pictures need no display.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("--render", type=Path, metavar="DIR", help="write every widget as PNG")
    parser.add_argument("--screens", type=Path, metavar="DIR", help="write every screen as PNG, and README.md")
    parser.add_argument("--every", action="store_true", help="with --screens: every theme, language, size and type")


def run(options: argparse.Namespace) -> int:
    """Open the gallery, or write pictures."""
    if options.render or options.screens:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    if options.render:
        _render(options.render)
    if options.screens:
        count = _screens(options.screens, every=options.every)
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
    from ui.gallery.pictures import SIZES, Dress, widget_pages
    from ui.gallery.widgets import PAGES
    from ui.theme.tokens import THEMES

    dresses = [Dress(theme, language, size) for theme in THEMES for language in LANGUAGES for size in SIZES]
    sys.stdout.write(f"{sum(1 for _ in widget_pages(PAGES, dresses, folder))} pictures in {folder}\n")


def _screens(folder: Path, *, every: bool) -> int:
    from pos_app.words import LANGUAGES
    from ui.gallery.index_page import index_page
    from ui.gallery.pictures import ALL_SIZES, MAIN, Dress
    from ui.gallery.states import STATES
    from ui.theme.tokens import THEMES
    from ui.theme.type_scale import SCALES_PERCENT

    dresses: tuple[Dress, ...] = MAIN
    if every:
        dresses = tuple(
            Dress(theme, word, size, percent)
            for theme in THEMES
            for word in LANGUAGES
            for size in ALL_SIZES
            for percent in SCALES_PERCENT
        )
    with tempfile.TemporaryDirectory() as made:
        written = [path for state in STATES for path in _pictures(Path(made), state, dresses, folder)]
    (folder / "README.md").write_text(index_page([path.name for path in written]), encoding="utf-8")
    return len(written)


def _pictures(made: Path, state: State, dresses: tuple[Dress, ...], folder: Path) -> Iterator[Path]:
    """Bring a fresh till into the state and take its pictures."""
    from pos_app.cli import demo_workstation

    template = made / "template"
    if not template.exists():
        demo_workstation.make(template)
    for language in dict.fromkeys(dress.language for dress in dresses):
        folder_of_till = shutil.copytree(template, made / f"{state.name}-{language}")
        yield from _pictures_in(folder_of_till, state, [each for each in dresses if each.language == language], folder)


def _pictures_in(made: Path, state: State, dresses: list[Dress], folder: Path) -> Iterator[Path]:
    """Take the pictures in one language."""
    from pos_app.cli import demo_workstation
    from pos_app.demo.shop import PINS
    from ui.gallery.driver import Driver
    from ui.gallery.pictures import put_on, save

    with demo_workstation.window(made) as opened:
        opened.window.show()
        driver = Driver(opened, demo_workstation.codes(), PINS["cashier"])
        if driver.has(state):
            driver.reach(state, dresses[0].language)
            opened.bridge.stop()
            for dress in dresses:
                put_on(opened.face, opened.window, dress)
                yield save(opened.window, folder / f"{state.name}-{dress.name}.png")
