"""A workstation of the demo store on disk, with the real till behind the window."""

from pos_app.cli.demo_workstation import CACHE, make

__all__ = ["CACHE", "make"]
