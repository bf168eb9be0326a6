"""The shortest way from one thing to another, by breadth-first search (networkx)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import networkx
from pyoxigraph import NamedNode, QuerySolution

from india_japan_kg.catalogue.methods.ties import read_ties, whole_number
from india_japan_kg.engine import Term


def shortest_path(
    solutions: Iterable[QuerySolution], values: Mapping[str, Term | None]
) -> Iterator[dict[str, Term]]:
    """Yield the statements on a shortest way from `one` to `other`, whichever way they point.

    Of several shortest ways it is always the same one: the ties are taken in the query's order.
    Nothing is yielded if there is no way.
    """
    one, other = values["one"], values["other"]
    if one is None or other is None:
        raise TypeError("the shortest path has two ends")
    ties = read_ties(solutions)
    graph: networkx.Graph[str] = networkx.Graph()
    for tie in ties:
        graph.add_edge(tie.source, tie.target)
    try:
        path = networkx.shortest_path(graph, one.value, other.value)
    except (networkx.NetworkXNoPath, networkx.NodeNotFound):
        return
    for step, ends in enumerate(pairwise(path), 1):
        tie = next(tie for tie in ties if {tie.source, tie.target} == set(ends))
        yield {
            "step": whole_number(step),
            "from": NamedNode(tie.source),
            "relation": NamedNode(tie.relation),
            "to": NamedNode(tie.target),
            "reached": NamedNode(ends[1]),
        }
