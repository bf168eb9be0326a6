"""Waiting for what no answer tells of: one looks again and again until it is so."""

import asyncio
import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which it is never so; a machine with other work to do may need many of them."""

PAUSE = 0.02


def wait_until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return as soon as `true` holds.

    Raises:
        AssertionError: it does not hold within so many `seconds`.

    """
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"it is not so after {seconds:g} s"
        time.sleep(PAUSE)


async def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait as `wait_until` does, while the event loop goes on."""
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, f"it is not so after {seconds:g} s"
        await asyncio.sleep(PAUSE)
