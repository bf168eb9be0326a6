"""A table as plain rows: things with id and name, numbers as numbers, days as ISO strings."""

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue import Table, Value
from india_japan_kg.engine import Term
from india_japan_kg.vocabulary import PREFIXES, shorten, thing_name

_XSD: Final = PREFIXES["xsd"]
_WHOLE: Final = frozenset(
    _XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")
)
_BROKEN: Final = frozenset(_XSD + name for name in ("decimal", "double", "float"))
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def plain_rows(table: Table) -> Iterator[dict[str, object]]:
    """Yield the rows of `table` as objects that JSON can hold.

    A thing is an object: ``id`` (its slug, or the prefixed name of a class or code), ``kind``
    (None for a class or code), ``iri``, ``label`` and ``language`` of the label. A text in a
    language is its text alone. What is not bound is None, a column of lists always a list.
    """
    for row in table.rows:
        yield {
            column.name: _plain(value, table)
            for column, value in zip(table.columns, row, strict=True)
        }


def _plain(value: Value, table: Table) -> object:
    if value is None:
        return None
    if isinstance(value, tuple):
        return [_plain_term(term, table) for term in value]
    return _plain_term(value, table)


def _plain_term(term: Term, table: Table) -> object:
    if isinstance(term, NamedNode):
        name, label = thing_name(term.value), table.names[term.value]
        return {
            "id": name.slug if name else shorten(term.value),
            "kind": name.kind if name else None,
            "iri": term.value,
            "label": label.text,
            "language": label.language or None,
        }
    return _plain_literal(term)


def _plain_literal(literal: Literal) -> object:
    datatype, text = literal.datatype.value, literal.value
    if datatype == _XSD + "boolean":
        return text in ("true", "1")
    if (datatype in _WHOLE or datatype in _BROKEN) and _NUMBER.fullmatch(text):
        number = float(text)
        return int(text) if datatype in _WHOLE else int(number) if number.is_integer() else number
    return text
