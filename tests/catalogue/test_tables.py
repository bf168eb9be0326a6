"""An answer is cut into parts, names things in the asked language, and is written in many forms."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat

from india_japan_kg.catalogue import Table, answer, load
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.problem import BadParameter
from india_japan_kg.tables import plain_rows, write_solutions
from india_japan_kg.things.labels import Labels


@pytest.fixture
def chairs(house: Path, engine: EmbeddedEngine, labels: Labels) -> Callable[..., Table]:
    question = load(house / "queries")["across-the-table"]

    def ask(
        languages: tuple[str, ...] = ("en",), limit: int | None = None, offset: int = 0
    ) -> Table:
        return answer(
            question,
            engine,
            labels,
            {"dialogue": "strategic-dialogue"},
            languages=languages,
            today=date(2026, 7, 1),
            timeout=10,
            limit=limit,
            offset=offset,
        )

    return ask


def test_parts_of_an_answer_make_up_the_whole(chairs: Callable[..., Table]) -> None:
    whole = chairs()
    parts = [chairs(limit=5, offset=offset) for offset in range(0, whole.total, 5)]
    assert [row for part in parts for row in part.rows] == list(whole.rows)
    assert {part.total for part in parts} == {18}


def test_a_part_beyond_the_end_is_empty_and_knows_the_total(chairs: Callable[..., Table]) -> None:
    beyond = chairs(limit=5, offset=100)
    assert (beyond.rows, beyond.total) == ((), 18)


def test_a_negative_offset_is_refused(chairs: Callable[..., Table]) -> None:
    with pytest.raises(BadParameter, match="offset"):
        chairs(offset=-1)


def test_plain_rows_tell_things_by_id_and_name(chairs: Callable[..., Table]) -> None:
    first = next(plain_rows(chairs(("ja", "en"))))
    assert first["japaneseChair"] == {
        "id": "aso-taro",
        "kind": "person",
        "iri": "https://w3id.org/india-japan/id/person/aso-taro",
        "label": "麻生太郎",
        "language": "ja",
    }
    assert (first["ordinal"], first["start"]) == (1, "2007-03-22")
    assert isinstance(first["sources"], list)


def test_plain_rows_are_json(chairs: Callable[..., Table]) -> None:
    rows = list(plain_rows(chairs()))
    assert json.loads(json.dumps(rows)) == rows


def test_csv_has_a_column_of_names_after_each_column_of_things(
    chairs: Callable[..., Table],
) -> None:
    written = write_solutions(chairs(), QueryResultsFormat.CSV).decode()
    rows = list(csv.DictReader(io.StringIO(written)))
    assert list(rows[0])[:3] == ["session", "sessionLabel", "ordinal"]
    assert (rows[0]["place"], rows[0]["placeLabel"]) == (
        "https://w3id.org/india-japan/id/place/tokyo",
        "Tokyo",
    )


@pytest.mark.parametrize(
    "form", [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV]
)
def test_every_form_of_results_tells_as_many_rows(
    chairs: Callable[..., Table], form: QueryResultsFormat
) -> None:
    from pyoxigraph import QuerySolutions, parse_query_results

    read = parse_query_results(write_solutions(chairs(), form), form)
    assert isinstance(read, QuerySolutions)
    assert len(list(read)) == 18


def test_columns_of_names_stand_there_without_rows_too(chairs: Callable[..., Table]) -> None:
    whole = write_solutions(chairs(), QueryResultsFormat.CSV).decode().splitlines()
    empty = write_solutions(chairs(offset=100), QueryResultsFormat.CSV).decode().splitlines()
    assert empty == [whole[0]]
