"""The customer display beside the till: welcome, the sale, payment, change, and the receipt as a QR."""

from ui.gallery.state import ONE, SOME, Shows, State

_PLACED: dict[str, bool | str] = {"customer_display": "window"}
_PAID = (*SOME, "press F12", "type 50000", "press F1")


def _display(name: str, *acts: str, in_full: bool = False) -> State:
    return State(f"customer-{name}", acts, shows=Shows.CUSTOMER, settings=_PLACED, in_full=in_full)


CUSTOMER = (
    _display("idle"),
    _display("first-item", *ONE),
    _display("selling", *SOME, in_full=True),
    _display("long", "scan goods 12", "scan goods 12", "scan goods 12"),
    _display("paying", *SOME, "press F12"),
    _display("part-paid", *SOME, "press F12", "type 1000", "press F3"),
    _display("change", *_PAID, in_full=True),
    _display("receipt-qr", *_PAID, "press Ctrl+B", in_full=True),
    _display("training", "do training", "pin manager", "press Enter", *SOME),
)
