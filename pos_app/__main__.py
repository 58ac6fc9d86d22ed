"""`python -m pos_app`: the command line; the launcher `./pos` calls it."""

from __future__ import annotations

import sys

from pos_app.cli.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
