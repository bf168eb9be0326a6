"""What a server asks for itself (`queries/things`) has the same answer on every kind of engine."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, parse

from india_japan_kg.engine import GRAPH_TYPES, Engine, Query, Term, select
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES

KINDS = ["memory", "folder", "oxigraph", "virtuoso"]
WHOLE = [
    "alternative-names",
    "codes",
    "collections",
    "context",
    "dated",
    "graphs",
    "kinds",
    "labels",
    "network",
    "single-valued",
    "statistics",
    "version",
]
CLASSES = [
    "Person",
    "Post",
    "Organisation",
    "Tenure",
    "Document",
    "Dialogue",
    "Session",
    "Visit",
    "Outcome",
    "Project",
]
# Each has a day before or after which the answer is another; see tests/rest/test_as_of.py.
TURNING = {
    "person/mukherjee-pranab": ["2010-05-01"],
    "post/jp-prime-minister": ["1960-01-04", "2010-05-01"],
    "body/in-ministry-of-external-affairs": ["2009-06-01"],
    "body/jp-ministry-of-defense": ["2007-01-08", "2007-01-09"],
    "body/jp-defense-agency": ["2007-01-08", "2007-01-10"],
    "doc/double-taxation-agreement-1960-01-05": [
        "1960-01-04",
        "1960-06-12",
        "1989-12-28",
        "1989-12-29",
    ],
    "dialogue/strategic-dialogue": ["2007-01-08", "2010-05-01"],
    "dialogue/africa-dialogue": ["2010-08-20", "2010-08-21", "2026-01-15"],
    "session/strategic-dialogue-18": ["2026-01-15", "2026-01-16", "2026-01-17"],
    "outcome/strategic-dialogue-18-critical-minerals": [
        "2026-01-15",
        "2026-01-16",
        "2026-05-01",
    ],
}
DAYS = ["1989-12-29", "2010-05-01", "2026-05-01"]

Asking = Callable[[Engine], list[str]]


def _rows(text: str, bindings: dict[str, Term | None], engine: Engine) -> list[str]:
    """Return the solutions, a line each, sorted; the order among equals is each engine's own."""
    body = engine.evaluate(Query(text, bindings), "text/tab-separated-values", 20)
    return sorted(body.decode().split("\n")[1:-1])


def _triples(text: str, bindings: dict[str, Term | None], engine: Engine) -> list[str]:
    body = engine.evaluate(Query(text, bindings), "text/turtle", 20)
    return sorted(str(quad.triple) for quad in parse(body, GRAPH_TYPES["text/turtle"]))


def _thing(name: str) -> NamedNode:
    kind, slug = name.split("/")
    return NamedNode(PREFIXES[kind] + slug)


def _some_of(engine: Engine, name: str) -> list[NamedNode]:
    """Return three things of a class: from the beginning, the middle and the end of all."""
    text = f"SELECT DISTINCT ?thing {{ ?thing a ij:{name} }} ORDER BY ?thing"
    things = [row["thing"] for row in select(engine, Query(text), 20)]
    return [things[len(things) * part // 6] for part in (1, 3, 5)]


def _on(thing: NamedNode, day: str) -> dict[str, Term | None]:
    return {"thing": thing, "on": Literal(day, datatype=NamedNode(PREFIXES["xsd"] + "date"))}


@pytest.fixture(params=KINDS)
def other(request: pytest.FixtureRequest, engine_of: Callable[[str], Engine]) -> Engine:
    return engine_of(request.param)


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_asked_of_the_whole_graph_has_the_same_answer(
    name: str, other: Engine, engine: Engine, things: Path
) -> None:
    ask: Asking = partial(_rows, (things / f"{name}.rq").read_text(encoding="utf-8"), {})
    assert ask(other) == ask(engine) != []


def test_the_properties_of_each_class_are_counted_the_same(
    engine: Engine, other: Engine, house: Path
) -> None:
    text = (house / "queries/description/class-properties.rq").read_text(encoding="utf-8")
    ours = quote(ONTOLOGY, safe="")  # a foreign store may hold graphs of its own
    told = [
        [line for line in _triples(text, {}, asked) if ours in line] for asked in (engine, other)
    ]
    assert told[0] == told[1] != []


@pytest.mark.parametrize("class_", CLASSES)
def test_things_of_a_class_are_described_alike(
    class_: str, other: Engine, engine: Engine, things: Path
) -> None:
    describe = (things / "describe.rq").read_text(encoding="utf-8")
    incoming = (things / "incoming.rq").read_text(encoding="utf-8")
    for thing in _some_of(engine, class_):
        bindings: dict[str, Term | None] = {"thing": thing}
        said = _triples(describe, bindings, engine)
        assert _triples(describe, bindings, other) == said != [], thing
        assert _rows(incoming, bindings, other) == _rows(incoming, bindings, engine), thing


@pytest.mark.parametrize("name", ["state", "not-on"])
@pytest.mark.parametrize("class_", CLASSES)
def test_things_of_a_class_stood_alike_on_a_day(
    class_: str, name: str, other: Engine, engine: Engine, things: Path
) -> None:
    text = (things / f"{name}.rq").read_text(encoding="utf-8")
    for thing in _some_of(engine, class_):
        for day in DAYS:
            ask: Asking = partial(_rows, text, _on(thing, day))
            assert ask(other) == ask(engine), (thing, day)


@pytest.mark.parametrize("name", ["state", "not-on"])
@pytest.mark.parametrize("thing", TURNING)
def test_what_changed_on_a_day_changed_on_it_everywhere(
    thing: str, name: str, other: Engine, engine: Engine, things: Path
) -> None:
    text = (things / f"{name}.rq").read_text(encoding="utf-8")
    for day in TURNING[thing]:
        ask: Asking = partial(_rows, text, _on(_thing(thing), day))
        assert ask(other) == ask(engine), day
