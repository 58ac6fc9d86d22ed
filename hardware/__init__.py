"""Drivers for what stands on the counter: scanners, printers, drawers, displays, scales, payment.

They implement the protocols of `pos_app.devices` and know nothing else of the shop but its values.
Every call has a time limit, and none of them imports Qt.
"""
