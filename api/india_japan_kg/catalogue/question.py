"""One canned question, read from its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from india_japan_kg.catalogue.columns import Column, read_column
from india_japan_kg.catalogue.header import read_header, required
from india_japan_kg.catalogue.methods import METHODS, Method
from india_japan_kg.catalogue.parameters import Parameter, read_parameter

VIEWS: Final = ("table", "timeline", "bar", "map", "network", "line", "calendar")

_KEYS: Final = frozenset(
    ("summary", "description", "tags", "view", "collection", "engine", "parameters", "columns")
)


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question.

    Attributes:
        name: what a user types; the file name without suffix.
        summary: the question in one line.
        description: what the rows mean.
        tags: the subjects it belongs to.
        view: the picture that suits its answer, one of VIEWS.
        collection: the collection that it backs, if any; its first column is what is collected.
        parameters: by name, in the order of the header.
        columns: in the order of the answer.
        method: what works out the rows from the query's solutions; None if those are the rows.
        text: the whole file, a SPARQL 1.1 SELECT query with a VALUES block for each parameter.

    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    view: str
    collection: str | None
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    method: Method | None
    text: str


def read_question(name: str, path: str, text: str) -> Question:
    """Read the question `name` from the `text` of the file `path`.

    Raises:
        BadData: the header is missing or wrong; names path, line and what would be right.

    """
    header = read_header(path, text)
    entries = header.entries(_KEYS)
    columns = required(entries, "columns", header).entries()
    parameters = entries["parameters"].entries() if "parameters" in entries else {}
    return Question(
        name=name,
        summary=required(entries, "summary", header).text(),
        description=required(entries, "description", header).text(),
        tags=required(entries, "tags", header).texts(),
        view=required(entries, "view", header).one_of(VIEWS),
        collection=entries["collection"].text() if "collection" in entries else None,
        parameters=MappingProxyType(
            {name: read_parameter(name, entry) for name, entry in parameters.items()}
        ),
        columns=tuple(read_column(name, entry) for name, entry in columns.items()),
        method=METHODS[entries["engine"].one_of(METHODS)] if "engine" in entries else None,
        text=text,
    )
