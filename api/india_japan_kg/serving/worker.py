"""One server process: uvicorn with the application, until it is told to end."""

import math
import socket
from collections.abc import Callable
from typing import Final

import uvicorn

from india_japan_kg.app import create_app
from india_japan_kg.dataset import Dataset
from india_japan_kg.http.connection import Connection
from india_japan_kg.memory import collect_rarely, keep_memory_together
from india_japan_kg.problem import BadSetting
from india_japan_kg.serving.sharing import Acceptor, Counts
from india_japan_kg.settings import Settings

GRACE_SECONDS: Final = 2
"""How much longer than the longest query a server that was told to end waits for its answers."""

KEPT_SECONDS: Final = 75
"""How long an idle connection stays open: longer than proxies keep theirs (nginx 60), so that a
request never meets a connection that is just being closed."""


class _Server(uvicorn.Server):
    """Shares the connections of its socket with other processes, and tells when it takes any."""

    def __init__(
        self, config: uvicorn.Config, counts: Counts, place: int, ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._counts = counts
        self._place = place
        self._ready = ready
        self._acceptors: list[Acceptor] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server`."""
        await super().startup([])
        if not self.started:
            return
        for bound in sockets or []:
            bound.listen(self.config.backlog)
            connections = self.server_state.connections
            self._acceptors.append(
                Acceptor(bound, self._counts, self._place, connections, self._connect)
            )
        self._ready()

    def _connect(self, ended: Callable[[], None]) -> Connection:
        made = Connection(self.config, self.server_state, self.lifespan.state)
        made.ended = ended
        return made

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server`."""
        for acceptor in self._acceptors:
            acceptor.close()
        await super().shutdown(sockets)


def work(
    settings: Settings,
    bound: socket.socket,
    judged: Callable[[], Dataset],
    ready: Callable[[], None],
    counts: Counts | None = None,
    place: int = 0,
) -> None:
    """Serve the house of `settings` on a socket, until SIGTERM or SIGINT.

    Args:
        settings: of this instance.
        bound: a socket that is bound; other processes may share it.
        judged: returns the dataset of the house.
        ready: is called when requests are taken.
        counts: of the connections of all processes that share the socket; None if none do.
        place: of this process in `counts`.

    Raises:
        Problem: the application cannot be made; see `create_app`.

    """
    keep_memory_together()
    app = create_app(settings, judged)
    collect_rarely()
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=Connection,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=math.ceil(settings.query_timeout) + GRACE_SECONDS,
    )
    _Server(config, counts or Counts(1), place, ready).run(sockets=[bound])


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port` (0 for any free one), on which nobody listens yet.

    Raises:
        BadSetting: the address is taken, or is none of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise BadSetting(
            "IJKG_HOST or IJKG_PORT", error.strerror or str(error), f"{host}:{port}"
        ) from None
    return bound
