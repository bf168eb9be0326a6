"""A forked process that answers one query after another, as its owner sees it on an event loop."""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from india_japan_kg.engine.messages import FRAME_HEAD, Frame, frame_head, whole_frame

LOW_PRIORITY: Final = 10
RECEIVED_AT_ONCE: Final = 256 * 1024
MOST_WAITING: Final = 4
"""Parts of an answer that wait for a slow reader; then the process waits too."""


class Evaluator:
    """Our end of one child of the nursery. All methods belong to the loop it is attached to."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.is_long = False
        self._cpu_clock = _cpu_clock(pid)
        self._connection = connection
        connection.setblocking(False)
        self._loop: asyncio.AbstractEventLoop | None = None
        # Made once: so much memory is asked of the system each time. Two loops must not share it.
        self._room = memoryview(bytearray(RECEIVED_AT_ONCE))
        self._buffer = bytearray()
        self._frames: deque[tuple[Frame, bytes]] = deque()
        self._waiter: asyncio.Future[tuple[Frame, bytes]] | None = None
        self._is_gone = False
        self.waits_since = 0.0
        """A time of `time.monotonic` since when a slow reader keeps this process waiting, or 0."""
        self.given_at = 0.0
        """A time of `time.monotonic` when it was last given out."""
        self.answered: Callable[[], None] | None = None
        """Is called once, as soon as the end of an answer comes for which somebody waits."""
        self._unsent = b""

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Listen on `loop` from now on, and on no other."""
        if loop is self._loop:
            return
        if self._loop is not None:
            self._loop.remove_reader(self._connection)
        self._loop = loop
        if loop is not None:
            loop.add_reader(self._connection, self._receive)

    def ask(self, message: bytes) -> None:
        """Send a query; the answer comes by `frame`, which also tells if the process is gone."""
        try:
            self._unsent = message[self._connection.send(message) :]
        except OSError:
            self._end()

    async def frame(self) -> tuple[Frame, bytes]:
        """Return the next frame of the answer.

        Raises:
            EOFError: the process ended.

        """
        if self._frames:
            frame = self._frames.popleft()
            if self.waits_since and len(self._frames) < MOST_WAITING:
                self.waits_since = 0.0
                assert self._loop is not None
                self._loop.add_reader(self._connection, self._receive)
            return frame
        if self._is_gone:
            raise EOFError
        assert self._loop is not None
        if self._unsent:
            unsent, self._unsent = self._unsent, b""
            await self._loop.sock_sendall(self._connection, unsent)
        self._waiter = self._loop.create_future()
        return await self._waiter

    def _receive(self) -> None:
        try:
            received = self._room[: self._connection.recv_into(self._room)].tobytes()
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self._end()
            return
        buffer = self._buffer
        if not buffer and (frame := whole_frame(received)) is not None:
            self._give(frame)
            return
        buffer += received
        while len(buffer) >= FRAME_HEAD:
            kind, length = frame_head(buffer)
            end = FRAME_HEAD + length
            if len(buffer) < end:
                break
            self._give((kind, bytes(buffer[FRAME_HEAD:end])))
            del buffer[:end]

    def _give(self, frame: tuple[Frame, bytes]) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(frame)
            if frame[0] is not Frame.PART and self.answered is not None:
                self.answered()
            return
        self._frames.append(frame)
        if len(self._frames) >= MOST_WAITING and not self.waits_since:
            self.waits_since = time.monotonic()
            assert self._loop is not None
            self._loop.remove_reader(self._connection)

    @property
    def is_gone(self) -> bool:
        """Whether the process is known to have ended."""
        return self._is_gone

    def _end(self) -> None:
        self._is_gone = True
        self.attach(None)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(EOFError())

    def cpu_seconds(self) -> float:
        """Return the seconds of CPU that the process has taken so far."""
        try:
            return time.clock_gettime(self._cpu_clock)
        except OSError:
            return 0.0

    def make_way(self) -> None:
        """Let every other process run first from now on."""
        self.is_long = True
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            self._set_priority(LOW_PRIORITY)

    def come_back(self) -> bool:
        """Have the old priority again; return whether the system lets this server give it."""
        try:
            self._set_priority(os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        self.is_long = False
        return True

    def _set_priority(self, priority: int) -> None:
        for thread in Path(f"/proc/{self.pid}/task").iterdir():  # Linux has a priority for each
            os.setpriority(os.PRIO_PROCESS, int(thread.name), priority)

    def pause(self) -> None:
        """Stop using CPU and memory beyond what is taken."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on after a pause."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the process now, whatever it does; its memory is free again."""
        self._signal(signal.SIGKILL)

    def close(self) -> None:
        """Give up the connection."""
        self.attach(None)
        self._is_gone = True
        self.waits_since = 0.0
        self._connection.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


def _cpu_clock(pid: int) -> int:
    """Return the clock of the CPU time that all threads of a process take (POSIX.1-2024)."""
    clock = ctypes.c_int()
    if error := ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, os.strerror(error))
    return clock.value
