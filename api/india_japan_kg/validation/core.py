"""Core constraints (SHACL, sections 2 to 4), judged by pyshacl."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store
from rdflib.namespace import RDF, RDFS, SH

from india_japan_kg.validation.report import Node, Result, Severity, Term
from india_japan_kg.validation.shapes import Shapes
from india_japan_kg.validation.terms import from_rdflib, to_rdflib_graph


def judge_core(store: Store, shapes: Shapes) -> Iterator[Result]:
    """Yield the results of every core constraint of `shapes` over the union of all graphs."""
    core = shapes.core_graph()
    with _quiet_about_literals():
        data = to_rdflib_graph(_read_by(core, store))
        _, report, _ = pyshacl.validate(data, shacl_graph=core, inference="none", inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pyshacl failed: {report}")
    for node in report.subjects(RDF.type, SH.ValidationResult):
        yield _result(report, node, shapes)


def _read_by(core: rdflib.Graph, store: Store) -> Iterator[Quad]:
    """Yield the quads that the constraints can read: a predicate they do not name is invisible.

    ``sh:closed`` alone looks at predicates that it does not name.
    """
    if (None, SH.closed, None) in core:
        yield from store
        return
    named = {term for triple in core for term in triple if isinstance(term, rdflib.URIRef)}
    for predicate in {RDF.type, RDFS.subClassOf, *named}:
        yield from store.quads_for_pattern(None, NamedNode(str(predicate)), None, None)


def _result(report: rdflib.Graph, node: rdflib.term.Node, shapes: Shapes) -> Result:
    shape = _node(report, node, SH.sourceShape)
    value = report.value(node, SH.value)
    messages = (from_rdflib(message) for message in report.objects(node, SH.resultMessage))
    return Result(
        focus_node=_term(report, node, SH.focusNode),
        path=shapes.paths.get(shape),
        value=None if value is None else from_rdflib(value),
        shape=shape,
        constraint=None,
        component=NamedNode(str(report.value(node, SH.sourceConstraintComponent))),
        severity=Severity.of(str(report.value(node, SH.resultSeverity))),
        messages=tuple(sorted((m for m in messages if isinstance(m, Literal)), key=str)),
    )


def _term(report: rdflib.Graph, node: rdflib.term.Node, predicate: rdflib.URIRef) -> Term:
    term = report.value(node, predicate)
    if term is None:
        raise TypeError(f"pyshacl reported a result without {predicate}")
    return from_rdflib(term)


def _node(report: rdflib.Graph, node: rdflib.term.Node, predicate: rdflib.URIRef) -> Node:
    term = _term(report, node, predicate)
    if not isinstance(term, NamedNode | BlankNode):
        raise TypeError(f"pyshacl reported the literal {term} as {predicate}")
    return term


@contextmanager
def _quiet_about_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each impossible literal: the report names them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
