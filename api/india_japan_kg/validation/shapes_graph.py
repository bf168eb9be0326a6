"""The shapes as one graph, complete for any SHACL processor: its SPARQL has its prefixes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from india_japan_kg.dataset import GraphFile
from india_japan_kg.dataset.parsing import parse_file
from india_japan_kg.validation.shape_files import shape_files
from india_japan_kg.vocabulary import PREFIXES

DECLARE: Final = NamedNode(PREFIXES["sh"] + "declare")


def shapes_graph(files: Iterable[GraphFile], store: Store) -> tuple[Quad, ...]:
    """Return the triples of `files`, and the prefixes that the ontology in `store` declares.

    Raises:
        BadData: a file is no Turtle; names file and line.

    """
    shapes = [quad for file in files for quad in parse_file(file)]
    return (*shapes, *_prefix_declarations(store))


def read_shapes_graph(folder: Path, ontology: Sequence[Triple]) -> tuple[Quad, ...]:
    """Return the shapes in `folder`, and the prefixes that `ontology` declares.

    Raises:
        BadData: there are no shapes, or a file is no Turtle; names file and line.

    """
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in ontology)
    return shapes_graph(shape_files(folder), store)


def _prefix_declarations(store: Store) -> Iterable[Quad]:
    for quad in store.quads_for_pattern(None, DECLARE, None, None):
        yield quad
        if isinstance(quad.object, NamedNode | BlankNode):
            yield from store.quads_for_pattern(quad.object, None, None, None)
