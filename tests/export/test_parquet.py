"""The tables of classes as Parquet are those of CSV, typed as CSVW describes them."""

import csv
import io
import json

import pyarrow
import pytest
from pyarrow import parquet

from india_japan_kg.dataset import Dataset
from india_japan_kg.export.exports import Exports

TYPES = {
    "date": pyarrow.date32(),
    "integer": pyarrow.int64(),
    "positiveInteger": pyarrow.int64(),
    "decimal": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
}
SEPARATOR = " | "


def read(exports: Exports, name: str) -> pyarrow.Table:
    return parquet.read_table(io.BytesIO(exports.file(f"{name}.parquet", {}).body))


@pytest.mark.parametrize("name", ["Session", "Person", "Outcome", "Indicator", "Source", "Place"])
def test_a_class_has_the_same_table_as_csv(exports: Exports, name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(exports.file(f"{name}.csv", {}).body.decode())))
    table = read(exports, name)
    assert table.column_names == list(rows[0])
    for row, typed in zip(rows, table.to_pylist(), strict=True):
        for column, value in typed.items():
            assert same(value, row[column]), (row["id"], column, value)


def same(value: object, text: str) -> bool:
    if isinstance(value, list):
        return SEPARATOR.join(value) == text
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, float):
        return value == float(text)
    return text == ("" if value is None else str(value))


@pytest.mark.parametrize("name", ["Session", "Indicator", "Outcome"])
def test_columns_are_of_the_types_that_csvw_tells(exports: Exports, name: str) -> None:
    described = json.loads(exports.file(f"{name}.csv-metadata.json", {}).body)
    schema = read(exports, name).schema
    for column in described["tableSchema"]["columns"]:
        wanted = TYPES.get(column.get("datatype", ""), pyarrow.string())
        if "separator" in column:
            wanted = pyarrow.list_(wanted)
        assert schema.field(column["name"]).type == wanted, column["name"]


def test_a_table_tells_the_version_of_the_dataset(exports: Exports, dataset: Dataset) -> None:
    told = read(exports, "Session").schema.metadata
    assert told[b"version"].decode() == dataset.version
    assert told[b"license"] == b"https://creativecommons.org/licenses/by/4.0/"
