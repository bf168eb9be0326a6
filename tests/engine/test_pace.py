"""How long queries mostly take, and what follows from it."""

import pytest

from india_japan_kg.engine.pace import MOST_STUCK_SECONDS, SHORT_SECONDS, STUCK_SECONDS, Pace

MANY = 200


@pytest.fixture
def pace() -> Pace:
    return Pace()


def note(pace: Pace, seconds: float) -> None:
    for _ in range(MANY):
        pace.note(seconds)


def test_queries_are_not_short_before_some_were(pace: Pace) -> None:
    assert not pace.are_short
    pace.note(0)
    assert not pace.are_short


def test_queries_are_short_when_most_were(pace: Pace) -> None:
    note(pace, SHORT_SECONDS / 2)
    assert pace.are_short
    note(pace, SHORT_SECONDS * 3)
    assert not pace.are_short


def test_queries_that_take_twice_as_long_beside_twice_as_many_are_short_still(pace: Pace) -> None:
    note(pace, SHORT_SECONDS * 0.9)
    assert pace.are_short
    note(pace, SHORT_SECONDS * 1.8)
    assert pace.are_short


def test_one_long_query_changes_little(pace: Pace) -> None:
    note(pace, SHORT_SECONDS / 10)
    pace.note(SHORT_SECONDS * 10)
    assert pace.are_short


def test_queries_in_work_are_stuck_soon_where_they_are_quick(pace: Pace) -> None:
    note(pace, 0.0001)
    assert pace.stuck_seconds == STUCK_SECONDS


def test_queries_in_work_are_stuck_later_where_they_mostly_take_long_but_not_much(
    pace: Pace,
) -> None:
    note(pace, 0.013)
    assert pace.stuck_seconds == pytest.approx(0.026, rel=0.01)
    note(pace, 5)
    assert pace.stuck_seconds == MOST_STUCK_SECONDS
