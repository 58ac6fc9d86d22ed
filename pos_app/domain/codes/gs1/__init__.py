"""GS1 element strings: biip names and splits them, the strict layer here decides what is right.

Called by `codes.scan`. One file for each part of the standard: `elements` (splitting and
writing), `dates`, `linters` (the content of one value), `coupons`, `associations` (which
elements need or exclude each other), `digital_link` (web addresses), `reading` (the elements
that the shop acts on).
"""
