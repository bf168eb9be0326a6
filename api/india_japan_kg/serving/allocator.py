"""How the C library of a server process takes memory from the system and gives it back."""

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
    only its top is given back. One is enough where one thread runs at a time. Other C libraries
    have nothing to set.
    """
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallopt"):
        return
    library.mallopt(_M_ARENA_MAX, 1)
    library.mallopt(_M_MMAP_THRESHOLD, MIB)
    library.mallopt(_M_TRIM_THRESHOLD, 4 * MIB)
