"""Things that were renamed or merged: their old names lead to things that are there."""

from pathlib import Path

import pytest

from india_japan_kg.dataset import Dataset
from india_japan_kg.things.redirects import read_redirects
from india_japan_kg.vocabulary import ThingName, thing_name


@pytest.fixture(scope="session")
def told(dataset: Dataset) -> set[ThingName]:
    """Return the names of all things of which the data say something."""
    rows = dataset.store.query(
        "SELECT DISTINCT ?thing { ?thing a ?class }", use_default_graph_as_union=True
    )
    names = (thing_name(row["thing"].value) for row in rows)  # type: ignore[union-attr]
    return {name for name in names if name}


@pytest.fixture(scope="session")
def renamed(house: Path) -> dict[ThingName, ThingName]:
    return dict(read_redirects(house))


def test_every_new_name_is_that_of_a_thing(
    renamed: dict[ThingName, ThingName], told: set[ThingName]
) -> None:
    assert renamed
    assert set(renamed.values()) <= told


def test_no_old_name_is_that_of_a_thing(
    renamed: dict[ThingName, ThingName], told: set[ThingName]
) -> None:
    assert renamed.keys().isdisjoint(told)


def test_a_thing_keeps_its_kind(renamed: dict[ThingName, ThingName]) -> None:
    assert [old for old, new in renamed.items() if old.kind != new.kind] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("session", "quad-wg-counter-terrorism-2-b"), "quad-wg-counter-terrorism-2"),
        (("person", "biden-joe"), "biden-joseph"),
        (("doc", "trade-agreement-1958"), "commerce-agreement-1958-02-04"),
        (("tenure", "singh-swaran-eam-1973"), "singh-swaran-eam-1970"),
    ],
)
def test_what_was_merged_leads_to_what_it_was_merged_with(
    renamed: dict[ThingName, ThingName], old: tuple[str, str], new: str
) -> None:
    assert renamed[ThingName(*old)] == ThingName(old[0], new)
