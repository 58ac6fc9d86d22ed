"""The page that shows the pictures of all screens: one part for each state."""

from collections.abc import Mapping, Sequence

from ui.gallery.plan import Wanted

_KEPT = """# Every screen, in every state

Written by `./pos gallery --screens docs/screens`: a real till of the demo store, driven through the real window. Of
each state two pictures are kept: in English on the large window, and in Chinese, dark, on the small one; of some every
theme, and every size but 1920x1080. `./pos gallery --screens ./look --sheets` lays three themes and both languages of
each state and size beside each other; with `--every` instead each of them, in three sizes of type, is a picture.
"""
_ALL = """# Every screen, in every state, theme, language and size

Written by `./pos gallery --screens`: a real till of the demo store, driven through the real window.
"""


def index_page(written: Mapping[str, Sequence[str]], wanted: Wanted = Wanted.KEPT) -> str:
    """Return the page for the files of each state, named STATE-WHAT.png; the first is shown."""
    parts = [_KEPT if wanted is Wanted.KEPT else _ALL]
    for state, (first, *others) in ((state, files) for state, files in written.items() if files):
        links = " · ".join(f"[{name.removeprefix(f'{state}-').removesuffix('.png')}]({name})" for name in others)
        parts.append(f"## {state}\n\n![{state}]({first})\n\n{links}\n".rstrip() + "\n")
    return "\n".join(parts)
