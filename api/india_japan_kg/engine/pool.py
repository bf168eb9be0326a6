"""The evaluators that wait for a query; more are born when all of them are stuck."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.engine.pace import Pace
from india_japan_kg.problem import Overloaded, Problem

LEAST_LOOK_SECONDS: Final = 0.005
MOST_FACTOR: Final = 8
SPARE_SECONDS: Final = 10.0
"""How long more evaluators than `ready` are kept after a burst: to bear one costs milliseconds."""


Used = TypeVar("Used")
Use = Callable[[Evaluator], Any]


class _Waiter(NamedTuple):
    """Who waits for an evaluator, until when, and what is done with it at once."""

    future: asyncio.Future[Any]
    deadline: float
    use: Use

    def refuse(self, problem: Problem) -> None:
        if not self.future.done():
            self.future.set_exception(problem)


class Pool:
    """Gives out evaluators: `ready` at one time, as there are processors, or twice as many.

    If none of these moves, they are stuck in longer work, and more are given out, up to eight
    times as many. All but the making belongs to one event loop, which `attach` names.
    """

    def __init__(self, nursery: Nursery, ready: int) -> None:
        self._nursery = nursery
        self._ready = ready
        self._idle = deque(Evaluator(*nursery.bear()) for _ in range(ready))
        self._waiting: deque[_Waiter] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._birth: asyncio.Task[None] | None = None
        self._look: asyncio.TimerHandle | None = None
        self._trim: asyncio.TimerHandle | None = None
        self._busy = 0
        self._last_moved = 0.0
        self._pace = Pace()

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Have the idle evaluators belong to `loop`; none may be in work."""
        self._loop = loop
        self._trim = self._look = None
        for evaluator in self._idle:
            evaluator.attach(loop)

    async def take(self, deadline: float, use: Callable[[Evaluator], Used]) -> Used:
        """Take an evaluator that does nothing else, and return what `use` of it returns.

        `use` is called as soon as there is one, so that it does not stand idle until whoever
        waits for it has a turn on the loop. If `use` raises, the evaluator was not taken.

        Raises:
            Overloaded: none became free before `deadline`, a time of `time.monotonic`.

        """
        if self._has_idle() and self._busy < self._most and not self._waiting:
            return self._given(use)
        assert self._loop is not None
        waiter = _Waiter(self._loop.create_future(), deadline, use)
        self._waiting.append(waiter)
        self._grow_if_few()
        self._look_soon()
        try:
            used: Used = await waiter.future
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            raise
        return used

    @property
    def is_waited_for(self) -> bool:
        """Whether queries wait for an evaluator."""
        return bool(self._waiting)

    def _has_idle(self) -> bool:
        """Return whether the next idle evaluator is there; those that died meanwhile are ended."""
        while self._idle and self._idle[-1].is_gone:
            self.end(self._idle.pop())
        return bool(self._idle)

    @property
    def _most(self) -> int:
        return 2 * self._ready if self._pace.are_short else self._ready

    def _given(self, use: Callable[[Evaluator], Used]) -> Used:
        evaluator = self._idle[-1]
        used = use(evaluator)
        self._idle.pop()
        self._busy += 1
        self._last_moved = evaluator.given_at = time.monotonic()
        return used

    def put(self, evaluator: Evaluator) -> None:
        """Take back an evaluator that was taken and has answered."""
        self._busy -= 1
        self._pace.note(time.monotonic() - evaluator.given_at)
        self.add(evaluator)

    def add(self, evaluator: Evaluator) -> None:
        """Take an evaluator that had left the pool, or is new."""
        self._idle.append(evaluator)
        self._serve()
        if len(self._idle) > self._ready and self._trim is None and self._loop is not None:
            self._trim = self._loop.call_later(SPARE_SECONDS, self._end_spare)

    def gone(self) -> None:
        """Count one evaluator less: it left the pool, to be ended by whoever has it."""
        self._busy -= 1
        self._serve()

    def _serve(self, most: int = 0) -> None:
        """Give idle evaluators to those who wait, as long as less than `most` are busy."""
        self._last_moved = time.monotonic()
        while self._waiting and self._has_idle() and self._busy < (most or self._most):
            waiter = self._waiting.popleft()
            if not waiter.future.done():
                try:
                    waiter.future.set_result(self._given(waiter.use))
                except Problem as problem:
                    waiter.refuse(problem)
        self._grow_if_few()

    def _look_soon(self) -> None:
        """Look, as long as somebody waits, whether all evaluators are stuck."""
        if self._look is None and self._waiting and self._loop is not None:
            seconds = max(self._stuck_at() - time.monotonic(), LEAST_LOOK_SECONDS)
            self._look = self._loop.call_later(seconds, self._look_now)

    def _stuck_at(self) -> float:
        return self._last_moved + self._pace.stuck_seconds

    def _look_now(self) -> None:
        self._look = None
        self._refuse_late()
        if time.monotonic() >= self._stuck_at():
            if self._has_idle():
                self._serve(self._busy + 1)
            elif self._busy < self._ready * MOST_FACTOR:
                self._grow()
        self._look_soon()

    def _grow_if_few(self) -> None:
        if self._waiting and not self._has_idle() and self._busy < self._most:
            self._grow()

    def _grow(self) -> None:
        if self._birth is None and self._loop is not None:
            self._birth = self._loop.create_task(self._bear(self._loop))

    async def _bear(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            born = await loop.run_in_executor(None, self._nursery.bear)
        except Problem as problem:
            if not self._busy:
                self._refuse(problem)
            return
        finally:
            self._birth = None
        evaluator = Evaluator(*born)
        evaluator.attach(loop)
        self._idle.append(evaluator)
        self._serve(max(self._busy + 1, self._most))

    def _refuse(self, problem: Problem) -> None:
        while self._waiting:
            self._waiting.popleft().refuse(problem)

    def _refuse_late(self) -> None:
        now = time.monotonic()
        for waiter in [waiter for waiter in self._waiting if waiter.deadline <= now]:
            self._waiting.remove(waiter)
            waiter.refuse(
                Overloaded(
                    "No query process became free within the time limit of the query.",
                    "Try again in a moment.",
                )
            )

    def _end_spare(self) -> None:
        """End one evaluator too many; those used last are at the other end."""
        self._trim = None
        if len(self._idle) > self._ready and self._loop is not None:
            self.end(self._idle.popleft())
            self._trim = self._loop.call_later(SPARE_SECONDS, self._end_spare)

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
