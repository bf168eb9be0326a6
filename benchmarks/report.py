"""Rates as a table of ratios in Markdown."""

import os
import platform
import statistics
from collections.abc import Iterator, Sequence

from benchmarks.servers import OURS, OXIGRAPH, RDFLIB_ENDPOINT
from benchmarks.sparql import OWN, SYNTHETIC, Plan, Rates, queries

KINDS = {
    "repeated": "The same request again and again",
    "fresh": "Each request different (a comment in the query changes)",
}


DATA = {SYNTHETIC: "synthetic triples", OWN: "triples, which is our own data"}


def report(plan: Plan, size: int, rates: Rates, load: float) -> str:
    """Return the report of `rates`, which `plan` gave over `size` triples.

    `load` is the machine's load average before: what else it had to do.
    """
    return "\n".join(_lines(plan, size, rates, load)) + "\n"


def _lines(plan: Plan, size: int, rates: Rates, load: float) -> Iterator[str]:
    yield "# SPARQL over HTTP against peers"
    yield ""
    yield (
        f"{size:,} {DATA[plan.data]}; wrk; runs of {plan.seconds} s: {plan.rounds} "
        f"of each, interleaved, median; {platform.machine()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, load average before the run {load:.1f}, "
        f"{plan.workers} of our server processes; "
        "the ratios are ours divided by theirs in the same run, so more than 1 is faster than the "
        f"peer. `python -m benchmarks {plan.data}` measures again. {RDFLIB_ENDPOINT} works on one "
        "query at a time, so its rate at 1 connection is its rate at any number; a query that it "
        "did not answer in the time of a run is left out of its mean."
    )
    for kind, title in KINDS.items():
        for connections in plan.connections:
            yield from _table(plan, kind, title, connections, rates)


def _table(plan: Plan, kind: str, title: str, connections: int, rates: Rates) -> Iterator[str]:
    peers = {
        peer: at
        for peer, at in ((OXIGRAPH, connections), (RDFLIB_ENDPOINT, 1))
        if any(key[0] == kind and key[2:] == (at, peer) for key in rates)
    }
    yield ""
    yield f"## {title}: {connections} connection{'s' if connections > 1 else ''}"
    yield ""
    yield f"| query | requests/s | {' | '.join(f'to {peer}' for peer in peers)} |"
    yield "|---|" + "---:|" * (len(peers) + 1)
    ratios: dict[str, list[float]] = {peer: [] for peer in peers}
    for name in queries(plan.data):
        own = rates[kind, name, connections, OURS]
        cells = []
        for peer, at in peers.items():
            theirs = rates[kind, name, at, peer]
            if theirs:
                ratios[peer].append(own / theirs)
                cells.append(f"{own / theirs:.2f}")
            else:
                cells.append("no answer in time")
        yield f"| {name} | {own:,.0f} | {' | '.join(cells)} |"
    means = [f"**{_mean(ratios[peer]):.2f}**" if ratios[peer] else "" for peer in peers]
    yield f"| geometric mean | | {' | '.join(means)} |"


def _mean(ratios: Sequence[float]) -> float:
    """Return the geometric mean, which is 0 if one of `ratios` is."""
    return statistics.geometric_mean(ratios) if all(ratios) else 0.0
