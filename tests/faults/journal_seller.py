"""A till without a screen, to be killed: sells until it dies and says on standard output what is durable.

One line for each sale: "seq number sale_id", written after `append` returned. Run as a program with the data folder.
"""

import os
import sys
from pathlib import Path

from pos_app.clock import SystemClock
from tests.store.samples import basket, opened, sell


def main(folder: Path) -> None:
    """Sell for ever."""
    with opened(folder, clock=SystemClock()) as journal:
        for alarm in journal.opening.alarms:
            os.write(1, f"alarm {alarm}\n".encode())
        while True:
            bought = basket(1 + journal.position % 12)
            journal.drafts.save(bought, held=False, name="", operator="op-1", shift="shift-1")
            sold = sell(journal, bought)
            os.write(1, f"{journal.head.seq} {sold.receipt.number} {sold.basket.sale_id}\n".encode())
            journal.idle()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
