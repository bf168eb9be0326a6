"""Who may evaluate now: quick queries always find room, long ones take turns."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from india_japan_kg.problem import Overloaded

REMEDY: Final = "Try again in a moment."
SHARE_OF_LONG: Final = 0.75
"""Long queries, running and paused, take at most this part of all places."""


class Lanes:
    """Counts queries; one that turned out long needs a turn, and waits for it in line."""

    def __init__(self, turns: int, places: int) -> None:
        """Make room for `places` queries, of which `turns` long ones run at one time."""
        self._places = places
        self._most_long = max(1, int(places * SHARE_OF_LONG))
        self._turns = threading.Semaphore(turns)
        self._lock = threading.Lock()
        self.inside = 0
        self.long = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place among all queries for the block.

        Raises:
            Overloaded: there is none.

        """
        with self._lock:
            if self.inside >= self._places:
                raise Overloaded(f"{self._places} queries are in work already.", REMEDY)
            self.inside += 1
        try:
            yield
        finally:
            with self._lock:
                self.inside -= 1

    @contextmanager
    def long_place(self) -> Iterator[None]:
        """Take a place among the long queries for the block.

        Raises:
            Overloaded: there is none.

        """
        with self._lock:
            if self.long >= self._most_long:
                raise Overloaded(f"{self._most_long} long queries are in work already.", REMEDY)
            self.long += 1
        try:
            yield
        finally:
            with self._lock:
                self.long -= 1

    def has_turn(self) -> bool:
        """Take a turn to run, if one is free now; `end_turn` gives it back."""
        return self._turns.acquire(blocking=False)

    def wait_for_turn(self, deadline: float) -> None:
        """Take a turn to run as soon as one is free.

        Raises:
            Overloaded: none was before `deadline`, a time of `time.monotonic`.

        """
        if not self._turns.acquire(timeout=max(deadline - time.monotonic(), 0.0)):
            raise Overloaded(
                "The query turned out long and waited for its turn until its time limit.", REMEDY
            )

    def end_turn(self) -> None:
        """Give back a turn."""
        self._turns.release()
