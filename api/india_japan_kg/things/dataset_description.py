"""What the dataset says of itself in VoID and DCAT: gathered by queries, one file a subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from india_japan_kg.engine import GRAPH_TYPES, Engine, Query
from india_japan_kg.vocabulary import PREFIXES

N_TRIPLES: Final = "application/n-triples"
SITE: Final = "site"
SHORTENED: Final = (
    "dcat",
    "dcterms",
    "foaf",
    "ij",
    "owl",
    "rdf",
    "rdfs",
    "schema",
    "sd",
    "sh",
    "void",
)


@dataclass(frozen=True)
class DatasetDescription:
    """Asks all CONSTRUCT queries of a folder.

    Attributes:
        engine: what is asked.
        queries: the texts; one may have ``VALUES ?site``, the address of the site.
        timeout: seconds that each may take.

    """

    engine: Engine
    queries: Sequence[str]
    timeout: float

    @classmethod
    def read(cls, engine: Engine, folder: Path, timeout: float) -> "DatasetDescription":
        """Read the queries ``folder/*.rq``."""
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))]
        return cls(engine, texts, timeout)

    def triples(self, site: str) -> list[Triple]:
        """Return what is true for the dataset as served at `site` (no slash at its end).

        Raises:
            Problem: whatever `Engine.evaluate` raises.

        """
        found: set[Triple] = set()
        for text in self.queries:
            bindings = {SITE: Literal(site)} if f"?{SITE} {{" in text else {}
            body = self.engine.evaluate(Query(text, bindings), N_TRIPLES, self.timeout)
            found.update(
                Triple(quad.subject, quad.predicate, quad.object)
                for quad in parse(body, RdfFormat.N_TRIPLES, rename_blank_nodes=True)
            )
        return sorted(found, key=str)


def write_description(triples: Sequence[Triple], media_type: str) -> bytes:
    """Write `triples` as `media_type`, a key of GRAPH_TYPES."""
    body = serialize(
        triples,
        format=GRAPH_TYPES[media_type],
        prefixes={name: PREFIXES[name] for name in SHORTENED},
    )
    if body is None:
        raise TypeError("the serializer wrote to no buffer")
    return body
