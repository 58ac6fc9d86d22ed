"""A hub in memory that answers the protocol's own bytes, with knobs for everything a hub may do to a till."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pos_app.clock import Clock
from pos_app.domain import key_rings
from pos_app.domain.chain import Scope, Sealed, holds, open_body, open_header
from pos_app.domain.entries import ClaimMade
from sync import protocol as p
from sync import wire
from sync.asks import Answer
from sync.fakes.memory import SCOPE, RowKey, sums_of

KEY_ID = "hub-1"
RINGS_AT_ONCE = 2
_RANGE_PREFIX = "bytes="
T = TypeVar("T")


class FakeHub:
    """Accepts one workstation's journal and serves a feed. Every public attribute may be turned by a test."""

    def __init__(self, clock: Clock, public: Ed25519PublicKey, *, scope: Scope = SCOPE) -> None:
        """Trust `public` as the workstation's key."""
        self.clock, self.public, self.scope = clock, public, scope
        self.key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"fake hub").digest())
        self.kept: dict[tuple[int, int], list[Sealed]] = {}
        self.rows: dict[RowKey, p.FeedRow] = {}
        self.counters = {p.Level.CHAIN: 0, p.Level.STORE: 0}
        self.demand: p.EpochDemand | None = None
        self.claims: dict[str, p.ClaimReply] = {}
        self.held: dict[str, str] = {}
        self.quarantine: set[bytes] = set()
        """Hashes of entries that it does not understand."""
        self.poison: set[bytes] = set()
        """Hashes of entries that break it: 500 for the whole batch."""
        self.body_bytes_max = p.BATCH_BYTES_MAX
        self.snapshot: bytes | None = None
        self.snapshot_rows: dict[RowKey, p.FeedRow] = {}
        self.snapshot_positions = p.Positions()
        self.snapshot_id = ""
        self.feed_rows_max = 50
        self.version = str(p.VERSION)
        self.credential_good = True
        self.open_states: tuple[p.EntryState, ...] | None = None
        self._accepts = p.MSGPACK
        self.rings: dict[int, p.SealedRing] | None = None
        """People's keys, signed as `ring` does; None: a hub of before, which has no such thing."""
        self.asked: list[str] = []
        """Path of every request that arrived."""

    # What happens at the centre.

    def publish(self, level: p.Level, stream: str, key: str, body: bytes | None) -> None:
        """Change or delete (None) a row."""
        self.counters[level] += 1
        self.rows[level.value, stream, key] = p.FeedRow(
            level, stream, key, self.counters[level], body is None, body or b""
        )

    def ring(self, number: int, version: int, box: bytes) -> None:
        """Have a ring of people's keys, and let the feed say so."""
        made = p.SealedRing(number, version, box, KEY_ID, b"")
        made = msgspec.structs.replace(made, signature=self.key.sign(key_rings.ring_seal(self.scope, made)))
        self.rings = (self.rings or {}) | {number: made}
        row = msgspec.msgpack.encode(key_rings.KeyRing(number, version))
        self.publish(p.Level.CHAIN, key_rings.STREAM, str(number), row)

    def make_snapshot(self) -> None:
        """Pack the present rows."""
        self.snapshot_rows = dict(self.rows)
        self.snapshot_positions = self.positions()
        rows = sorted(self.rows.values(), key=lambda row: (row.level.value, row.stream, row.key))
        self.snapshot = wire.compress(msgspec.msgpack.encode(rows))
        self.snapshot_id = hashlib.sha256(self.snapshot).hexdigest()[:16]

    def positions(self) -> p.Positions:
        """Return where the counters stand."""
        return p.Positions(self.counters[p.Level.CHAIN], self.counters[p.Level.STORE])

    def entries(self) -> list[Sealed]:
        """Return every entry that is kept, forks included."""
        return [entry for kept in self.kept.values() for entry in kept]

    # The wire.

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request."""
        self.asked.append(target)
        self._accepts = headers.get("accept", p.MSGPACK)
        try:
            wire.version_of(headers.get(p.VERSION_HEADER))
        except wire.Undecodable:
            return self._error(426, "hub.version")
        if not self.credential_good:
            return self._error(401, "hub.credential")
        if len(body) > self.body_bytes_max:
            return self._error(413, "hub.too_large")
        path = urlsplit(target).path
        if method == "GET" and path.startswith(p.SNAPSHOT_PATH):
            return self._range(path.removeprefix(p.SNAPSHOT_PATH), headers.get("range", ""))
        return self._said(path, target, headers, body)

    def _said(self, path: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if path == p.FEED_PATH:
            return self._reply(self._feed(parse_qs(urlsplit(target).query)))
        if path == p.HELLO_PATH:
            return self._reply(self._hello(_read(headers, body, p.HelloRequest)))
        if path == p.CLAIM_PATH:
            return self._reply(self._claim(_read(headers, body, p.ClaimRequest).entry))
        if path == p.RINGS_PATH and self.rings is not None:
            return self._reply(self._rings(_read(headers, body, p.RingsRequest), self.rings))
        return self._push_or_none(path, headers, body)

    def _rings(self, asked: p.RingsRequest, rings: dict[int, p.SealedRing]) -> p.RingsReply:
        have = {at.ring: at.version for at in asked.have}
        fresh = [ring for ring in rings.values() if have.get(ring.ring) != ring.version]
        return p.RingsReply(tuple(fresh[:RINGS_AT_ONCE]), more=len(fresh) > RINGS_AT_ONCE)

    def _push_or_none(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if path != p.PUSH_PATH:
            return self._error(404, "hub.no_such_path")
        entries = _read(headers, body, p.PushRequest).entries
        if any(entry.hash in self.poison for entry in entries):
            return self._error(500, "hub.bug")
        return self._reply(self._push(entries))

    def _reply(self, message: msgspec.Struct, status: int = 200) -> Answer:
        packed = wire.pack(message, self._accepts)
        return Answer(status, packed.headers() | {p.VERSION_HEADER: self.version}, packed.body)

    def _error(self, status: int, said: str) -> Answer:
        return self._reply(p.ErrorReply(said), status)

    def _hello(self, hello: p.HelloRequest) -> p.HelloReply:
        acks = []
        demand = self.demand
        for head in hello.heads:
            known = self._ack(head.epoch)
            if known is None:
                continue
            at_head = self.kept.get((head.epoch, head.seq))
            if at_head and at_head[0].hash != head.hash:
                demand = p.EpochDemand("fork", head.epoch)
            elif known.seq > head.seq:
                demand = p.EpochDemand(p.EPOCH_RESTORED, head.epoch)
            acks.append(known)
        snapshot = self._offer() if hello.positions == p.Positions() and self.snapshot is not None else None
        return p.HelloReply(tuple(acks), self.clock.wall_ms(), demand, snapshot, self.open_states)

    def _ack(self, epoch: int) -> p.Ack | None:
        seq = 0
        while (epoch, seq + 1) in self.kept:
            seq += 1
        known = any(place[0] == epoch for place in self.kept)
        return p.Ack(epoch, p.Stage.CENTRAL, seq, self.kept[epoch, seq][0].hash if seq else b"") if known else None

    def _push(self, entries: tuple[Sealed, ...]) -> p.PushReply:
        states: list[p.EntryState] = []
        epochs: set[int] = set()
        demand = self.demand
        for entry in entries:
            header = open_header(entry)
            place = header.epoch, header.seq
            if not holds(entry, self.public):
                states.append(p.EntryState(*place, p.State.REFUSED, "hash"))
                continue
            epochs.add(header.epoch)
            kept = self.kept.setdefault(place, [])
            if entry.hash not in {known.hash for known in kept}:
                kept.append(entry)
            if kept[0].hash != entry.hash:
                states.append(p.EntryState(*place, p.State.FORKED))
                demand = p.EpochDemand("fork", header.epoch)
            elif entry.hash in self.quarantine:
                states.append(p.EntryState(*place, p.State.QUARANTINED, "unknown_product"))
        acks = tuple(ack for epoch in sorted(epochs) if (ack := self._ack(epoch)))
        return p.PushReply(acks, tuple(states), demand)

    def _claim(self, entry: Sealed) -> p.ClaimReply:
        body = open_body(entry.body)
        assert isinstance(body, ClaimMade)
        if body.claim not in self.claims:
            first = self.held.setdefault(f"{body.what}/{body.subject}", body.claim)
            granted = first == body.claim
            self.claims[body.claim] = p.ClaimReply(body.claim, granted, "" if granted else "used")
        return self.claims[body.claim]

    def _feed(self, query: dict[str, list[str]]) -> p.FeedReply:
        since = p.Positions(int(query["chain"][0]), int(query["store"][0]))
        at = {p.Level.CHAIN: since.chain, p.Level.STORE: since.store}
        fresh = sorted((r for r in self.rows.values() if r.position > at[r.level]), key=lambda r: (r.level, r.position))
        rows, more = tuple(fresh[: self.feed_rows_max]), len(fresh) > self.feed_rows_max
        reached = dict(self.counters)
        if more:
            reached = {level: max([at[level], *(r.position for r in rows if r.level is level)]) for level in at}
        positions = p.Positions(reached[p.Level.CHAIN], reached[p.Level.STORE])
        sums = () if more else sums_of(self.rows)
        batch = p.FeedBatch(rows, positions, more, sums, since, self.scope.chain, self.scope.store)
        said = msgspec.msgpack.encode(batch)
        return p.FeedReply(said, KEY_ID, self.key.sign(p.feed_seal(said)))

    def _offer(self) -> p.SnapshotOffer:
        assert self.snapshot is not None
        offer = p.SnapshotOffer(
            id=self.snapshot_id, schema=p.CACHE_SCHEMA, positions=self.snapshot_positions,
            packed_bytes=len(self.snapshot), unpacked_bytes=max(1, len(self.snapshot)) * 10,
            sha256=hashlib.sha256(self.snapshot).digest(), key_id=KEY_ID, signature=b"",
            chain=self.scope.chain, store=self.scope.store,
        )  # fmt: skip
        return msgspec.structs.replace(offer, signature=self.key.sign(p.snapshot_seal(offer)))

    def _range(self, name: str, asked: str) -> Answer:
        if name != self.snapshot_id or self.snapshot is None:
            return self._error(404, "hub.no_such_snapshot")
        first, _, last = asked.removeprefix(_RANGE_PREFIX).partition("-")
        data = self.snapshot[int(first) : int(last) + 1]
        shown = f"bytes {first}-{int(first) + len(data) - 1}/{len(self.snapshot)}"
        return Answer(206, {"content-range": shown, p.VERSION_HEADER: self.version}, data)


def _read(headers: Mapping[str, str], body: bytes, shape: type[T]) -> T:
    return wire.unpack(
        body, headers["content-type"], headers.get("content-encoding", ""), shape, limit=p.BATCH_BYTES_MAX
    )
