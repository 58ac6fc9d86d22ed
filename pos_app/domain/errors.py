"""The two expected kinds of error; anything else that is raised is a bug.

`Refusal` is an expected "no" from a rule of the shop. `Fault` is the environment failing (disk full, printer off,
hub out of reach). Both carry a message id and its parameters; the sentence stands in `pos_app.words`.
"""

from __future__ import annotations

Param = str | int


class _Said(Exception):
    """An error that a person will read: a message id and the values that its sentence names."""

    def __init__(self, message_id: str, /, **params: Param) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.params: dict[str, Param] = params

    def __str__(self) -> str:
        """Return the message id with its parameters: for logs and tests, never for the screen."""
        shown = " ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.message_id} {shown}".rstrip()


class Refusal(_Said):
    """An expected no: a rule of the shop does not allow it. Nothing has changed."""


class Fault(_Said):
    """The environment failed: retried or shown on the lamp. What was safe before is safe still."""
