"""Derived facts: the rules of ``ontology/rules/`` run to a fixpoint."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import GRAPH

INFERRED = NamedNode(GRAPH + "inferred")
MAX_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT query whose solutions are true besides what was asserted."""

    path: str
    text: str


def read_rules(house: Path) -> list[Rule]:
    """Read the rules of `house` in the order of their names."""
    return [
        Rule(path.relative_to(house).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((house / "ontology" / "rules").glob("*.rq"))
    ]


def derive(store: Store, rules: Sequence[Rule]) -> int:
    """Run `rules` until none says anything new; add what they say to ``graph/inferred``.

    A triple that some graph already holds is not stated again.

    Returns:
        the number of rounds it took.

    Raises:
        BadData: a rule is no CONSTRUCT query, or the rules have no fixpoint within 50 rounds.

    """
    for round_number in range(1, MAX_ROUNDS + 1):
        before = len(store)
        for rule in rules:
            store.extend(_derived(store, rule))
        if len(store) == before:
            return round_number
    raise BadData(
        rules[-1].path, None, None, f"the rules still derive new facts after {MAX_ROUNDS} rounds."
    )


def _derived(store: Store, rule: Rule) -> list[Quad]:
    try:
        triples = store.query(rule.text, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise BadData(rule.path, None, None, error.msg) from None
    if not isinstance(triples, QueryTriples):
        raise BadData(rule.path, None, None, "a rule must be a CONSTRUCT query.")
    return [
        Quad(t.subject, t.predicate, t.object, INFERRED)
        for t in set(triples)
        if not any(True for _ in store.quads_for_pattern(t.subject, t.predicate, t.object, None))
    ]
