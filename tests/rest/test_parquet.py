"""Tables as Parquet: typed, the same as CSV and JSON, and a clear answer where it is missing."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import httpx
import pyarrow
import pytest
from pyarrow import parquet

PARQUET = "application/vnd.apache.parquet"
ACROSS = {"dialogue": "strategic-dialogue"}


def read(body: bytes) -> pyarrow.Table:
    return parquet.read_table(io.BytesIO(body))


def test_a_question_comes_as_parquet_by_suffix_and_by_accept(client: httpx.Client) -> None:
    by_suffix = client.get("/queries/across-the-table.parquet", params=ACROSS)
    by_accept = client.get("/queries/across-the-table", params=ACROSS, headers={"Accept": PARQUET})
    assert by_suffix.content == by_accept.content
    assert by_accept.headers["content-type"] == PARQUET
    assert (
        f'<across-the-table.parquet>; rel="alternate"; type="{PARQUET}"'
        in (by_accept.headers["link"])
    )


def test_columns_of_parquet_are_typed_and_tell_what_they_mean(client: httpx.Client) -> None:
    schema = read(client.get("/queries/across-the-table.parquet", params=ACROSS).content).schema
    types = {field.name: str(field.type) for field in schema}
    assert types["start"] == "date32[day]"
    assert types["ordinal"] == "int64"
    assert types["place"] == types["placeLabel"] == "string"
    assert schema.field("sources").type == pyarrow.list_(pyarrow.string())
    assert schema.field("place").metadata[b"meaning"] == b"Where it was held."
    values = read(client.get("/indicators.parquet").content).schema.field("value")
    assert values.type == pyarrow.float64()


def test_a_file_of_parquet_tells_the_dataset_and_its_version(client: httpx.Client) -> None:
    told = read(client.get("/sessions.parquet").content).schema.metadata
    assert told[b"version"].decode() == client.get("/health").json()["dataset"]
    assert told[b"dataset"] == b"https://w3id.org/india-japan/dataset"


@pytest.mark.parametrize("name", ["across-the-table", "outcomes", "indicators", "statistics"])
def test_parquet_has_the_rows_and_columns_of_csv(client: httpx.Client, name: str) -> None:
    params = ACROSS if name == "across-the-table" else {}
    text = client.get(f"/queries/{name}.csv", params=params).text
    rows = list(csv.DictReader(io.StringIO(text)))
    table = read(client.get(f"/queries/{name}.parquet", params=params).content)
    assert table.column_names == list(rows[0])
    assert len(rows) > 10
    for row, typed in zip(rows, table.to_pylist(), strict=True):
        for column, value in typed.items():
            assert same(value, row[column], column), (column, value, row[column])


def same(value: object, text: str, column: str) -> bool:
    if isinstance(value, list):
        return ("; " if column.endswith("Label") else " ").join(value) == text
    if isinstance(value, float):
        return value == float(text)
    return text == ("" if value is None else str(value))


def test_parquet_has_the_values_of_json(client: httpx.Client) -> None:
    params = {**ACROSS, "sort": "-start", "fields": "session,start,ordinal", "limit": "3"}
    rows = client.get("/queries/across-the-table.json", params=params).json()["rows"]
    table = read(client.get("/queries/across-the-table.parquet", params=params).content)
    assert table.to_pylist() == [
        {
            "session": row["session"]["iri"],
            "sessionLabel": row["session"]["label"],
            "start": date.fromisoformat(row["start"]),
            "ordinal": row["ordinal"],
        }
        for row in rows
    ]


def test_columns_are_typed_without_rows_too(client: httpx.Client) -> None:
    whole = read(client.get("/sessions.parquet").content)
    empty = read(client.get("/sessions.parquet", params={"from": "2100-01-01"}).content)
    assert empty.num_rows == 0
    assert empty.schema.equals(whole.schema)


def test_a_graph_has_no_parquet(client: httpx.Client) -> None:
    answer = client.get("/queries/dialogue-graph", params=ACROSS, headers={"Accept": PARQUET})
    assert answer.status_code == 406


@pytest.fixture(scope="module")
def bare(
    tmp_path_factory: pytest.TempPathFactory, start_server: Callable[..., str]
) -> Iterator[httpx.Client]:
    """Return a server whose Python has no pyarrow."""
    folder = tmp_path_factory.mktemp("site")
    hidden = "import sys\nsys.modules['pyarrow'] = None\n"
    (folder / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        address = start_server()
    with httpx.Client(base_url=address, timeout=300) as client:
        yield client


@pytest.mark.parametrize("path", ["/sessions.parquet", "/export/Session.parquet", "/sessions"])
def test_without_pyarrow_the_answer_is_406_and_names_the_extra(
    bare: httpx.Client, path: str
) -> None:
    answer = bare.get(path, headers={"Accept": PARQUET})
    assert answer.status_code == 406
    assert answer.json()["extra"] == "parquet"
    assert "india-japan-kg[parquet]" in answer.json()["remedy"]


def test_without_pyarrow_another_accepted_form_is_given(bare: httpx.Client) -> None:
    answer = bare.get("/sessions", headers={"Accept": f"{PARQUET}, text/csv;q=0.5"})
    assert answer.headers["content-type"].startswith("text/csv")


def test_the_extra_and_its_pin_are_declared(house: Path) -> None:
    assert 'parquet = ["pyarrow' in (house / "pyproject.toml").read_text(encoding="utf-8")
    assert "\npyarrow==" in (house / "constraints.txt").read_text(encoding="utf-8")
