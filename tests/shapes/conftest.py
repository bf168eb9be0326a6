"""A small closed part of the real data, which tests break in one way and have judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from india_japan_kg.dataset import Dataset
from india_japan_kg.dataset.rules import INFERRED, Rule, derive, read_rules
from india_japan_kg.validation.core import judge_core
from india_japan_kg.validation.report import Result
from india_japan_kg.validation.shape_files import shape_files
from india_japan_kg.validation.shapes import Shapes, read_shapes
from india_japan_kg.validation.sparql_constraints import judge_sparql
from india_japan_kg.vocabulary import ID, PREFIXES

SEEDS = (
    "session/strategic-dialogue-14",
    "session/strategic-dialogue-17",
    "session/strategic-dialogue-18",
    "outcome/strategic-dialogue-14-five-trillion-yen",
    "outcome/strategic-dialogue-18-critical-minerals",
    "remark/strategic-dialogue-18-jaishankar-agenda",
    "visit/motegi-in-2026-01",
    "doc/exchange-of-notes-oda-loans-2018-03-29",
    "tenure/arima-yutaka-ambassador-cyber-2022",
    "tenure/kitamura-toshihiro-mofa-spokesperson-2024",
)

INDICATOR = """INSERT DATA {
    indicator:trade-of-goods-2024 a ij:Indicator ; ij:measure "trade of goods"@en ; ij:value 22.8 ;
        ij:unit "billion" ; ij:currency "USD" ; ij:area place:japan ;
        schema:startDate "2024-01-01"^^xsd:date ; schema:endDate "2024-12-31"^^xsd:date ;
        dcterms:source source:mofa-pageit-000001-02709 .
}"""


@dataclass(frozen=True)
class Neighbourhood:
    """Asserted quads that refer to nothing outside, the rules and the shapes."""

    asserted: tuple[Quad, ...]
    rules: tuple[Rule, ...]
    shapes: Shapes

    def store(self, update: str = "") -> Store:
        """Return a new store of the quads, changed by an update, and of what follows from them.

        They stand in the default graph, so that an update need not name a graph; the data hold
        no indicator yet, so one is added.
        """
        store = Store()
        store.extend(Quad(q.subject, q.predicate, q.object) for q in self.asserted)
        store.update(f"{INDICATOR} ; {update}", prefixes=PREFIXES)
        derive(store, self.rules)
        return store

    def judge(self, update: str = "") -> set[Result]:
        store = self.store(update)
        return {*judge_core(store, self.shapes), *judge_sparql(store, self.shapes)}


@pytest.fixture(scope="session")
def shapes(house: Path, dataset: Dataset) -> Shapes:
    return read_shapes(shape_files(house / "shapes"), dataset)


@pytest.fixture(scope="session")
def neighbourhood(house: Path, dataset: Dataset, shapes: Shapes) -> Neighbourhood:
    return Neighbourhood(tuple(neighbouring(dataset.store)), tuple(read_rules(house)), shapes)


def neighbouring(store: Store) -> Iterator[Quad]:
    """Yield the quads of the seeds, of what they refer to, and of who held the posts in them."""
    described: set[NamedNode] = set()
    waiting = [NamedNode(ID + seed) for seed in SEEDS]
    while waiting:
        node = waiting.pop()
        if node in described:
            continue
        described.add(node)
        for quad in asserted(store, node):
            yield quad
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ID):
                waiting.append(quad.object)
        held = store.quads_for_pattern(None, NamedNode(PREFIXES["ij"] + "holder"), node, None)
        waiting.extend(quad.subject for quad in held if isinstance(quad.subject, NamedNode))
    for quad in store:
        if quad.subject not in described and not is_fact(quad):
            yield quad


def asserted(store: Store, node: NamedNode) -> Iterator[Quad]:
    return (q for q in store.quads_for_pattern(node, None, None, None) if q.graph_name != INFERRED)


def is_fact(quad: Quad) -> bool:
    """Whether the quad is none of the ontology's and none of the domains'."""
    graph = quad.graph_name
    return not (
        isinstance(graph, NamedNode) and graph.value.endswith(("/graph/ontology", "/graph/domains"))
    )
