"""A connection of uvicorn that gives whole answers in one piece, and repeated ones unread.

uvicorn checks and writes every field of an answer one by one and its body apart, and a request
has several objects of its own; both cost more than looking up an answer that is kept
(docs/decisions/answers-are-kept.md).
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

LONGEST_REPEATED: Final = 8192
LEAVING_SECONDS: Final = 1.0
"""How long an idle connection of a server that was told to end may still bring a request."""

WHOLE: Final = "india_japan_kg.whole"
"""ASGI extension: an awaitable that takes head and body of an answer as they go on the wire."""

RAW: Final = "india_japan_kg.raw"
"""ASGI extension: the bytes of the request, if it came alone and in one piece."""


BREAK_OFF: Final = "india_japan_kg.break_off"
"""ASGI extension: a callable that ends the connection after what was sent, in a broken answer."""

READER_SECONDS: Final = 30.0
"""How long a client may take nothing of what waits for it before it is given up."""

MOST_UNSENT: Final = 128 * 1024
"""Bytes that the kernel holds for a slow client: with megabytes of them, nothing seems taken."""


class Connection(HttpToolsProtocol):
    """One connection; the application of the configuration is a `Front`, or wraps one."""

    _reads = False
    """Whether a request is being read: its next bytes belong to it."""

    _begun = 0
    """Requests that began in the bytes being read."""

    _last_answer = 0.0
    """The loop's time when the last answer was given."""

    _is_forwarded = False
    """Whether the request that was read last has fields that only a trusted proxy may set."""

    _is_leaving = False
    """Whether this server was told to end."""

    _extensions: dict[str, Any]
    """Of the request that was read last."""

    ended: Callable[[], None] | None = None
    """Is called when this connection is no more."""

    _reader_look: asyncio.TimerHandle | None = None
    """The next look at what a slow reader took, while it keeps the server waiting."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `HttpToolsProtocol`."""
        super().connection_made(transport)
        with contextlib.suppress(OSError):  # a Unix socket has no such option
            transport.get_extra_info("socket").setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, MOST_UNSENT
            )
        self._cycles: list[RequestResponseCycle] = []

    def connection_lost(self, exc: Exception | None) -> None:
        """See `HttpToolsProtocol`; all requests are told, and not only the one read last."""
        self._stop_looking()
        self._stop_timer()
        for cycle in self._cycles:
            if not cycle.response_complete:
                cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)
        if self.ended is not None:
            self.ended()

    def data_received(self, data: bytes) -> None:
        """Answer `data` if it repeats a request whose answer is kept, else have it read."""
        is_idle = not self._reads and (self.cycle is None or self.cycle.response_complete)
        if is_idle and self._repeats(data):
            return
        self._begun = 0
        super().data_received(data)
        came_alone = is_idle and self._begun == 1 and not self._reads
        if came_alone and len(data) <= LONGEST_REPEATED and self._may_repeat():
            self._extensions[RAW] = data

    def _may_repeat(self) -> bool:
        """Return whether the bytes alone, without their sender, choose the answer."""
        return self.cycle is not None and self.cycle.keep_alive and not self._is_forwarded

    def _repeats(self, data: bytes) -> bool:
        if self.flow.write_paused or self._is_leaving or self.transport.is_closing():
            return False
        front: Any = self.config.app
        answer = front.repeat(data, self.client)
        if answer is None:
            return False
        self._write(*answer)
        self._keep_alive()
        return True

    def _keep_alive(self) -> None:
        self._last_answer = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._close_after(self.timeout_keep_alive)

    def _unset_keepalive_if_required(self) -> None:
        """Do nothing: one timer serves all requests, as a new one for each costs more."""

    def _stop_timer(self) -> None:
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
            self.timeout_keep_alive_task = None

    def on_response_complete(self) -> None:
        """See `HttpToolsProtocol`."""
        if self.pipeline:
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.flow.resume_reading()
            self._keep_alive()

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection, unless it was used in the meantime."""
        is_answered = self.cycle is None or self.cycle.response_complete
        is_used = not is_answered or (self._reads and not self._is_leaving)
        left = self._last_answer + self.timeout_keep_alive - self.loop.time()
        if is_used or left > 0:
            self._close_after(self.timeout_keep_alive if is_used else left)
        else:
            super().timeout_keep_alive_handler()

    def _close_after(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )

    def shutdown(self) -> None:
        """Take one more request of a client that may be sending it now, then close."""
        if self.cycle is None or self.cycle.response_complete:
            self._is_leaving = True
            self._stop_timer()
            self._last_answer = 0.0
            self._close_after(LEAVING_SECONDS)
        else:
            super().shutdown()

    def on_message_begin(self) -> None:
        """See `HttpToolsProtocol`."""
        self._reads = True
        self._begun += 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """See `HttpToolsProtocol`; the request may be answered whole."""
        self.scope["extensions"] = self._extensions = {}
        self._is_forwarded = any(name.startswith(b"x-forwarded-") for name, _ in self.headers)
        self.app = self.config.loaded_app if self._is_forwarded else self.config.app
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is before:  # the protocol is changed
            return
        if self._is_leaving:
            self.cycle.keep_alive = False
        self._extensions[WHOLE] = partial(self._give, self.cycle)
        self._extensions[BREAK_OFF] = partial(self._break_off, self.cycle)
        self._cycles = [cycle for cycle in self._cycles if not cycle.response_complete]
        self._cycles.append(self.cycle)

    def on_message_complete(self) -> None:
        """See `HttpToolsProtocol`."""
        self._reads = False
        super().on_message_complete()

    def pause_writing(self) -> None:
        """See `HttpToolsProtocol`; from now on it is looked whether the client takes anything."""
        super().pause_writing()
        self._look_later()

    def resume_writing(self) -> None:
        """See `HttpToolsProtocol`."""
        self._stop_looking()
        super().resume_writing()

    def _look_later(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._reader_look = self.loop.call_later(READER_SECONDS, self._look_at_reader, waiting)

    def _look_at_reader(self, waiting: int) -> None:
        if self.transport.get_write_buffer_size() < waiting:
            self._look_later()
        else:
            self.transport.abort()

    def _stop_looking(self) -> None:
        if self._reader_look is not None:
            self._reader_look.cancel()
            self._reader_look = None

    def _break_off(self, cycle: RequestResponseCycle) -> None:
        cycle.disconnected = True  # nobody waits for what is missing
        self.transport.close()

    async def _give(self, cycle: RequestResponseCycle, head: bytes, body: bytes) -> None:
        if self.flow.write_paused and not cycle.disconnected:
            await self.flow.drain()
        if cycle.disconnected:
            return
        if not cycle.keep_alive:
            head += b"connection: close\r\n"
        self._write(head, body)
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()

    def _write(self, head: bytes, body: bytes) -> None:
        pieces = [head]
        for name, value in self.server_state.default_headers:
            pieces += (name, b": ", value, b"\r\n")
        pieces += (b"\r\n", body)
        self.transport.write(b"".join(pieces))
