"""What a query process does: it takes queries one after another and sends their answers."""

import faulthandler
import io
import os
import resource
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Final, Protocol

from india_japan_kg.engine.confinement import reach_nobody
from india_japan_kg.engine.messages import Frame, receive_alone, send_frame, told_problem
from india_japan_kg.engine.preparing import PreparedQuery
from india_japan_kg.engine.rows import whole_rows
from india_japan_kg.memory import keep_memory_apart
from india_japan_kg.problem import AnswerTooLarge, Problem

MIB: Final = 1024 * 1024

HELD: Final = 256 * 1024
"""Bytes of an answer that are held back, so that a failure until then is told instead of it."""

HELD_SECONDS: Final = 0.1
"""How long they are held back at most."""

PART: Final = 64 * 1024
PART_SECONDS: Final = 0.05


class Answering(Protocol):
    """An engine that writes its answers."""

    @property
    def version(self) -> str:
        """The version of the dataset."""

    def write(self, query: PreparedQuery, media_type: str, target: IO[bytes]) -> None:
        """Write the answer to `query` to `target`; see `EmbeddedEngine.write`."""


def answer_queries(
    connection: socket.socket, engine: Answering, memory: int, *, asks_services: bool
) -> None:
    """Answer what comes over `connection`, until its other end closes.

    Args:
        connection: where queries come with media type and the MiB that their answer may have.
        engine: what answers them.
        memory: MiB that a query may take beside the store.
        asks_services: a query may ask a service; else this process reaches nobody.

    """
    if not asks_services:
        reach_nobody()
    _silence_native_traces()
    keep_memory_apart()
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(_answer_all, connection, engine, memory).result()


def _answer_all(connection: socket.socket, engine: Answering, memory: int) -> None:
    _limit_memory(memory)
    while True:
        try:
            query, media_type, max_answer = receive_alone(connection)
        except EOFError:
            return
        parts = Parts(connection, max_answer * MIB, media_type)
        try:
            engine.write(PreparedQuery(*query), media_type, parts)  # type: ignore[arg-type]
        except Problem as problem:
            send_frame(connection, Frame.PROBLEM, [told_problem(problem)])
        else:
            parts.end()


class Parts(io.RawIOBase):
    """What an answer is written to: it sends parts when there is enough, or when it is time."""

    def __init__(self, connection: socket.socket, limit: int, media_type: str) -> None:
        """Send an answer of `media_type` over `connection`, at most `limit` bytes."""
        self._connection = connection
        self._limit = limit
        self._media_type = media_type
        self._blocks: list[bytes] = []
        self._held = self._size = 0
        self._enough = HELD
        self._due = 0.0

    def write(self, block: bytes) -> int:  # type: ignore[override]
        """Take `block`.

        Raises:
            AnswerTooLarge: the answer is larger than the limit.

        """
        length = len(block)
        self._size += length
        if self._size > self._limit:
            self._send()
            raise AnswerTooLarge(self._limit)
        self._blocks.append(block)
        self._held += length
        if not self._due:
            self._due = time.monotonic() + HELD_SECONDS
        elif self._held >= self._enough or time.monotonic() >= self._due:
            self._send()
        return length

    def _send(self) -> None:
        held = b"".join(self._blocks)
        if end := whole_rows(held, self._media_type):
            send_frame(self._connection, Frame.PART, [held[:end]])
        self._blocks, self._held = [held[end:]], len(held) - end
        self._enough = self._held + PART
        self._due = time.monotonic() + PART_SECONDS

    def end(self) -> None:
        """Send what is left as the end of the answer."""
        send_frame(self._connection, Frame.LAST, self._blocks)


def _limit_memory(memory: int) -> None:
    taken = _data_size()
    resource.setrlimit(resource.RLIMIT_DATA, (taken + memory * MIB, resource.RLIM_INFINITY))


def _data_size() -> int:
    statm = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(statm.split()[5]) * resource.getpagesize()


def _silence_native_traces() -> None:
    """Point stderr nowhere: Oxigraph prints its stack when memory ends."""
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
