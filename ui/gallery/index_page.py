"""The page that shows the pictures of all screens: one row for each state."""

from collections.abc import Sequence

_HEAD = """# Every screen, in every state

Written by `./pos gallery --screens docs/screens`: a real till of the demo store, driven through the real window. The
first picture of each state is 1280x800, light, English; the others are links.
"""


def index_page(names: Sequence[str]) -> str:
    """Return the page for these files, which are named STATE-THEME-LANGUAGE-SIZE.png."""
    first = "-light-en-1280x800.png"
    states = [name.removesuffix(first) for name in names if name.endswith(first)]
    parts = [_HEAD]
    for state in states:
        others = [name for name in names if name.startswith(f"{state}-") and _is_of(name, state, states)]
        links = " · ".join(
            f"[{name.removeprefix(f'{state}-').removesuffix('.png')}]({name})"
            for name in others
            if name != f"{state}{first}"
        )
        parts.append(f"## {state}\n\n![{state}]({state}{first})\n\n{links}\n")
    return "\n".join(parts)


def _is_of(name: str, state: str, states: Sequence[str]) -> bool:
    """Whether a file is of this state and not of one whose name goes on, such as `pay-typed` after `pay`."""
    return not any(
        other != state and other.startswith(f"{state}-") and name.startswith(f"{other}-") for other in states
    )
