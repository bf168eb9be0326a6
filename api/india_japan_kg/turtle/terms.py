"""RDF terms in Turtle's short forms."""

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[\w-]*\w)?", re.ASCII)
_BARE: Final = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}


class TermWriter:
    """Writes terms and remembers which prefixes they needed."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._written: dict[NamedNode, str] = {}
        self.used_prefixes: set[str] = set()

    def write_predicate(self, predicate: NamedNode) -> str:
        """Return the Turtle form of a predicate; ``a`` for rdf:type."""
        return "a" if predicate.value == RDF_TYPE else self.write(predicate)

    def write(self, term: NamedNode | BlankNode | Literal | Triple) -> str:
        """Return the Turtle form of a term."""
        if isinstance(term, NamedNode):
            return self._iri(term)
        if isinstance(term, Literal):
            return self._literal(term)
        return str(term)

    def _iri(self, term: NamedNode) -> str:
        if term in self._written:
            return self._written[term]
        iri = term.value
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._by_namespace.get(iri[:cut])
        if prefix is not None and _LOCAL.fullmatch(iri, cut):
            self.used_prefixes.add(prefix)
            short = f"{prefix}:{iri[cut:]}"
        else:
            short = str(term)
        self._written[term] = short
        return short

    def _literal(self, term: Literal) -> str:
        datatype = term.datatype.value
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(term.value):
            return term.value
        if term.language or datatype == XSD + "string":
            return str(term)
        return f"{Literal(term.value)!s}^^{self._iri(term.datatype)}"
