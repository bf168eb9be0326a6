from pathlib import Path

import pytest

from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.things.labels import Labels


@pytest.fixture(scope="session")
def labels(engine: EmbeddedEngine, house: Path) -> Labels:
    return Labels.read(engine, house / "queries" / "things", 30)
