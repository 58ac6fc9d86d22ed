"""One workstation with everything behind it, and a cable that can be pulled: the cells of the registry are shown on it.

Hub and daemon are processes of their own; the desks run in the test's process on real files and the machine's clock.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pos_app.cli import hub_desk, link, reconcile, workstation
from pos_app.cli.demo import stage
from pos_app.cli.demo.relay import Relay
from pos_app.clock import SystemClock
from pos_app.demo import shop
from pos_app.domain.chain import Scope
from pos_app.domain.codes.signed import CodeKind, SignedCode
from pos_app.domain.degraded import CAPABILITIES, Situation
from pos_app.domain.feed import Level
from pos_app.selling.lamp import Link
from pos_app.selling.view import Mode, Told
from pos_app.store import identity
from pos_app.till import Till
from sync.hub import codes, figures
from sync.hub.database import Database
from sync.hub.publish import publish
from sync.hub.settings import HubSettings
from tests.shop_floor import FakeCounter

LIMIT_S = 30.0
LOOK_EVERY_S = 0.02


class Store:
    """The workstation, its hub, and the cable between them."""

    def __init__(self, folder: Path, hub: HubSettings, relay: Relay) -> None:
        """`opened` makes the rest."""
        self.folder, self.hub, self._relay = folder, hub, relay
        self.counter = FakeCounter()
        self.heard: list[Told] = []
        """What the pickup desk had to say, the newest last."""
        self._clock = SystemClock()
        self._link = link.Link(folder, self._clock, has_hub=True)
        self._stack = contextlib.ExitStack()
        self.rooms = self._open()

    @property
    def till(self) -> Till:
        return self.rooms.till

    @property
    def scope(self) -> Scope:
        return identity.read(self.folder).scope

    @property
    def port(self) -> int:
        """The port of the hub for whoever is on this end of the cable."""
        return self._relay.port

    @property
    def now_ms(self) -> int:
        return self._clock.wall_ms()

    def _open(self) -> workstation.Rooms:
        opening = workstation.rooms(self.folder, clock=self._clock, sync=self._link.seen, counter=self.counter)
        return self._stack.enter_context(opening)

    def close(self) -> None:
        self._stack.close()

    def restart(self) -> None:
        """Close the till and open it again, as after a power cut."""
        self._stack.close()
        self.rooms = self._open()

    def until(self, held: Callable[[], object], what: str = "") -> None:
        """Let the desks live until `held`."""
        deadline = time.monotonic() + LIMIT_S
        while not held():
            assert time.monotonic() < deadline, what or "what must follow did not"
            self.till.tick()
            self.heard += self.rooms.pickup.tick()
            time.sleep(LOOK_EVERY_S)

    def be(self, situation: Situation) -> None:
        """Pull the cable or plug it in, and wait until the till knows."""
        if situation is Situation.ONLINE:
            self._relay.mend()
            self.until(lambda: self._link.seen().link is Link.ONLINE, "the till is in touch with the hub")
        else:
            self._relay.cut()
            self.until(lambda: self._link.seen().link is Link.OFFLINE, "the till knows that it is alone")

    def sent(self) -> None:
        """Wait until the hub has posted everything."""

        def all_posted() -> bool:
            with self.database() as database:
                scope, till = reconcile.of_till(self.folder)
                there = figures.of_workstation(database, scope)
            return set(there.entries) == set(till.entries) and not there.waiting

        self.until(all_posted, "the hub has posted every entry")

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """The hub's database, beside the hub that runs on it."""
        with hub_desk.opened(self.hub) as database:
            yield database

    def publish(self, level: Level, stream: str, key: str, record: msgspec.Struct | None) -> None:
        """Publish one row at the hub."""
        with self.database() as database:
            publish(database, level, shop.STORE if level is Level.STORE else None, stream, key, record)

    def code(self, code: SignedCode) -> str:
        """Have the hub issue a code of ours."""
        with self.database() as database, database.writing() as tx:
            return codes.issue(tx, codes.CodeKeys(self.hub.folder), shop.CHAIN, code)

    def member_code(self, member: str) -> str:
        return self.code(SignedCode(CodeKind.MEMBER, member))

    def ready_to_sell(self, operator: str = "cashier") -> Till:
        """Begin as a cashier does: signed in, nothing in the basket."""
        till = self.till
        if till.view.mode in (Mode.SIGNED_OUT, Mode.LOCKED):
            till.sign_in(operator, shop.PINS[operator])
        if till.view.mode is Mode.PAYING:
            till.back_to_basket()
        if till.view.lines or till.view.questions:
            till.abandon()
        if till.view.buyer is not None:
            till.take_member_off()
        if till.view.mode is Mode.CHANGE:
            till.next_sale()
        return till


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Open a shop as `./pos demo` does, its catalogue come, the cashier signed in."""
    hub, till, port = HubSettings(folder / "hub"), folder / "till", stage.free_port()
    with stage.hub(hub, port, folder / "hub.log"):
        relay = Relay(port)
        stage.enrolled(till, hub, relay.port)
        with contextlib.closing(relay), stage.daemon(till), contextlib.closing(Store(till, hub, relay)) as store:
            store.until(lambda: store.till.view.catalogue and store.till.operators(), "the catalogue has come")
            store.ready_to_sell()
            yield store


Shown = Callable[[Store], None]
CELLS: dict[tuple[str, Situation], Shown] = {}
"""What shows each cell."""


def shows(capability: str, *situations: Situation) -> Callable[[Shown], Shown]:
    """Mark a function as what shows a capability in one situation, or alike in both."""
    assert capability in {each.id for each in CAPABILITIES}

    def marked(shown: Shown) -> Shown:
        for situation in situations:
            assert (capability, situation) not in CELLS
            CELLS[capability, situation] = shown
        return shown

    return marked
