"""How a process takes memory and gives it back."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MIB: Final = 1024 * 1024
OBJECTS_BEFORE_COLLECTION: Final = 10_000

# The numbers of the parameters stand in <malloc.h> of glibc.
_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8


def keep_memory_together() -> None:
    """Have all threads of this process take memory from one place, and give large pieces back.

    By default glibc has up to eight arenas a processor, one for each thread that meets another,
    and raises the size from which a piece is given back at once to that of the largest ever freed,
    up to 32 MiB. Each arena then grows as far as the largest answer that was ever made in it, and
    only its top is given back. One is enough where one thread runs at a time. Other C libraries
    have nothing to set.
    """
    _set(_M_ARENA_MAX, 1)
    _set(_M_MMAP_THRESHOLD, MIB)
    _set(_M_TRIM_THRESHOLD, 4 * MIB)


def keep_memory_apart() -> None:
    """Have the next thread of this forked process take memory from a place of its own.

    The arena that the process inherits is full of holes, which glibc searches again and again:
    that is up to a third of the work on a query. Pieces of some megabytes are kept for the next.
    """
    _set(_M_ARENA_MAX, 2)
    _set(_M_MMAP_THRESHOLD, 8 * MIB)
    _set(_M_TRIM_THRESHOLD, 16 * MIB)


def collect_rarely() -> None:
    """Have the garbage collector leave what is there now, and look at the rest less often.

    What was loaded stays, and it is much: a look through the names of a graph takes the time of a
    hundred requests. Most of what a request makes is freed without the collector.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)


@contextmanager
def collecting_later() -> Iterator[None]:
    """Have the garbage collector wait meanwhile.

    Nearly all that is made while a graph is loaded stays, and to look through it again and again
    takes a seventh of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _set(parameter: int, value: int) -> None:
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(parameter, value)
