"""Rows in the order that a user wants, and the columns that a user wants of them."""

import difflib
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from india_japan_kg.catalogue.columns import Column, ColumnType, Value
from india_japan_kg.catalogue.question import Question
from india_japan_kg.problem import BadParameter
from india_japan_kg.things.labels import Labels

Cells = tuple[Value, ...]
LONGEST_LIST: Final = 1000
"""Characters of the longest list of columns."""

_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)


def chosen(question: Question, fields: str) -> tuple[Column, ...]:
    """Return the columns of `question` that `fields` names, in its order; all if it is empty.

    Raises:
        BadParameter: there is no such column; names the closest.

    """
    names = dict.fromkeys(_names("fields", fields))
    return tuple(_column(question, "fields", name) for name in names) or question.columns


def ordered(
    question: Question,
    rows: Sequence[Cells],
    sort: str,
    labels: Labels,
    languages: Sequence[str],
) -> list[Cells]:
    """Return `rows` sorted by the columns that `sort` names, the most important first.

    A ``-`` before a name turns its order round. Things are sorted by their names in the wanted
    languages, numbers by their value. Rows that are equal stay as the question has them, so that
    pages never overlap; cells without a value come last in either direction.

    Raises:
        BadParameter: there is no such column; names the closest.

    """
    found = list(rows)
    for name in reversed(_names("sort", sort)):
        column = _column(question, "sort", name.removeprefix("-"))
        place = question.columns.index(column)

        def rank(row: Cells, column: Column = column, place: int = place) -> tuple[object, ...]:
            return _rank(column, row[place], labels, languages)

        empty = [row for row in found if row[place] in (None, ())]
        full = [row for row in found if row[place] not in (None, ())]
        found = sorted(full, key=rank, reverse=name.startswith("-")) + empty
    return found


def _rank(
    column: Column, value: Value, labels: Labels, languages: Sequence[str]
) -> tuple[object, ...]:
    terms: Iterable[str]
    terms = (
        [term.value for term in value]
        if isinstance(value, tuple)
        else [value.value]
        if value
        else []
    )
    if column.type.has_names:
        return tuple(labels.label(term, languages).text.casefold() for term in terms)
    if column.type in _NUMBERS:
        return tuple(_number(term) for term in terms)
    return tuple(term.casefold() for term in terms)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


def _names(parameter: str, text: str) -> list[str]:
    if len(text) > LONGEST_LIST:
        raise BadParameter(
            parameter,
            f"{parameter} has {len(text)} characters.",
            f"Give names of columns, at most {LONGEST_LIST} characters.",
        )
    return [name.strip() for name in text.split(",")] if text.strip() else []


def _column(question: Question, parameter: str, name: str) -> Column:
    columns = {column.name: column for column in question.columns}
    if name not in columns:
        close = difflib.get_close_matches(name, columns, 1)
        remedy = f"Did you mean {close[0]}?" if close else f"There are {', '.join(columns)}."
        raise BadParameter(parameter, f"There is no column {name[:40]!r}.", remedy, [*columns])
    return columns[name]
