"""Repeated and never-seen queries against peers, interleaved, as ratios."""

import itertools
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.houses import synthetic_house, write_triples
from benchmarks.load import requests_a_second
from benchmarks.servers import (
    RDFLIB_ENDPOINT,
    ROOT,
    Server,
    ours,
    oxigraph,
    rdflib_endpoint,
    wait_for,
)

QUERIES: Final = Path(__file__).parent / "queries"
SYNTHETIC: Final = "synthetic"
OWN: Final = "own"
GRAPH_FORMS: Final = ("DESCRIBE", "CONSTRUCT")

Rates = dict[tuple[str, str, int, str], float]
"""(repeated or fresh, query class, connections, server) -> requests a second."""


@dataclass(frozen=True)
class Plan:
    """What is measured, and how long.

    Attributes:
        data: SYNTHETIC or OWN, the data of this checkout.
        triples: size of the synthetic data.
        connections: numbers of connections at one time.
        seconds: length of one run.
        rounds: runs of each, interleaved; the median counts.
        workers: server processes of ours; the Oxigraph server has a thread for each processor.
        oxigraph, rdflib_endpoint: commands of the peers, None if they are not there.

    """

    data: str
    triples: int
    connections: Sequence[int]
    seconds: int
    rounds: int
    workers: int
    oxigraph: str | None
    rdflib_endpoint: str | None


def measure(plan: Plan) -> tuple[int, Rates]:
    """Run `plan` and return the number of triples and the rates."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        house = ROOT if plan.data == OWN else synthetic_house(folder / "house", plan.triples)
        triples = folder / "triples.nt"
        size = write_triples(house, triples)
        servers = [stack.enter_context(ours(house, folder, workers=plan.workers))]
        if plan.oxigraph:
            servers.append(stack.enter_context(oxigraph(triples, plan.oxigraph)))
        if plan.rdflib_endpoint:
            servers.append(stack.enter_context(rdflib_endpoint(triples, plan.rdflib_endpoint)))
        return size, _run(plan, servers, folder / "wrk.lua")


def queries(data: str) -> Mapping[str, str]:
    """Return the query classes with their texts for the synthetic data or our own."""
    paths = sorted((QUERIES / data).glob("*.rq"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _run(plan: Plan, servers: Sequence[Server], script: Path) -> Rates:
    found: dict[tuple[str, str, int, str], list[float]] = defaultdict(list)
    unused = itertools.count()
    for name, query in queries(plan.data).items():
        is_graph = any(form in query for form in GRAPH_FORMS)
        accept = "application/n-triples" if is_graph else "application/sparql-results+json"
        for connections in plan.connections:
            for _ in range(plan.rounds):
                for kind, server in itertools.product(("repeated", "fresh"), servers):
                    one_at_a_time = server.name == RDFLIB_ENDPOINT
                    if one_at_a_time and connections != 1:
                        continue
                    rate = requests_a_second(
                        server.endpoint,
                        query,
                        accept=accept,
                        connections=connections,
                        seconds=plan.seconds,
                        script=script,
                        fresh=next(unused) if kind == "fresh" else None,
                    )
                    found[kind, name, connections, server.name].append(rate)
                    if one_at_a_time:
                        wait_for(server)
        print(name, flush=True)
    return {key: statistics.median(rates) for key, rates in found.items()}
