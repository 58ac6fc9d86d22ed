"""The scripted shift: what the cashier does, scene by scene, through real key events at the real window.

`player` runs a part of it in the till's own process; the conductor cuts the network, kills the till and deletes the
cache when a scene asks for it. Every scene says in one line what it shows, and checks it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from pos_app.cli.demo.actor import Actor
from pos_app.demo import shop
from pos_app.domain.product import Product
from pos_app.selling.view import LampState, Mode, QuestionKind


class Scene(NamedTuple):
    """One scene: its name, what it shows, and the doing."""

    name: str
    shows: str
    act: Callable[[Actor], None]


UNKNOWN: Final = "4006381333931"


def goods_of(department: str, count: int, start: int = 0) -> list[Product]:
    """Return packed goods of a department."""
    found = [product for product, _ in shop.goods() if product.department == department and not product.weighed]
    return found[start : start + count]


def code_of(product: Product, pack: int = 1_000) -> str:
    """Return the EAN-13 on a pack."""
    return next(code.gtin[1:] for code in product.codes if code.pack == pack)


def scan_all(actor: Actor, products: list[Product]) -> None:
    """Scan each of them once."""
    for product in products:
        actor.scan(code_of(product))


def sign_in(actor: Actor) -> None:
    """The cashier signs in by PIN."""
    actor.wait_for(lambda: actor.view.catalogue, "the catalogue has come", timeout_s=30)
    actor.picture("sign-in")
    actor.sign_in("cashier", shop.PINS["cashier"])
    actor.expect(actor.view.mode is Mode.SELLING, "the cashier is signed in")


def scan(actor: Actor) -> None:
    """Scans arrive wherever the focus is; promotions explain themselves."""
    scan_all(actor, [*goods_of("snacks", 3), *goods_of("drinks", 2), *goods_of("household", 1)])
    actor.expect(len(actor.view.lines) == 6, "six lines are in the basket")
    actor.expect(bool(actor.view.promotions), "a promotion is applied")
    actor.picture("basket")


def search(actor: Actor) -> None:
    """A product is found by two Chinese characters and sold by Enter."""
    before = len(actor.view.lines)
    actor.search("酸奶")
    actor.picture("search")
    actor.press("Enter")
    actor.expect(len(actor.view.lines) == before + 1, "the found product is sold")


def unknown_code(actor: Actor) -> None:
    """An unknown code blocks Pay until one key solves it."""
    actor.scan(UNKNOWN)
    actor.expect(actor.view.questions[0].kind is QuestionKind.UNKNOWN_CODE, "the unknown code is asked about")
    actor.press("F12")
    actor.expect(actor.view.mode is Mode.SELLING, "Pay waits for the answer")
    actor.picture("unknown-code")
    actor.set_aside()
    actor.expect(not actor.view.questions, "one key set it aside")


def weighed(actor: Actor) -> None:
    """A scale's label carries the weight; loose goods without one ask for it."""
    product = next(product for product, _ in shop.goods() if product.plu == "4131")
    actor.scan(actor.weight_label(product, 1_285))
    actor.expect(actor.view.lines[-1].quantity == 1_285, "the label's weight is sold")
    actor.plu("4011")
    actor.expect(actor.view.questions[0].kind is QuestionKind.WEIGHT, "loose goods ask for their weight")
    actor.picture("weight")
    actor.weigh("0640")
    actor.expect(actor.view.lines[-1].quantity == 640, "the typed weight is sold")


def quantity(actor: Actor) -> None:
    """Three of the next scan, and one more of the last line."""
    actor.type("*3")
    actor.press("Enter")
    actor.scan(code_of(goods_of("dairy", 1)[0]))
    actor.type("+")
    actor.expect(actor.view.lines[-1].quantity == 4_000, "three, and one more")


def void(actor: Actor) -> None:
    """A voided line leaves an undo strip; Ctrl+Z brings it back; voided again it stays on record."""
    lines = len(actor.view.lines)
    actor.press("Del")
    actor.expect(len(actor.view.lines) == lines - 1, "the line is voided")
    actor.picture("void")
    actor.press("Ctrl+Z")
    actor.expect(len(actor.view.lines) == lines, "undo brings it back")


def hold(actor: Actor) -> None:
    """The basket waits while somebody with one item pays."""
    actor.hold()
    actor.expect(not actor.view.lines and actor.view.held == 1, "the basket is on hold")
    scan_all(actor, goods_of("bakery", 1))
    actor.pay_cash("2000")
    actor.expect(actor.view.mode is Mode.CHANGE, "the change stays on the screen")
    actor.picture("change")


def recall(actor: Actor) -> None:
    """The held basket comes back and is paid with a note."""
    actor.recall()
    actor.expect(len(actor.view.lines) > 5, "the basket is back")
    actor.press("F12")
    actor.picture("pay")
    actor.pay_open_cash("50000")
    actor.expect(actor.view.mode is Mode.CHANGE, "the sale is done")


def age(actor: Actor) -> None:
    """An age check is a bar in place; one yes serves the basket."""
    scan_all(actor, goods_of("alcohol", 2))
    actor.picture("age")
    actor.confirm_age()
    actor.expect(not actor.view.questions, "one yes serves both bottles")
    actor.pay_exact()


def offline_sales(actor: Actor) -> None:
    """The network is cut; two sales are made as if nothing had happened."""
    actor.ask("cut")
    for start in (3, 6):
        scan_all(actor, goods_of("pantry", 3, start))
        actor.pay_exact()
    actor.wait_for(lambda: actor.lamp.state is LampState.OFFLINE, "the lamp says offline", timeout_s=20)
    actor.picture("offline")


def left_on_the_counter(actor: Actor) -> None:
    """Four lines are in the basket when the till is killed."""
    scan_all(actor, goods_of("frozen", 4))
    actor.expect(len(actor.view.lines) == 4, "four lines are in the basket")
    actor.ask("kill")


def back_with_its_basket(actor: Actor) -> None:
    """The killed till starts again, offline, with its basket."""
    actor.sign_in("cashier", shop.PINS["cashier"])
    actor.expect(len(actor.view.lines) == 4, "the basket is back as it was")
    actor.picture("after-the-kill")
    actor.pay_exact()


def cache_deleted(actor: Actor) -> None:
    """The whole cache is deleted while offline; the open catalogue sells on until the till is killed again."""
    actor.ask("delete-cache")
    scan_all(actor, goods_of("snacks", 2))
    actor.expect(len(actor.view.lines) == 2, "goods are still found")
    actor.pay_exact()
    actor.ask("kill")


def without_catalogue(actor: Actor) -> None:
    """Started with no cache and no network: operators sign in, open-price items are sold by department."""
    actor.sign_in("cashier", shop.PINS["cashier"])
    actor.expect(not actor.view.catalogue, "there is no catalogue")
    actor.scan(code_of(goods_of("snacks", 1)[0]))
    actor.by_department("1250")
    actor.expect(len(actor.view.lines) == 1, "an open-price item is sold without a catalogue")
    actor.picture("without-catalogue")
    actor.pay_exact()


def chinese(actor: Actor) -> None:
    """Another operator: the screens speak Chinese, in the dark theme too."""
    actor.sign_off()
    actor.sign_in("supervisor", shop.PINS["supervisor"])
    actor.ask("mend")
    actor.wait_for(lambda: actor.view.catalogue, "the catalogue is back", timeout_s=30)
    scan_all(actor, [*goods_of("care", 4), *goods_of("drinks", 3)])
    actor.picture("chinese")
    actor.dark()
    actor.picture("chinese-dark")
    actor.pay_exact()


def all_sent(actor: Actor) -> None:
    """The network is back for good: everything that happened alone reaches the hub."""
    actor.ask("mend")
    actor.wait_for(lambda: actor.lamp.state is LampState.ONLINE, "the lamp says: online, all sales sent", timeout_s=30)
    actor.picture("all-sent")
    actor.sign_off()


FIRST: Final = (
    Scene("sign-in", "sign in by PIN", sign_in),
    Scene("scan", "scan; promotions apply", scan),
    Scene("search", "find by two Chinese characters", search),
    Scene("unknown-code", "an unknown code blocks Pay until it is solved", unknown_code),
    Scene("weighed", "scale label and typed weight", weighed),
    Scene("quantity", "three of the next, one more of the last", quantity),
    Scene("void", "void and undo", void),
    Scene("hold", "hold, and sell to the next customer", hold),
    Scene("recall", "recall, pay with a note, change", recall),
    Scene("age", "age check in place", age),
    Scene("offline", "network cut, sales offline", offline_sales),
    Scene("kill", "killed in mid-basket", left_on_the_counter),
)
SECOND: Final = (
    Scene("back", "back with its basket", back_with_its_basket),
    Scene("cache-deleted", "cache deleted while offline, still selling, killed again", cache_deleted),
)
THIRD: Final = (
    Scene("without-catalogue", "no cache, no network: by department", without_catalogue),
    Scene("network-back", "network back, another operator in Chinese", chinese),
)
LAST: Final = (Scene("all-sent", "everything sent", all_sent),)
