"""Each file of the house is one that grlc reads, with the same meaning.

grlc (https://github.com/CLARIAH/grlc) makes an API of a folder of queries: what stands after ``#+``
is YAML, in which it looks for the keys below; variables that begin with ``_`` are its parameters.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib.plugins.sparql import prepareQuery

from india_japan_kg.catalogue import Catalogue, check, load

QUERIES = sorted((Path(__file__).parents[2] / "queries").glob("*.rq"))
FORMS = {"SelectQuery", "ConstructQuery"}
"""What grlc answers, by the names that rdflib gives to parsed queries."""

OF_AGGREGATES = re.compile(r"__agg_\d+__")
"""Variables of rdflib's own, which grlc leaves out as well."""


def decorators(text: str) -> dict[str, Any]:
    """Read a header as grlc does: the rows that begin with `#+`, without these characters."""
    rows = text.split("\n")
    loaded = yaml.safe_load("\n".join(row.lstrip("#+") for row in rows if row.startswith("#+")))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_grlc_reads_the_header_with_the_same_meaning(path: Path, catalogue: Catalogue) -> None:
    question, told = catalogue[path.stem], decorators(path.read_text(encoding="utf-8"))
    assert told["summary"] == question.summary
    assert told["description"].strip() == question.description
    assert told["tags"] == [*question.tags]
    assert isinstance(told.get("endpoint", ""), str)
    assert isinstance(told.get("pagination", 1), int)
    assert told.get("method", "GET") in ("GET", "POST")


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_grlc_runs_the_query_as_it_stands_with_its_examples(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = [row for row in text.split("\n") if not row.startswith("#+")]
    algebra = prepareQuery("\n".join(rows)).algebra
    assert algebra.name in FORMS
    names = [str(name) for name in algebra._vars if not OF_AGGREGATES.fullmatch(str(name))]
    assert [name for name in names if name.startswith("_")] == []


def test_a_file_may_have_the_keys_by_which_grlc_is_told_where_and_how_to_ask(
    write_query: Callable[..., Path],
) -> None:
    keys = (
        "#+ endpoint: https://kg.example.org/sparql\n"
        "#+ endpoint_in_url: false\n"
        "#+ method: GET\n"
        "#+ pagination: 100\n"
    )
    folder = write_query("#+ view", keys + "#+ view")
    assert check(folder) == []
    assert decorators(load(folder)["by-name"].text)["pagination"] == 100
