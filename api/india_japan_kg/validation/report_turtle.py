"""A report as RDF: ``sh:ValidationReport`` (SHACL, section 3.6) in Turtle."""

from collections.abc import Iterator
from io import BytesIO

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from india_japan_kg.validation.report import Report, Result
from india_japan_kg.vocabulary import PREFIXES


def to_turtle(report: Report) -> str:
    """Return `report` as Turtle."""
    used = {prefix: PREFIXES[prefix] for prefix in ("ij", "rdf", "schema", "sh", "xsd")}
    text = BytesIO()
    serialize(triples(report), text, RdfFormat.TURTLE, prefixes=used)
    return text.getvalue().decode()


def triples(report: Report) -> Iterator[Triple]:
    """Yield the triples of `report`."""
    node = BlankNode()
    conforms = Literal(str(report.conforms).lower(), datatype=NamedNode(_XSD + "boolean"))
    yield Triple(node, _TYPE, _sh("ValidationReport"))
    yield Triple(node, _sh("conforms"), conforms)
    for result in report.results:
        described = BlankNode()
        yield Triple(node, _sh("result"), described)
        yield from _result_triples(described, result)


def _result_triples(node: BlankNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, _TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), result.focus_node)
    yield Triple(node, _sh("resultSeverity"), NamedNode(result.severity.iri))
    yield Triple(node, _sh("sourceShape"), result.shape)
    yield Triple(node, _sh("sourceConstraintComponent"), result.component)
    if result.constraint is not None:
        yield Triple(node, _sh("sourceConstraint"), result.constraint)
    if result.value is not None:
        yield Triple(node, _sh("value"), result.value)
    for message in result.messages:
        yield Triple(node, _sh("resultMessage"), message)
    if result.path is not None:
        path, described = result.path.triples()
        yield Triple(node, _sh("resultPath"), path)
        yield from described


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_XSD = PREFIXES["xsd"]
