"""A question whose query is a CONSTRUCT -> a graph, with the names of everything in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
)

from india_japan_kg.catalogue.parameters import read_values
from india_japan_kg.catalogue.question import Question
from india_japan_kg.engine import Engine, Query
from india_japan_kg.things.labels import Label, Labels

_N_TRIPLES = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a question, as RDF.

    Attributes:
        triples: each once, in a fixed order; blank nodes are labelled by RDFC-1.0.
        names: IRI -> name, for everything in the triples that has one.

    """

    triples: tuple[Triple, ...]
    names: Mapping[str, Label]


def construct(
    question: Question,
    engine: Engine,
    labels: Labels,
    given: Mapping[str, str],
    *,
    languages: Sequence[str],
    today: date,
    timeout: float,
) -> Graph:
    """Return the graph that answers `question`.

    Args:
        question: what is asked; its query is a CONSTRUCT.
        engine: who is asked.
        labels: the names of things, and the things that a value may name.
        given: values of parameters as a user wrote them.
        languages: in which names are wanted, the most wanted first.
        today: the day that ``today`` means.
        timeout: seconds after which the work is stopped.

    Raises:
        BadParameter: a value is wrong, missing or of no parameter.
        DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

    """
    values = read_values(question.parameters, given, labels, today)
    body = engine.evaluate(Query(question.text, values), _N_TRIPLES, timeout)
    found = Dataset(parse(body, RdfFormat.N_TRIPLES))
    # Engines call blank nodes otherwise each time; equal graphs shall give equal bytes.
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    triples = tuple(sorted((quad.triple for quad in found), key=str))
    mentioned = {
        term.value
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }
    names = {iri: labels.label(iri, languages) for iri in sorted(mentioned)}
    return Graph(triples, names)
