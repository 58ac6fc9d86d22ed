"""The shop itself: pure domain, desks, storage and the command line.

Nothing in here knows Qt, a network or a device; those rooms (`ui`, `sync`, `hardware`) stand beside
this package and are joined to it by `pos_app.cli` alone.
"""
