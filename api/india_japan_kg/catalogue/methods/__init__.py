"""What SPARQL alone cannot answer: each module takes a query's solutions and works out the rows.

A question names its method by ``engine:`` in its header; its query says what the method reads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QuerySolution

from india_japan_kg.catalogue.methods.changes import release_beside_today, tell_changes
from india_japan_kg.catalogue.methods.name_search import search_names
from india_japan_kg.catalogue.methods.neighbourhood import neighbourhood
from india_japan_kg.catalogue.methods.shortest_path import shortest_path
from india_japan_kg.engine import Term

Row = Mapping[str, Term]
Values = Mapping[str, Term | None]
Graphs = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to work out an answer from the solutions of a query.

    Attributes:
        reads: the variables that the query must select.
        gives: the columns of the answer.
        parameters: the parameters that the method takes itself, and the query need not.
        graphs: values of all parameters -> the default graphs and the named graphs that the query
            is asked of (SPARQL 1.1 Protocol, section 2.1.4); both empty for the whole dataset.
        run: solutions and values of all parameters -> rows, in the order of the answer.

    """

    reads: tuple[str, ...]
    gives: tuple[str, ...]
    parameters: frozenset[str]
    run: Callable[[Iterable[QuerySolution], Values], Iterator[Row]]
    graphs: Callable[[Values], Graphs] = lambda _: ((), ())


METHODS: Final = {
    "shortest-path": Method(
        ("from", "relation", "to"),
        ("step", "from", "relation", "to", "reached"),
        frozenset(("one", "other")),
        shortest_path,
    ),
    "neighbourhood": Method(
        ("from", "relation", "to"),
        ("distance", "from", "relation", "to"),
        frozenset(("thing", "depth")),
        neighbourhood,
    ),
    "name-search": Method(
        ("thing", "found", "tag"),
        ("thing", "found", "tag", "likeness"),
        frozenset(("name",)),
        search_names,
    ),
    "changes": Method(
        ("thing", "label", "change", "property", "before", "after"),
        ("thing", "label", "change", "property", "before", "after"),
        frozenset(("release",)),
        tell_changes,
        release_beside_today,
    ),
}
"""Every method, by what a header calls it."""
