"""The vocabulary of the graph as the graph has it."""

from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from india_japan_kg.engine import Engine, Query

N_TRIPLES = "application/n-triples"


def read_ontology(engine: Engine, queries: Path, timeout: float) -> tuple[Triple, ...]:
    """Ask `engine` by the query ``ontology`` in the folder `queries`.

    Raises:
        OSError: the query file is missing; and whatever `Engine.evaluate` raises.

    """
    text = (queries / "ontology.rq").read_text(encoding="utf-8")
    body = engine.evaluate(Query(text), N_TRIPLES, timeout)
    return tuple(quad.triple for quad in parse(body, RdfFormat.N_TRIPLES))
