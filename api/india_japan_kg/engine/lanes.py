"""Who may evaluate now: quick queries always find room, long ones take turns."""

from collections import deque
from typing import Final

from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.problem import Overloaded

REMEDY: Final = "Try again in a moment."
SHARE_OF_LONG: Final = 0.75
"""Long queries, running and paused, take at most this part of all places."""


class Lanes:
    """Counts queries; one that turned out long needs a turn, and is paused until it has one."""

    def __init__(self, turns: int, places: int) -> None:
        """Make room for `places` queries, of which `turns` long ones run at one time."""
        self._places = places
        self._most_long = max(1, int(places * SHARE_OF_LONG))
        self._turns = turns
        self._running: set[Evaluator] = set()
        self._paused: deque[Evaluator] = deque()
        self._resting: set[Evaluator] = set()
        self.inside = 0

    @property
    def long(self) -> int:
        """The number of long queries."""
        return len(self._running) + len(self._paused) + len(self._resting)

    def enter(self) -> None:
        """Take a place among all queries, until `leave`.

        Raises:
            Overloaded: there is none.

        """
        if self.inside >= self._places:
            raise Overloaded(f"{self._places} queries are in work already.", REMEDY)
        self.inside += 1

    def leave(self) -> None:
        """Give back a place."""
        self.inside -= 1

    def lengthen(self, evaluator: Evaluator) -> None:
        """Have the query of `evaluator` go on as a long one, now or when it is its turn.

        Raises:
            Overloaded: there are too many long queries.

        """
        if self.long >= self._most_long:
            raise Overloaded(f"{self._most_long} long queries are in work already.", REMEDY)
        evaluator.make_way()
        if len(self._running) < self._turns:
            self._running.add(evaluator)
        else:
            evaluator.pause()
            self._paused.append(evaluator)

    def is_paused(self, evaluator: Evaluator) -> bool:
        """Return whether `evaluator` waits for its turn."""
        return evaluator in self._paused

    def rest(self, evaluator: Evaluator) -> None:
        """Give the turn of `evaluator`, which a slow reader keeps waiting, to the next."""
        if evaluator in self._running:
            self._resting.add(evaluator)
            self._leave_turn(evaluator)

    def wake(self, evaluator: Evaluator) -> None:
        """Have `evaluator` go on that rested: beside the others, for its reader paces it."""
        if evaluator in self._resting:
            self._resting.remove(evaluator)
            self._running.add(evaluator)

    def end(self, evaluator: Evaluator) -> None:
        """Take `evaluator`, whose long query ended, out of the lane; the next has its turn."""
        if evaluator in self._paused:
            self._paused.remove(evaluator)
            return
        self._resting.discard(evaluator)
        self._leave_turn(evaluator)

    def _leave_turn(self, evaluator: Evaluator) -> None:
        self._running.discard(evaluator)
        if self._paused and len(self._running) < self._turns:
            following = self._paused.popleft()
            self._running.add(following)
            following.resume()
