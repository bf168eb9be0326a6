"""What changed between two releases of the graph, thing by thing and property by property."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from india_japan_kg.vocabulary import shorten, thing_name

Told = Mapping[str, Mapping[str, frozenset[str]]]


class Kind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(NamedTuple):
    """A property of a thing that has other values than before.

    Attributes:
        thing: the prefixed name of the thing.
        kind: whether the thing is new, gone, or says something else.
        property: the prefixed name of the property; "" for a thing that is new or gone.
        before: the values that it has no longer.
        after: the values that it has now and had not.

    """

    thing: str
    kind: Kind
    property: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes(old: Iterable[Triple], new: Iterable[Triple]) -> Iterator[Change]:
    """Yield what is different in `new`, in the order of things and properties."""
    before, after = _told(old), _told(new)
    for thing in sorted(before.keys() | after.keys()):
        if thing not in before:
            yield Change(shorten(thing), Kind.ADDED, "", (), ())
        elif thing not in after:
            yield Change(shorten(thing), Kind.REMOVED, "", (), ())
        else:
            yield from _differences(thing, before[thing], after[thing])


def _differences(
    thing: str, before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]]
) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        was, is_ = before.get(name, frozenset()), after.get(name, frozenset())
        if was != is_:
            gone, come = tuple(sorted(was - is_)), tuple(sorted(is_ - was))
            yield Change(shorten(thing), Kind.CHANGED, shorten(name), gone, come)


def _told(triples: Iterable[Triple]) -> Told:
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode) and thing_name(subject.value):
            shown = shorten(value.value) if isinstance(value, NamedNode) else str(value)
            if not isinstance(value, BlankNode):
                told[subject.value][triple.predicate.value].add(shown)
    return {
        thing: {name: frozenset(values) for name, values in properties.items()}
        for thing, properties in told.items()
    }
