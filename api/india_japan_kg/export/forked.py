"""Exports written in processes of their own, so that the server never holds what they need.

To write one takes some hundred MiB and seconds of a processor. A process that was forked for it
shares the loaded graph, and gives all of its memory back when it ends.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Final

from india_japan_kg.engine.messages import (
    packed,
    problem_of,
    receive,
    told_problem,
)
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.export.exports import ExportFile, Exports
from india_japan_kg.export.offer import Offer, Order
from india_japan_kg.problem import MemoryExceeded, Overloaded, Problem
from india_japan_kg.stopping import CURRENT_STOP, Abandoned

MOST_AT_ONCE: Final = 2

TOLD_AT_ONCE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Written:
    """A written file: it has no name on the disk, and is gone with the last who has it open."""

    media_type: str
    file: IO[bytes]

    def read(self, name: str) -> ExportFile:
        number = self.file.fileno()
        body = os.pread(number, os.fstat(number).st_size, 0)
        return ExportFile(name, self.media_type, body)


class ForkedExports:
    """Has the files of the export written by children of a nursery; each whole one once."""

    def __init__(self, opened: Callable[[], Exports]) -> None:
        """Fork the nursery; call it before any thread is started.

        Args:
            opened: opens the exports in a child. What is loaded before is shared with it.

        """
        self._nursery = Nursery(lambda connection: _write(connection, opened))
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)
        self._whole: dict[str, _Written] = {}

    async def file(
        self, offer: Offer, name: str, given: Mapping[str, str], patience: float
    ) -> ExportFile:
        """Return the file `name`, or the part of it that the parameters `given` cut out.

        Args:
            offer: which files there are.
            name: of the file.
            given: the parameters as a user wrote them.
            patience: seconds to wait for a turn.

        Raises:
            NotFound, BadParameter: see `Offer.order`.
            ExtraNeeded: what writes a file of this form is not installed.
            Overloaded: there was no turn in time, or there is no room for another process.
            MemoryExceeded: the system ended the process that wrote.

        """
        order = offer.order(name, given)
        if order.wished:
            with tempfile.TemporaryFile() as file:
                written = _Written(await self._ordered(order, file, patience), file)
                return await asyncio.to_thread(written.read, name)
        if name not in self._whole:
            await self._keep(order, patience)
        return await asyncio.to_thread(self._whole[name].read, name)

    async def _keep(self, order: Order, patience: float) -> None:
        with contextlib.ExitStack() as unkept:
            file = unkept.enter_context(tempfile.TemporaryFile())
            media_type = await self._ordered(order, file, patience)
            if order.name not in self._whole:  # nobody else wrote it meanwhile
                self._whole[order.name] = _Written(media_type, file)
                unkept.pop_all()

    async def _ordered(self, order: Order, file: IO[bytes], patience: float) -> str:
        """Have a child write to `file` what was ordered, and return its media type."""
        try:
            async with asyncio.timeout(patience):
                await self._turns.acquire()
        except TimeoutError:
            raise Overloaded(
                "Others wait for exports, and there was no turn in time.", "Try again in a moment."
            ) from None
        try:
            return await self._asked(order, file)
        finally:
            self._turns.release()

    async def _asked(self, order: Order, file: IO[bytes]) -> str:
        pid, connection = await asyncio.to_thread(self._nursery.bear)
        stop = CURRENT_STOP.get()
        told = b""
        try:
            if stop is not None:
                stop.add(pid, lambda: os.kill(pid, signal.SIGKILL))
            socket.send_fds(connection, [b"+"], [file.fileno()])
            told = await _told(connection, order)
        finally:
            if stop is not None:
                stop.remove(pid)
            if not told:
                os.kill(pid, signal.SIGKILL)
            connection.close()
            ended_by = await asyncio.to_thread(self._nursery.bury, pid)
        if told:
            problem: bytes | None
            media_type: str
            problem, media_type = pickle.loads(told)
            if problem is not None:
                raise problem_of(problem)
            return media_type
        if stop is not None and stop.is_set:
            raise Abandoned
        if ended_by:
            raise MemoryExceeded(
                "The export was stopped: its process was ended, as when memory is short.",
                "Try again in a moment, or ask for a part.",
            )
        raise Problem("The process that wrote the export failed.")

    def close(self) -> None:
        """End the nursery and all that write, and forget what was written."""
        self._nursery.close()
        for written in self._whole.values():
            written.file.close()
        self._whole.clear()


async def _told(connection: socket.socket, order: Order) -> bytes:
    """Send `order` and return all that the child says until it ends."""
    loop = asyncio.get_running_loop()
    connection.setblocking(False)
    told = b""
    try:
        await loop.sock_sendall(connection, packed(tuple(order)))
        while part := await loop.sock_recv(connection, TOLD_AT_ONCE):
            told += part
    except OSError:
        return b""
    return told


def _write(connection: socket.socket, opened: Callable[[], Exports]) -> None:
    _, numbers, _, _ = socket.recv_fds(connection, 1, 1)
    if not numbers:  # whoever asked has gone
        return
    order = Order(*receive(connection))
    problem, media_type = None, ""
    try:
        found = opened().ordered(order)
        with os.fdopen(numbers[0], "wb") as file:
            file.write(found.body)
        media_type = found.media_type
    except Problem as error:
        problem = told_problem(error)
    connection.sendall(pickle.dumps((problem, media_type)))
