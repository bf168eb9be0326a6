"""An engine whose queries can be stopped: each runs in a forked process that can be killed.

Nothing inside Oxigraph ends a running sort, path or join, so the limit has to come from outside
(docs/decisions/queries-in-processes.md). The children share the loaded store copy-on-write.
"""

import asyncio
import signal
import time
from collections.abc import AsyncGenerator, Collection
from typing import Final

from india_japan_kg.engine.answering import Answering, answer_queries
from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.home_loop import HomeLoop, Loop
from india_japan_kg.engine.interface import Beginning, Query
from india_japan_kg.engine.lanes import Lanes
from india_japan_kg.engine.messages import Frame, packed, problem_of
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.engine.pool import Pool
from india_japan_kg.engine.preparing import PreparedQuery, prepare
from india_japan_kg.engine.run import Run, Watch
from india_japan_kg.problem import MemoryExceeded, Problem
from india_japan_kg.stopping import CURRENT_STOP

OUT_OF_MEMORY: Final = frozenset({signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS})
MOST_QUERIES: Final = 64
MAX_ANSWER: Final = 128
"""MiB; what this server asks for itself may have so much, if users may have less."""


class ProcessEngine:
    """Evaluates queries in children of a nursery that was forked with the store.

    A query begins at once, beside those in work. If it turns out long, it goes on with low
    priority, at most as many of them at one time as there are processes; the others are paused.
    So no number of long queries keeps a quick one waiting.
    """

    def __init__(
        self,
        engine: Answering,
        processes: int,
        memory: int,
        most_queries: int = MOST_QUERIES,
        max_answer: int = MAX_ANSWER,
        services: Collection[str] = (),
    ) -> None:
        """Fork the nursery and its children; call it before any thread is started.

        Args:
            engine: evaluates in the children: over the loaded store that they share, or over
                one on disk that each opens.
            processes: number of children kept ready, and of long queries that run at one time.
            memory: MiB that a child may take beside the store.
            most_queries: queries in work at one time, paused ones included.
            max_answer: MiB that an answer to a user's query may have.
            services: addresses that a SERVICE clause may ask.

        """
        self._version = engine.version
        self._services = frozenset(services)
        self._max_answer = max_answer
        asks_services = bool(services)
        self._nursery = Nursery(
            lambda connection: answer_queries(
                connection, engine, memory, asks_services=asks_services
            )
        )
        self._pool = Pool(self._nursery, processes)
        self._home = HomeLoop(self._attach)
        self.lanes = Lanes(processes, most_queries)
        self._watch = Watch(self.lanes, self._pool)

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._version

    @property
    def killed(self) -> int:
        """The number of queries that were ended by force."""
        return self._watch.killed

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`.

        It is called from threads; on an event loop, `begin` is.
        """
        prepared = prepare(query, self._services)
        limit = max(self._max_answer, MAX_ANSWER)
        return self._home.wait(self._whole(prepared, media_type, timeout, limit))

    async def begin(self, query: Query, media_type: str, timeout: float) -> Beginning:
        """Return the beginning of the answer; see `StreamingEngine.begin`.

        On any other loop than the one of `settle`, the beginning is all of the answer.
        """
        prepared = prepare(query, self._services)
        if self._home.is_here:
            return await self._begin(prepared, media_type, timeout, self._max_answer)
        whole = self._home.run(self._whole(prepared, media_type, timeout, self._max_answer))
        return Beginning(await asyncio.wrap_future(whole))

    def settle(self) -> None:
        """Have the running event loop be the one that queries are looked after on."""
        self._home.move_here()

    async def _whole(
        self, query: PreparedQuery, media_type: str, timeout: float, max_answer: int
    ) -> bytes:
        beginning = await self._begin(query, media_type, timeout, max_answer)
        if beginning.rest is None:
            return beginning.body
        return b"".join([beginning.body, *[part async for part in beginning.rest]])

    async def _begin(
        self, query: PreparedQuery, media_type: str, timeout: float, max_answer: int
    ) -> Beginning:
        deadline = time.monotonic() + timeout
        message = packed((tuple(query), media_type, max_answer))
        stop = CURRENT_STOP.get()
        run: Run | None = None

        def ask(evaluator: Evaluator) -> Run:
            nonlocal run
            run = self._watch.begin(timeout, deadline, evaluator, stop)
            evaluator.ask(message)
            return run

        self.lanes.enter()
        try:
            run = await self._pool.take(deadline, ask)
        except BaseException:
            if run is None:
                self.lanes.leave()
            else:
                self._watch.end(run)
            raise
        try:
            kind, content = await _frame(run)
        except BaseException as error:
            raise await self._failed(run, error) from None
        if kind is Frame.PART:
            parts = self._parts(run, content)
            return Beginning(await anext(parts), parts)
        self._watch.release(run)
        if kind is Frame.PROBLEM:
            raise problem_of(content)
        return Beginning(content)

    async def _parts(self, run: Run, first: bytes) -> AsyncGenerator[bytes, None]:
        """Give the `first` part too: closing a generator that never ran would end nothing."""
        kind = Frame.PART
        try:
            yield first
            while kind is Frame.PART:
                kind, content = await _frame(run)
                if kind is Frame.PROBLEM:
                    raise problem_of(content)
                yield content
        except (EOFError, OSError) as error:
            raise await self._failed(run, error) from None
        finally:
            if kind is Frame.PART:
                self._watch.end(run)
            else:
                self._watch.release(run)

    async def _failed(self, run: Run, error: BaseException) -> BaseException:
        if run.problem is None and isinstance(error, EOFError | OSError):
            return _ended_by(await self._watch.bury(run))
        self._watch.end(run)
        return run.problem or error

    def _attach(self, loop: Loop | None) -> None:
        self._pool.attach(loop)
        self._watch.attach(loop)

    def close(self) -> None:
        """End all children."""
        self._home.close()
        self._pool.close()
        self._nursery.close()


async def _frame(run: Run) -> tuple[Frame, bytes]:
    frame = await run.evaluator.frame()
    if run.problem is not None:
        raise EOFError
    return frame


def _ended_by(signal_: int) -> Problem:
    if signal_ in OUT_OF_MEMORY:
        return MemoryExceeded(
            "The query was stopped because it needed more memory than it may take.",
            "Ask for less at once, or load the export into your own store.",
        )
    return Problem(f"A query process ended with signal {signal_}.")
