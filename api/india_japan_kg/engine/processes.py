"""An engine whose queries can be stopped: each runs in a forked process that can be killed.

Nothing inside Oxigraph ends a running sort, path or join, so the limit has to come from outside
(docs/decisions/queries-in-processes.md). The children share the loaded store copy-on-write.
"""

import signal
import time
from typing import Any, Final

from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.interface import Engine, Query
from india_japan_kg.engine.lanes import Lanes
from india_japan_kg.engine.nursery import Budget, Nursery
from india_japan_kg.engine.pool import Pool
from india_japan_kg.problem import (
    AnswerTooLarge,
    BadQuery,
    DeadlineExceeded,
    MemoryExceeded,
    Problem,
    Refused,
)
from india_japan_kg.stopping import CURRENT_STOP, Abandoned, Stop

OUT_OF_MEMORY: Final = frozenset({signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS})
QUICK_CPU_SECONDS: Final = 0.05
"""A query that took more CPU is long: it makes way for others, and waits for a turn."""

FIRST_LOOK: Final = 0.02
"""Most queries have ended by then, and their CPU is never looked at: it counts from here."""

SHORTEST_LOOK: Final = 0.01
MOST_QUERIES: Final = 64
MAX_ANSWER: Final = 128


class ProcessEngine:
    """Evaluates queries in children of a nursery that was forked with the store.

    A query begins at once, beside those in work. If it turns out long, it goes on with low
    priority, at most as many of them at one time as there are processes; the others are paused.
    So no number of long queries keeps a quick one waiting.
    """

    def __init__(
        self,
        embedded: Engine,
        processes: int,
        memory: int,
        most_queries: int = MOST_QUERIES,
        max_answer: int = MAX_ANSWER,
    ) -> None:
        """Fork the nursery and its children; call it before any thread is started.

        Args:
            embedded: evaluates in the children: over the loaded store that they share, or over
                one on disk that each opens.
            processes: number of children kept ready, and of long queries that run at one time.
            memory: MiB that a child may take beside the store.
            most_queries: queries in work at one time, paused ones included.
            max_answer: MiB that an answer may have.

        """
        self._version = embedded.version
        self._nursery = Nursery(embedded, Budget(memory, max_answer))
        self._pool = Pool(self._nursery, processes)
        self.lanes = Lanes(processes, most_queries)
        self.killed = 0

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._version

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`."""
        deadline = time.monotonic() + timeout
        stop = CURRENT_STOP.get() or Stop()
        with self.lanes.place():
            evaluator = self._pool.take(deadline)
            try:
                with stop.calls(evaluator.kill):
                    status, content = self._run(evaluator, (query, media_type, timeout), deadline)
            except TimeoutError:
                self._end(evaluator)
                raise DeadlineExceeded(timeout) from None
            except (EOFError, OSError):
                raise self._ended(evaluator, stop) from None
            except BaseException:
                self._end(evaluator)
                raise
            if stop.is_set:  # it may have been killed after it answered
                self._end(evaluator)
                raise Abandoned
            if evaluator.is_long:
                self._pool.end(evaluator)
            else:
                self._pool.put(evaluator)
        return _answer(status, content)

    def _run(self, evaluator: Evaluator, message: object, deadline: float) -> tuple[str, Any]:
        evaluator.ask(message)
        look, before = FIRST_LOOK, None
        while not evaluator.answers_by(min(deadline, time.monotonic() + look)):
            if time.monotonic() >= deadline:
                raise TimeoutError
            used = evaluator.cpu_seconds()
            before = used if before is None else before
            if used - before >= QUICK_CPU_SECONDS:
                return self._run_long(evaluator, deadline)
            look = max(QUICK_CPU_SECONDS - (used - before), SHORTEST_LOOK)
        return evaluator.answer(deadline)

    def _run_long(self, evaluator: Evaluator, deadline: float) -> tuple[str, Any]:
        evaluator.make_way()
        self._pool.gone()
        with self.lanes.long_place():
            if not self.lanes.has_turn():
                evaluator.pause()
                self.lanes.wait_for_turn(deadline)
                evaluator.resume()
            try:
                if not evaluator.answers_by(deadline):
                    raise TimeoutError
                return evaluator.answer(deadline)
            finally:
                self.lanes.end_turn()

    def _end(self, evaluator: Evaluator) -> None:
        self.killed += 1
        if not evaluator.is_long:
            self._pool.gone()
        self._pool.end(evaluator)

    def _ended(self, evaluator: Evaluator, stop: Stop) -> Problem:
        if stop.is_set:
            self._end(evaluator)
            return Abandoned()
        if not evaluator.is_long:
            self._pool.gone()
        ended_by = self._pool.end_told(evaluator)
        if ended_by in OUT_OF_MEMORY:
            self.killed += 1
            return MemoryExceeded(
                "The query was stopped because it needed more memory than it may take.",
                "Ask for less at once, or load the export into your own store.",
            )
        return Problem(f"A query process ended with signal {ended_by}.")

    def close(self) -> None:
        """End all children."""
        self._pool.close()
        self._nursery.close()


def _answer(status: str, content: object) -> bytes:
    if status == "answer" and isinstance(content, bytes):
        return content
    if status == "bad-query" and isinstance(content, dict):
        raise BadQuery(**content)
    if status == "too-large" and isinstance(content, dict):
        raise AnswerTooLarge(**content)
    if status == "refused" and isinstance(content, dict):
        raise Refused(**content)
    raise Problem(f"A query process failed: {content}")
