"""Typed columns: what may stand in a column of an answer, declared and so known before asking."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue.header import Entry, required
from india_japan_kg.engine import Term
from india_japan_kg.vocabulary import BASE, ONTOLOGY, PREFIXES, thing_name

Value = Term | tuple[Term, ...] | None
"""What stands in a cell: a term, several in a column of lists, or nothing."""

_XSD: Final = PREFIXES["xsd"]
_ANY_URI: Final = _XSD + "anyURI"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KEYS: Final = frozenset(("type", "meaning"))


class ColumnType(StrEnum):
    """What a cell of a column holds, if it is not empty."""

    THING = "thing"
    THINGS = "things"
    CODE = "code"
    TERM = "term"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    URL = "url"
    URLS = "urls"

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several values, which the query joins with spaces."""
        return self in (ColumnType.THINGS, ColumnType.URLS)

    @property
    def has_names(self) -> bool:
        """Whether what stands in a cell has a name: a thing, a code, a class or a property."""
        return self in (ColumnType.THING, ColumnType.THINGS, ColumnType.CODE, ColumnType.TERM)


_DATATYPES: Final = {
    ColumnType.DATE: frozenset((_XSD + "date",)),
    ColumnType.INTEGER: frozenset((_XSD + "integer",)),
    ColumnType.NUMBER: frozenset(_XSD + name for name in ("integer", "decimal", "double")),
    ColumnType.TEXT: frozenset((_XSD + "string", PREFIXES["rdf"] + "langString")),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer.

    Attributes:
        name: the SPARQL variable.
        type: what its cells hold.
        meaning: what that tells.

    """

    name: str
    type: ColumnType
    meaning: str

    def value(self, term: object) -> Value:
        """Return the cell for what a solution binds to the column's variable."""
        if self.type.is_list:
            written = sorted(term.value.split()) if isinstance(term, Literal) else []
            return tuple(_listed(text) for text in written)
        return term if isinstance(term, NamedNode | Literal) else None

    def misfit(self, value: Value) -> str | None:
        """Return what in a cell is not of the column's type; None if all of it is."""
        terms = value if isinstance(value, tuple) else () if value is None else (value,)
        return next((str(term) for term in terms if not self._holds(term)), None)

    def _holds(self, term: Term) -> bool:
        if isinstance(term, NamedNode):
            return self.type.has_names and self._names(term.value)
        if self.type is ColumnType.URLS or self.type is ColumnType.URL:
            return term.value.startswith(("http://", "https://"))
        if term.datatype.value not in _DATATYPES.get(self.type, ()):
            return False
        return self.type is not ColumnType.DATE or _DAY.fullmatch(term.value) is not None

    def _names(self, iri: str) -> bool:
        if self.type is ColumnType.CODE:
            return iri.startswith(ONTOLOGY)
        return (thing_name(iri) is None) == (self.type is ColumnType.TERM)


def read_column(name: str, entry: Entry) -> Column:
    """Read the declaration of the column `name` from a header.

    Raises:
        BadData: its type or its meaning is missing or wrong; names file and line.

    """
    entries = entry.entries(_KEYS)
    type_ = required(entries, "type", entry).one_of([*ColumnType])
    return Column(name, ColumnType(type_), required(entries, "meaning", entry).text())


def iris(value: Value) -> tuple[str, ...]:
    """Return the IRIs in a cell."""
    if isinstance(value, NamedNode):
        return (value.value,)
    if isinstance(value, tuple):
        return tuple(term.value for term in value if isinstance(term, NamedNode))
    return ()


def _listed(text: str) -> Term:
    if text.startswith(BASE):
        return NamedNode(text)
    return Literal(text, datatype=NamedNode(_ANY_URI))
