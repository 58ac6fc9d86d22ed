"""What the sell screen may read: values only, made afresh by the till desk after every command.

Amounts are minor units of `SellView.currency`, quantities thousandths. Names stay by language: the screen picks.
A line that did not change is equal to the line before, so that a screen repaints only what differs.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from pos_app.domain.errors import Param
from pos_app.domain.product import Unit
from pos_app.domain.store_rows import Role
from pos_app.members.view import BuyerView


class Mode(enum.StrEnum):
    """What the cashier is doing."""

    SIGNED_OUT = "signed_out"
    LOCKED = "locked"
    """Somebody is signed on, and the screen is covered until a PIN is typed; the basket stays."""
    SELLING = "selling"
    PAYING = "paying"
    CHANGE = "change"
    """The sale is on disk; its change stays on the screen until the next scan."""


class Sound(enum.StrEnum):
    """Short sounds that go with what is seen; never the only sign."""

    OK = "ok"
    OK_PROMOTION = "ok_promotion"
    UNKNOWN = "unknown"
    APPROVAL = "approval"
    PAID = "paid"
    PICKUP = "pickup"
    """An order is here to be fetched."""
    ONLINE = "online"
    OFFLINE = "offline"


class Said(msgspec.Struct, frozen=True):
    """A sentence for a person: message id and the values it names."""

    message_id: str
    params: dict[str, Param] = {}


class Opens(msgspec.Struct, frozen=True):
    """Where a code leads: the screen by its name, and whom or what it shows there."""

    screen: str
    subject: str


RECEIPT: Final = "receipt"
"""`Opens.screen` of a receipt: the list of receipts on the sell screen, this one chosen."""


class Told(msgspec.Struct, frozen=True):
    """What a command tells the cashier besides the new view; either part may be absent."""

    sound: Sound | None = None
    said: Said | None = None
    line: int = 0
    """The line to show as newest; 0 for none."""
    opens: Opens | None = None
    """The screen that the command leads to."""


class ReductionView(msgspec.Struct, frozen=True):
    """What one rule took off a line. `names` is empty for a manual discount."""

    names: dict[str, str]
    amount: int
    manual: bool = False


class LineView(msgspec.Struct, frozen=True):
    """One live line of the basket."""

    number: int
    names: dict[str, str]
    quantity: int
    unit: Unit
    unit_price: int
    amount: int
    """To pay for this line, reductions taken off; without tax that is added."""
    gross: int
    code: str
    """GTIN in its shortest printed form, PLU, or empty."""
    reductions: tuple[ReductionView, ...] = ()
    overridden: bool = False
    note: str = ""


class QuestionKind(enum.StrEnum):
    """What blocks Pay until a person answers."""

    UNKNOWN_CODE = "unknown_code"
    AGE = "age"
    WEIGHT = "weight"
    PRICE = "price"
    """The product has no price today."""


class Question(msgspec.Struct, frozen=True):
    """An inline bar over the basket. Scanning goes on; Pay waits until every question is answered."""

    number: int
    kind: QuestionKind
    code: str = ""
    names: dict[str, str] = {}
    min_age: int = 0
    approval: bool = False
    """A buyer was refused before in this basket: a supervisor says yes."""


class TotalsView(msgspec.Struct, frozen=True):
    """The totals card. `due_cash` is what cash has to settle, rounded to the smallest coin."""

    items: int = 0
    """Pieces; a weighed line counts one."""
    subtotal: int = 0
    reduction: int = 0
    tax: int = 0
    tax_included: bool = True
    total: int = 0
    due_cash: int = 0


class PromotionView(msgspec.Struct, frozen=True):
    """One row under the subtotal: what a rule gives over the whole basket; `names` empty for manual discounts."""

    names: dict[str, str]
    amount: int


class NearView(msgspec.Struct, frozen=True):
    """Nearly earned: spend `missing` more for `gain` off, or show a member's card for it."""

    names: dict[str, str]
    missing: int
    gain: int
    member: bool = False


class Paper(enum.StrEnum):
    """How a receipt is given."""

    PRINT = "print"
    QR = "qr"
    """Its number as a QR on the screens; no paper."""
    NONE = "none"


class PaymentView(msgspec.Struct, frozen=True):
    """Payment in progress."""

    due: int
    """As cash would settle it."""
    paid: int
    missing: int
    tenders: tuple[tuple[str, int], ...] = ()
    """Kind and amount of what was taken so far."""
    quick: tuple[int, ...] = ()
    """Likely notes: exact first, then rounded up amounts."""
    paper: Paper = Paper.PRINT
    """How the receipt will be given."""
    not_in_cash: int | None = None
    """What is missing for a tender that needs no coins, where that differs."""


class ChangeView(msgspec.Struct, frozen=True):
    """The sale just finished."""

    sale_id: str
    receipt: str
    due: int
    given: int
    change: int
    paper: Paper = Paper.PRINT
    """How its receipt was given."""
    signed: str = ""
    """Its code, by which any till knows the receipt as genuine; empty for a receipt that has only its number."""
    points: int = 0
    """What the member earned with it."""


class HeldView(msgspec.Struct, frozen=True):
    """A basket on hold."""

    sale_id: str
    name: str
    items: int
    total: int
    held_ms: int
    """Wall time when it was put on hold."""
    operator: str


class OperatorView(msgspec.Struct, frozen=True):
    """Someone who may sign in here."""

    id: str
    name: str
    language: str
    role: Role | None = None


class DepartmentView(msgspec.Struct, frozen=True):
    """A department that sells at a typed price."""

    id: str
    names: dict[str, str]


class HitView(msgspec.Struct, frozen=True):
    """A product found by search; `price` None when it has none today."""

    product_id: str
    names: dict[str, str]
    price: int | None
    code: str
    weighed: bool = False


class LampState(enum.StrEnum):
    """The one lamp's states, the gravest first when several hold."""

    DISK_LOW = "disk_low"
    JOURNAL_ALARM = "journal_alarm"
    PRINTER = "printer"
    LOOK = "look"
    CLOCK_WRONG = "clock_wrong"
    DAEMON_DEAD = "daemon_dead"
    REFUSED = "refused"
    OFFLINE = "offline"
    STALE = "stale"
    SLOW = "slow"
    SENDING = "sending"
    ONLINE = "online"
    ALONE = "alone"
    """No hub is set up: this till sells alone."""


class Lamp(msgspec.Struct, frozen=True):
    """The lamp: its state, how many sales wait or need a look, and a detail for its sentence."""

    state: LampState
    count: int = 0
    detail: str = ""


class SellView(msgspec.Struct, frozen=True):
    """Everything the sell screen shows."""

    mode: Mode
    currency: str
    store_name: str
    workstation: str
    operator: OperatorView | None = None
    lines: tuple[LineView, ...] = ()
    totals: TotalsView = TotalsView()
    promotions: tuple[PromotionView, ...] = ()
    near: tuple[NearView, ...] = ()
    questions: tuple[Question, ...] = ()
    payment: PaymentView | None = None
    change: ChangeView | None = None
    tray: tuple[str, ...] = ()
    """Codes scanned while a payment was in progress."""
    next_quantity: int = 1_000
    """For the next scan (`*` n Enter)."""
    held: int = 0
    """How many baskets wait on hold."""
    can_undo: bool = False
    can_redo: bool = False
    tiles_turn: int = 0
    """Rises when the quick keys may have changed."""
    training: bool = False
    """Nothing counts: receipts are marked, the drawer stays shut."""
    begun_by: str = ""
    """Who began the basket, by name, when it is not the operator."""
    drawer_of: str = ""
    """Who opened the shift that the drawer is counted for, by name, when it is not the operator."""
    languages: tuple[str, ...] = ()
    """The store's, the receipts' first: what a customer is shown until another is chosen."""
    buyer: BuyerView | None = None
    """The member who buys, masked."""
    catalogue: bool = True
    """False when there is no catalogue: only open-price items by department can be sold."""
