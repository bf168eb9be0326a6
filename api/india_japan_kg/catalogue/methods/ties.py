"""Solutions that join two things."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolution

from india_japan_kg.things.network import Tie
from india_japan_kg.vocabulary import PREFIXES


def read_ties(solutions: Iterable[QuerySolution]) -> list[Tie]:
    """Return ``from``, ``relation`` and ``to`` of each solution, in their order."""
    return [Tie(*(row[name].value for name in ("from", "relation", "to"))) for row in solutions]


def whole_number(number: int) -> Literal:
    """Return `number` as an ``xsd:integer``."""
    return Literal(str(number), datatype=NamedNode(PREFIXES["xsd"] + "integer"))
