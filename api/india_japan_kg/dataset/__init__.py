"""Files -> strictly parsed quads -> derived facts to a fixpoint -> one immutable dataset."""

from india_japan_kg.dataset.dataset import (
    VERSION_GRAPH,
    Dataset,
    house_version,
    load_dataset,
    own_description,
)
from india_japan_kg.dataset.files import GraphFile, Location

__all__ = [
    "VERSION_GRAPH",
    "Dataset",
    "GraphFile",
    "Location",
    "house_version",
    "load_dataset",
    "own_description",
]
