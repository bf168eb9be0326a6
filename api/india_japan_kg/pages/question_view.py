"""A question as a page shows it: a form of its parameters and a table of its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue import Parameter, Question, Table, Value
from india_japan_kg.pages.messages import Messages
from india_japan_kg.pages.thing_view import Cell
from india_japan_kg.things.labels import Label, Labels
from india_japan_kg.vocabulary import PREFIXES, thing_name

MOST_OPTIONS: Final = 300
MOST_SUGGESTIONS: Final = 2000
INPUT_TYPES: Final = {"date": "date", "integer": "number"}
NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double"))
LONG_NAME: Final = 40
LONG_TEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a field may have, and its name."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form."""

    name: str
    heading: Label
    description: str
    required: bool
    type: str
    value: str
    placeholder: str
    options: tuple[Option, ...]
    suggestions: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its values, and how it is set."""

    parts: tuple[Cell, ...]
    style: str


def form(
    question: Question,
    given: Mapping[str, str],
    labels: Labels,
    languages: Sequence[str],
    says: Messages,
) -> list[Field]:
    """Return the fields for the parameters of `question`, filled with what was `given`."""
    return [
        _field(parameter, given, _options(parameter, labels, languages, says), says)
        for parameter in question.parameters.values()
    ]


def _field(
    parameter: Parameter, given: Mapping[str, str], options: tuple[Option, ...], says: Messages
) -> Field:
    few = len(options) <= MOST_OPTIONS
    return Field(
        name=parameter.name,
        heading=says.heading("parameters", parameter.name),
        description=parameter.description,
        required=parameter.required,
        type=INPUT_TYPES.get(parameter.type, "text"),
        value=given.get(parameter.name, ""),
        placeholder=parameter.default or says("example", example=parameter.example),
        options=options if few else (),
        suggestions=() if few else options[:MOST_SUGGESTIONS],
    )


def _options(
    parameter: Parameter, labels: Labels, languages: Sequence[str], says: Messages
) -> tuple[Option, ...]:
    if parameter.type == "thing":
        things = [item for kind in parameter.kinds for item in labels.things(kind).items()]
        named = [Option(slug, labels.label(iri, languages).text) for slug, iri in things]
        return tuple(sorted(named, key=lambda option: option.text.casefold()))
    if parameter.type == "code":
        codes = labels.codes(parameter.scheme or "").items()
        return tuple(Option(code, labels.label(iri, languages).text) for code, iri in codes)
    if parameter.type == "boolean":
        return Option("true", says("yes")), Option("false", says("no"))
    return tuple(Option(value, value) for value in parameter.allowed)


def cells(table: Table, says: Messages) -> list[list[TableCell]]:
    """Return the rows of `table` as cells, with values that are words as `says` has them."""
    return [[_cell(value, table, says) for value in row] for row in table.rows]


def _cell(value: Value, table: Table, says: Messages) -> TableCell:
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    parts = tuple(
        _link(term.value, table) if isinstance(term, NamedNode) else _literal(term, says)
        for term in values
    )
    return TableCell(parts, _style(value, parts))


def _link(iri: str, table: Table) -> Cell:
    name, label = thing_name(iri), table.names[iri]
    return Cell(label.text, name.path if name else "", label.language)


def _literal(literal: Literal, says: Messages) -> Cell:
    text = literal.value
    if text.startswith(("http://", "https://")):
        host = text.split("/")[2].removeprefix("www.")
        return Cell(host, text)
    return Cell(text, "", literal.language) if literal.language else Cell(says.value(text))


def _style(value: Value, parts: Sequence[Cell]) -> str:
    if any(len(part.text) > LONG_TEXT for part in parts):
        return "text"
    if isinstance(value, tuple) or any(len(part.text) > LONG_NAME for part in parts):
        return "list"
    if not isinstance(value, Literal):
        return ""
    if value.datatype.value == PREFIXES["xsd"] + "date":
        return "day"
    return "number" if value.datatype.value in NUMBERS else ""
