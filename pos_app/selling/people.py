"""Who is at the till: signing on and off, and approval in place by somebody else. Owned by the till desk."""

from __future__ import annotations

from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import Operator, Role
from pos_app.selling.register import Register
from pos_app.selling.shop import Shop
from pos_app.staff import Staff


class People:
    """The operator at the till and the shift; `operator` is None while nobody is signed on."""

    def __init__(self, shop: Shop, staff: Staff, register: Register) -> None:
        """Begin with nobody."""
        self._shop = shop
        self._staff = staff
        self._register = register
        self.operator: Operator | None = None
        self.shift = ""

    @property
    def present(self) -> Operator:
        """The operator; a `Refusal` while nobody is signed on."""
        if self.operator is None:
            raise Refusal("till.signed_out")
        return self.operator

    def sign_on(self, operator_id: str, pin: str) -> None:
        """Sign on by PIN, and record it; the shift that is open goes on."""
        if self.operator is not None:
            raise Refusal("till.already_signed_on", name=self.operator.name)
        operator = self._staff.sign_in(self._shop.operators(), operator_id, pin)
        self.shift = self._register.sign_on(operator.id)
        self.operator = operator

    def sign_off(self, reason: str = "asked") -> None:
        """Record that the operator leaves; an open basket stays on the counter."""
        self._register.sign_off(self.present.id, self.shift, reason)
        self.operator = None

    def approver(self, operator_id: str, pin: str) -> str:
        """Return the id of the supervisor or manager who approves by `pin`; empty when nobody was named.

        Nobody approves for themselves; wrong PINs count like wrong sign-ins.
        """
        if not operator_id:
            return ""
        if operator_id == self.present.id:
            raise Refusal("till.approve_oneself")
        approver = self._staff.sign_in(self._shop.operators(), operator_id, pin)
        if not approves(approver):
            raise Refusal("till.may_not_approve", name=approver.name)
        return approver.id


def approves(operator: Operator) -> bool:
    """Tell whether the operator's role may approve what others ask for."""
    return operator.role is not Role.CASHIER
