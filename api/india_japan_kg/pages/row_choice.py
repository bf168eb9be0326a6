"""The part of a question's form by which rows are put in order, cut and narrowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from india_japan_kg.catalogue import Question
from india_japan_kg.pages.messages import Messages
from india_japan_kg.pages.question_view import Option
from india_japan_kg.things.labels import Label


@dataclass(frozen=True, slots=True)
class ColumnBox:
    """A column that may be wanted, and whether it is."""

    name: str
    heading: Label
    meaning: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class RowChoice:
    """What a user chooses among the rows of an answer.

    Attributes:
        orders: the orders that the form offers, and the one that was given if it is another.
        sort, limit, offset: what was given; empty for nothing.
        columns: all columns; if none is wanted, all come.
        made: whether anything was given.

    """

    orders: tuple[Option, ...]
    sort: str
    limit: str
    offset: str
    columns: tuple[ColumnBox, ...]
    made: bool


def row_choice(
    question: Question, given: Mapping[str, str], fields: Sequence[str], says: Messages
) -> RowChoice:
    """Return the choice that was `given` by ``sort``, ``limit`` and ``offset``, and by `fields`.

    Columns are called as `says` has them.
    """
    headings = {column.name: says.heading("columns", column.name) for column in question.columns}
    wanted = {name.strip() for part in fields for name in part.split(",")} - {""}
    sort = given.get("sort", "").strip()
    orders = [
        option
        for column in question.columns
        for option in (
            Option(column.name, f"{headings[column.name].text} \N{UPWARDS ARROW}"),
            Option(f"-{column.name}", f"{headings[column.name].text} \N{DOWNWARDS ARROW}"),
        )
    ]
    if sort and sort not in {option.value for option in orders}:
        orders.append(Option(sort, sort))
    limit, offset = given.get("limit", "").strip(), given.get("offset", "").strip()
    return RowChoice(
        orders=tuple(orders),
        sort=sort,
        limit=limit,
        offset=offset,
        columns=tuple(
            ColumnBox(column.name, headings[column.name], column.meaning, column.name in wanted)
            for column in question.columns
        ),
        made=bool(sort or limit or offset or wanted),
    )
