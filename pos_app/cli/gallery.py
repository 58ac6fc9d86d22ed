"""`./pos gallery`: every widget to look through; pictures of all widgets; pictures of every screen in every state."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.cli.commands import DONE, FAILED, USAGE

if TYPE_CHECKING:
    from pos_app.cli.gallery_painter import Taken
    from ui.gallery.plan import Wanted

EPILOG = """\
examples:
  ./pos gallery                         a window with every widget; theme, language and type to switch
  ./pos gallery --render ./pictures     every widget as PNG: all themes, both languages, 1280x800 and 480x800
  ./pos gallery --screens docs/screens  every screen in every state, driven through the real till
  ./pos gallery --screens ./look --sheets  of each state and size one sheet: every theme and language side by side
  ./pos gallery --screens ./look --sheets --every  these sheets in the larger types too
  ./pos gallery --screens ./all --every    every theme, language, size and type as a picture of its own
  ./pos gallery --screens ./look --sheets --only pay change   two states alone, without the page

Pictures need no display. Each core takes some of the states; Ctrl+C ends them all. Exit code 1 when a state could not
be taken: it is named, and the others are there.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("--render", type=Path, metavar="DIR", help="write every widget as PNG")
    parser.add_argument("--screens", type=Path, metavar="DIR", help="write every screen as PNG, and README.md")
    parser.add_argument("--every", action="store_true", help="with --screens: every theme, language, size and type")
    parser.add_argument("--sheets", action="store_true", help="with --screens: themes and languages side by side")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="with --screens: processes (default: cores)")
    parser.add_argument("--only", nargs="+", default=(), metavar="STATE", help="with --screens: these states alone")


def run(options: argparse.Namespace) -> int:
    """Open the gallery, or write pictures."""
    if options.render or options.screens:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if options.render:
            _render(options.render)
        return _screens(options) if options.screens else DONE
    from PySide6.QtWidgets import QApplication

    from ui.face import Face
    from ui.gallery.window import GalleryWindow

    application = QApplication(sys.argv[:1])
    window = GalleryWindow(Face())
    window.show()
    return application.exec()


def _render(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from pos_app.words import LANGUAGES
    from ui.gallery.dress import WIDGET_SIZES, Dress
    from ui.gallery.pictures import widget_pages
    from ui.gallery.widgets import PAGES
    from ui.theme.tokens import THEMES

    _application = QApplication.instance() or QApplication(sys.argv[:1])
    dresses = [Dress(theme, language, size) for theme in THEMES for language in LANGUAGES for size in WIDGET_SIZES]
    sys.stdout.write(f"{sum(1 for _ in widget_pages(PAGES, dresses, folder))} pictures in {folder}\n")


def _screens(options: argparse.Namespace) -> int:
    """Write the pictures of the states that are wanted, and then the page; FAILED when one could not be taken."""
    from pos_app.cli import demo_workstation
    from pos_app.cli.gallery_painter import Order
    from pos_app.cli.gallery_painters import jobs_here, take_all
    from ui.gallery.index_page import index_page
    from ui.gallery.plan import pictures
    from ui.gallery.states import STATES

    unknown = sorted(set(options.only) - {state.name for state in STATES})
    if unknown:
        sys.stderr.write(f"pos gallery: there is no state {', '.join(unknown)}\n")
        return USAGE
    names = [state.name for state in STATES if not options.only or state.name in options.only]
    folder, wanted = options.screens, _wanted(options)
    taken: dict[str, Taken] = {}
    with _ended_by_hand(), tempfile.TemporaryDirectory() as made:
        order = Order(wanted, folder, demo_workstation.make(Path(made, "till")))
        for each in take_all(names, order, options.jobs or jobs_here()):
            taken[each.state] = each
            sys.stderr.write(f"{len(taken)}/{len(names)} {each.state}{': not taken' if each.wrong else ''}\n")
    written = {
        state.name: [each.name for each in pictures(state, wanted) if each.name in taken[state.name].files]
        for state in STATES
        if state.name in taken
    }
    if not options.only:
        (folder / "README.md").write_text(index_page(written, wanted), encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, written.values()))} pictures in {folder}\n")
    wrong = [each for each in taken.values() if each.wrong]
    for each in wrong:
        sys.stderr.write(f"pos gallery: {each.state} could not be taken:\n{each.wrong}\n")
    return FAILED if wrong else DONE


def _wanted(options: argparse.Namespace) -> Wanted:
    from ui.gallery.plan import Wanted

    if options.sheets:
        return Wanted.EVERY_SHEET if options.every else Wanted.SHEETS
    return Wanted.EVERY if options.every else Wanted.KEPT


@contextmanager
def _ended_by_hand() -> Iterator[None]:
    """Let the request to end be the same as Ctrl+C: what was begun is ended, and what was made for it is removed."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
