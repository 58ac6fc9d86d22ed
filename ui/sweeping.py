"""Collects Python's rubbish in the window's thread, and in no other.

Python collects wherever an allocation passes a threshold: as well in the thread of the sounds, the camera or a
printer. What it finds there may be a closed panel, and a widget that is destroyed outside its own thread takes the
whole program down. So a process with a window collects at the window's own ticks, which also keeps it out of a scan.
"""

import gc

IN_ORDER = (2, 1, 0)


def begin() -> None:
    """Let no thread collect by itself from now on; whoever has the window calls `sweep`."""
    gc.disable()


def sweep() -> int:
    """Collect the oldest generation that is due by Python's own thresholds; call it in the window's thread.

    Returns the generation, -1 when nothing is due.
    """
    counts, limits = gc.get_count(), gc.get_threshold()
    due = next((generation for generation in IN_ORDER if counts[generation] > limits[generation]), -1)
    if due >= 0:
        gc.collect(due)
    return due


def spare_what_stays() -> None:
    """Leave out of every later sweep what the program was built of: a full sweep looks only at what came after."""
    gc.collect()
    gc.freeze()
