"""A question whose query is a SELECT -> a table of terms, with the names of everything in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from india_japan_kg.catalogue.columns import Column, Value, iris
from india_japan_kg.catalogue.ordering import Cells, chosen, ordered
from india_japan_kg.catalogue.parameters import read_values
from india_japan_kg.catalogue.question import Question
from india_japan_kg.engine import Engine, Query, Term, select
from india_japan_kg.problem import BadParameter
from india_japan_kg.things.labels import Label, Labels


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

    columns: tuple[Column, ...]
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
    sort: str = "",
    fields: str = "",
) -> Table:
    """Return the answer to `question`, or the part of it that `limit` and `offset` cut out.

    Args:
        question: what is asked; its query is a SELECT.
        engine: who is asked.
        labels: the names of things, and the things that a value may name.
        given: values of parameters as a user wrote them.
        languages: in which names are wanted, the most wanted first.
        today: the day that ``today`` means.
        timeout: seconds after which the work is stopped.
        limit: most rows wanted; None for all.
        offset: rows to leave out before.
        sort: columns by which the rows are put in order, with commas between; see `ordered`.
        fields: the columns that are wanted, with commas between; empty for all.

    Raises:
        BadParameter: a value is wrong, missing or of no parameter; a bound is negative; `sort` or
            `fields` names no column.
        DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

    """
    for name, bound in (("limit", limit), ("offset", offset)):
        if bound is not None and bound < 0:
            raise BadParameter(name, f"{name}={bound}: this is less than 0.")
    values = read_values(question.parameters, given, labels, today)
    columns = chosen(question, fields)
    found = ordered(question, solved(question, engine, values, timeout), sort, labels, languages)
    places = [question.columns.index(column) for column in columns]
    solutions = [tuple(row[place] for place in places) for row in found]
    rows = tuple(solutions[offset : None if limit is None else offset + limit])
    mentioned = {iri for row in rows for value in row for iri in iris(value)}
    names = {iri: labels.label(iri, languages) for iri in sorted(mentioned)}
    return Table(columns, rows, names, len(solutions), limit, offset)


def solved(
    question: Question, engine: Engine, values: Mapping[str, Term | None], timeout: float
) -> list[Cells]:
    """Return all rows of the answer, given the term of each parameter.

    Raises:
        DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

    """
    method = question.method
    own = method.parameters if method else frozenset()
    bindings = {name: term for name, term in values.items() if name not in own}
    default, named = method.graphs(values) if method else ((), ())
    solutions = select(engine, Query(question.text, bindings, default, named), timeout)
    if method is None:
        return [
            tuple(column.value(row[column.name]) for column in question.columns)
            for row in solutions
        ]
    return [
        tuple(column.value(row.get(column.name)) for column in question.columns)
        for row in method.run(solutions, values)
    ]
