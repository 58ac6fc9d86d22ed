"""The command line and the wiring: the only place that knows every room.

`python -m pos_app` calls in here. Each command is a module that imports its rooms when it is chosen,
so that `--help` answers at once and a headless machine never loads Qt.
"""
