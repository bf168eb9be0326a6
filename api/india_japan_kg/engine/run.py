"""Queries in work: each is looked at again and again until it answers or a limit ends it."""

import asyncio
import time
from typing import Final

from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.lanes import REMEDY, Lanes
from india_japan_kg.engine.pool import Pool
from india_japan_kg.problem import DeadlineExceeded, Overloaded, Problem
from india_japan_kg.stopping import Abandoned, Stop

LOOK_SECONDS: Final = 0.01
FIRST_LOOK: Final = 0.02
"""Most queries have ended by then, and their CPU is never looked at: it counts from here."""

QUICK_CPU_SECONDS: Final = 0.1
"""A query that took more CPU is long: it makes way for others, and waits for a turn."""

CROWDED_CPU_SECONDS: Final = 0.03
"""The same while other queries wait for an evaluator."""

READER_SECONDS: Final = 30.0
"""How long a client may take nothing of its answer before it is given up."""

REST_SECONDS: Final = 0.1
"""A long query that waited so long for its reader leaves its turn to the next."""


class ReaderTooSlow(Problem):
    """The client takes its answer so slowly that it is given up."""

    status = 408
    slug = "reader-too-slow"
    title = "The client does not take its answer"


class Run:
    """One query in work: its limits, its evaluator, and the problem that ended it, if one did."""

    __slots__ = (
        "cpu_before",
        "deadline",
        "evaluator",
        "is_over",
        "problem",
        "started",
        "stop",
        "timeout",
    )

    def __init__(
        self, timeout: float, deadline: float, evaluator: Evaluator, stop: Stop | None
    ) -> None:
        """Begin a query that may take `timeout` seconds, until `deadline`, and ends with `stop`."""
        self.timeout = timeout
        self.evaluator = evaluator
        self.stop = stop
        self.started = time.monotonic()
        self.deadline = deadline
        self.problem: Problem | None = None
        self.cpu_before: float | None = None
        self.is_over = False


class Watch:
    """Looks at all queries in work, some hundred times a second, and ends those over a limit."""

    def __init__(self, lanes: Lanes, pool: Pool) -> None:
        self._lanes = lanes
        self._pool = pool
        self._runs: set[Run] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_looking = False
        self._last_look = 0.0
        self.killed = 0

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Look on `loop` from now on; no query may be in work."""
        self._loop = loop
        self._is_looking = False

    def begin(
        self, timeout: float, deadline: float, evaluator: Evaluator, stop: Stop | None
    ) -> Run:
        """Return a run of `evaluator` that is looked at from now on.

        Raises:
            Abandoned: the `stop` was set before.

        """
        run = Run(timeout, deadline, evaluator, stop)
        if stop is not None:
            stop.add(run, lambda: self._abandon(run))
        self._runs.add(run)
        evaluator.answered = lambda: self.release(run)
        if not self._is_looking:
            self._is_looking = True
            self._last_look = run.started
            self._look_soon()
        return run

    def release(self, run: Run) -> None:
        """End `run`, whose evaluator has answered and is free again."""
        if run.problem is not None:
            self.end(run)
        elif self._leave(run):
            if not run.evaluator.is_long:
                self._pool.put(run.evaluator)
            elif run.evaluator.come_back():
                self._pool.add(run.evaluator)
            else:
                self._pool.end(run.evaluator)

    def end(self, run: Run) -> None:
        """End `run` by force."""
        if self._leave(run):
            self.killed += 1
            if not run.evaluator.is_long:
                self._pool.gone()
            self._pool.end(run.evaluator)

    async def bury(self, run: Run) -> int:
        """End `run`, whose process ended by itself, and return the signal that ended it."""
        if not self._leave(run):
            return 0
        if not run.evaluator.is_long:
            self._pool.gone()
        return await self._pool.end_told(run.evaluator)

    def _leave(self, run: Run) -> bool:
        if run.is_over:
            return False
        run.is_over = True
        run.evaluator.answered = None
        self._runs.discard(run)
        if run.stop is not None:
            run.stop.remove(run)
        if run.evaluator.is_long:
            self._lanes.end(run.evaluator)
        self._lanes.leave()
        return True

    def _abandon(self, run: Run) -> None:
        """End `run` because nobody waits for it; called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._kill, run, Abandoned())

    def _kill(self, run: Run, problem: Problem) -> None:
        if run.is_over or run.problem is not None:
            return
        run.problem = problem
        if run.evaluator.waits_since:  # whoever reads may never come back to see the end
            self.end(run)
        else:
            run.evaluator.kill()

    def _look_soon(self) -> None:
        if self._loop is not None:
            self._loop.call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        now = time.monotonic()
        try:
            for run in tuple(self._runs):
                self._look_at(run, now)
        finally:  # without the next look no limit would be kept
            self._last_look = now
            if self._runs:
                self._look_soon()
            else:
                self._is_looking = False

    def _look_at(self, run: Run, now: float) -> None:
        evaluator = run.evaluator
        if evaluator.waits_since:  # the time of a slow reader is not the query's
            run.deadline += now - self._last_look
            waited = now - evaluator.waits_since
            if waited > READER_SECONDS:
                self._kill(run, ReaderTooSlow(f"Nothing was taken for {READER_SECONDS:g} s."))
            elif waited > REST_SECONDS:
                self._lanes.rest(evaluator)
            return
        self._lanes.wake(evaluator)
        if now >= run.deadline:
            self._kill(run, self._too_late(run))
        elif not evaluator.is_long and now - run.started >= FIRST_LOOK:
            used = evaluator.cpu_seconds()
            if run.cpu_before is None:
                run.cpu_before = used
            elif used - run.cpu_before >= self._quick_cpu_seconds():
                self._lengthen(run)

    def _quick_cpu_seconds(self) -> float:
        return CROWDED_CPU_SECONDS if self._pool.is_waited_for else QUICK_CPU_SECONDS

    def _lengthen(self, run: Run) -> None:
        try:
            self._lanes.lengthen(run.evaluator)
        except Overloaded as problem:
            self._kill(run, problem)
        else:
            self._pool.gone()

    def _too_late(self, run: Run) -> Problem:
        if self._lanes.is_paused(run.evaluator):
            return Overloaded(
                "The query turned out long and waited for its turn until its time limit.", REMEDY
            )
        return DeadlineExceeded(run.timeout)
