"""One canned question, read from its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from india_japan_kg.catalogue.columns import Column, read_column
from india_japan_kg.catalogue.header import MARK, Entry, read_header, required
from india_japan_kg.catalogue.methods import METHODS, Method
from india_japan_kg.catalogue.parameters import Parameter, ParameterType, read_parameter
from india_japan_kg.engine import QueryForm
from india_japan_kg.engine.reading import tokens
from india_japan_kg.problem import BadData

VIEWS: Final = ("table", "timeline", "bar", "map", "network", "line", "calendar")
GRAPH_VIEWS: Final = ("table", "network")
"""The views of an answer that is a graph."""

OF_GRLC: Final = ("endpoint", "endpoint_in_url", "method", "pagination")
"""Keys by which grlc is told where and how to ask; this house has no use for them."""

_KEYS: Final = frozenset(
    (
        *("summary", "description", "tags", "view", "collection", "engine"),
        *("parameters", "columns", "defaults", "enumerate"),
        *OF_GRLC,
    )
)
_OF_ROWS: Final = ("columns", "engine", "collection")
_OF_ANSWERS: Final = ("lang", "limit", "offset", "sort", "fields")
"""Names by which every answer is chosen from; no parameter has one of them."""

_OF_PARAMETERS: Final = {"defaults": "default", "enumerate": "allowed"}


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question.

    Attributes:
        name: what a user types; the file name without suffix.
        summary: the question in one line.
        description: what the rows mean.
        tags: the subjects it belongs to.
        form: SELECT if its answer is a table, CONSTRUCT if it is a graph.
        view: the picture that suits its answer, one of VIEWS.
        collection: the collection that it backs, if any; its first column is what is collected.
        parameters: by name, in the order of the header.
        columns: in the order of the answer; none of a graph.
        method: what works out the rows from the query's solutions; None if those are the rows.
        text: the whole file, a SPARQL 1.1 query with a VALUES block for each parameter.

    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    form: QueryForm
    view: str
    collection: str | None
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    method: Method | None
    text: str

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph, not a table."""
        return self.form.gives_graph

    @property
    def can_be_asked(self) -> bool:
        """Whether there is a release to ask about, if it needs one."""
        return all(
            parameter.allowed or parameter.type is not ParameterType.RELEASE
            for parameter in self.parameters.values()
        )

    @property
    def query(self) -> str:
        """The query alone, without the header."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(MARK)).lstrip("\n")


def read_question(name: str, path: str, text: str, releases: tuple[str, ...] = ()) -> Question:
    """Read the question `name` from the `text` of the file `path`.

    `releases` are the names of the earlier releases that can be asked about.

    Raises:
        BadData: the header is missing or wrong; names path, line and what would be right.

    """
    header = read_header(path, text)
    entries = header.entries(_KEYS)
    form = _form(path, text)
    if form.gives_graph:
        for key in _OF_ROWS:
            if key in entries:
                raise entries[key].wrong(
                    f"the answer to a CONSTRUCT query is a graph, which has no {key}."
                )
    for key, of_parameter in _OF_PARAMETERS.items():
        if key in entries:
            raise entries[key].wrong(
                f"{key} is not read here.", f"Write `{of_parameter}` under the parameter instead."
            )
    columns = {} if form.gives_graph else required(entries, "columns", header).entries()
    parameters = entries["parameters"].entries() if "parameters" in entries else {}
    for taken in parameters.keys() & set(_OF_ANSWERS):
        raise parameters[taken].wrong(f"the name {taken} is taken: every answer has it.")
    return Question(
        name=name,
        summary=required(entries, "summary", header).text(),
        description=required(entries, "description", header).text(),
        tags=required(entries, "tags", header).texts(),
        form=form,
        view=required(entries, "view", header).one_of(GRAPH_VIEWS if form.gives_graph else VIEWS),
        collection=_optional(entries, "collection"),
        parameters=MappingProxyType(
            {name: read_parameter(name, entry, releases) for name, entry in parameters.items()}
        ),
        columns=tuple(read_column(name, entry) for name, entry in columns.items()),
        method=METHODS[entries["engine"].one_of(METHODS)] if "engine" in entries else None,
        text=text,
    )


def _optional(entries: Mapping[str, Entry], key: str) -> str | None:
    return entries[key].text() if key in entries else None


def _form(path: str, text: str) -> QueryForm:
    words = (token for token in tokens(text) if token.lastgroup == "word")
    named = (token for token in words if token[0].upper() in QueryForm.__members__)
    token = next(named, None)
    form = QueryForm(token[0].upper()) if token else None
    if form in (QueryForm.SELECT, QueryForm.CONSTRUCT):
        return form
    line = text.count("\n", 0, token.start()) + 1 if token else 1
    raise BadData(path, line, None, "a canned question is a SELECT or a CONSTRUCT query.")
