"""What was measured of the engine on disk, as tables in Markdown."""

import os
import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.processes import Taken

MOST_OF_LOADER = 1.3
MOST_OF_SMALLEST = 2.0


@dataclass(frozen=True)
class Load:
    """One load: seconds of the clock, seconds of CPU, and the most MiB in memory."""

    seconds: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Peer:
    """What the Oxigraph loader took, and the compaction that it leaves to a command of its own."""

    load: Load
    optimize: Load


@dataclass(frozen=True)
class Stored:
    """What a store of one size took.

    Attributes:
        triples: how many there are.
        file: bytes of the N-Quads file.
        disk: bytes of the finished store.
        loads: ours and, if it is there, the Oxigraph loader's, in pairs.
        opened: seconds to open the store and answer a first lookup, in a process of its own.

    """

    triples: int
    file: int
    disk: int
    loads: tuple[tuple[Load, Peer | None], ...]
    opened: float


@dataclass(frozen=True)
class Served:
    """What a server over such a store took.

    Attributes:
        started: seconds from the command to the first answer to a lookup.
        health: seconds of the first ``/health`` after it, and its status.
        slow: what the server asked at its start that took long, with the seconds.
        server: what the server takes after the lookups.
        below: what the processes below it take.
        lookups: kind of lookup -> seconds of each.

    """

    started: float
    health: tuple[float, int]
    slow: tuple[tuple[str, float], ...]
    server: Taken
    below: Taken
    lookups: dict[str, list[float]]


def report(stored: Sequence[Stored], served: Sequence[Served], load: float) -> str:
    """Return the report; `load` is the machine's load average before."""
    return "\n".join(_lines(stored, served, load)) + "\n"


def _lines(stored: Sequence[Stored], served: Sequence[Served], load: float) -> Iterator[str]:
    yield "# The engine on disk at many sizes"
    yield ""
    yield (
        "Synthetic triples (seeded) in one named graph; "
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load "
        f"average before the run {load:.1f}. `python -m benchmarks.scale` measures again."
    )
    yield ""
    yield "## Building"
    yield ""
    yield (
        f"From one N-Quads file, by `finished_store` (compacted, synchronised, renamed) and by "
        f"`oxigraph load`, which does not compact, and `oxigraph optimize` after it, which does; "
        f"{len(stored[0].loads)} pairs in turn, median. A ratio is ours divided by theirs of the "
        f"same pair. Wanted to the load alone: at most {MOST_OF_LOADER}."
    )
    yield ""
    yield (
        "| triples | N-Quads file | finished store | to build | CPU | memory at most | "
        "`oxigraph load` | ratio | ratio of CPU | and `optimize` | ratio to both | "
        "to open and look up |"
    )
    yield "|---:|" + "---:|" * 11
    for one in stored:
        own = [pair[0] for pair in one.loads]
        pairs = [(mine, theirs) for mine, theirs in one.loads if theirs is not None]
        yield (
            f"| {one.triples:,} | {_mib(one.file)} | {_mib(one.disk)} | {_seconds(own)} | "
            f"{statistics.median(load.cpu for load in own):.1f} s | "
            f"{max(load.memory for load in own):,.0f} MiB | {_peer(pairs)} | "
            f"{one.opened * 1000:.0f} ms |"
        )
    yield from _served(stored, served)


def _peer(pairs: Sequence[tuple[Load, Peer]]) -> str:
    if not pairs:
        return "not installed | | | |"
    clock = statistics.median(mine.seconds / peer.load.seconds for mine, peer in pairs)
    cpu = statistics.median(mine.cpu / peer.load.cpu for mine, peer in pairs)
    both = statistics.median(
        mine.seconds / (peer.load.seconds + peer.optimize.seconds) for mine, peer in pairs
    )
    load = _seconds([peer.load for _, peer in pairs])
    optimize = _seconds([peer.optimize for _, peer in pairs])
    return f"{load} | **{clock:.2f}** | {cpu:.2f} | {optimize} | **{both:.2f}**"


def _served(stored: Sequence[Stored], served: Sequence[Served]) -> Iterator[str]:
    yield ""
    yield "## Serving"
    yield ""
    yield (
        "All servers run at one time and are asked in turn by one connection, each query once. "
        "Memory is taken after the lookups: RSS counts what processes share once for each, PSS "
        "divides it among them."
    )
    yield ""
    yield (
        "| triples | to the first answer | first `/health` | server RSS | server PSS | "
        "processes below it | their RSS | their PSS |"
    )
    yield "|---:|" + "---:|" * 7
    for one, server in zip(stored, served, strict=True):
        seconds, status = server.health
        yield (
            f"| {one.triples:,} | {server.started:.1f} s | {seconds:.2f} s ({status}) | "
            f"{server.server.resident:,.0f} MiB | {server.server.proportional:,.0f} MiB | "
            f"{server.below.processes} | {server.below.resident:,.0f} MiB | "
            f"{server.below.proportional:,.0f} MiB |"
        )
    yield ""
    yield "Queries asked at the start that took a second or longer:"
    yield ""
    yield "| triples | query | seconds |"
    yield "|---:|---|---:|"
    for one, server in zip(stored, served, strict=True):
        for name, seconds in server.slow:
            yield f"| {one.triples:,} | `{name}` | {seconds:.1f} |"
    yield ""
    yield "## Lookups over HTTP, none asked before"
    yield ""
    yield (
        f"Median (and 99th percentile) in milliseconds; the ratio is to the smallest size, wanted: "
        f"at most {MOST_OF_SMALLEST}."
    )
    yield ""
    yield "| lookup | " + " | ".join(f"{one.triples:,}" for one in stored) + " | ratio |"
    yield "|---|" + "---:|" * (len(stored) + 1)
    for name in served[0].lookups:
        middles = [statistics.median(server.lookups[name]) for server in served]
        ends = [statistics.quantiles(server.lookups[name], n=100)[98] for server in served]
        cells = [f"{m * 1000:.2f} ({e * 1000:.1f})" for m, e in zip(middles, ends, strict=True)]
        yield f"| {name} | {' | '.join(cells)} | **{middles[-1] / middles[0]:.2f}** |"


def _seconds(loads: Sequence[Load]) -> str:
    return f"{statistics.median(load.seconds for load in loads):.1f} s"


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MiB"
