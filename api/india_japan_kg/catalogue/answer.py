"""A question and values -> a table of terms, with the names of everything in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from india_japan_kg.catalogue.columns import Column, Value, iris
from india_japan_kg.catalogue.parameters import read_values
from india_japan_kg.catalogue.question import Question
from india_japan_kg.engine import Engine, Query, select
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
        tuple(column.value(solution[column.name]) for column in question.columns)
        for solution in select(engine, Query(question.text, bindings), timeout)
    ]
    rows = tuple(solutions[offset : None if limit is None else offset + limit])
    mentioned = {iri for row in rows for value in row for iri in iris(value)}
    names = {iri: labels.label(iri, languages) for iri in sorted(mentioned)}
    return Table(question.columns, rows, names, len(solutions), limit, offset)
