"""The screens of the till, one module each, joined by the registry of this folder alone.

A screen draws what a desk returned and turns touches and keys into calls; it does not know its siblings.
"""
