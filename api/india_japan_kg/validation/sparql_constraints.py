"""SPARQL-based constraints (SHACL, section 5), each asked once for all its focus nodes.

SHACL asks a constraint once for each focus node, with ``$this`` bound to it. Asked with ``$this``
free, and its solutions joined with the targets, it gives the same results, provided that the query
binds ``$this`` by a pattern wherever it uses it; the shapes of this project do.
"""

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Store

from india_japan_kg.problem import BadData
from india_japan_kg.validation.paths import Path
from india_japan_kg.validation.report import Result, Term, readable
from india_japan_kg.validation.shapes import Shapes, SparqlConstraint
from india_japan_kg.vocabulary import PREFIXES

COMPONENT: Final = NamedNode(PREFIXES["sh"] + "SPARQLConstraintComponent")
_VARIABLE: Final = re.compile(r"\{[?$](\w+)\}")


def judge_sparql(store: Store, shapes: Shapes) -> Iterator[Result]:
    """Yield the results of every SPARQL constraint of `shapes` over the union of all graphs.

    Raises:
        BadData: a constraint is no SELECT query, or leaves ``$this`` unbound; names its file.

    """
    for constraint in shapes.constraints:
        yield from _judge(store, constraint)


def _judge(store: Store, constraint: SparqlConstraint) -> Iterator[Result]:
    solutions = _ask(store, constraint)
    names = [variable.value for variable in solutions.variables]
    focus_nodes = constraint.targets.focus_nodes(store)
    for solution in solutions:
        bound = {name: term for name in names if (term := _term(solution, name)) is not None}
        focus_node = bound.get("this")
        if focus_node is None:
            raise _bad(constraint, "the query leaves $this unbound: bind it by a pattern.")
        if focus_node in focus_nodes:
            yield _result(constraint, focus_node, bound)


def _ask(store: Store, constraint: SparqlConstraint) -> QuerySolutions:
    try:
        answer = store.query(
            constraint.select, prefixes=constraint.prefixes, use_default_graph_as_union=True
        )
    except SyntaxError as error:
        raise _bad(constraint, error.msg) from None
    if not isinstance(answer, QuerySolutions):
        raise _bad(constraint, "sh:select must be a SELECT query.")
    return answer


def _result(constraint: SparqlConstraint, focus_node: Term, bound: dict[str, Term]) -> Result:
    value = bound.get("value", None if constraint.path else focus_node)
    path = bound.get("path")
    return Result(
        focus_node=focus_node,
        path=Path(predicate=path.value) if isinstance(path, NamedNode) else constraint.path,
        value=value,
        shape=constraint.shape,
        constraint=constraint.node,
        component=COMPONENT,
        severity=constraint.severity,
        messages=tuple(_fill(message, bound) for message in constraint.messages),
    )


def _fill(message: Literal, bound: dict[str, Term]) -> Literal:
    """Put the bindings into a message (SHACL, section 5.2.1); unbound variables stay."""

    def text(match: re.Match[str]) -> str:
        return readable(bound[match[1]]) if match[1] in bound else match[0]

    return Literal(_VARIABLE.sub(text, message.value), language=message.language)


def _term(solution: QuerySolution, name: str) -> Term | None:
    term = solution[name]
    return term if isinstance(term, NamedNode | BlankNode | Literal) else None


def _bad(constraint: SparqlConstraint, message: str) -> BadData:
    place = constraint.location
    path, line = (place.path, place.line) if place else ("shapes", None)
    return BadData(path, line, None, f"{constraint.shape.value.rpartition('#')[2]}: {message}")
