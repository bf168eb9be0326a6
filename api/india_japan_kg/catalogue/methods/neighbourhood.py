"""The network around a thing, to a given depth, by breadth-first search (networkx)."""

from collections.abc import Iterable, Iterator, Mapping

import networkx
from pyoxigraph import NamedNode, QuerySolution

from india_japan_kg.catalogue.methods.ties import read_ties, whole_number
from india_japan_kg.engine import Term


def neighbourhood(
    solutions: Iterable[QuerySolution], values: Mapping[str, Term | None]
) -> Iterator[dict[str, Term]]:
    """Yield every tie that lies at most `depth` steps away from `thing`, the nearest first.

    A tie is one step farther away than its nearer end.
    """
    thing, depth = values["thing"], values["depth"]
    if thing is None or depth is None:
        raise TypeError("a neighbourhood has a middle and a depth")
    ties = read_ties(solutions)
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_node(thing.value)
    graph.add_edges_from((tie.source, tie.target) for tie in ties)
    away = networkx.single_source_shortest_path_length(graph, thing.value, cutoff=int(depth.value))
    near = [
        (1 + nearer, tie)
        for tie in ties
        if tie.source in away and tie.target in away
        for nearer in [min(away[tie.source], away[tie.target])]
        if nearer < int(depth.value)
    ]
    for distance, tie in sorted(near):
        yield {
            "distance": whole_number(distance),
            "from": NamedNode(tie.source),
            "relation": NamedNode(tie.relation),
            "to": NamedNode(tie.target),
        }
