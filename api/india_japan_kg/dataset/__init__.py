"""Files -> strictly parsed quads -> derived facts to a fixpoint -> one immutable dataset."""

from india_japan_kg.dataset.dataset import Dataset, load_dataset
from india_japan_kg.dataset.files import GraphFile, Location

__all__ = ["Dataset", "GraphFile", "Location", "load_dataset"]
