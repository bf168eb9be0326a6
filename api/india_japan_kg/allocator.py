"""How the C library of a process takes memory from the system and gives it back (glibc only)."""

import ctypes
from typing import Final

MIB: Final = 1024 * 1024

# The numbers of the parameters stand in <malloc.h> of glibc.
_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8


def keep_memory_together() -> None:
    """Have all threads of this process take memory from one place, and give large pieces back.

    By default glibc has up to eight arenas a processor, one for each thread that meets another,
    and raises the size from which a piece is given back at once to that of the largest ever freed,
    up to 32 MiB. Each arena then grows as far as the largest answer that was ever made in it, and
    only its top is given back. One is enough where one thread runs at a time.
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


def _set(parameter: int, value: int) -> None:
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(parameter, value)
