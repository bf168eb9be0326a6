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

from benchmarks.load import requests_a_second
from benchmarks.servers import (
    RDFLIB_ENDPOINT,
    ROOT,
    Server,
    ours,
    oxigraph,
    rdflib_endpoint,
)
from benchmarks.synthetic import write
from india_japan_kg.dataset import load_dataset

QUERIES: Final = Path(__file__).parent / "queries"
GRAPH_FORMS: Final = ("DESCRIBE", "CONSTRUCT")

SHAPE_OF_NOTHING: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shape> a sh:NodeShape ; sh:targetNode <https://example.org/nothing> .
"""
"""Judging is not measured here."""

Rates = dict[tuple[str, str, int, str], float]
"""(repeated or fresh, query class, connections, server) -> requests a second."""


@dataclass(frozen=True)
class Plan:
    """What is measured, and how long.

    Attributes:
        triples: size of the synthetic data.
        connections: numbers of connections at one time.
        seconds: length of one run.
        rounds: runs of each, interleaved; the median counts.
        oxigraph, rdflib_endpoint: commands of the peers, None if they are not there.

    """

    triples: int
    connections: Sequence[int]
    seconds: int
    rounds: int
    oxigraph: str | None
    rdflib_endpoint: str | None


def measure(plan: Plan) -> Rates:
    """Run `plan` and return the rates."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        house, triples = _prepare(folder, plan.triples)
        servers = [stack.enter_context(ours(house, folder))]
        if plan.oxigraph:
            servers.append(stack.enter_context(oxigraph(triples, plan.oxigraph)))
        if plan.rdflib_endpoint:
            servers.append(stack.enter_context(rdflib_endpoint(triples, plan.rdflib_endpoint)))
        return _run(plan, servers, folder / "wrk.lua")


def queries() -> Mapping[str, str]:
    """Return the query classes with their texts."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.rq"))}


def _prepare(folder: Path, triples: int) -> tuple[Path, Path]:
    house = folder / "house"
    (house / "data").mkdir(parents=True)
    (house / "shapes").mkdir()
    (house / "shapes" / "none.ttl").write_text(SHAPE_OF_NOTHING, encoding="utf-8")
    for room in ("ontology", "queries"):
        (house / room).symlink_to(ROOT / room)
    write(house / "data" / "synthetic.ttl", triples)
    lines = {f"{quad.triple} .\n" for quad in load_dataset(house).store}
    dump = folder / "triples.nt"
    dump.write_text("".join(sorted(lines)), encoding="utf-8")
    return house, dump


def _run(plan: Plan, servers: Sequence[Server], script: Path) -> Rates:
    found: dict[tuple[str, str, int, str], list[float]] = defaultdict(list)
    unused = itertools.count()
    for name, query in queries().items():
        is_graph = any(form in query for form in GRAPH_FORMS)
        accept = "application/n-triples" if is_graph else "application/sparql-results+json"
        for connections in plan.connections:
            for _ in range(plan.rounds):
                for kind, server in itertools.product(("repeated", "fresh"), servers):
                    if server.name == RDFLIB_ENDPOINT and connections != 1:
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
        print(name, flush=True)
    return {key: statistics.median(rates) for key, rates in found.items()}
