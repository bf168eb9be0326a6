"""The service description (SPARQL 1.1 Service Description)."""

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from india_japan_kg.engine import GRAPH_TYPES
from india_japan_kg.vocabulary import BASE, PREFIXES

SD: Final = PREFIXES["sd"]
RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)


def describe_service(endpoint: str, version: str, media_type: str) -> bytes:
    """Return the description of the service at `endpoint`, written as `media_type`.

    Args:
        endpoint: the address that queries are sent to.
        version: the version of the dataset.
        media_type: a key of GRAPH_TYPES.

    """
    service, dataset = BlankNode("service"), NamedNode(BASE + "dataset")
    about: list[tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]] = [
        (service, RDF_TYPE, NamedNode(SD + "Service")),
        (service, NamedNode(SD + "endpoint"), NamedNode(endpoint)),
        (service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query")),
        (service, NamedNode(SD + "feature"), NamedNode(SD + "UnionDefaultGraph")),
        (service, NamedNode(SD + "defaultDataset"), dataset),
        (dataset, RDF_TYPE, NamedNode(SD + "Dataset")),
        (dataset, NamedNode(PREFIXES["owl"] + "versionInfo"), Literal(version)),
        *(
            (
                service,
                NamedNode(SD + "resultFormat"),
                NamedNode(f"http://www.w3.org/ns/formats/{f}"),
            )
            for f in FORMATS
        ),
    ]
    body = serialize(
        [Triple(s, p, o) for s, p, o in about],
        format=GRAPH_TYPES[media_type],
        prefixes={"sd": SD, "owl": PREFIXES["owl"]},
    )
    if body is None:
        raise TypeError("the serializer wrote to no buffer")
    return body
