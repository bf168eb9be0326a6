"""Every question of the catalogue answers its own example with rows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from india_japan_kg.catalogue import Catalogue, check_examples, load
from india_japan_kg.catalogue.parameters import read_value
from india_japan_kg.engine import Engine
from india_japan_kg.things.labels import Labels

QUESTIONS = load(Path(__file__).parents[2] / "queries")
NAMES = [name for name, question in QUESTIONS.items() if not question.gives_graph]
COLLECTIONS = {
    "ministers",
    "ministries",
    "people",
    "organisations",
    "posts",
    "dialogues",
    "sessions",
    "visits",
    "documents",
    "outcomes",
    "projects",
    "indicators",
    "domains",
    "places",
    "sources",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_each_question_finds_something(
    name: str, catalogue: Catalogue, ask: Callable[..., list[dict[str, object]]]
) -> None:
    parameters = catalogue[name].parameters.values()
    given = {p.name: p.example for p in parameters if not p.optional}
    assert ask(name, **given)


@pytest.mark.parametrize("name", NAMES)
def test_each_filter_narrows_the_answer_to_its_question(
    name: str, catalogue: Catalogue, ask: Callable[..., list[dict[str, object]]]
) -> None:
    parameters = catalogue[name].parameters.values()
    needed = {p.name: p.example for p in parameters if not p.optional}
    whole = len(ask(name, **needed))
    for parameter in parameters:
        if parameter.optional and name != "counterparts":
            assert len(ask(name, **needed, **{parameter.name: parameter.example})) <= whole


@pytest.mark.wide
def test_the_same_question_gives_the_same_rows_in_the_same_order(
    catalogue: Catalogue, ask: Callable[..., list[dict[str, object]]]
) -> None:
    for name in NAMES:
        given = {p.name: p.example for p in catalogue[name].parameters.values() if not p.optional}
        assert ask(name, **given) == ask(name, **given)


def test_every_collection_has_a_question(catalogue: Catalogue) -> None:
    assert set(catalogue.collections) == COLLECTIONS


def test_every_answer_is_of_the_declared_types(
    catalogue: Catalogue, asked: Engine, labels: Labels
) -> None:
    findings = check_examples(catalogue.values(), asked, labels, date(2026, 7, 1), 30)
    assert [str(finding) for finding in findings] == []


def test_every_example_is_a_value_that_its_parameter_takes(
    catalogue: Catalogue, labels: Labels
) -> None:
    for question in catalogue.values():
        for parameter in question.parameters.values():
            assert read_value(parameter, parameter.example, labels, date(2026, 7, 1))
