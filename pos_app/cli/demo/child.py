"""A player's process, as the conductor sees it: started on a folder, heard line by line, answered when it asks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self


class Child:
    """Plays one part in a process of its own; what it says on stderr goes to `till.log` among the output."""

    def __init__(self, folder: Path, out: Path, part: str) -> None:
        """Start it; its pictures are numbered after those that there are."""
        taken = len(list(out.glob("*.png")))
        command = [sys.executable, "-m", "pos_app.cli.demo.player", str(folder), str(out), part, str(taken)]
        self._log = (out / "till.log").open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        )

    def heard(self) -> Iterator[tuple[str, str]]:
        """Give what it says, word and rest, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, _, rest = line.strip().partition(" ")
            yield word, rest

    def answer(self, said: str) -> None:
        """Answer what it asked."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"done {said}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()

    def ended_well(self) -> bool:
        """Wait for its end; tell whether every scene held."""
        return self._process.wait() == 0

    def __enter__(self) -> Self:
        """Have it while the block lasts."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no process behind."""
        if kind is not None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe is not None:
                pipe.close()
