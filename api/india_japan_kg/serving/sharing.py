"""How server processes that listen on one socket share the connections that come to it.

An event loop by itself takes all connections that wait, so of eight clients that come together one
process gets all, and the processors of the others stand idle for as long as these clients stay.
"""

import asyncio
import logging
import mmap
import socket
from collections.abc import Callable, Collection, Sized
from typing import Final

from india_japan_kg.http.connection import Connection

log = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 0.001
"""How long a process that has more connections than another leaves the next to it."""

FAILURE_SECONDS: Final = 1.0
"""How long none is taken after the system refused one, for want of file descriptors or memory."""

SLACK: Final = 8
"""A process may have more than another by this part (an eighth) of what that one has."""

_TAKES_NONE: Final = -1


class Counts:
    """How many connections each of several processes has, in memory that all of them share.

    Make it before they are forked.
    """

    def __init__(self, places: int) -> None:
        """Make room for as many processes at one time as there are `places`."""
        self._numbers = memoryview(mmap.mmap(-1, places * 4)).cast("i")
        for place in range(places):
            self.leave(place)

    def free_place(self, taken: Collection[int]) -> int:
        """Return a place that is not `taken`; the last, which more can share, if all are."""
        free = (place for place in range(len(self._numbers)) if place not in taken)
        return next(free, len(self._numbers) - 1)

    def tell(self, place: int, number: int) -> None:
        """Tell that the process at `place` has so many connections, and takes more."""
        self._numbers[place] = number

    def leave(self, place: int) -> None:
        """Tell that the process at `place` takes no more."""
        self._numbers[place] = _TAKES_NONE

    def may_take(self, number: int) -> bool:
        """Return whether a process with so many connections has about as few as any other."""
        least = min((other for other in self._numbers if other != _TAKES_NONE), default=number)
        return number <= least + least // SLACK


class Acceptor:
    """Takes connections that come to a socket, one at a time, if no other process has fewer."""

    def __init__(
        self,
        listening: socket.socket,
        counts: Counts,
        place: int,
        connections: Sized,
        connect: Callable[[Callable[[], None]], Connection],
    ) -> None:
        """Take connections on the running loop.

        Args:
            listening: where they come to; other processes may share it.
            counts: of the connections of all these processes.
            place: of this process in `counts`.
            connections: those that this process has.
            connect: makes what speaks to a new one; it calls what it is given when that ends.

        """
        self._listening = listening
        self._counts = counts
        self._place = place
        self._connections = connections
        self._connect = connect
        self._beginning: set[asyncio.Task[None]] = set()
        self._pause: asyncio.TimerHandle | None = None
        self._is_closed = False
        self._loop = asyncio.get_running_loop()
        listening.setblocking(False)
        self._tell()
        self._loop.add_reader(listening, self._look)

    @property
    def _number(self) -> int:
        return len(self._connections) + len(self._beginning)

    def _tell(self) -> None:
        if not self._is_closed:
            self._counts.tell(self._place, self._number)

    def _look(self) -> None:
        if self._counts.may_take(self._number):
            self._take()
        else:
            self._rest(PAUSE_SECONDS)

    def _rest(self, seconds: float) -> None:
        self._loop.remove_reader(self._listening)
        self._pause = self._loop.call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        self._pause = None
        self._loop.add_reader(self._listening, self._look)
        self._take()  # what is still there, the others are too busy for

    def _take(self) -> None:
        try:
            connection, _ = self._listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            log.error("no connection can be taken", extra={"problem": str(error)})
            self._rest(FAILURE_SECONDS)
            return
        beginning = self._loop.create_task(self._begin(connection))
        self._beginning.add(beginning)
        beginning.add_done_callback(self._beginning.discard)
        self._tell()

    async def _begin(self, connection: socket.socket) -> None:
        await self._loop.connect_accepted_socket(lambda: self._connect(self._tell), connection)

    def close(self) -> None:
        """Take no more."""
        self._is_closed = True
        self._counts.leave(self._place)
        if self._pause is None:
            self._loop.remove_reader(self._listening)
        else:
            self._pause.cancel()
