"""The catalogue as RDF: each question a SHACL executable, as SPARQL editors read examples.

The words are those in which the SIB Swiss Institute of Bioinformatics publishes the examples of its
endpoints (https://github.com/sib-swiss/sparql-examples), and that its editor asks for.
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from india_japan_kg.catalogue.catalogue import Catalogue
from india_japan_kg.catalogue.question import Question
from india_japan_kg.vocabulary import PREFIXES

_SH: Final = PREFIXES["sh"]
_SCHEMA: Final = PREFIXES["schema"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
_ANY_URI: Final = NamedNode(PREFIXES["xsd"] + "anyURI")

Value = NamedNode | Literal


def executables(catalogue: Catalogue, page: str, endpoint: str) -> list[Triple]:
    """Return what RDF says of the questions of `catalogue`.

    A question is ``<page>#<name>``, a `sh:SPARQLExecutable` and of the class below it for its form:
    with `rdfs:comment` (its summary), the query by `sh:select` or `sh:construct`, what prefixes
    mean by `sh:prefixes` (SHACL, section 5.2.1), `schema:target` and `schema:keywords`.

    Args:
        catalogue: the questions.
        page: the address of the catalogue.
        endpoint: the address of the SPARQL endpoint that answers the queries.

    """
    prefixes = f"{page}#prefixes"
    found = [Triple(NamedNode(prefixes), NamedNode(_RDF + "type"), _term("owl", "Ontology"))]
    for prefix, namespace in PREFIXES.items():
        declaration = NamedNode(f"{page}#prefix-{prefix}")
        found += [
            Triple(NamedNode(prefixes), _term("sh", "declare"), declaration),
            Triple(declaration, _term("sh", "prefix"), Literal(prefix)),
            Triple(declaration, _term("sh", "namespace"), Literal(namespace, datatype=_ANY_URI)),
        ]
    for name, question in catalogue.items():
        said = _said(question, page, endpoint, prefixes)
        found += [Triple(NamedNode(f"{page}#{name}"), NamedNode(p), value) for p, value in said]
    return found


def _said(
    question: Question, page: str, endpoint: str, prefixes: str
) -> Iterator[tuple[str, Value]]:
    form = question.form
    yield _RDF + "type", _term("sh", "SPARQLExecutable")
    yield _RDF + "type", _term("sh", f"SPARQL{form.capitalize()}Executable")
    yield _RDFS + "comment", Literal(question.summary, language="en")
    yield _SCHEMA + "description", Literal(question.description, language="en")
    for tag in question.tags:
        yield _SCHEMA + "keywords", Literal(tag)
    yield _SCHEMA + "target", NamedNode(endpoint)
    yield _SCHEMA + "url", NamedNode(f"{page}/{question.name}")
    yield _SH + "prefixes", NamedNode(prefixes)
    yield _SH + form.lower(), Literal(question.query)


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)
