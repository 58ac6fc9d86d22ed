"""The shop as pure values and functions: money, codes, prices, baskets and the facts a journal keeps.

Nothing here does input or output, reads a clock or draws a random number: the time, the date and the id maker
are passed in. Till and hub run the same code, so that both come to the same bytes.
"""
