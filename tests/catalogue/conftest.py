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

GRAPH_QUERY = """\
#+ summary: A thing and its classes
#+ description: What the thing is an instance of.
#+ tags: [graphs]
#+ view: network
#+ parameters:
#+   thing: {type: thing, kind: place, required: true, example: tokyo, description: It.}

# Classes alone.

PREFIX ij: <https://w3id.org/india-japan/ontology#>
PREFIX place: <https://w3id.org/india-japan/id/place/>

CONSTRUCT { ?thing a ?class }
WHERE { VALUES ?thing { place:tokyo } { ?thing a ?class }
}
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
    return writer(tmp_path, HEADER + QUERY, "by-name.rq")


@pytest.fixture
def write_graph_query(tmp_path: Path) -> Callable[..., Path]:
    """Write a sound file of a CONSTRUCT query with one change, and return the folder it is in."""
    return writer(tmp_path, GRAPH_QUERY, "classes.rq")


def writer(tmp_path: Path, text: str, file: str) -> Callable[..., Path]:
    def write(old: str = "", new: str = "", *, name: str = file) -> Path:
        assert old in text
        folder = tmp_path / "queries"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return write
