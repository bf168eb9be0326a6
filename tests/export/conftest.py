from pathlib import Path

import pytest

from india_japan_kg.dataset import Dataset
from india_japan_kg.export.exports import Exports, exports_of
from india_japan_kg.things.labels import Labels


@pytest.fixture(scope="session")
def exports(dataset: Dataset, house: Path) -> Exports:
    return exports_of(dataset, house, 30)


@pytest.fixture(scope="session")
def labels(exports: Exports) -> Labels:
    return exports.labels
