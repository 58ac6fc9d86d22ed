"""Whether the keypad of a narrow screen is wanted: by the person, or by a question for figures or a PIN.

A question brings it up by itself and takes it along when it ends; the person's own wish, of before, holds after it.
"""


class KeysWish:
    """The person's wish, and that of the open question over it."""

    def __init__(self) -> None:
        """Begin without either."""
        self._standing = False
        self._for_this: bool | None = None

    @property
    def wanted(self) -> bool:
        """Whether the keypad is wanted now."""
        return self._standing if self._for_this is None else self._for_this

    @property
    def by_itself(self) -> bool:
        """Whether it is the question alone that wants it."""
        return self._for_this is True and not self._standing

    def turn(self) -> None:
        """Want it, or no longer: while a question is open for that question alone."""
        if self._for_this is None:
            self._standing = not self._standing
        else:
            self._for_this = not self._for_this

    def begin(self) -> None:
        """Begin a question for figures."""
        self._for_this = True

    def end(self) -> None:
        """End it."""
        self._for_this = None
