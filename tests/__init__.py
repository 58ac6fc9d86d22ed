"""The tests, in the same folders as the rooms they test.

This file makes `tests` a package of its own, so that no foreign package of that name is found instead.
"""
