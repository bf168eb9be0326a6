"""The judges of this project against plain pyshacl, which asks each constraint per focus node.

The data are parts of the real ones, broken in many ways at once: what is compared is the judging.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import yaml
from pyoxigraph import NamedNode, Quad, Store
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import processor

from india_japan_kg.validation.core import judge_core
from india_japan_kg.validation.report import Result
from india_japan_kg.validation.shapes import Shapes
from india_japan_kg.validation.sparql_constraints import judge_sparql
from india_japan_kg.validation.terms import read_path, to_rdflib, to_rdflib_graph
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES

BREAKAGES = yaml.safe_load((Path(__file__).parent / "breakages.yaml").read_text(encoding="utf-8"))
ROUNDS = 3
TEXTS = {
    PREFIXES["rdfs"] + "label",
    PREFIXES["rdfs"] + "comment",
    PREFIXES["rdfs"] + "isDefinedBy",
    PREFIXES["skos"] + "definition",
}


@pytest.fixture(autouse=True)
def parsed_once(monkeypatch) -> None:
    """Let rdflib parse each query once instead of once a focus node: 48 s become 3 s."""
    parse, translate = processor.parseQuery, processor.translateQuery

    @cache
    def translated(text: str) -> object:
        return translate(parse(text))

    monkeypatch.setattr(processor, "parseQuery", lambda text: text)
    monkeypatch.setattr(processor, "translateQuery", lambda text, *_: translated(text))


def judge(store: Store, shapes: Shapes) -> Iterator[Result]:
    yield from judge_core(store, shapes)
    yield from judge_sparql(store, shapes)


def what_is_wrong(store: Store, shapes: Shapes) -> Store:
    """Return what one result of each shape is about, and the terms of the ontology used there."""
    first: dict[object, Result] = {}
    for result in sorted(judge(store, shapes), key=lambda r: (str(r.focus_node), str(r.value))):
        first.setdefault(result.shape, result)
    named = {node for result in first.values() for node in (result.focus_node, result.value)}
    facts = {quad for quad in store if quad.subject in named}
    terms = {
        term
        for quad in facts
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith((ONTOLOGY, PREFIXES["schema"]))
    }
    small = Store()
    small.extend(facts)
    small.extend(q for q in store if q.subject in terms and q.predicate.value not in TEXTS)
    return small


Judged = set[tuple[object, ...]]


def judged_here(store: Store, shapes: Shapes) -> Judged:
    return {
        (
            to_rdflib(result.focus_node),
            result.path,
            None if result.value is None else to_rdflib(result.value),
            to_rdflib(result.shape),
            result.component.value,
            result.severity.iri,
        )
        for result in judge(store, shapes)
    }


def judged_by_pyshacl(store: Store, shapes: Shapes) -> Judged:
    data = to_rdflib_graph(Quad(q.subject, q.predicate, q.object) for q in store)
    _, report, _ = pyshacl.validate(
        data, shacl_graph=to_rdflib_graph(shapes.quads), advanced=False, inference="none"
    )
    assert isinstance(report, Graph)

    def path(node: object) -> object:
        found = report.value(node, SH.resultPath)
        return None if found is None else read_path(report, found)

    return {
        (
            report.value(node, SH.focusNode),
            path(node),
            report.value(node, SH.value),
            report.value(node, SH.sourceShape),
            str(report.value(node, SH.sourceConstraintComponent)),
            str(report.value(node, SH.resultSeverity)),
        )
        for node in report.subjects(RDF.type, SH.ValidationResult)
    }


@pytest.fixture(scope="module")
def broken_in(neighbourhood, shapes) -> Callable[[int], Store]:
    """Return the data broken in every third way of the table: some ways hide others."""

    @cache
    def broken(start: int) -> Store:
        # rdflib fails to compare an impossible date: plain pyshacl cannot judge it.
        updates = [
            breakage["update"]
            for breakage in BREAKAGES[start::ROUNDS]
            if breakage["shape"] != "CalendarDate"
        ]
        return what_is_wrong(neighbourhood.store(" ; ".join(updates)), shapes)

    return broken


@pytest.mark.parametrize(
    "start",
    [pytest.param(n, marks=[] if n == 0 else pytest.mark.wide) for n in range(ROUNDS)],
)
def test_broken_data_are_judged_as_plain_pyshacl_judges_them(start, broken_in, shapes):
    store = broken_in(start)

    assert judged_here(store, shapes) == judged_by_pyshacl(store, shapes)


def test_the_broken_data_are_reported_by_most_shapes(broken_in, shapes):
    reporting = {
        result.shape for start in range(ROUNDS) for result in judge(broken_in(start), shapes)
    }
    all_shapes = {quad.subject for quad in shapes.quads if quad.predicate.value == str(SH.severity)}

    assert len(reporting) > 0.6 * len(all_shapes)
