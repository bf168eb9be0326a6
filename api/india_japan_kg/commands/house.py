"""What commands open of the house that the settings name."""

from india_japan_kg.dataset import load_dataset
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.export.exports import Exports
from india_japan_kg.settings import Settings
from india_japan_kg.things.classes import read_classes
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.network import Network
from india_japan_kg.things.profiles import Profiles
from india_japan_kg.things.properties import Properties


def open_exports(settings: Settings) -> Exports:
    """Return the exports of the house, loaded into this process.

    Raises:
        BadData: a file of the house cannot be read.

    """
    dataset = load_dataset(settings.house)
    engine = EmbeddedEngine(dataset.store, dataset.version)
    queries, timeout = settings.house / "queries", settings.query_timeout
    inner = queries / "things"
    return Exports(
        lambda: dataset,
        Labels.read(engine, inner, timeout),
        Properties.read(engine, inner, timeout),
        Profiles(engine, queries / "profiles", timeout),
        read_classes(engine, inner, timeout),
        lambda: Network.read(engine, inner, timeout),
    )
