"""Makes this computer a workstation of a store: once, with a code from the hub, while no till runs.

The key is made here and only its public half leaves. A power cut between any two steps is mended by running it again
with the same code: the key that exists is used, and the hub answers the same code and key the same.
"""

from __future__ import annotations

import asyncio
import ipaddress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pos_app.clock import SystemClock
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import durable_files, identity
from pos_app.store.identity import Identity
from sync import wire
from sync.asks import Answer, Ask, Lane, NoAnswer, Verdict, judge, read
from sync.protocol import ENROL_PATH, MSGPACK, VERSION, VERSION_HEADER, EnrolReply, EnrolRequest
from sync.transport import Transport

TIMEOUT_MS: Final = 15_000
CODE_MAX: Final = 64
NAME_MAX: Final = 80
CERTIFICATE: Final = "hub.pem"
CERTIFICATE_BYTES_MAX: Final = 64_000


def enrol(folder: Path, hub_url: str, code: str, name: str, certificate: Path | None = None) -> Identity:
    """Enrol the data `folder` as the workstation `name` and return who it is now.

    `certificate` (PEM) is copied and trusted for the hub from now on. Raises `Refusal` enrol.already |
    enrol.bad_address | enrol.plain_http | enrol.bad_code | enrol.bad_name | lock.held, or what the hub says;
    `Fault` enrol.no_answer (run it again with the same code).
    """
    if identity.enrolled(folder):
        raise Refusal("enrol.already", name=identity.read(folder).name)
    hub = _address(hub_url)
    if not 0 < len(code.strip()) <= CODE_MAX:
        raise Refusal("enrol.bad_code")
    if not 0 < len(name.strip()) <= NAME_MAX:
        raise Refusal("enrol.bad_name")
    trusted = _certificate(certificate)
    public = identity.ensure_key(folder)
    if trusted:
        durable_files.put(folder / identity.FOLDER / CERTIFICATE, trusted)
    own_copy = folder / identity.FOLDER / CERTIFICATE if trusted else None
    reply = asyncio.run(_asked(hub, EnrolRequest(code.strip(), public, name.strip()), own_copy))
    who = Identity(reply.scope, name.strip(), hub, reply.hub_key_id, reply.hub_key, CERTIFICATE if trusted else "")
    identity.write(folder, who, reply.credential)
    return who


async def _asked(hub: str, request: EnrolRequest, certificate: Path | None) -> EnrolReply:
    packed = wire.pack(request)
    headers = packed.headers() | {VERSION_HEADER: str(VERSION), "accept": MSGPACK, "accept-encoding": wire.ZSTD}
    ask = Ask(1, Lane.HELLO, "POST", ENROL_PATH, headers, packed.body, TIMEOUT_MS)
    async with Transport(hub, certificate=certificate) as transport:
        answer = await transport.send(ask)
    return _reply(hub, answer)


def _reply(hub: str, answer: Answer | NoAnswer) -> EnrolReply:
    judged = judge(answer, SystemClock().wall_ms())
    if isinstance(answer, Answer) and judged.verdict is Verdict.OK:
        try:
            return read(answer, EnrolReply)
        except (wire.Undecodable, wire.TooLarge):
            raise Fault("enrol.no_answer", hub=hub, reason="sync.unreadable") from None
    if judged.verdict in {Verdict.REJECTED, Verdict.CREDENTIAL, Verdict.GONE}:
        raise Refusal(judged.reason or "enrol.bad_code")
    raise Fault("enrol.no_answer", hub=hub, reason=judged.reason)


def _address(hub_url: str) -> str:
    """Return the hub's address; the credential that it will send must not travel in the clear."""
    parts = urlsplit(hub_url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        shown = "" if parts.username else hub_url.strip()[:200]  # a password must not reach a log
        raise Refusal("enrol.bad_address", address=shown)
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise Refusal("enrol.plain_http", address=hub_url[:200])
    return hub_url.strip().rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _certificate(path: Path | None) -> bytes:
    if path is None:
        return b""
    try:
        with path.open("rb") as file:
            return file.read(CERTIFICATE_BYTES_MAX)
    except OSError as error:
        raise Fault("sync.certificate_file", file=str(path)) from error
