"""What the soak test asks: every kind of request, right and wrong, in a fixed proportion."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from india_japan_kg.catalogue import load

RUNAWAYS: Final = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c ?i",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^(!<x:a>))* ?b . ?c (!<x:b>)* ?d }",
    "SELECT (MAX(CONCAT(STR(?c), STR(?f))) AS ?m) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)
RUNAWAY: Final = "runaway query"
LOOKUP: Final = "SELECT ?p ?o { <%s> ?p ?o }"
JSON: Final = "application/sparql-results+json"
HTML: Final = "text/html"
PAGES: Final = ("/", "/queries", "/sessions", "/dialogues", "/ministers", "/sparql")
EXPORTS: Final = (
    "/export/india-japan.nt.gz",
    "/export/india-japan.ttl",
    "/export/graph.graphml",
    "/export/Session.csv",
)


@dataclass(frozen=True)
class Wish:
    """One request.

    Attributes:
        kind: what it is called in the report.
        path: the path asked.
        meant: statuses that are right.
        parameters: of the query string.
        headers: beside those that every request has.
        again: whether the answer is asked for once more with its entity tag, and that counts.

    """

    kind: str
    path: str
    meant: frozenset[int]
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


OK: Final = frozenset({200})
NOT_MODIFIED: Final = frozenset({304})
STOPPED: Final = frozenset({503, 504, 507})
"""No turn until the time limit, the time limit, the memory limit."""

Make = Callable[[random.Random, int], Wish]


class Mixture:
    """Draws requests."""

    def __init__(self, house: Path, things: Sequence[str]) -> None:
        """Mix requests for the questions of `house` and for `things`, IRIs with pages."""
        self._questions = [
            (question.name, {p.name: p.example for p in question.parameters.values()})
            for question in load(house / "queries").values()
            if not question.gives_graph and question.can_be_asked
        ]
        self._needed = {
            question.name: {p.name for p in question.parameters.values() if not p.optional}
            for question in load(house / "queries").values()
        }
        self._things = things
        self._makers: Mapping[Make, int] = {
            self._lookup: 25,
            self._fresh: 25,
            self._question: 15,
            self._thing: 12,
            self._page: 6,
            self._conditional: 8,
            self._bad: 7,
            self._runaway: 1,
            self._export: 1,
        }

    def draw(self, chance: random.Random, number: int) -> Wish:
        """Return the request with this `number`, which is no other's."""
        (make,) = chance.choices([*self._makers], [*self._makers.values()])
        return make(chance, number)

    def _lookup(self, chance: random.Random, _: int) -> Wish:
        thing = chance.choice(self._things[:50])
        return Wish("repeated lookup", "/sparql", OK, {"query": LOOKUP % thing}, {"Accept": JSON})

    def _fresh(self, chance: random.Random, number: int) -> Wish:
        query = f"{LOOKUP % chance.choice(self._things)} #{number}"
        return Wish("fresh lookup", "/sparql", OK, {"query": query}, {"Accept": JSON})

    def _question(self, chance: random.Random, _: int) -> Wish:
        name, examples = chance.choice(self._questions)
        kept = {
            parameter: value
            for parameter, value in examples.items()
            if parameter in self._needed[name] or chance.random() < 0.2
        }
        accept = chance.choice(("application/json", "text/csv", HTML))
        return Wish("question", f"/queries/{name}", OK, kept, {"Accept": accept})

    def _thing(self, chance: random.Random, _: int) -> Wish:
        path = "/" + chance.choice(self._things).split("/id/")[1]
        accept = chance.choice((HTML, "application/json", "text/turtle"))
        return Wish("thing", path, OK, {}, {"Accept": accept})

    def _page(self, chance: random.Random, _: int) -> Wish:
        return Wish("page", chance.choice(PAGES), OK, {}, {"Accept": HTML})

    def _export(self, chance: random.Random, _: int) -> Wish:
        return Wish("export", chance.choice(EXPORTS), OK)

    def _conditional(self, chance: random.Random, number: int) -> Wish:
        wish = chance.choice((self._lookup, self._question, self._thing))(chance, number)
        return Wish(
            "conditional", wish.path, NOT_MODIFIED, wish.parameters, wish.headers, again=True
        )

    def _bad(self, chance: random.Random, number: int) -> Wish:
        path, parameters, status = chance.choice(
            (
                ("/sparql", {"query": f"SELECT ?s {{ ?s ?p #{number}"}, 400),
                ("/sparql", {"query": "INSERT DATA { <x:a> <x:b> <x:c> }"}, 403),
                ("/session/no-such-session", {}, 404),
                ("/queries/no-such-question", {}, 404),
                ("/queries/sessions", {"from": "yesterday"}, 400),
                ("/sessions", {"limit": "-1"}, 400),
            )
        )
        return Wish("bad request", path, frozenset({status}), parameters)

    def _runaway(self, chance: random.Random, number: int) -> Wish:
        query = f"{chance.choice(RUNAWAYS)} #{number}"
        return Wish(RUNAWAY, "/sparql", STOPPED, {"query": query, "timeout": "1"})
