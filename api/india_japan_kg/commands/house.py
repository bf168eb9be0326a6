"""What commands open of the house that the settings name."""

from india_japan_kg.dataset import load_dataset
from india_japan_kg.export.exports import Exports, exports_of
from india_japan_kg.settings import Settings


def open_exports(settings: Settings) -> Exports:
    """Return the exports of the house, loaded into this process.

    Raises:
        BadData: a file of the house cannot be read.

    """
    return exports_of(load_dataset(settings.house), settings.house, settings.query_timeout)
