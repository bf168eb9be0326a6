from collections.abc import Callable
from pathlib import Path

import pytest

from india_japan_kg.catalogue import Catalogue, load
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.things.labels import Labels

HEADER = """\
#+ summary: Things by their name
#+ description: Things whose English name is the text.
#+ tags: [network]
#+ view: table
#+ parameters:
#+   name:
#+     type: text
#+     required: true
#+     example: Tokyo
#+     description: The name.
#+ columns:
#+   thing: {type: thing, meaning: The thing.}
#+   called: {type: text, meaning: The name.}
"""
QUERY = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?thing (?name AS ?called)
WHERE {
  VALUES ?name { "Tokyo" }
  ?thing rdfs:label ?label .
  FILTER(STR(?label) = ?name)
}
ORDER BY ?thing
"""


@pytest.fixture(scope="session")
def labels(engine: EmbeddedEngine, house: Path) -> Labels:
    return Labels.read(engine, house / "queries" / "things", 30)


@pytest.fixture(scope="session")
def catalogue(house: Path) -> Catalogue:
    return load(house / "queries")


@pytest.fixture
def write_query(tmp_path: Path) -> Callable[..., Path]:
    """Write a sound query file with one change, and return the folder it is in."""

    def write(old: str = "", new: str = "", *, name: str = "by-name.rq") -> Path:
        text = HEADER + QUERY
        assert old in text
        folder = tmp_path / "queries"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return write
