"""The namespaces of the graph: prefixes, kinds of things, and IRIs <-> kind and slug."""

import re
from typing import Final, NamedTuple

BASE: Final = "https://w3id.org/india-japan/"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
ONTOLOGY: Final = BASE + "ontology#"
SHAPES: Final = BASE + "shapes#"
DATASET: Final = BASE + "dataset"

KINDS: Final = (
    "person",
    "body",
    "post",
    "tenure",
    "dialogue",
    "session",
    "visit",
    "doc",
    "outcome",
    "remark",
    "project",
    "indicator",
    "place",
    "domain",
    "source",
    "participation",
    "target",
    "evidence",
)

REUSED: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

PREFIXES: Final = {"ij": ONTOLOGY, **{kind: f"{ID}{kind}/" for kind in KINDS}, **REUSED}

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ThingName(NamedTuple):
    """The kind and the slug of a thing, as they stand in its IRI."""

    kind: str
    slug: str

    @property
    def iri(self) -> str:
        """The IRI of the thing."""
        return f"{ID}{self.kind}/{self.slug}"

    @property
    def path(self) -> str:
        """The path of the thing's document on a server of this graph."""
        return f"/{self.kind}/{self.slug}"


def thing_name(iri: str) -> ThingName | None:
    """Return kind and slug of a thing's IRI, or None if the IRI names no thing of this graph."""
    if not iri.startswith(ID):
        return None
    kind, _, slug = iri[len(ID) :].partition("/")
    return ThingName(kind, slug) if kind in KINDS and SLUG.fullmatch(slug) else None


def expand(name: str) -> str | None:
    """Return the IRI of a prefixed name such as ``person:abe-shinzo``, or None."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI where a known prefix fits, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"[\w-]+", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
