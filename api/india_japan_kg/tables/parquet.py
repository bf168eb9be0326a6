"""A table as a file of Apache Parquet, typed and with its particulars, for data frames.

pyarrow writes it. It is large, and so an extra that need not be installed.
"""

import importlib
import importlib.util
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from india_japan_kg.catalogue import ColumnType, Table, Value, iris
from india_japan_kg.problem import Problem
from india_japan_kg.tables.solutions import LABEL
from india_japan_kg.vocabulary import DATASET

MEDIA_TYPE: Final = "application/vnd.apache.parquet"
SUFFIX: Final = "parquet"
LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"

Cell = str | int | float | bool | date | None
_TYPES: Final = {
    "date": "date32",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool_",
    "text": "string",
}
_OF_COLUMNS: Final = {
    ColumnType.DATE: "date",
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
}


class ExtraNeeded(Problem):
    """The form could be had, if more were installed."""

    status = 406
    slug = "extra-needed"
    title = "This form needs an extra that is not installed"


@dataclass(frozen=True, slots=True)
class ParquetColumn:
    """A column.

    Attributes:
        name: what it is called.
        type: date, integer, number, boolean or text.
        meaning: what its cells tell; kept with the column.
        several: whether a cell holds a list.
        cells: one a row; None for nothing.

    """

    name: str
    type: str
    meaning: str
    several: bool
    cells: Sequence[Cell | list[Cell]]


def is_installed() -> bool:
    """Return whether files of Parquet can be written."""
    return importlib.util.find_spec("pyarrow") is not None


def write_parquet(columns: Sequence[ParquetColumn], title: str, version: str) -> bytes:
    """Write `columns` as a file of Parquet.

    Dates are date32, integers int64, numbers float64, all else strings.

    Args:
        columns: what it has, each as long as the others.
        title: what the table is; kept in the file, with the dataset and its licence.
        version: the version of the dataset; kept too.

    Raises:
        ExtraNeeded: pyarrow is not installed.

    """
    arrow, parquet = _pyarrow()
    fields, arrays = [], []
    for column in columns:
        kind = getattr(arrow, _TYPES[column.type])()
        kind = arrow.list_(kind) if column.several else kind
        fields.append(arrow.field(column.name, kind, metadata={"meaning": column.meaning}))
        arrays.append(arrow.array(column.cells, type=kind))
    told = {"title": title, "dataset": DATASET, "version": version, "license": LICENSE}
    written = io.BytesIO()
    parquet.write_table(arrow.table(arrays, arrow.schema(fields, metadata=told)), written)
    return written.getvalue()


def parquet_columns(table: Table) -> Iterator[ParquetColumn]:
    """Yield the columns of `table`, each of things followed by one of their names.

    They are those of CSV; a column of lists has lists, and an address is a string.
    """
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        kind = _OF_COLUMNS.get(column.type, "text")
        several = column.type.is_list
        values = [_cell(value, kind) for value in cells]
        yield ParquetColumn(column.name, kind, column.meaning, several, values)
        if column.type.has_names:
            names = [_names(value, table, several) for value in cells]
            meaning = f"The name of {column.name}."
            yield ParquetColumn(column.name + LABEL, "text", meaning, several, names)


def read_cell(text: str, kind: str) -> Cell:
    """Return the cell for a literal `text` in a column of the type `kind`; see ParquetColumn."""
    match kind:
        case "date":
            return date.fromisoformat(text)
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return text in ("true", "1")
        case _:
            return text


def _cell(value: Value, kind: str) -> Cell | list[Cell]:
    if isinstance(value, tuple):
        return [read_cell(term.value, kind) for term in value]
    return None if value is None else read_cell(value.value, kind)


def _names(value: Value, table: Table, several: bool) -> Cell | list[Cell]:
    names: list[Cell] = [table.names[iri].text for iri in iris(value)]
    return names if several else next(iter(names), None)


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ExtraNeeded(
            "Parquet is written by pyarrow, which is not installed here.",
            "Install the extra `parquet`: pip install 'india-japan-kg[parquet]'.",
            {"extra": SUFFIX},
        ) from None
