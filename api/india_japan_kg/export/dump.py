"""Dumps: the union of all graphs as triples, or the dataset with its graphs as quads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from india_japan_kg.dataset import Dataset
from india_japan_kg.turtle import subject_order, write_trig, write_turtle
from india_japan_kg.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class DumpFormat:
    """A format of a dump.

    Attributes:
        suffix: of the file name.
        media_type: its media type.
        quads: whether it keeps the named graphs.
        title: its name for people.
        write: dataset -> bytes.

    """

    suffix: str
    media_type: str
    quads: bool
    title: str
    write: Callable[[Dataset], bytes]


def dump(dataset: Dataset, format_: DumpFormat) -> bytes:
    """Return all of `dataset` in `format_`; equal data give equal bytes."""
    return format_.write(dataset)


def _sorted_triples(dataset: Dataset) -> list[Triple]:
    triples = {quad.triple for quad in dataset.store}
    return sorted(triples, key=_triple_order)


def _sorted_quads(dataset: Dataset) -> list[Quad]:
    return sorted(
        dataset.store, key=lambda quad: (str(quad.graph_name), *_triple_order(quad.triple))
    )


def _triple_order(triple: Triple) -> tuple[object, str, str]:
    subject = triple.subject
    if isinstance(subject, Triple):
        raise TypeError("RDF 1.1 has no triple terms")
    return subject_order(subject), triple.predicate.value, str(triple.object)


def _turtle(dataset: Dataset) -> bytes:
    return write_turtle((quad.triple for quad in dataset.store), PREFIXES).encode()


def _trig(dataset: Dataset) -> bytes:
    graphs: dict[str, list[Triple]] = {}
    for quad in dataset.store:
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    return write_trig(graphs, PREFIXES).encode()


def _n_triples(dataset: Dataset) -> bytes:
    return "".join(sorted(f"{triple} .\n" for triple in _sorted_triples(dataset))).encode()


def _n_quads(dataset: Dataset) -> bytes:
    return "".join(sorted(f"{quad} .\n" for quad in dataset.store)).encode()


def _json_ld(dataset: Dataset) -> bytes:
    return _written(_sorted_quads(dataset), RdfFormat.JSON_LD)


def _rdf_xml(dataset: Dataset) -> bytes:
    return _written(_sorted_triples(dataset), RdfFormat.RDF_XML)


def _written(statements: list[Triple] | list[Quad], format_: RdfFormat) -> bytes:
    body = serialize(statements, format=format_, prefixes=PREFIXES)
    if body is None:
        raise TypeError("the serializer wrote to no buffer")
    return body


FORMATS: Final = {
    form.suffix: form
    for form in (
        DumpFormat("ttl", "text/turtle", False, "Turtle", _turtle),
        DumpFormat("trig", "application/trig", True, "TriG", _trig),
        DumpFormat("nt", "application/n-triples", False, "N-Triples", _n_triples),
        DumpFormat("nq", "application/n-quads", True, "N-Quads", _n_quads),
        DumpFormat("jsonld", "application/ld+json", True, "JSON-LD", _json_ld),
        DumpFormat("rdf", "application/rdf+xml", False, "RDF/XML", _rdf_xml),
    )
}
"""Every format, by the suffix of its file."""
