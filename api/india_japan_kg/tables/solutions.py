"""A table as SPARQL results, with a column of names after each column of things."""

import json
from typing import Final

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, parse_query_results

from india_japan_kg.catalogue import Column, Table, Value, iris
from india_japan_kg.engine import Term

LABEL: Final = "Label"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def write_solutions(table: Table, form: QueryResultsFormat) -> bytes:
    """Write `table` in one of the forms of SPARQL 1.1 query results.

    After each column of things, codes or terms comes one of their names, called like it with
    ``Label`` at the end. A list is one string: its values with spaces, its names with semicolons
    between.
    """
    names = [
        name
        for column in table.columns
        for name in ([column.name] + ([_label_name(column)] if column.type.has_names else []))
    ]
    bindings = [
        {
            name: binding
            for column, value in zip(table.columns, row, strict=True)
            for name, binding in _bindings(column, value, table).items()
        }
        for row in table.rows
    ]
    document = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()
    written = parse_query_results(document, QueryResultsFormat.JSON).serialize(format=form)
    if written is None:
        raise TypeError("Oxigraph wrote to no buffer")
    return written


def _label_name(column: Column) -> str:
    return column.name + LABEL


def _bindings(column: Column, value: Value, table: Table) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if isinstance(value, tuple):
        if value:
            joined = " ".join(term.value for term in value)
            found[column.name] = {"type": "literal", "value": joined}
    elif value is not None:
        found[column.name] = _binding(value)
    labels = [table.names[iri] for iri in iris(value)]
    if labels:
        label = {"type": "literal", "value": "; ".join(label.text for label in labels)}
        if not isinstance(value, tuple) and labels[0].language:
            label["xml:lang"] = labels[0].language
        found[_label_name(column)] = label
    return found


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    binding = {"type": "literal", "value": term.value}
    if isinstance(term, Literal) and term.language:
        binding["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        binding["datatype"] = term.datatype.value
    return binding
