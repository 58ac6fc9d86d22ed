"""How many sales a second one hub keeps and posts: a hub process, a sender beside it, 12 lines and 2 tenders a sale.

`run(url, sales)` starts the hub on loopback (SQLite in a temporary folder, or the PostgreSQL database at `url`, which
must be empty), pushes batches of 200 one after the other and waits until the last is posted, recomputation included.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from pos_app.domain.chain import Scope
from pos_app.domain.feed import Level
from pos_app.domain.store_rows import StockLevel
from sync import wire
from sync.hub import enrolment
from sync.hub.database import Database
from sync.hub.enrolment import new_code
from sync.hub.keys import hub_key
from sync.hub.publish import Row, publish_many
from sync.hub.settings import HubSettings
from sync.hub.tables import feed_row
from sync.protocol import BATCH_ENTRIES_MAX, PUSH_PATH, VERSION, VERSION_HEADER, EnrolRequest, PushReply, PushRequest
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill, catalogue

PRODUCTS = 2_000
LINES = 12
_HUB = """
import sys
from pathlib import Path
from sync.hub.serve import serve
from sync.hub.settings import HubSettings
serve(HubSettings(folder=Path(sys.argv[1]), database=sys.argv[2], admin_token="bench"), "127.0.0.1", int(sys.argv[3]))
"""


def run(url: str | None, sales: int = 10_000) -> dict[str, Any]:
    """Return sales a second to posted, sales a second to answered, and the hub's processor time per sale."""
    with tempfile.TemporaryDirectory() as folder:
        settings = HubSettings(folder=Path(folder), database=url or "")
        till, credential = _till(settings)
        till.opened()
        for number in range(sales):
            till.sell(*((number * 31 + line * 97) % PRODUCTS for line in range(LINES)))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        hub = subprocess.Popen(
            [sys.executable, "-c", _HUB, folder, url or "", str(port)], env=os.environ | {"PYTHONSAFEPATH": "1"}
        )
        try:
            return {"database": "postgresql" if url else "sqlite"} | _measure(hub.pid, port, till, credential, sales)
        finally:
            hub.terminate()
            hub.wait()


def _till(settings: HubSettings) -> tuple[PaperTill, str]:
    db = Database(settings.url())
    db.migrate()
    publish_many(db, catalogue(PRODUCTS), chain=CHAIN)
    opening = (StockLevel(f"p{number}", STORE, 1_000_000_000) for number in range(PRODUCTS))
    publish_many(db, (Row(Level.STORE, STORE, "stock", level.product_id, level) for level in opening), chain=CHAIN)
    code = new_code(db, STORE, chain=CHAIN, now_ms=time.time_ns() // 1_000_000)
    with db.reading() as tx:
        rows = tx.execute(select(feed_row.c.stream, feed_row.c.key, feed_row.c.position))
        versions = {f"{stream}/{key}": position for stream, key, position in rows}
    till = PaperTill(Scope(CHAIN, STORE, ""), versions, products=PRODUCTS)
    request = EnrolRequest(code, till.public_key, "Till 1")
    with db.writing() as tx:
        reply = enrolment.enrol(tx, hub_key(settings.folder), request, time.time_ns() // 1_000_000)
    db.close()
    till.scope = reply.scope
    return till, reply.credential


def _measure(pid: int, port: int, till: PaperTill, credential: str, sales: int) -> dict[str, Any]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        _wait_for(client)
        headers = {"authorization": f"Bearer {credential}", VERSION_HEADER: str(VERSION)}
        before_s, began = _processor_s(pid), time.perf_counter()
        answer = client.get("/healthz")
        for start in range(0, len(till.entries), BATCH_ENTRIES_MAX):
            batch = wire.pack(PushRequest(tuple(till.entries[start : start + BATCH_ENTRIES_MAX])))
            answer = client.post(PUSH_PATH, content=batch.body, headers=headers | batch.headers())
            answer.raise_for_status()
        answered_s = time.perf_counter() - began
        sent = answer.headers
        reply = wire.unpack(
            answer.content, sent["content-type"], sent.get("content-encoding", ""), PushReply, limit=100_000
        )
        assert reply.acks[0].seq == len(till.entries)
        query = {"chain": CHAIN, "store": STORE}
        admin = {"authorization": "Bearer bench"}
        while (figures := client.get("/admin/summary", params=query, headers=admin).json())["waiting"]:
            time.sleep(0.01)
        posted_s = time.perf_counter() - began
        processor_s = _processor_s(pid) - before_s
    assert figures["exceptions"] == figures["quarantined"] == 0, figures
    assert figures["workstations"][0]["kinds"]["sale"] == sales
    return {
        "sales": sales,
        "posted_per_s": round(sales / posted_s),
        "answered_per_s": round(sales / answered_s),
        "hub_processor_us_per_sale": round(processor_s / sales * 1e6),
        "reference_verify_us": _verify_us(till),
    }


def _verify_us(till: PaperTill) -> int:
    """Return what one bare Ed25519 verification costs here and now: 75 to 105 on an idle core, more beside others."""
    public, entries = till.key.public_key(), till.entries[:500]
    began = time.perf_counter()
    for entry in entries:
        public.verify(entry.signature, entry.hash)
    return round((time.perf_counter() - began) / len(entries) * 1e6)


def _wait_for(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the hub did not start")


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    given = [*sys.argv[1:], "", ""]
    print(json.dumps(run(given[0] or None, int(given[1] or 10_000))))  # noqa: T201 - the result
