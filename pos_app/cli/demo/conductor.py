"""The scripted demo, from outside the till: network, kill and deletion, then the comparison with the hub.

Everything runs as it does in a shop: hub, till and daemon are processes of their own, the till is the real window
(offscreen), and the network between daemon and hub is a relay that can be cut.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import Final

import msgspec

from pos_app.cli import hub_desk, reconcile
from pos_app.cli.commands import DONE, FAILED
from pos_app.cli.demo import stage
from pos_app.cli.demo.child import Child
from pos_app.cli.demo.outside import Outside
from pos_app.cli.demo.parts import PARTS
from pos_app.cli.demo.relay import Relay
from pos_app.demo import shop
from pos_app.domain.errors import Refusal
from sync.hub import figures
from sync.hub.settings import HubSettings

MARK: Final = ".demo-output"
"""Lies in an output folder that the demo made: only such a folder is emptied by the next run."""
SALES: Final = 12
"""What the scenes sell: fewer, and a scene passed without its sale."""
SLIPS: Final = 2
"""Each order that is picked has its slip, printed like a receipt."""
POSTED_TIMEOUT_S: Final = 15
ASK_EVERY_S: Final = 0.1


class Summary(msgspec.Struct, frozen=True):
    """What `summary.json` says."""

    seconds: int
    scenes: list[str]
    entries: int
    sales: int
    total: int
    currency: str
    papers: int
    screenshots: int
    differences: list[str]


def play(out: Path) -> int:
    """Play the whole shift into the folder `out`; return the exit code."""
    began = time.monotonic()
    _empty(out)
    settings = HubSettings(out / "work" / "hub")
    folder = out / "work" / "till"
    folder.mkdir(parents=True)
    port = stage.free_port()
    _say("starting the hub, seeding the demo store, enrolling this workstation")
    handheld = out / "work" / "handheld"
    with stage.hub(settings, port, out / "hub.log"):
        relay = Relay(port)
        outside = Outside(folder, handheld, out, relay, settings, _say)
        try:
            stage.enrolled(folder, settings, relay.port)
            stage.enrolled(handheld, settings, relay.port, "Handheld 1")
            scenes = _play_parts(outside, out)
            if scenes is None:
                _say(f"a scene did not hold: see the last screenshot and till.log in {out}")
                return FAILED
            # The windows ended their daemons, perhaps before the last sign-off was sent.
            with stage.daemon(folder), stage.daemon(handheld):
                found = _compare((folder, handheld), settings)
        finally:
            outside.close()
            for each in (folder, handheld):
                stage.stop_daemon(each)
            relay.close()
    return _finish(out, folder, scenes, found, round(time.monotonic() - began))


def _empty(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise Refusal("demo.foreign_folder", folder=str(out))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).touch()


def _play_parts(outside: Outside, out: Path) -> list[str] | None:
    scenes: list[str] = []
    for part in PARTS:
        with Child(outside.folder, out, part) as till:
            killed = _attend(till, outside, scenes)
            if not killed and not till.ended_well():
                return None
    return scenes + outside.scenes


def _attend(till: Child, outside: Outside, scenes: list[str]) -> bool:
    """Do what the scenes ask for until the till's process ends; tell whether it was killed by request."""
    for word, rest in till.heard():
        if word == "scene":
            _say(rest)
        elif word == "held":
            scenes.append(rest)
        elif word == "failed":
            _say(f"FAILED: {rest}")
        elif word == "ask" and rest == "kill":
            till.kill()
            scenes.append("kill")
            return True
        elif word == "ask":
            till.answer(outside.do(rest))
    return False


def _compare(folders: tuple[Path, Path], settings: HubSettings) -> list[str]:
    """Wait until the hub has posted what it has, then compare."""
    stations = [reconcile.of_till(folder) for folder in folders]
    journals = [journal for _, journal in stations]
    opening = {level.product_id: level.on_hand for level in shop.stock()}
    deadline = time.monotonic() + POSTED_TIMEOUT_S
    with hub_desk.opened(settings) as database:
        while True:
            found = [
                difference
                for scope, journal in stations
                for difference in reconcile.differences(
                    journal,
                    figures.of_workstation(database, scope),
                    opening,
                    [each for each in journals if each is not journal],
                )
            ]
            if not found or time.monotonic() > deadline:
                break
            time.sleep(ASK_EVERY_S)
    till = journals[0]
    if till.sales != SALES:
        found.append(f"{till.sales} sales, but the shift makes {SALES}")
    papers = len(list((folders[0] / "receipts").glob("receipt-*.txt")))
    if papers != till.sales + SLIPS:
        found.append(f"{till.sales} sales and {SLIPS} orders picked, but {papers} papers")
    return found


def _finish(out: Path, folder: Path, scenes: list[str], found: list[str], seconds: int) -> int:
    _, till = reconcile.of_till(folder)
    (out / "receipts").mkdir()
    for paper in sorted((folder / "receipts").glob("receipt-*.txt")):
        shutil.copy(paper, out / "receipts" / paper.name)
    summary = Summary(
        seconds,
        scenes,
        len(till.entries),
        till.sales,
        till.total,
        shop.CURRENCY,
        len(list((out / "receipts").iterdir())),
        len(list(out.glob("*.png"))),
        found,
    )
    (out / "summary.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary)))
    for difference in found:
        _say(f"DIFFERENT: {difference}")
    verdict = "nothing lost, nothing doubled" if not found else "NOT reconciled"
    _say(f"{till.sales} sales, {len(till.entries)} entries: {verdict}; {seconds} s; see {out}")
    return FAILED if found else DONE


def _say(line: str) -> None:
    sys.stdout.write(f"demo: {line}\n")
    sys.stdout.flush()
