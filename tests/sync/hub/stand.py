"""A hub at work inside the test's process, spoken to over HTTP as a till does, and looked into as a test must."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec
from litestar.testing import TestClient
from sqlalchemy import select

from pos_app.clock import SetClock
from pos_app.domain.chain import Scope, Sealed
from pos_app.domain.feed import FeedBatch, Level, Positions
from pos_app.domain.store_rows import StockLevel
from sync import wire
from sync.hub import enrolment
from sync.hub.app import create_app
from sync.hub.central import Central
from sync.hub.publish import Row, publish_many
from sync.hub.settings import STOCK_EVERY_MS, HubSettings
from sync.hub.tables import feed_row
from sync.protocol import (
    CACHE_SCHEMA,
    CLAIM_PATH,
    ENROL_PATH,
    FEED_PATH,
    HELLO_PATH,
    PUSH_PATH,
    VERSION,
    VERSION_HEADER,
    ClaimReply,
    ClaimRequest,
    EnrolReply,
    EnrolRequest,
    ErrorReply,
    FeedReply,
    Head,
    HelloReply,
    HelloRequest,
    PushReply,
    PushRequest,
)
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill, catalogue

T = TypeVar("T")
ADMIN = "the admin's token"
OPENING = 1_000_000


def a_level(product: str, on_hand: int) -> Row:
    return Row(Level.STORE, STORE, "stock", product, StockLevel(product, STORE, on_hand))


class Stand:
    """The hub, its clock, and the tills that were enrolled."""

    def __init__(self, folder: Path, url: str, **limits: int) -> None:
        self.clock = SetClock()
        self.settings = msgspec.structs.replace(HubSettings(folder, url, ADMIN), **limits)
        self.tokens: dict[str, str] = {}
        self._seeds = 0

    def __enter__(self) -> Self:
        self.app = create_app(self.settings, self.clock)
        self.client = TestClient(self.app, raise_server_exceptions=False)
        self.client.__enter__()
        self.central: Central = self.app.state.gate.central
        self.db = self.central.db
        if not self.versions():
            self.publish(catalogue() + [a_level(f"p{number}", OPENING) for number in range(20)])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.__exit__(kind, error, at)

    def publish(self, rows: list[Row]) -> int:
        return publish_many(self.db, rows, chain=CHAIN).changed

    def versions(self) -> dict[str, int]:
        with self.db.reading() as tx:
            rows = tx.execute(select(feed_row.c.stream, feed_row.c.key, feed_row.c.position)).all()
        return {f"{stream}/{key}": position for stream, key, position in rows}

    def settle(self) -> None:
        """Let everything happen that happens by itself: posting, stock rows, essentials."""
        self.client.blocking_portal.call(self.central.write, lambda: None)  # what a push left to post comes first
        for _ in range(10):
            self.clock.advance(STOCK_EVERY_MS)
            if not self.client.blocking_portal.call(self.central.write, self.central.round):
                return

    # As a till speaks

    def code(self, store: str = STORE) -> str:
        return enrolment.new_code(self.db, store, chain=CHAIN, now_ms=self.clock.wall_ms())

    def till(self, store: str = STORE) -> PaperTill:
        """A newly enrolled till."""
        self._seeds += 1
        till = PaperTill(Scope(CHAIN, store, ""), self.versions(), self._seeds)
        reply = self.ask(ENROL_PATH, EnrolRequest(self.code(store), till.public_key, "Till"), EnrolReply)
        till.scope = reply.scope
        self.tokens[reply.scope.workstation] = reply.credential
        return till

    def send(self, path: str, body: bytes, till: PaperTill | None = None, **headers: str) -> httpx.Response:
        """Post bytes as they are."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, content=body, headers=self.headers(till) | named)

    def headers(self, till: PaperTill | None) -> dict[str, str]:
        said = {VERSION_HEADER: str(VERSION)}
        if till is not None:
            said["authorization"] = f"Bearer {self.tokens[till.scope.workstation]}"
        return said

    def ask(self, path: str, message: msgspec.Struct, shape: type[T], till: PaperTill | None = None) -> T:
        packed = wire.pack(message)
        return read(self.send(path, packed.body, till, **packed.headers()), shape)

    def push(self, till: PaperTill, entries: list[Sealed] | None = None) -> PushReply:
        sent = till.entries if entries is None else entries
        return self.ask(PUSH_PATH, PushRequest(tuple(sent)), PushReply, till)

    def hello(self, till: PaperTill, positions: Positions | None = None, heads: tuple[Head, ...] = ()) -> HelloReply:
        if not heads and till.entries:
            heads = (Head(till.epoch, len(till.entries), till.entries[-1].hash),)
        asked = HelloRequest(heads, CACHE_SCHEMA, positions or Positions(), till.clock.wall_ms())
        return self.ask(HELLO_PATH, asked, HelloReply, till)

    def claim(self, till: PaperTill, entry: Sealed) -> ClaimReply:
        return self.ask(CLAIM_PATH, ClaimRequest(entry), ClaimReply, till)

    def feed(self, till: PaperTill, after: Positions | None = None, wait_ms: int = 0) -> FeedReply:
        at = after or Positions()
        query = {"chain": at.chain, "store": at.store, "wait_ms": wait_ms}
        return read(self.client.get(FEED_PATH, params=query, headers=self.headers(till)), FeedReply)

    def follow(self, till: PaperTill) -> list[FeedBatch]:
        """Read the whole feed as a till that begins."""
        batches: list[FeedBatch] = []
        at = Positions()
        while not batches or batches[-1].more:
            batches.append(msgspec.msgpack.decode(self.feed(till, at).batch, type=FeedBatch))
            at = batches[-1].positions
        return batches

    # As the admin asks

    def admin(self, name: str, store: str = STORE, **query: str | int) -> Any:  # noqa: ANN401 - whatever the list holds
        asked: dict[str, str | int] = {"chain": CHAIN, "store": store, **query}
        answer = self.client.get(f"/admin/{name}", params=asked, headers={"authorization": f"Bearer {ADMIN}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def kinds(self) -> list[str]:
        """The kinds of the exceptions listed."""
        return [row["kind"] for row in self.admin("exceptions")]

    def reasons(self) -> list[str]:
        """The reasons in the quarantine list."""
        return [row["reason"] for row in self.admin("quarantine")]

    def kept(self, till: PaperTill) -> list[str]:
        """The hashes of the till's entries at the hub, in order."""
        return [row["hash"] for row in self.admin("entries", workstation=till.scope.workstation, epoch=till.epoch)]


def read(answer: httpx.Response, shape: type[T]) -> T:
    assert answer.status_code == 200, (answer.status_code, answer.content)
    assert answer.headers[VERSION_HEADER] == str(VERSION)
    # httpx has undone the content coding already.
    return wire.unpack(answer.content, answer.headers["content-type"], "", shape, limit=20_000_000)


def refused(answer: httpx.Response) -> tuple[int, str]:
    """The status and message id of an answer that is a no."""
    said = wire.unpack(answer.content, answer.headers["content-type"], "", ErrorReply, limit=10_000)
    return answer.status_code, said.error


def until(holds: Callable[[], object], limit_s: float = 20) -> None:
    """Wait for what the hub does in another thread."""
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, f"not within {limit_s} s"
        time.sleep(0.01)
