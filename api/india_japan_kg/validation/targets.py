"""Which nodes a shape judges (SHACL, section 2.1.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from india_japan_kg.vocabulary import PREFIXES

Term = NamedNode | BlankNode | Literal
TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
SUBCLASS_OF: Final = NamedNode(PREFIXES["rdfs"] + "subClassOf")


@dataclass(frozen=True, slots=True)
class Targets:
    """The target declarations of one shape."""

    nodes: frozenset[Term]
    classes: frozenset[Term]
    subjects_of: frozenset[Term]
    objects_of: frozenset[Term]

    def focus_nodes(self, store: Store) -> set[object]:
        """Return every node of `store`, all graphs taken together, that is a target."""
        found: set[object] = set(self.nodes)
        for subclass in _with_subclasses(store, self.classes):
            found.update(q.subject for q in store.quads_for_pattern(None, TYPE, subclass, None))
        for predicate in _iris(self.subjects_of):
            found.update(q.subject for q in store.quads_for_pattern(None, predicate, None, None))
        for predicate in _iris(self.objects_of):
            found.update(q.object for q in store.quads_for_pattern(None, predicate, None, None))
        return found


def _with_subclasses(store: Store, classes: frozenset[Term]) -> set[NamedNode | BlankNode]:
    found: set[NamedNode | BlankNode] = set()
    waiting = list(_iris(classes))
    while waiting:
        superclass = waiting.pop()
        if superclass in found:
            continue
        found.add(superclass)
        for quad in store.quads_for_pattern(None, SUBCLASS_OF, superclass, None):
            if isinstance(quad.subject, NamedNode):
                waiting.append(quad.subject)
    return found


def _iris(terms: Iterable[Term]) -> Iterator[NamedNode]:
    return (term for term in terms if isinstance(term, NamedNode))
