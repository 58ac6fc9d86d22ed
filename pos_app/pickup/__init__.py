"""The pickup desk: orders that customers placed online are picked, set ready, and handed over to the right person.

`desk.PickupDesk` is what the screens and the wiring use; everything works with the network gone.
"""
