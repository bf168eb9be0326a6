"""What a process and all that it started take of the machine, as /proc tells it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """What processes take at one moment.

    Attributes:
        resident: MiB in memory, with what they share counted once for each (RSS).
        proportional: MiB in memory, each shared page divided among those who share it (PSS).
        processes: how many there are.
        descriptors: file descriptors that are open.

    """

    resident: float
    proportional: float
    processes: int
    descriptors: int


def taken(*pids: int) -> Taken:
    """Return what `pids` take together; those that have ended take nothing."""
    found = [one for pid in pids if (one := _taken(pid)) is not None]
    return Taken(
        sum(one.resident for one in found),
        sum(one.proportional for one in found),
        len(found),
        sum(one.descriptors for one in found),
    )


def cpu_seconds(pid: int) -> float:
    """Return the seconds of CPU that `pid` and the processes below it have taken so far."""
    ticks = 0
    for one in tree(pid):
        try:
            told = Path(f"/proc/{one}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        of_user, of_system = told.rpartition(")")[2].split()[11:13]
        ticks += int(of_user) + int(of_system)
    return ticks / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """Return `pid` and the processes below it, parents first."""
    return [pid, *(below for child in children(pid) for below in tree(child))]


def children(pid: int) -> list[int]:
    """Return the processes that the threads of `pid` started and that have not been waited for."""
    return [child for told in _children(pid) for child in map(int, told.split())]


def _children(pid: int) -> Iterator[str]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield path.read_text(encoding="ascii")
        except OSError:
            continue


def _taken(pid: int) -> Taken | None:
    folder = Path(f"/proc/{pid}")
    try:
        lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        descriptors = sum(1 for _ in (folder / "fd").iterdir())
    except OSError:
        return None
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return Taken(sizes["Rss"], sizes["Pss"], 1, descriptors)
