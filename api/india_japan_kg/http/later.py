"""Requests wait for what is still being read when the server already listens."""

import asyncio
import time
from collections.abc import Callable, Collection
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from india_japan_kg.problem import Problem

REST_SECONDS: Final = 30.0
"""How long a reading that met a limit is not tried again."""


class Later:
    """Has requests for all but `live` paths wait until something was read, once for all."""

    def __init__(self, app: ASGIApp, read: Callable[[], None], live: Collection[str]) -> None:
        """Put it in front of `app`; `read` is called in a thread."""
        self._app = app
        self._read = read
        self._live = frozenset(live)
        self._reading: asyncio.Future[None] | None = None
        self._failed_at = 0.0
        self._is_read = False

    def begin(self) -> asyncio.Future[None]:
        """Begin to read on the running loop, if that is not done or under way."""
        if self._reading is None or self._has_rested():
            self._reading = asyncio.ensure_future(asyncio.to_thread(self._try))
            self._reading.add_done_callback(_seen)
        return self._reading

    def _has_rested(self) -> bool:
        return bool(self._failed_at) and time.monotonic() > self._failed_at + REST_SECONDS

    def _try(self) -> None:
        self._failed_at = 0.0
        try:
            self._read()
        except Problem:
            self._failed_at = time.monotonic()
            raise
        self._is_read = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0).

        Raises:
            Problem: what is needed could not be read.

        """
        if not self._is_read and scope["type"] == "http" and scope["path"] not in self._live:
            await asyncio.shield(self.begin())
        await self._app(scope, receive, send)


def _seen(reading: asyncio.Future[None]) -> None:
    """Let nobody warn of a failure that those who wait are told."""
    if not reading.cancelled():
        reading.exception()
