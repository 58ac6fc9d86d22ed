"""The page that shows the pictures of all screens: one row for each state."""

from collections.abc import Mapping, Sequence

_HEAD = """# Every screen, in every state

Written by `./pos gallery --screens docs/screens`: a real till of the demo store, driven through the real window. Of
each state two pictures are kept: in English on the large window, and in Chinese, dark, on the small one; of some every
theme, and every size but 1920x1080. `./pos gallery --screens ./all --every` writes them all: three themes, both
languages, four sizes and three sizes of type.
"""


def index_page(written: Mapping[str, Sequence[str]]) -> str:
    """Return the page for the files of each state, named STATE-THEME-LANGUAGE-SIZE.png; the first is shown."""
    parts = [_HEAD]
    for state, (first, *others) in ((state, files) for state, files in written.items() if files):
        links = " · ".join(f"[{name.removeprefix(f'{state}-').removesuffix('.png')}]({name})" for name in others)
        parts.append(f"## {state}\n\n![{state}]({first})\n\n{links}\n".rstrip() + "\n")
    return "\n".join(parts)
