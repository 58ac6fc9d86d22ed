"""The demo's hub: `./pos hub` that ends with the process that started it, even when that one is killed.

A window whose screen goes away ends without a word, and a demo must leave no process behind.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Final

from pos_app.cli.commands import main

LOOK_EVERY_S: Final = 0.5


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    sys.exit(main(["hub", *sys.argv[1:]]))
