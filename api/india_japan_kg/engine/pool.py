"""The evaluators that wait for a query; more are born when all of them are stuck."""

import threading
import time
from collections import deque
from typing import Final

from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.problem import Overloaded

STUCK_SECONDS: Final = 0.005
"""No evaluator became free for so long: queries that came later must not wait for those in work."""

READY_FACTOR: Final = 2
MOST_FACTOR: Final = 8


class Pool:
    """Gives out evaluators. `ready` are kept; a burst may make it eight times as many."""

    def __init__(self, nursery: Nursery, ready: int) -> None:
        self._nursery = nursery
        self._ready = ready
        self._condition = threading.Condition()
        self._idle = deque(Evaluator(*nursery.bear()) for _ in range(ready))
        self.alive = ready
        self._last_freed = time.monotonic()

    def take(self, deadline: float) -> Evaluator:
        """Return an evaluator that does nothing else.

        Raises:
            Overloaded: none became free before `deadline`, a time of `time.monotonic`.

        """
        with self._condition:
            while not self._idle:
                now = time.monotonic()
                if now >= deadline:
                    raise Overloaded(
                        "No query process became free within the time limit of the query.",
                        "Try again in a moment.",
                    )
                may_grow = self.alive < self._ready * MOST_FACTOR
                stuck_at = self._last_freed + STUCK_SECONDS
                if self.alive == 0 or (may_grow and now >= stuck_at):
                    self.alive += 1
                    self._last_freed = now
                    break
                look_again = min(deadline, stuck_at) if may_grow else deadline
                self._condition.wait(look_again - now)
            else:
                return self._idle.pop()
        return self._born()

    def _born(self) -> Evaluator:
        try:
            return Evaluator(*self._nursery.bear())
        except BaseException:
            self.gone()
            raise

    def put(self, evaluator: Evaluator) -> None:
        """Take back an evaluator that answered."""
        with self._condition:
            if len(self._idle) < self._ready * READY_FACTOR:
                self._idle.append(evaluator)
                self._last_freed = time.monotonic()
                self._condition.notify()
                return
        self.gone()
        self.end(evaluator)

    def gone(self) -> None:
        """Count one evaluator less: it left the pool, to be ended by whoever has it."""
        with self._condition:
            self.alive -= 1
            self._last_freed = time.monotonic()
            self._condition.notify()

    def end(self, evaluator: Evaluator) -> None:
        """End an evaluator that is not counted any more."""
        evaluator.kill()
        evaluator.close()
        self._nursery.leave(evaluator.pid)

    def end_told(self, evaluator: Evaluator) -> int:
        """End such an evaluator and return the signal that ended it, 0 for none."""
        evaluator.kill()
        evaluator.close()
        return self._nursery.bury(evaluator.pid)

    def close(self) -> None:
        """End the idle evaluators; those at work end with the nursery."""
        with self._condition:
            for evaluator in self._idle:
                evaluator.close()
            self._idle.clear()
