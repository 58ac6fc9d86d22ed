"""How the screens stand at each size of window: one pure rule, and the thin parts that follow it.

A screen hands its columns to a part of this room and is not told of sizes again.
"""
