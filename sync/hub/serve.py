"""Runs the hub under uvicorn: one process, with TLS when given a certificate. The command line and the demo call it."""

from __future__ import annotations

import gc
import logging
import socket
import ssl
import sys
from pathlib import Path
from typing import Final

import uvicorn
from litestar import Litestar

from pos_app.domain.errors import Fault, Refusal
from sync.hub.app import create_app
from sync.hub.settings import HubSettings

CONNECTIONS_MAX: Final = 2_000
"""Connections at once; a long poll holds one for each till. Beyond it the answer is 503."""
STOP_S: Final = 5
"""A stopping hub waits this long for what is under way."""
GC_THRESHOLDS: Final = (50_000, 20, 20)
SWITCH_S: Final = 0.0005
"""How long a thread that computes keeps the others waiting. With Python's own 5 ms every signature that is checked
beside posting, every claim and every poll would wait so long."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(
    settings: HubSettings, host: str, port: int, *, certificate: Path | None = None, key: Path | None = None
) -> None:
    """Serve until the process is asked to stop. Beyond this machine only with TLS.

    Raises `Refusal("hub.tls_needed")`, or `Fault("hub.certificate")` when the files cannot be used.
    """
    if (certificate is None) != (key is None) or (certificate is None and host not in LOOPBACK):
        raise Refusal("hub.tls_needed", host=host)
    if certificate is not None and key is not None:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
        except (OSError, ssl.SSLError) as error:
            raise Fault("hub.certificate", detail=type(error).__name__) from error
    logging.getLogger("uvicorn.access").disabled = True  # paths carry cursors; nobody reads one line per request
    app = create_app(settings)
    # A batch makes some 20,000 records at once that all go at its end: looking through them meanwhile finds nothing.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setswitchinterval(SWITCH_S)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        limit_concurrency=CONNECTIONS_MAX,
        timeout_graceful_shutdown=STOP_S,
        access_log=False,
        log_config=None,
        server_header=False,
    )
    _Server(config, app).run()


class _Server(uvicorn.Server):
    """Answers long polls before it waits for what is under way: a till that only listens holds no stop up."""

    def __init__(self, config: uvicorn.Config, app: Litestar) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop in order."""
        self._app.state.gate.central.hang_up()
        await super().shutdown(sockets)
