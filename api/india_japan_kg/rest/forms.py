"""The forms in which the answer to a question comes, by suffix and by Accept."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat

from india_japan_kg.catalogue import Question
from india_japan_kg.http.negotiation import choose_media_type
from india_japan_kg.problem import NotAcceptable
from india_japan_kg.tables import GRAPH_FORMS, parquet

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
    parquet.SUFFIX: parquet.MEDIA_TYPE,
    "html": HTML,
}
GRAPH_SUFFIXES: Final = {**GRAPH_FORMS, "html": HTML}
CATALOGUE_SUFFIXES: Final = {"json": JSON, **GRAPH_FORMS, "html": HTML}


def suffixes(question: Question) -> Mapping[str, str]:
    """Return suffix -> media type of the forms of `question`; the first is what ``*/*`` gets."""
    return GRAPH_SUFFIXES if question.gives_graph else TABLE_SUFFIXES


def choose_form(question: Question, accept: str) -> str:
    """Return the media type that `accept` prefers among the forms of `question`.

    A form for which an extra is not installed is chosen only if no other is accepted: what writes
    it then tells what is missing.

    Raises:
        NotAcceptable: no form is accepted.

    """
    offers = list(suffixes(question).values())
    missing = () if parquet.is_installed() else (parquet.MEDIA_TYPE,)
    try:
        return choose_media_type(accept, [type_ for type_ in offers if type_ not in missing])
    except NotAcceptable:
        return choose_media_type(accept, offers)
