"""A graph in the forms of RDF 1.1; equal graphs give equal bytes."""

from collections.abc import Sequence
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from india_japan_kg.turtle import write_turtle
from india_japan_kg.vocabulary import PREFIXES, SHAPES

GRAPH_FORMS: Final = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""Suffix -> media type of each form."""

_SERIALIZED: Final = {
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


_DECLARED: Final = PREFIXES | {"shapes": SHAPES}


def write_graph(graph: Sequence[Triple | Quad], media_type: str) -> bytes:
    """Write `graph` as `media_type`, a value of GRAPH_FORMS; of quads the name is left out."""
    triples = [item.triple if isinstance(item, Quad) else item for item in graph]
    if media_type == "text/turtle":
        return write_turtle(triples, _DECLARED).encode()
    if media_type == "application/n-triples":
        return "".join(sorted(f"{triple} .\n" for triple in triples)).encode()
    ordered = sorted(triples, key=str)
    text = " ".join(map(str, ordered))
    used = {prefix: iri for prefix, iri in _DECLARED.items() if f"<{iri}" in text}
    body = serialize(ordered, format=_SERIALIZED[media_type], prefixes=used)
    if body is None:
        raise TypeError("the serializer wrote to no buffer")
    return body
