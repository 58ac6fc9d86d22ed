"""Pictures of everything that the till can show: each widget by itself, and each screen in each of its states.

`./pos gallery` opens it or writes the pictures; the tests of the looks walk the same states.
"""
