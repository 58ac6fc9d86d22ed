"""Runs a bench's window in a process of its own, offscreen, and reads the one line of JSON that it answers."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.bench.catalogue_feed import PROJECT


@contextlib.contextmanager
def child(module: str, *what: str) -> Iterator[subprocess.Popen[str]]:
    """Start `python -m module what...`; it is killed at the end, however that comes."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "POS_BENCH_STARTED": str(time.monotonic())}
    command = [sys.executable, "-m", module, *what]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(module: str, *what: str) -> dict[str, Any]:
    """Return what the process answers with its last line."""
    with child(module, *what) as process:
        answer, _ = process.communicate()
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return found
