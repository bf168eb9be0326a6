"""A thing in the words of schema.org as JSON-LD, for the head of its page."""

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, Triple

from india_japan_kg.vocabulary import PREFIXES

_SCHEMA = PREFIXES["schema"]
_TYPE = PREFIXES["rdf"] + "type"
_PLAIN = frozenset(PREFIXES["xsd"] + name for name in ("string", "date", "anyURI"))
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def structured_data(iri: str, triples: Iterable[Triple]) -> Markup:
    """Return the content of a ``script`` element that describes `iri`.

    Args:
        iri: the thing of the page.
        triples: statements in schema.org's words about it and what it mentions.

    """
    nodes: dict[str, dict[str, list[Any]]] = {}
    for triple in sorted(triples, key=str):
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            node = nodes.setdefault(subject.value, {})
            key = "@type" if triple.predicate.value == _TYPE else _word(triple.predicate.value)
            node.setdefault(key, []).append(_value(key, value))
    about = nodes.pop(iri, {})
    graph = [{"@id": name, **node} for name, node in ((iri, about), *sorted(nodes.items()))]
    document = {"@context": "https://schema.org", "@graph": graph}
    return Markup(json.dumps(document, ensure_ascii=False).translate(_ESCAPES))


def _word(iri: str) -> str:
    return iri.removeprefix(_SCHEMA)


def _value(key: str, value: NamedNode | Literal) -> object:
    if isinstance(value, NamedNode):
        return _word(value.value) if key == "@type" else {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return value.value if value.datatype.value in _PLAIN else float(value.value)
