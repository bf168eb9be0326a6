"""How long queries mostly take, and what follows from it for how many are evaluated at one time."""

from typing import Final

SHORT_SECONDS: Final = 0.0008
"""Queries that mostly take less are short. Twice as many of them as there are processors keep all
processors at work, for one waits for the server now and then. Longer ones would only push each
other out of the processors' caches."""

STUCK_SECONDS: Final = 0.01
"""If none was taken or freed for so long, later queries must not wait for those in work."""

MOST_STUCK_SECONDS: Final = 0.04
"""The same where queries mostly take long."""

SMOOTHING: Final = 1 / 16


class Pace:
    """The usual time of the queries that ended by themselves, the last ones more than others."""

    def __init__(self) -> None:
        self._usual = STUCK_SECONDS
        self.are_short = False
        """Whether queries are short."""

    def note(self, seconds: float) -> None:
        """Note that a query took so long on the clock."""
        self._usual += (seconds - self._usual) * SMOOTHING
        # With twice as many on a processor, each takes twice as long.
        self.are_short = self._usual < SHORT_SECONDS * (2 if self.are_short else 1)

    @property
    def stuck_seconds(self) -> float:
        """The time after which queries in work are stuck, if none is taken or freed."""
        return min(max(2 * self._usual, STUCK_SECONDS), MOST_STUCK_SECONDS)
