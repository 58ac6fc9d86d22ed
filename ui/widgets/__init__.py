"""The parts that screens are built from: keypad, basket list, lamp, buttons.

A widget knows the theme and its own values, never a desk, so that every screen may use it.
"""
