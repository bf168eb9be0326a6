"""Whether a server was the same at the end of the soak test as at its beginning."""

import os
import platform
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.processes import Taken

EXCUSED: Final = frozenset({503, 507})
"""What a query may get whose process was killed from outside."""

WARM_UP: Final = 0.25
"""The part of the time in which caches fill and memory may grow."""

MOST_SERVER: Final = 8.0
"""MiB (PSS) that the server itself may grow by after its warm-up."""

MOST_TREE: Final = 0.1
"""The part by which all processes together may."""

MOST_PROCESSES: Final = 1
MOST_DESCRIPTORS: Final = 4


@dataclass(frozen=True)
class Outcome:
    """How one request ended: `status` 0 is no answer; `problem` is the slug of its problem type."""

    kind: str
    status: int
    problem: str
    is_meant: bool
    seconds: float


@dataclass(frozen=True)
class Sample:
    """What the server and all processes together took at one moment."""

    server: Taken
    tree: Taken


@dataclass(frozen=True)
class Soaked:
    """What was seen."""

    minutes: float
    rate: float
    outcomes: Sequence[Outcome]
    samples: Sequence[Sample]
    kills: int
    load: float


def failures(soaked: Soaked) -> list[str]:
    """Return what was not as it must be; nothing is the verdict wanted."""
    return list(_failures(soaked))


def _failures(soaked: Soaked) -> Iterator[str]:
    astray = [one for one in soaked.outcomes if not one.is_meant]
    excused = [one for one in astray if one.status in EXCUSED and one.problem]
    for (kind, status, problem), count in sorted(
        Counter((one.kind, one.status, one.problem) for one in astray if one not in excused).items()
    ):
        yield f"{count} of kind {kind} ended with {status} {problem}"
    if len(excused) > soaked.kills:
        yield f"{len(excused)} queries failed, but only {soaked.kills} processes were killed"
    for name, limit, before, after in _growths(soaked.samples):
        if after - before > limit:
            yield f"{name} grew from {before:,.0f} to {after:,.0f}"


def _growths(samples: Sequence[Sample]) -> Iterator[tuple[str, float, float, float]]:
    """Yield what may not grow: name, by how much it may, before and after."""
    kept = samples[int(len(samples) * WARM_UP) :]
    third = max(1, len(kept) // 3)

    def middles(of: Callable[[Sample], float]) -> tuple[float, float]:
        first, last = kept[:third], kept[-third:]
        return statistics.median(map(of, first)), statistics.median(map(of, last))

    server = middles(lambda sample: sample.server.proportional)
    tree = middles(lambda sample: sample.tree.proportional)
    yield "Memory of the server (PSS, MiB)", MOST_SERVER, *server
    yield "Memory of all processes (PSS, MiB)", tree[0] * MOST_TREE, *tree
    yield "Processes", MOST_PROCESSES, *middles(lambda sample: sample.tree.processes)
    yield (
        "Descriptors of the server",
        MOST_DESCRIPTORS,
        *middles(lambda sample: sample.server.descriptors),
    )


def report(soaked: Soaked) -> str:
    """Return what was seen, and the verdict, as Markdown."""
    return "\n".join(_lines(soaked)) + "\n"


def _lines(soaked: Soaked) -> Iterator[str]:
    found = failures(soaked)
    yield "# Soak test"
    yield ""
    yield (
        f"{soaked.minutes:g} minutes of mixed requests on loopback, {soaked.rate:g} a second asked "
        f"for, {len(soaked.outcomes):,} answered; runaway queries among them, and {soaked.kills} "
        "query processes killed from outside meanwhile. "
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load "
        f"average before the run {soaked.load:.1f}. `python -m benchmarks.soak` measures again."
    )
    yield ""
    yield f"Verdict: **{'failed' if found else 'passed'}**."
    yield from (f"- {failure}" for failure in found)
    yield ""
    yield "## Memory, processes, descriptors"
    yield ""
    yield (
        f"Medians of the first and the last third after a warm-up of {WARM_UP:.0%} of the time. "
        "PSS divides what processes share among them."
    )
    yield ""
    yield "| | first third | last third | may grow by |"
    yield "|---|---:|---:|---:|"
    for name, limit, before, after in _growths(soaked.samples):
        yield f"| {name} | {before:,.1f} | {after:,.1f} | {limit:,.1f} |"
    yield ""
    yield "## Answers"
    yield ""
    yield "| kind | answers | statuses | median ms | 99th percentile ms |"
    yield "|---|---:|---|---:|---:|"
    for kind, outcomes in _by_kind(soaked.outcomes).items():
        statuses = Counter(f"{one.status} {one.problem}".strip() for one in outcomes)
        told = ", ".join(f"{count:,} of {status}" for status, count in statuses.most_common())
        seconds = [one.seconds for one in outcomes]
        end = statistics.quantiles(seconds, n=100)[98] if len(seconds) > 1 else seconds[0]
        yield (
            f"| {kind} | {len(outcomes):,} | {told} | {statistics.median(seconds) * 1000:.1f} | "
            f"{end * 1000:.0f} |"
        )


def _by_kind(outcomes: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda one: one.kind):
        found.setdefault(outcome.kind, []).append(outcome)
    return found
