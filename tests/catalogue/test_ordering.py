"""Rows are sorted and columns chosen as a user wants, and parts still make up the whole."""

from collections.abc import Callable
from datetime import date

import pytest

from india_japan_kg.catalogue import Catalogue, Table, answer
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.problem import BadParameter
from india_japan_kg.tables import plain_rows
from india_japan_kg.things.labels import Labels

Ask = Callable[..., Table]


@pytest.fixture
def dialogues(catalogue: Catalogue, engine: EmbeddedEngine, labels: Labels) -> Ask:
    def ask(language: str = "en", **asked: object) -> Table:
        return answer(
            catalogue["dialogues"],
            engine,
            labels,
            {},
            languages=[language],
            today=date(2026, 7, 1),
            timeout=10,
            **asked,  # type: ignore[arg-type]
        )

    return ask


def column(table: Table, name: str) -> list[object]:
    return [row[name] for row in plain_rows(table)]


def test_numbers_are_sorted_by_their_value_in_both_directions(dialogues: Ask) -> None:
    rising = column(dialogues(sort="sessions"), "sessions")
    assert rising == sorted(rising, key=int)  # type: ignore[call-overload]
    assert column(dialogues(sort="-sessions"), "sessions") == rising[::-1]


def test_cells_without_a_value_come_last_in_both_directions(dialogues: Ask) -> None:
    for sort in ("first", "-first"):
        days = column(dialogues(sort=sort), "first")
        empty = days.index(None)
        assert empty > 0
        assert set(days[empty:]) == {None}


def test_things_are_sorted_by_their_names_in_the_wanted_language(dialogues: Ask) -> None:
    for language in ("en", "ja"):
        things = column(dialogues(language, sort="dialogue"), "dialogue")
        names = [thing["label"].casefold() for thing in things]  # type: ignore[index]
        assert names == sorted(names)


def test_parts_of_a_sorted_answer_make_up_the_whole(dialogues: Ask) -> None:
    whole = dialogues(sort="level,-status")
    parts = [
        dialogues(sort="level,-status", limit=37, offset=offset)
        for offset in range(0, whole.total, 37)
    ]
    assert [row for part in parts for row in part.rows] == list(whole.rows)
    assert set(whole.rows) == set(dialogues().rows)


def test_only_the_wanted_columns_come_in_the_wanted_order(dialogues: Ask) -> None:
    table = dialogues(fields="sessions, dialogue", sort="-last")
    assert [column.name for column in table.columns] == ["sessions", "dialogue"]
    assert {len(row) for row in table.rows} == {2}


@pytest.mark.parametrize("parameter", ["sort", "fields"])
def test_a_column_that_is_not_there_is_told_the_closest(dialogues: Ask, parameter: str) -> None:
    with pytest.raises(BadParameter, match="no column") as error:
        dialogues(**{parameter: "session"})
    assert error.value.members["parameter"] == parameter
    assert error.value.remedy == "Did you mean sessions?"
