"""How long and how often to try a store that is not there or is busy."""

import random
import time
from typing import Final

from india_japan_kg.problem import DeadlineExceeded, Overloaded, Problem, StoreUnreachable
from india_japan_kg.stopping import sleep

PAUSES: Final = (0.1, 0.3, 0.9)
"""Seconds between tries; each is drawn between half of it and all, so that many do not meet."""


class Unavailable(Exception):
    """The store is not there, or says that it is `busy`: another try may help."""

    def __init__(self, reason: str, *, busy: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.busy = busy

    def problem(self) -> Problem:
        """Return what the user is told when no try helped."""
        if self.busy:
            return Overloaded("The store is busy.", "Try again in a moment.")
        return StoreUnreachable(
            f"The store does not answer: {self.reason}.",
            "Try again in a moment. Its operator finds the address in IJKG_STORE.",
        )


class Patience:
    """A deadline `timeout` seconds from now, and the pauses until then."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._deadline = time.monotonic() + timeout
        self._pauses = iter(PAUSES)

    def left(self) -> float:
        """Return the seconds until the deadline.

        Raises:
            DeadlineExceeded: there are none.

        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise DeadlineExceeded(self.timeout)
        return left

    def wait(self, unavailable: Unavailable) -> None:
        """Pause before the next try.

        Raises:
            StoreUnreachable, Overloaded: there is no next try: it was the last, or the deadline
                comes first.
            Abandoned: nobody waits for the answer any more.

        """
        pause = next(self._pauses, None)
        if pause is None or time.monotonic() + pause > self._deadline:
            raise unavailable.problem() from None
        sleep(pause * random.uniform(0.5, 1))
