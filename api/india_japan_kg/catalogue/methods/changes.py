"""What is different between an earlier release and today, property by property."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pyoxigraph import Literal, NamedNode, QuerySolution

from india_japan_kg.engine import Term
from india_japan_kg.engine.releases import TODAY
from india_japan_kg.vocabulary import shorten

_BETWEEN = " | "


def release_beside_today(
    values: Mapping[str, Term | None],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return today as the default graph and the release as the named graph."""
    release = values["release"]
    if release is None:
        raise TypeError("a change is one since a release")
    return (TODAY.value,), (release.value,)


def tell_changes(
    solutions: Iterable[QuerySolution], _: Mapping[str, Term | None]
) -> Iterator[dict[str, Term]]:
    """Yield a row for each property of a thing, with all values that it lost and that it gained.

    The solutions have one value each, those of a property one after the other.
    """
    for _key, group in groupby(solutions, lambda row: (row["thing"], row["property"])):
        rows = list(group)
        told = {name: rows[0][name] for name in ("thing", "label", "change", "property")}
        for name in ("before", "after"):
            values = sorted({_shown(row[name]) for row in rows if row[name] is not None})
            told[name] = Literal(_BETWEEN.join(values)) if values else None
        yield {name: term for name, term in told.items() if term is not None}


def _shown(term: Term) -> str:
    return shorten(term.value) if isinstance(term, NamedNode) else str(term)
