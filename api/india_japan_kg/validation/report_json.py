"""A report as a JSON document, and back: for programs, and for remembering a verdict."""

import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from india_japan_kg.dataset import Location
from india_japan_kg.validation.paths import Path
from india_japan_kg.validation.report import Node, Report, Result, Severity, Term

Document = dict[str, Any]


def to_json(report: Report) -> str:
    """Return `report` as JSON text, one result a line."""
    document = to_document(report)
    results = document.pop("results")
    head = json.dumps(document, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(result, ensure_ascii=False) for result in results)
    return f'{head}, "results": [\n{lines}\n]}}\n' if lines else f'{head}, "results": []}}\n'


def to_document(report: Report) -> Document:
    """Return `report` as JSON values; terms have the form of SPARQL 1.1 results in JSON."""
    return {
        "conforms": report.conforms,
        "dataset": report.dataset_version,
        "shapes": report.shapes_version,
        "counts": {severity.value: number for severity, number in report.counts.items()},
        "results": [_result_document(result) for result in report.results],
    }


def from_document(document: Mapping[str, Any]) -> Report:
    """Return the report that `to_document` wrote.

    Raises:
        KeyError, TypeError, ValueError: the document is not one of a report.

    """
    return Report(
        dataset_version=str(document["dataset"]),
        shapes_version=str(document["shapes"]),
        results=tuple(_read_result(result) for result in document["results"]),
    )


def _result_document(result: Result) -> Document:
    place = result.location
    return {
        "severity": result.severity.value,
        "location": None if place is None else {"path": place.path, "line": place.line},
        "focusNode": _term_document(result.focus_node),
        "resultPath": None if result.path is None else _path_document(result.path),
        "value": None if result.value is None else _term_document(result.value),
        "sourceShape": _term_document(result.shape),
        "sourceConstraint": None
        if result.constraint is None
        else _term_document(result.constraint),
        "sourceConstraintComponent": result.component.value,
        "messages": [
            {"text": message.value, "language": message.language} for message in result.messages
        ],
    }


def _read_result(document: Mapping[str, Any]) -> Result:
    place, path = document["location"], document["resultPath"]
    value, constraint = document["value"], document["sourceConstraint"]
    return Result(
        focus_node=_read_term(document["focusNode"]),
        path=None if path is None else _read_path(path),
        value=None if value is None else _read_term(value),
        shape=_read_node(document["sourceShape"]),
        constraint=None if constraint is None else _read_node(constraint),
        component=NamedNode(document["sourceConstraintComponent"]),
        severity=Severity(document["severity"]),
        messages=tuple(
            Literal(message["text"], language=message["language"])
            for message in document["messages"]
        ),
        location=None if place is None else Location(place["path"], place["line"]),
    )


def _term_document(term: Term) -> Document:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _read_term(document: Mapping[str, str]) -> Term:
    if document["type"] == "literal":
        if "xml:lang" in document:
            return Literal(document["value"], language=document["xml:lang"])
        return Literal(document["value"], datatype=NamedNode(document["datatype"]))
    return _read_node(document)


def _read_node(document: Mapping[str, str]) -> Node:
    if document["type"] == "uri":
        return NamedNode(document["value"])
    return BlankNode(document["value"])


def _path_document(path: Path) -> object:
    """Return an IRI for a predicate, else an object whose key is SHACL's word for the operator."""
    if path.predicate:
        return path.predicate
    return {path.operator: [_path_document(operand) for operand in path.operands]}


def _read_path(document: object) -> Path:
    if isinstance(document, str):
        return Path(predicate=document)
    if not isinstance(document, dict):
        raise TypeError(f"{document!r} is no path")
    ((operator, operands),) = document.items()
    return Path(str(operator), tuple(_read_path(operand) for operand in operands))
