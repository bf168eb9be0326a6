"""A question and values -> a table of terms, with the names of everything in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue.parameters import read_values
from india_japan_kg.catalogue.question import Column, Question
from india_japan_kg.engine import Engine, Query, Term, select
from india_japan_kg.problem import BadParameter
from india_japan_kg.things.labels import Label, Labels
from india_japan_kg.vocabulary import BASE, PREFIXES

Value = Term | tuple[Term, ...] | None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    Attributes:
        column: the column of the question.
        has_things: whether any row of the whole answer names a thing, class or code here.

    """

    column: Column
    has_things: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the answer to a question.

    Attributes:
        columns: what stands in each column.
        rows: the rows of this part, as wide as there are columns; None where nothing is bound, a
            tuple in a column of lists.
        names: IRI -> name, for every thing, class and code in the rows.
        total: number of rows of the whole answer.
        limit: most rows that this part may have; None for all.
        offset: number of rows before this part.

    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    names: Mapping[str, Label]
    total: int
    limit: int | None
    offset: int


def answer(
    question: Question,
    engine: Engine,
    labels: Labels,
    given: Mapping[str, str],
    *,
    languages: Sequence[str],
    today: date,
    timeout: float,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Return the answer to `question`, or the part of it that `limit` and `offset` cut out.

    Args:
        question: what is asked.
        engine: who is asked.
        labels: the names of things, and the things that a value may name.
        given: values of parameters as a user wrote them.
        languages: in which names are wanted, the most wanted first.
        today: the day that ``today`` means.
        timeout: seconds after which the work is stopped.
        limit: most rows wanted; None for all.
        offset: rows to leave out before.

    Raises:
        BadParameter: a value is wrong, missing or of no parameter; a bound is negative.
        DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

    """
    for name, bound in (("limit", limit), ("offset", offset)):
        if bound is not None and bound < 0:
            raise BadParameter(name, f"{name}={bound}: this is less than 0.")
    bindings = read_values(question.parameters, given, labels, today)
    solutions = [
        tuple(_value(column, solution[column.name]) for column in question.columns)
        for solution in select(engine, Query(question.text, bindings), timeout)
    ]
    columns = tuple(
        TableColumn(column, any(iris(row[position]) for row in solutions))
        for position, column in enumerate(question.columns)
    )
    rows = tuple(solutions[offset : None if limit is None else offset + limit])
    mentioned = {iri for row in rows for value in row for iri in iris(value)}
    names = {iri: labels.label(iri, languages) for iri in sorted(mentioned)}
    return Table(columns, rows, names, len(solutions), limit, offset)


def iris(value: Value) -> tuple[str, ...]:
    """Return the IRIs in a cell."""
    if isinstance(value, NamedNode):
        return (value.value,)
    if isinstance(value, tuple):
        return tuple(term.value for term in value if isinstance(term, NamedNode))
    return ()


def _value(column: Column, term: object) -> Value:
    if column.is_list:
        written = sorted(term.value.split()) if isinstance(term, Literal) else []
        return tuple(_listed(text) for text in written)
    return term if isinstance(term, NamedNode | Literal) else None


def _listed(text: str) -> Term:
    if text.startswith(BASE):
        return NamedNode(text)
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "anyURI"))
