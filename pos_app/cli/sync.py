"""`./pos sync`: run the sync daemon by itself. The till starts one when none holds the folder's lock."""

from __future__ import annotations

import argparse

from pos_app.cli.commands import data_option

EPILOG = """\
It delivers the journal, follows the feed, and writes the cache. Stopping it at any moment loses nothing;
a second one on the same folder refuses to start (exit code 3).
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    data_option(parser)


def run(options: argparse.Namespace) -> int:
    """Run until stopped."""
    from sync import daemon

    return daemon.run(options.data)
