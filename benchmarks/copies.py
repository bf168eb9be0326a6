"""Our own data several times over: every copy is like the first and has things of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from india_japan_kg.vocabulary import thing_name

SHARED = ("place", "domain")
"""Kinds of things that stay what they are, however much there is to say of them."""


def copied(store: Store, copies: int) -> Store:
    """Return a store with `store` and, beside it, as many copies as make `copies` times the data.

    A copy says the same, in the same graphs and words, of things whose IRIs end in ``-copy<n>``.
    Places, subject domains, and all that is not a thing of this graph are shared.
    """
    target = Store()
    target.bulk_extend(store)
    for number in range(1, copies):
        target.bulk_extend(_copy(store, number))
    return target


def _copy(quads: Iterable[Quad], number: int) -> Iterator[Quad]:
    for quad in quads:
        subject, value = _renamed(quad.subject, number), _renamed(quad.object, number)
        if subject is not quad.subject or value is not quad.object:
            yield Quad(subject, quad.predicate, value, quad.graph_name)


def _renamed(term: Any, number: int) -> Any:
    if isinstance(term, BlankNode):
        return BlankNode(f"{term.value}-copy{number}")
    if isinstance(term, NamedNode):
        name = thing_name(term.value)
        if name is not None and name.kind not in SHARED:
            return NamedNode(f"{term.value}-copy{number}")
    return term
