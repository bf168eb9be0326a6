"""An engine whose queries can be stopped: each runs in a forked process that can be killed.

Nothing inside Oxigraph ends a running sort, path or join, so the limit has to come from outside
(docs/decisions/queries-in-processes.md). The children share the loaded store copy-on-write.
"""

import contextlib
import os
import queue
import signal
import socket
import time
from dataclasses import dataclass

from india_japan_kg.engine.embedded import EmbeddedEngine
from india_japan_kg.engine.interface import Query
from india_japan_kg.engine.messages import receive, send
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.problem import (
    BadQuery,
    DeadlineExceeded,
    MemoryExceeded,
    Overloaded,
    Problem,
    Refused,
)

OUT_OF_MEMORY = frozenset({signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS})


@dataclass(frozen=True, slots=True)
class _Evaluator:
    """A child process that answers queries, and our end of its socket."""

    pid: int
    connection: socket.socket


class ProcessEngine:
    """Evaluates queries in `processes` children of a nursery that was forked with the store."""

    def __init__(self, embedded: EmbeddedEngine, processes: int, memory: int) -> None:
        """Fork the nursery and its children; call it before any thread is started.

        Args:
            embedded: the loaded store.
            processes: number of children, that is of queries at one time.
            memory: MiB that a child may take beside the store.

        """
        self._version = embedded.version
        self._nursery = Nursery(embedded, memory)
        self._idle: queue.LifoQueue[_Evaluator] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(_Evaluator(*self._nursery.bear()))

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._version

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`."""
        deadline = time.monotonic() + timeout
        try:
            evaluator = self._idle.get(timeout=timeout)
        except queue.Empty:
            raise Overloaded(
                f"No query process became free within {timeout:g} s.", "Try again in a moment."
            ) from None
        try:
            send(evaluator.connection, (query, media_type, timeout))
            evaluator.connection.settimeout(max(deadline - time.monotonic(), 0.001))
            status, content = receive(evaluator.connection)
        except TimeoutError:
            self._replace(evaluator)
            raise DeadlineExceeded(timeout) from None
        except (EOFError, OSError):
            raise self._buried(evaluator) from None
        evaluator.connection.settimeout(None)
        self._idle.put(evaluator)
        return _answer(status, content)

    def _replace(self, evaluator: _Evaluator) -> int:
        with contextlib.suppress(ProcessLookupError):
            os.kill(evaluator.pid, signal.SIGKILL)
        evaluator.connection.close()
        ended_by = self._nursery.bury(evaluator.pid)
        self._idle.put(_Evaluator(*self._nursery.bear()))
        return ended_by

    def _buried(self, evaluator: _Evaluator) -> Problem:
        ended_by = self._replace(evaluator)
        if ended_by in OUT_OF_MEMORY:
            return MemoryExceeded(
                "The query was stopped because it needed more memory than it may take.",
                "Ask for less at once, or load the export into your own store.",
            )
        return Problem(f"A query process ended with signal {ended_by}.")

    def close(self) -> None:
        """End all children."""
        while not self._idle.empty():
            self._idle.get_nowait().connection.close()
        self._nursery.close()


def _answer(status: str, content: object) -> bytes:
    if status == "answer" and isinstance(content, bytes):
        return content
    if status == "bad-query" and isinstance(content, dict):
        raise BadQuery(**content)
    if status == "refused" and isinstance(content, dict):
        raise Refused(**content)
    raise Problem(f"A query process failed: {content}")
