"""The till's window: Qt and nothing else.

Screens ask the desks of `pos_app` and show the values they return; no rule of the shop and no SQL
lives here. The command line starts this room (`./pos till`).
"""
