"""What both demos stand on: a hub process on loopback, the demo store in it, and this computer enrolled."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from pos_app.cli import hub_desk
from pos_app.demo import shop
from pos_app.domain.errors import Fault
from pos_app.store import identity, locks
from sync.enrol import enrol
from sync.hub.settings import HubSettings
from sync.supervisor import command

START_TIMEOUT_S: Final = 20
STOP_TIMEOUT_S: Final = 8
ASK_EVERY_S: Final = 0.05
NAME: Final = "Till 3"


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def hub(settings: HubSettings, port: int, log: Path) -> Iterator[None]:
    """Seed the demo store and run a hub on `port` for as long as the block lasts."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    with hub_desk.opened(settings) as database:
        hub_desk.seed(database, settings)
    command = [sys.executable, "-m", "pos_app.cli.demo.hub_child", "--data", str(settings.folder), "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603 - our own program
    try:
        _wait_until_it_answers(process, port, log)
        yield
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process of ours to end; one that does not in time is killed."""
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1),
        ):
            return
        time.sleep(ASK_EVERY_S)
    raise Fault("demo.hub_did_not_start", log=str(log))


def enrolled(folder: Path, settings: HubSettings, port: int, name: str = NAME) -> None:
    """Make the data `folder` a workstation of the demo store, or point it at the hub's port of today."""
    address = f"http://127.0.0.1:{port}"
    if identity.enrolled(folder):
        who = identity.read(folder)
        identity.write(folder, msgspec.structs.replace(who, hub=address), identity.credential(folder))
        return
    with hub_desk.opened(settings) as database:
        code = hub_desk.new_code(database, shop.STORE)
    enrol(folder, address, code, name)


@contextlib.contextmanager
def daemon(folder: Path) -> Iterator[None]:
    """Have a sync daemon run for `folder` while the block lasts: the one that runs, or one of our own."""
    if locks.holder(folder, "daemon") is not None:
        yield
        return
    process = subprocess.Popen(command(folder), stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        yield
    finally:
        _end(process)


def stop_daemon(folder: Path) -> None:
    """End the sync daemon of `folder`, whoever started it: the demo leaves no process behind."""
    pid = locks.holder(folder, "daemon")
    if not pid:  # nobody, or one so new that its number is not written yet: nought would end our own group
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while locks.holder(folder, "daemon") is not None and time.monotonic() < deadline:
        time.sleep(ASK_EVERY_S)
