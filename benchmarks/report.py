"""Rates as a table of ratios in Markdown."""

import os
import platform
import statistics
from collections.abc import Iterator

from benchmarks.servers import OURS, OXIGRAPH, RDFLIB_ENDPOINT
from benchmarks.sparql import Plan, Rates, queries

KINDS = {
    "repeated": "The same request again and again",
    "fresh": "Each request different (a comment in the query changes)",
}


def report(plan: Plan, rates: Rates, load: float) -> str:
    """Return the report of `rates`, which `plan` gave.

    `load` is the machine's load average before: what else it had to do.
    """
    return "\n".join(_lines(plan, rates, load)) + "\n"


def _lines(plan: Plan, rates: Rates, load: float) -> Iterator[str]:
    yield "# SPARQL over HTTP against peers"
    yield ""
    yield (
        f"About {plan.triples:,} synthetic triples; wrk; runs of {plan.seconds} s: {plan.rounds} "
        f"of each, interleaved, median; {platform.machine()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, load average before the run {load:.1f}. "
        "The ratios are ours divided by theirs in the same run, so more than 1 is faster than the "
        "peer. `python -m benchmarks` measures again."
    )
    for kind, title in KINDS.items():
        for connections in plan.connections:
            yield from _table(kind, title, connections, rates)


def _table(kind: str, title: str, connections: int, rates: Rates) -> Iterator[str]:
    peers = [
        peer
        for peer in (OXIGRAPH, RDFLIB_ENDPOINT)
        if any(key[0] == kind and key[2:] == (connections, peer) for key in rates)
    ]
    yield ""
    yield f"## {title}: {connections} connection{'s' if connections > 1 else ''}"
    yield ""
    yield f"| query | requests/s | {' | '.join(f'to {peer}' for peer in peers)} |"
    yield "|---|" + "---:|" * (len(peers) + 1)
    ratios: dict[str, list[float]] = {peer: [] for peer in peers}
    for name in queries():
        own = rates[kind, name, connections, OURS]
        cells = []
        for peer in peers:
            theirs = rates[kind, name, connections, peer]
            if theirs:
                ratios[peer].append(own / theirs)
                cells.append(f"{own / theirs:.2f}")
            else:
                cells.append("no answer in time")
        yield f"| {name} | {own:,.0f} | {' | '.join(cells)} |"
    means = [f"**{statistics.geometric_mean(ratios[p]):.2f}**" if ratios[p] else "" for p in peers]
    yield f"| geometric mean | | {' | '.join(means)} |"
