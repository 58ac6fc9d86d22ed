"""Who is at the till: signing on and off, and approval in place by somebody else. Owned by the till desk."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import Refusal
from pos_app.domain.store_rows import Operator, Role
from pos_app.selling.register import Register
from pos_app.selling.shop import Shop
from pos_app.staff import Staff

SWITCHED: Final = "switched"
MANAGER_NEEDED: Final = "till.manager_needed"


class People:
    """The operator at the till and the shift; `operator` is None while nobody is signed on."""

    def __init__(self, shop: Shop, staff: Staff, register: Register) -> None:
        """Begin with nobody."""
        self._shop = shop
        self._staff = staff
        self._register = register
        self.operator: Operator | None = None
        self.shift = ""
        self.drawer = ""
        """Operator id of whoever opened the shift."""
        self.locked = False

    @property
    def present(self) -> Operator:
        """The operator; a `Refusal` while nobody is signed on."""
        if self.operator is None:
            raise Refusal("till.signed_out")
        return self.operator

    def sign_on(self, operator_id: str, pin: str) -> None:
        """Sign on by PIN, and record it; the shift that is open goes on. A locked till opens, for another too."""
        if self.operator is not None and not self.locked:
            raise Refusal("till.already_signed_on", name=self.operator.name)
        self.change_to(operator_id, pin)

    def change_to(self, operator_id: str, pin: str) -> None:
        """Let the operator with this PIN work on; whoever was there is signed off as switched."""
        operator = self._staff.sign_in(self._shop.operators(), operator_id, pin)
        if self.operator is not None and self.operator.id != operator.id:
            self._register.sign_off(self.operator.id, self.shift, SWITCHED)
            self.operator = None
        if self.operator is None:
            self.shift, self.drawer = self._register.sign_on(operator.id)
        self.operator, self.locked = operator, False

    def sign_off(self, reason: str = "asked") -> None:
        """Record that the operator leaves; an open basket stays on the counter."""
        self._register.sign_off(self.present.id, self.shift, reason)
        self.operator = None
        self.locked = False

    def name(self, operator_id: str) -> str:
        """Return an operator's name, the id when nobody has it."""
        found = next((each.name for each in self._shop.operators() if each.id == operator_id), None)
        return operator_id if found is None else found

    def manager(self, operator_id: str, pin: str) -> str:
        """Return the id of the manager whose PIN it is; the one at the till may be the same."""
        if not operator_id:
            raise Refusal(MANAGER_NEEDED)
        manager = self._staff.sign_in(self._shop.operators(), operator_id, pin)
        if manager.role is not Role.MANAGER:
            raise Refusal("till.may_not_approve", name=manager.name)
        return manager.id

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
