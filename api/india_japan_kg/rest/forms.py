"""The forms in which the answer to a question comes, by suffix and by Accept."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat

from india_japan_kg.catalogue import Question
from india_japan_kg.tables import GRAPH_FORMS

JSON: Final = "application/json"
HTML: Final = "text/html"
SOLUTIONS: Final = {
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
PAGED: Final = (JSON, HTML)
"""Forms that are read on the spot; the others are taken along: whole, if there is no `limit`."""

TABLE_SUFFIXES: Final = {
    "json": JSON,
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "html": HTML,
}
GRAPH_SUFFIXES: Final = {**GRAPH_FORMS, "html": HTML}
CATALOGUE_SUFFIXES: Final = {"json": JSON, **GRAPH_FORMS, "html": HTML}


def suffixes(question: Question) -> Mapping[str, str]:
    """Return suffix -> media type of the forms of `question`; the first is what ``*/*`` gets."""
    return GRAPH_SUFFIXES if question.gives_graph else TABLE_SUFFIXES
