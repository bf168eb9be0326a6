from functools import lru_cache
from pathlib import Path

import pytest

from india_japan_kg.dataset import Dataset
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.export.exports import Exports
from india_japan_kg.things.classes import read_classes
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.network import Network
from india_japan_kg.things.profiles import Profiles
from india_japan_kg.things.properties import Properties


@pytest.fixture(scope="session")
def labels(engine: EmbeddedEngine, house: Path) -> Labels:
    return Labels.read(engine, house / "queries" / "things", 30)


@pytest.fixture(scope="session")
def exports(dataset: Dataset, engine: EmbeddedEngine, house: Path, labels: Labels) -> Exports:
    queries = house / "queries" / "things"
    return Exports(
        lambda: dataset,
        labels,
        Properties.read(engine, queries, 30),
        Profiles(engine, house / "queries" / "profiles", 30),
        read_classes(engine, queries, 30),
        lru_cache(lambda: Network.read(engine, queries, 30)),
    )
