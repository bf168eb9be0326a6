"""The evaluators that wait for a query; more are born when all of them are stuck."""

import asyncio
import contextlib
import time
from collections import deque
from typing import Final

from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.problem import Overloaded, Problem

STUCK_SECONDS: Final = 0.02
"""None was taken or freed for so long: later queries must not wait for those in work."""

LOOK_SECONDS: Final = 0.005
MOST_FACTOR: Final = 8
SPARE_SECONDS: Final = 10.0
"""How long more evaluators than `ready` are kept after a burst: to bear one costs milliseconds."""


class Pool:
    """Gives out evaluators. `ready` are kept; a burst may make them eight times as many.

    All but the making belongs to one event loop, which `attach` names.
    """

    def __init__(self, nursery: Nursery, ready: int) -> None:
        self._nursery = nursery
        self._ready = ready
        self._idle = deque(Evaluator(*nursery.bear()) for _ in range(ready))
        self._waiting: deque[asyncio.Future[Evaluator]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._birth: asyncio.Task[None] | None = None
        self._look: asyncio.TimerHandle | None = None
        self._trim: asyncio.TimerHandle | None = None
        self.alive = ready
        self._last_moved = time.monotonic()

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Have the idle evaluators belong to `loop`; none may be in work."""
        self._loop = loop
        self._trim = self._look = None
        for evaluator in self._idle:
            evaluator.attach(loop)

    async def take(self, deadline: float) -> Evaluator:
        """Return an evaluator that does nothing else.

        Raises:
            Overloaded: none became free before `deadline`, a time of `time.monotonic`.

        """
        self._last_moved = time.monotonic()
        if self._idle:
            return self._idle.pop()
        assert self._loop is not None
        future: asyncio.Future[Evaluator] = self._loop.create_future()
        self._waiting.append(future)
        self._watch()
        timer = self._loop.call_later(max(deadline - time.monotonic(), 0.0), _too_late, future)
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self.put(future.result())
            raise
        finally:
            timer.cancel()
            with contextlib.suppress(ValueError):
                self._waiting.remove(future)

    def _watch(self) -> None:
        """Look, as long as somebody waits, whether all evaluators are stuck."""
        if self._look is not None or not self._waiting or self._loop is None:
            return
        is_stuck = time.monotonic() >= self._last_moved + STUCK_SECONDS
        if is_stuck or self.alive == 0:
            self._grow()
        self._look = self._loop.call_later(LOOK_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._look = None
        self._watch()

    def _grow(self) -> None:
        if self._birth is None and self.alive < self._ready * MOST_FACTOR:
            assert self._loop is not None
            self._birth = self._loop.create_task(self._bear())

    async def _bear(self) -> None:
        assert self._loop is not None
        self.alive += 1
        self._last_moved = time.monotonic()
        try:
            born = await self._loop.run_in_executor(None, self._nursery.bear)
        except Problem as problem:
            self.alive -= 1
            if not self.alive:
                while self._waiting:
                    future = self._waiting.popleft()
                    if not future.done():
                        future.set_exception(problem)
        else:
            evaluator = Evaluator(*born)
            evaluator.attach(self._loop)
            self.put(evaluator)
        finally:
            self._birth = None

    def put(self, evaluator: Evaluator) -> None:
        """Take back an evaluator that answered."""
        self._last_moved = time.monotonic()
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(evaluator)
                return
        self._idle.append(evaluator)
        if len(self._idle) > self._ready and self._trim is None and self._loop is not None:
            self._trim = self._loop.call_later(SPARE_SECONDS, self._end_spare)

    def _end_spare(self) -> None:
        """End one evaluator too many; those used last are at the other end."""
        self._trim = None
        if len(self._idle) > self._ready and self._loop is not None:
            self.gone()
            self.end(self._idle.popleft())
            self._trim = self._loop.call_later(SPARE_SECONDS, self._end_spare)

    def put_back(self, evaluator: Evaluator) -> None:
        """Take back an evaluator that had left the pool."""
        self.alive += 1
        self.put(evaluator)

    def gone(self) -> None:
        """Count one evaluator less: it left the pool, to be ended by whoever has it."""
        self.alive -= 1

    def end(self, evaluator: Evaluator) -> None:
        """End an evaluator that is not counted any more."""
        evaluator.kill()
        evaluator.close()
        self._nursery.leave(evaluator.pid)

    async def end_told(self, evaluator: Evaluator) -> int:
        """End such an evaluator and return the signal that ended it, 0 for none."""
        evaluator.kill()
        evaluator.close()
        return await asyncio.to_thread(self._nursery.bury, evaluator.pid)

    def close(self) -> None:
        """End the idle evaluators; those at work end with the nursery."""
        for evaluator in self._idle:
            evaluator.close()
        self._idle.clear()


def _too_late(future: asyncio.Future[Evaluator]) -> None:
    if not future.done():
        future.set_exception(
            Overloaded(
                "No query process became free within the time limit of the query.",
                "Try again in a moment.",
            )
        )
