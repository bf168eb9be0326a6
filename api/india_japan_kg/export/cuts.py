"""A part of the dataset: the things that are wanted, and what is needed to understand them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from india_japan_kg.dataset import Dataset
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES, thing_name

_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_LABEL: Final = NamedNode(PREFIXES["rdfs"] + "label")
_NARROWER: Final = NamedNode(PREFIXES["skos"] + "narrower")
_DOMAIN: Final = NamedNode(ONTOLOGY + "domain")
_PARTS: Final = ("participation", "target", "evidence", "source")


def things_of_class(dataset: Dataset, name: str) -> set[str]:
    """Return the IRIs of the things of the class with the local `name`."""
    return _subjects(dataset.store, _TYPE, NamedNode(ONTOLOGY + name))


def things_of_domain(dataset: Dataset, iri: str) -> set[str]:
    """Return the IRIs of the things about the domain `iri` or one below it, and these domains."""
    domains: set[str] = set()
    waiting = [iri]
    while waiting:
        domain = waiting.pop()
        if domain not in domains:
            domains.add(domain)
            below = dataset.store.quads_for_pattern(NamedNode(domain), _NARROWER, None, None)
            waiting += [quad.object.value for quad in below if isinstance(quad.object, NamedNode)]
    about = (_subjects(dataset.store, _DOMAIN, NamedNode(domain)) for domain in domains)
    return domains.union(*about)


def cut(dataset: Dataset, things: Collection[str]) -> Dataset:
    """Return the part of `dataset` about `things`.

    It has every statement about them, about their participations, targets and evidence and about
    the sources of all of these, and the names of whatever else is mentioned.
    """
    store = Store()
    told: set[str] = set()
    mentioned: set[str] = set()
    waiting = list(things)
    while waiting:
        iri = waiting.pop()
        if iri in told:
            continue
        told.add(iri)
        for quad in dataset.store.quads_for_pattern(NamedNode(iri), None, None, None):
            store.add(quad)
            if isinstance(quad.object, NamedNode):
                mentioned.add(quad.object.value)
                name = thing_name(quad.object.value)
                if name is not None and name.kind in _PARTS:
                    waiting.append(quad.object.value)
    for iri in mentioned - told:
        store.extend(dataset.store.quads_for_pattern(NamedNode(iri), _LABEL, None, None))
    return replace(dataset, store=store)


def of_graph(dataset: Dataset, graph: str, triples: Collection[Triple]) -> Dataset:
    """Return a dataset like `dataset` with other `triples`, all in the named graph `graph`."""
    store = Store()
    name = NamedNode(graph)
    store.extend(Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)
    return replace(dataset, store=store)


def _subjects(store: Store, predicate: NamedNode, value: NamedNode) -> set[str]:
    return {
        quad.subject.value
        for quad in store.quads_for_pattern(None, predicate, value, None)
        if isinstance(quad.subject, NamedNode) and thing_name(quad.subject.value)
    }
