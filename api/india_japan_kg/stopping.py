"""A way to end work that nobody waits for any more, from outside the thread that does it."""

import threading
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Final

from india_japan_kg.problem import Problem


class Abandoned(Problem):
    """Whoever asked is gone; nobody reads this."""

    status = 499
    slug = "abandoned"
    title = "The client closed the connection"

    def __init__(self) -> None:
        super().__init__("Nobody waits for this answer any more.")


class Stop:
    """Ends what was registered with it, from any thread, once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[Hashable, Callable[[], None]] = {}
        self._is_set = False

    @property
    def is_set(self) -> bool:
        """Whether the work was told to end."""
        return self._is_set

    def set(self) -> None:
        """Call every end that is registered now, and refuse those that come later."""
        with self._lock:
            self._is_set = True
            for end in self._ends.values():
                end()

    def add(self, work: Hashable, end: Callable[[], None]) -> None:
        """Have `end` called if this stop is set before `work` is removed.

        Raises:
            Abandoned: the stop was set before.

        """
        with self._lock:
            if self._is_set:
                raise Abandoned
            self._ends[work] = end

    def remove(self, work: Hashable) -> None:
        """Have nothing called for `work` any more."""
        with self._lock:
            self._ends.pop(work, None)


CURRENT_STOP: Final[ContextVar[Stop | None]] = ContextVar("current_stop", default=None)
"""The stop of the request in work; threads that work for a request inherit it with its context."""


def sleep(seconds: float) -> None:
    """Have this thread sleep, but no longer than somebody waits for its work.

    Raises:
        Abandoned: the stop of the request in work is set.

    """
    stop = CURRENT_STOP.get() or Stop()
    woken = threading.Event()
    stop.add(woken, woken.set)
    try:
        if woken.wait(seconds):
            raise Abandoned
    finally:
        stop.remove(woken)
