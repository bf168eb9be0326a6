"""What the service says of itself (SPARQL 1.1 Service Description)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, Triple

from india_japan_kg.vocabulary import DATASET, PREFIXES

SD: Final = PREFIXES["sd"]
CATALOGUE: Final = "/queries"
"""Where the canned questions stand, as RDF too: editors offer them as examples."""

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
"""Names of the formats in the W3C's list of unique URIs for file formats."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force.

    Attributes:
        seconds, memory, answer: seconds and MiB of a query, and MiB of its answer.
        request_bytes: bytes of a request's body.
        queries: queries at one time.

    """

    seconds: float
    memory: int
    answer: int
    request_bytes: int
    queries: int

    def sentence(self) -> str:
        """Return the limits in words."""
        return (
            f"A query may take {self.seconds:g} s and {self.memory} MiB, its answer "
            f"{self.answer} MiB, a request {self.request_bytes} bytes; "
            f"{self.queries} queries are taken at one time. Updates and SERVICE are refused."
        )


def describe_service(endpoint: str, limits: Limits) -> list[Triple]:
    """Return the description of the service at the address `endpoint`."""
    service = NamedNode(f"{endpoint}#service")
    said: list[tuple[str, NamedNode | Literal]] = [
        (PREFIXES["rdf"] + "type", NamedNode(SD + "Service")),
        (SD + "endpoint", NamedNode(endpoint)),
        (SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query")),
        (SD + "feature", NamedNode(SD + "UnionDefaultGraph")),
        (SD + "defaultDataset", NamedNode(DATASET)),
        (PREFIXES["rdfs"] + "seeAlso", NamedNode(urljoin(endpoint, CATALOGUE))),
        (PREFIXES["rdfs"] + "comment", Literal(limits.sentence(), language="en")),
        *(
            (SD + "resultFormat", NamedNode(f"http://www.w3.org/ns/formats/{name}"))
            for name in FORMATS
        ),
    ]
    return [Triple(service, NamedNode(predicate), value) for predicate, value in said]
