"""Every canned question has the same answer on every kind of engine."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from india_japan_kg.catalogue import Catalogue, Question, answer, construct, load
from india_japan_kg.engine import Engine
from india_japan_kg.tables import plain_rows
from india_japan_kg.things.labels import Labels

KINDS = ["memory", "folder", "oxigraph", "virtuoso"]
QUESTIONS = load(Path(__file__).parents[2] / "queries")
NAMES = [name for name, question in QUESTIONS.items() if question.can_be_asked]
TODAY = date(2026, 7, 1)


def examples(question: Question) -> list[dict[str, str]]:
    """What is needed alone, with everything else at once, and with each of the rest in turn."""
    parameters = question.parameters.values()
    needed = {p.name: p.example for p in parameters if not p.optional}
    optional = {p.name: p.example for p in parameters if p.optional}
    alone = [needed | {name: value} for name, value in optional.items()]
    return [needed, needed | optional, *alone]


def lines(question: Question, engine: Engine, labels: Labels, given: dict[str, str]) -> list[str]:
    if question.gives_graph:
        graph = construct(
            question, engine, labels, given, languages=["en"], today=TODAY, timeout=120
        )
        return [str(triple) for triple in graph.triples]
    table = answer(question, engine, labels, given, languages=["en"], today=TODAY, timeout=120)
    return [json.dumps(row, default=str) for row in plain_rows(table)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_the_same_answer(
    name: str,
    kind: str,
    catalogue: Catalogue,
    labels: Labels,
    engine: Engine,
    engine_of: Callable[[str], Engine],
) -> None:
    question = catalogue[name]
    for given in examples(question):
        expected = lines(question, engine, labels, given)
        assert lines(question, engine_of(kind), labels, given) == expected, given


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_is_the_same(
    kind: str, labels: Labels, engine_of: Callable[[str], Engine], things: Path
) -> None:
    assert vars(Labels.read(engine_of(kind), things, 60)) == vars(labels)
