from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from india_japan_kg.catalogue import Catalogue, answer, load
from india_japan_kg.dataset import Dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine import EmbeddedEngine, Engine
from india_japan_kg.engine.choosing import open_here
from india_japan_kg.tables import plain_rows
from india_japan_kg.things.labels import Labels

Row = dict[str, object]


@pytest.fixture(scope="session")
def catalogue(house: Path, releases: Path) -> Catalogue:
    return load(house / "queries", find_releases(releases))


@pytest.fixture(scope="session")
def asked(dataset: Dataset, releases: Path) -> Engine:
    """Return the engine that knows the earlier release too."""
    return open_here(dataset, find_releases(releases))


@pytest.fixture(scope="session")
def labels(engine: EmbeddedEngine, house: Path) -> Labels:
    return Labels.read(engine, house / "queries" / "things", 30)


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue, asked: Engine, labels: Labels) -> Callable[..., list[Row]]:
    """Ask a question on 1 July 2026; things in the rows are shown by their ids alone."""

    def brief(value: object) -> object:
        if isinstance(value, dict):
            return value["id"]
        return [brief(item) for item in value] if isinstance(value, list) else value

    def ask(name: str, /, **given: str) -> list[Row]:
        table = answer(
            catalogue.find(name),
            asked,
            labels,
            {parameter.rstrip("_"): value for parameter, value in given.items()},
            languages=["en"],
            today=date(2026, 7, 1),
            timeout=30,
        )
        return [
            {column: brief(value) for column, value in row.items()} for row in plain_rows(table)
        ]

    return ask
