"""The message catalogues: every sentence that a person reads, in every language of the shop.

Code above the domain carries message ids and values; receipts, screens and the command line turn them
into sentences here. A missing translation falls back to English, never to an empty line.
"""
