"""Each of the forty questions has a file that asks it and a golden test; a new one needs both."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

from india_japan_kg.catalogue import Catalogue

HERE = Path(__file__).parent
FORTY: dict[int, dict[str, Any]] = yaml.safe_load((HERE / "forty.yaml").read_text("utf-8"))


def asked(question: dict[str, Any]) -> list[str]:
    names = question["asks"]
    return [names] if isinstance(names, str) else names


def texts_of(test: str) -> set[str]:
    """Return the texts in the body of a test, and in the helpers of its module that it calls."""
    module, _, name = test.rpartition(".")
    tree = ast.parse((HERE / f"{module}.py").read_text("utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    texts: set[str] = set()
    wanted, seen = [name], set()
    while wanted:
        function = functions[wanted.pop()]
        seen.add(function.name)
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            called = node.arg if isinstance(node, ast.arg) else None
            called = node.id if isinstance(node, ast.Name) else called
            if called in functions and called not in seen:
                wanted.append(called)
    return texts


def test_there_are_forty_questions() -> None:
    assert list(FORTY) == list(range(1, 41))


@pytest.mark.parametrize("number", FORTY)
def test_a_question_is_asked_by_files_of_the_catalogue(number: int, catalogue: Catalogue) -> None:
    names = asked(FORTY[number])
    assert names
    assert set(names) <= set(catalogue)


@pytest.mark.parametrize("number", FORTY)
def test_a_question_has_a_golden_test_that_asks_it(number: int) -> None:
    question = FORTY[number]
    texts = set().union(*map(texts_of, question["golden"]))
    for name in asked(question):
        assert name in texts
